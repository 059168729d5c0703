package io.plumbline.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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
        return changed(draft -> draft.recordedAt = at);
    }

    public Header withOffset(String value) {
        return changed(draft -> draft.offset = Optional.of(value));
    }

    public Header withActor(Principal who) {
        return changed(draft -> draft.actor = Optional.of(who));
    }

    public Header withAuthentication(Authentication how) {
        return changed(draft -> draft.authentication = Optional.of(how));
    }

    public Header withTicket(String reference) {
        return changed(draft -> draft.ticket = Optional.of(reference));
    }

    public Header asBaseline() {
        return changed(draft -> draft.baseline = true);
    }

    public Header withOnBehalfOf(List<String> chain) {
        return changed(draft -> draft.onBehalfOf = chain);
    }

    public EventId id() {
        return new EventId(source, sourceEventId);
    }

    private Header changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.finished();
    }

    /** A header in the making: what copies take over is named here and nowhere else. */
    private static final class Draft {

        private String source;
        private String sourceEventId;
        private Instant occurredAt;
        private Instant recordedAt;
        private Optional<String> offset;
        private Optional<Principal> actor;
        private Optional<Authentication> authentication;
        private Optional<String> ticket;
        private boolean baseline;
        private CaptureMethod capture;
        private List<String> onBehalfOf;

        Draft(Header from) {
            this.source = from.source;
            this.sourceEventId = from.sourceEventId;
            this.occurredAt = from.occurredAt;
            this.recordedAt = from.recordedAt;
            this.offset = from.offset;
            this.actor = from.actor;
            this.authentication = from.authentication;
            this.ticket = from.ticket;
            this.baseline = from.baseline;
            this.capture = from.capture;
            this.onBehalfOf = from.onBehalfOf;
        }

        Header finished() {
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
                    onBehalfOf);
        }
    }
}
