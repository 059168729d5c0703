package io.plumbline.avro;

import org.apache.kafka.common.errors.SerializationException;

/**
 * The registry is there and does not know the schema id a record carries. Waiting will not help: the record was written
 * against another registry, or the registry lost its ids. Reject the record.
 */
public final class UnknownSchemaException extends SerializationException {
    private static final long serialVersionUID = 1L;

    private final int id;

    public UnknownSchemaException(int id, Throwable cause) {
        super(
                "Schema id " + id + " is unknown to the registry. The record was written against another registry, or "
                        + "this one was renumbered: check schema.registry.url and the registry's data directory.",
                cause);
        this.id = id;
    }

    public int id() {
        return id;
    }
}
