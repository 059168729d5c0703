package io.plumbline.avro;

import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericRecord;

/** The schema records must have been read with; another copy of it will do. */
final class ExpectedSchema {

    private final Schema schema;
    private final long fingerprint;
    private volatile Schema sameAs;

    ExpectedSchema(Schema schema) {
        this.schema = schema;
        this.fingerprint = SchemaNormalization.parsingFingerprint64(schema);
        this.sameAs = schema;
    }

    Schema schema() {
        return schema;
    }

    void check(GenericRecord datum) {
        Schema found = datum.getSchema();
        if (found == schema || found == sameAs) {
            return;
        }
        if (SchemaNormalization.parsingFingerprint64(found) != fingerprint) {
            throw new MappingException("the record was read with another schema of " + found.getFullName()
                    + "; read it with " + schema.getFullName() + " as reader schema");
        }
        sameAs = found;
    }
}
