package io.plumbline.kafka;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * What the rejected topic holds: a record that was not taken in, why, and where it lies.
 *
 * @param reason code of {@link BadRecordException.Reason}
 * @param detail what is wrong, for whoever sends the records
 * @param topic topic, partition and offset it was read from
 * @param recordedAt timestamp of the record
 * @param eventId source and source event id, where the record could be read
 * @param rawBase64 its first bytes as they came, at most {@link #MAX_RAW_BYTES}, in Base64
 * @param truncated whether the record has more bytes than those
 */
public record Rejection(
        String reason,
        String detail,
        String topic,
        int partition,
        long offset,
        Instant recordedAt,
        Optional<String> eventId,
        String rawBase64,
        boolean truncated) {

    /** How much of a rejected record is kept. */
    public static final int MAX_RAW_BYTES = 64 * 1024;

    private static final int MAX_DETAIL = 2000;

    static Rejection of(
            BadRecordException why,
            String topic,
            int partition,
            long offset,
            Instant recordedAt,
            Optional<String> eventId,
            byte[] raw) {
        String detail = String.valueOf(why.getMessage());
        return new Rejection(
                why.reason().name(),
                detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail,
                topic,
                partition,
                offset,
                recordedAt,
                eventId,
                Base64.getEncoder()
                        .encodeToString(raw.length > MAX_RAW_BYTES ? Arrays.copyOf(raw, MAX_RAW_BYTES) : raw),
                raw.length > MAX_RAW_BYTES);
    }
}
