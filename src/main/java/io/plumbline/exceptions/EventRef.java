package io.plumbline.exceptions;

import io.plumbline.event.Event;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A source event as evidence names it: enough to find it at its source and to tell whether it is the same.
 *
 * @param kind wire name of its kind
 * @param digest SHA-256 over the event's content, in hexadecimal
 */
public record EventRef(
        String source, String sourceEventId, String kind, Instant occurredAt, Instant recordedAt, String digest) {

    public static EventRef of(Event event) {
        return new EventRef(
                event.header().source(),
                event.header().sourceEventId(),
                event.kind().wireName(),
                event.header().occurredAt(),
                event.header().recordedAt(),
                sha256(event.toString()));
    }

    /** SHA-256 of a text, in hexadecimal. */
    public static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
