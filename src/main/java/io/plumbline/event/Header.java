package io.plumbline.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Envelope of an event: what every kind carries.
 *
 * @param source id of the source system that stated the fact
 * @param sourceEventId the source's own key of the event, unique within the source
 * @param occurredAt when it happened; decides every rule
 * @param recordedAt when the source wrote it down; decides evidence latency only
 * @param offset the source's offset from UTC at {@code occurredAt}, as {@code +02:00}, where the source gave one
 * @param actor who did it in the source system, where known
 * @param authentication how the actor had signed in, where known
 * @param ticket reference of the request or change record the source attached
 * @param baseline true for what a first snapshot brings: it was so before monitoring began
 * @param capture how the fact came to be recorded
 * @param onBehalfOf for whom the actor acted, nearest first: whoever started the batch, the agent that started the agent, the
 *     sponsor last; identity ids, empty where it acted for itself or the source does not say
 */
public record Header(
        String source,
        String sourceEventId,
        Instant occurredAt,
        Instant recordedAt,
        Optional<String> offset,
        Optional<Principal> actor,
        Optional<Authentication> authentication,
        Optional<String> ticket,
        boolean baseline,
        CaptureMethod capture,
        List<String> onBehalfOf) {

    public Header {
        onBehalfOf = List.copyOf(onBehalfOf);
    }

    /** How a fact came to be recorded; a screenshot is weaker evidence than a system log. */
    public enum CaptureMethod {
        /** Written by the system itself as part of the act. */
        SYSTEM,
        /** Delivered later by the system in a batch. */
        BATCH,
        /** Uploaded by a person. */
        MANUAL_UPLOAD,
        /** A picture of a screen. */
        SCREENSHOT,
        /** A message somebody sent. */
        EMAIL,
        /** Not stated, or a value newer than this build. */
        UNKNOWN
    }

    /** A header of a system-captured event whose source wrote it down at once. */
    public static Header of(String source, String sourceEventId, Instant occurredAt) {
        return new Header(
                source,
                sourceEventId,
                occurredAt,
                occurredAt,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                CaptureMethod.SYSTEM,
                List.of());
    }

    public Header withRecordedAt(Instant at) {
        return new Header(
                source,
                sourceEventId,
                occurredAt,
                at,
                offset,
                actor,
                authentication,
                ticket,
                baseline,
                capture,
                onBehalfOf);
    }

    public Header withOffset(String value) {
        return new Header(
                source,
                sourceEventId,
                occurredAt,
                recordedAt,
                Optional.of(value),
                actor,
                authentication,
                ticket,
                baseline,
                capture,
                onBehalfOf);
    }

    public Header withActor(Principal who) {
        return new Header(
                source,
                sourceEventId,
                occurredAt,
                recordedAt,
                offset,
                Optional.of(who),
                authentication,
                ticket,
                baseline,
                capture,
                onBehalfOf);
    }

    public Header withAuthentication(Authentication how) {
        return new Header(
                source,
                sourceEventId,
                occurredAt,
                recordedAt,
                offset,
                actor,
                Optional.of(how),
                ticket,
                baseline,
                capture,
                onBehalfOf);
    }

    public Header withTicket(String reference) {
        return new Header(
                source,
                sourceEventId,
                occurredAt,
                recordedAt,
                offset,
                actor,
                authentication,
                Optional.of(reference),
                baseline,
                capture,
                onBehalfOf);
    }

    public Header asBaseline() {
        return new Header(
                source,
                sourceEventId,
                occurredAt,
                recordedAt,
                offset,
                actor,
                authentication,
                ticket,
                true,
                capture,
                onBehalfOf);
    }

    public Header withCapture(CaptureMethod method) {
        return new Header(
                source,
                sourceEventId,
                occurredAt,
                recordedAt,
                offset,
                actor,
                authentication,
                ticket,
                baseline,
                method,
                onBehalfOf);
    }

    public Header withOnBehalfOf(List<String> chain) {
        return new Header(
                source,
                sourceEventId,
                occurredAt,
                recordedAt,
                offset,
                actor,
                authentication,
                ticket,
                baseline,
                capture,
                chain);
    }

    public EventId id() {
        return new EventId(source, sourceEventId);
    }
}
