package io.plumbline.avro;

import io.plumbline.event.EventId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;

/**
 * A record that was not taken in, with the reason and enough to find, repair and send it again.
 *
 * <p>Its own size is bounded whatever the record was like, so that it can always be written: see {@link #of}.
 *
 * @param reason why, as a code
 * @param message what is wrong and what to do, in words
 * @param topic full name of the topic it came on, with {@code partition} and {@code offset} its place
 * @param key its key; absent where it has none or the key is not UTF-8 text
 * @param source id of the source system that stated it; absent where so much cannot be read
 * @param sourceEventId the source's own key of the event; absent where so much cannot be read
 * @param ingestedAt when Plumbline received it, to the millisecond
 * @param size size of its value in bytes; 0 where the value was not at hand any more ({@code UNAPPROVED}, {@code BAD_CHANGE}),
 *     and then it is to be read at its place
 * @param sha256 SHA-256 of its whole value, in lower-case hexadecimal
 * @param raw its value, or the first {@value #MAX_RAW_BYTES} bytes of it; read-only
 */
public record RejectedRecord(
        Reason reason,
        String message,
        String topic,
        int partition,
        long offset,
        Optional<String> key,
        Optional<String> source,
        Optional<String> sourceEventId,
        Instant ingestedAt,
        long size,
        String sha256,
        ByteBuffer raw) {

    /** How much of a value is kept: 64 KiB. */
    public static final int MAX_RAW_BYTES = 65_536;

    /** Characters of the message that are kept. */
    public static final int MAX_MESSAGE_CHARS = 4_096;

    /** Characters that are kept of key, source and source event id. */
    public static final int MAX_KEY_CHARS = 1_024;

    /** Why a record was not taken in. Each is about the record: sending the same bytes there again gives the same answer. */
    public enum Reason {
        /** It is not in the wire format, or not what its schema describes. */
        UNREADABLE,
        /** The registry does not know its schema id. */
        UNKNOWN_SCHEMA,
        /** A field holds what cannot be. */
        INVALID,
        /** Its type does not belong to the topic it came on. */
        WRONG_TOPIC,
        /** It is larger than a record may be. */
        TOO_LARGE,
        /** Its subject already holds as many events as one may. */
        SUBJECT_TOO_LARGE,
        /** It claims to have happened, or to be complete, later than the clock allows. */
        FUTURE,
        /** It happened longer before what its source is settled to than the horizon allows. */
        TOO_OLD,
        /** A heartbeat or backfill that pins something that is no place in an inbound topic. */
        BAD_PIN,
        /** It declares or speaks for a source id that is Plumbline's own. */
        RESERVED,
        /** It concerns no subject. */
        NO_SUBJECT,
        /** Reference data that counts only as part of an approved change, and is part of none. */
        UNAPPROVED,
        /** It belongs to a change of the catalogue that is refused as a whole. */
        BAD_CHANGE,
        /** Not stated, or a value newer than this build. */
        UNKNOWN;

        /**
         * The reason that a failure to read a record gives for rejecting it; empty where the failure is not the record's: an
         * unreachable registry, wrong credentials, a defect.
         */
        public static Optional<Reason> of(RuntimeException failure) {
            if (RegistryTrouble.isUnknownSchema(failure)) {
                return Optional.of(UNKNOWN_SCHEMA);
            } else if (failure instanceof WrongTopicException) {
                return Optional.of(WRONG_TOPIC);
            } else if (failure instanceof MappingException) {
                return Optional.of(INVALID);
            }
            boolean unreadable = failure instanceof SerializationException && !RegistryTrouble.isIn(failure);
            return unreadable ? Optional.of(UNREADABLE) : Optional.empty();
        }
    }

    public RejectedRecord {
        raw = raw.slice().asReadOnlyBuffer();
    }

    /** The bytes kept, from position 0; each call gives a view with a position of its own. */
    @Override
    public ByteBuffer raw() {
        return raw.duplicate();
    }

    /**
     * The rejection of a record. Texts longer than {@value #MAX_MESSAGE_CHARS} (the message) or {@value #MAX_KEY_CHARS}
     * characters are cut and end in an ellipsis.
     *
     * @param key bytes of its key, where it has one
     * @param id identity of the event, where so much can be read
     * @param value bytes of its value; an empty array for a record without value
     */
    public static RejectedRecord of(
            Reason reason,
            String message,
            String topic,
            int partition,
            long offset,
            Optional<byte[]> key,
            Optional<EventId> id,
            Instant ingestedAt,
            byte[] value) {
        byte[] kept = new byte[Math.min(value.length, MAX_RAW_BYTES)];
        System.arraycopy(value, 0, kept, 0, kept.length);
        return new RejectedRecord(
                reason,
                cut(Objects.requireNonNull(message), MAX_MESSAGE_CHARS),
                topic,
                partition,
                offset,
                key.flatMap(RejectedRecord::text).map(text -> cut(text, MAX_KEY_CHARS)),
                id.map(known -> cut(known.source(), MAX_KEY_CHARS)),
                id.map(known -> cut(known.sourceEventId(), MAX_KEY_CHARS)),
                ingestedAt,
                value.length,
                sha256(value),
                ByteBuffer.wrap(kept));
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    /** Never cuts a character of two code units in half. */
    private static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(max - 2)) ? max - 2 : max - 1;
        return text.substring(0, end) + "…";
    }

    private static String sha256(byte[] value) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
