package io.plumbline.kafka;

import io.plumbline.avro.RejectedRecord.Reason;

/**
 * A record that cannot be taken in, whatever is tried: it goes to the rejected topic and the partition goes on.
 *
 * <p>Anything else that goes wrong stops the task, since it may be the machine and not the record.
 */
public final class BadRecordException extends RuntimeException {

    private final Reason reason;

    /** @param detail what is wrong and what to do, for whoever sends the records */
    public BadRecordException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    public BadRecordException(Reason reason, String detail, Throwable cause) {
        super(detail, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
