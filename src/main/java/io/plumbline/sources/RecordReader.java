package io.plumbline.sources;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * Understands single records of one source; what needs several records is up to the adapter.
 *
 * @param <T> what a record says
 */
public interface RecordReader<T> {

    /** When the record says it happened; read first, so that even a record rejected later has its place in time. */
    Instant occurredAt(RawRecord raw) throws BadRecordException;

    /** The source's own running number of the record, where it has one. */
    default OptionalLong sequence(RawRecord raw) throws BadRecordException {
        return OptionalLong.empty();
    }

    /** Whether a document that is one object without a list of records is a record by itself. */
    default boolean takesWholeDocuments() {
        return false;
    }

    Understood<T> read(RawRecord raw) throws BadRecordException;

    /** A record that was understood. */
    record Understood<T>(Disposition disposition, T content) {}
}
