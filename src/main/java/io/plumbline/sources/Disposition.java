package io.plumbline.sources;

/**
 * What became of a record that was understood. A record that was not understood is a {@link Rejection}.
 *
 * @param name what the source calls this kind of record
 * @param reason why it gives no event; empty for {@code MAPPED}
 */
public record Disposition(Kind kind, String name, String reason) {

    /** The ways a record can go. */
    public enum Kind {
        /** What it states became events or reference data. */
        MAPPED,
        /** It states something that the event model holds no kind for, or that no control can rest on; listed with the reason. */
        NOT_MODELLED,
        /** A kind of record the adapter has never heard of; listed so that someone decides. */
        UNKNOWN,
        /** An attempt that the system refused or that failed: it changed nothing. */
        FAILED,
        /** It only looked. */
        READ_ONLY
    }

    public static Disposition mapped(String name) {
        return new Disposition(Kind.MAPPED, name, "");
    }

    public static Disposition notModelled(String name, String reason) {
        return new Disposition(Kind.NOT_MODELLED, name, reason);
    }

    public static Disposition unknown(String name) {
        return new Disposition(
                Kind.UNKNOWN, name, "unknown: this adapter has no mapping and no reason to leave it out");
    }

    public static Disposition failed(String name) {
        return new Disposition(Kind.FAILED, name, "the call failed and changed nothing");
    }

    public static Disposition readOnly(String name) {
        return new Disposition(Kind.READ_ONLY, name, "the call only read");
    }
}
