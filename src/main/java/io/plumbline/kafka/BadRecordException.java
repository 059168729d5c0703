package io.plumbline.kafka;

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

    /** Why a record was rejected; a stable code. */
    public enum Reason {
        /** The bytes are no event of the topic's schema. */
        UNREADABLE,
        /** An event kind that belongs on another topic. */
        WRONG_TOPIC,
        /** It claims to have happened, or to be complete, later than the clock allows. */
        FUTURE,
        /** It happened before the horizon of what is still held. */
        TOO_OLD,
        /** A heartbeat that pins something that is no inbound partition. */
        BAD_PIN,
        /** It concerns no subject. */
        NO_SUBJECT,
        /** It, or what would have to be stored or said because of it, is larger than a record may be. */
        TOO_LARGE
    }
}
