package io.plumbline.avro;

/**
 * One version of one subject.
 *
 * @param subject the name schemas are versioned under, by default {@code <topic>-value}
 * @param version 1 for the first schema of the subject, counting up by one
 * @param id the number records carry, unique over all subjects
 * @param schema the schema as JSON text
 */
public record RegisteredSchema(String subject, int version, int id, String schema) {}
