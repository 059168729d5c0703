package io.plumbline.kafka;

import io.plumbline.avro.RejectedRecord;
import io.plumbline.avro.RejectedRecord.Reason;
import io.plumbline.event.EventId;
import io.plumbline.event.Header;
import io.plumbline.event.SourceHealthEvent.RecordsRejected;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What sources are told about records of theirs that were not taken in: one statement per source, topic, reason and day.
 *
 * <p>It remembers what it has said, so that ten thousand rejections are one statement. To forget is harmless: the statement is
 * the same each time.
 */
final class RejectionNotes {

    /** Statements remembered; beyond, it forgets all and begins anew. */
    private static final int MOST_REMEMBERED = 10_000;

    private final Set<String> told = new HashSet<>();

    /** What has not been said yet. A record too old to be taken in is no fault of its source. */
    Optional<RecordsRejected> news(Reason reason, String topic, Optional<EventId> event, Instant receivedAt) {
        if (reason == Reason.TOO_OLD) {
            return Optional.empty();
        }
        RecordsRejected statement = statement(reason, topic, event, receivedAt);
        if (told.size() >= MOST_REMEMBERED) {
            told.clear();
        }
        return told.add(statement.header().sourceEventId()) ? Optional.of(statement) : Optional.empty();
    }

    void forget() {
        told.clear();
    }

    /** Where no source can be read, or its id is no sensible one, the topic stands in for it. */
    private static RecordsRejected statement(Reason reason, String topic, Optional<EventId> event, Instant receivedAt) {
        String source = event.map(EventId::source)
                .filter(id -> id.length() <= RejectedRecord.MAX_KEY_CHARS)
                .orElse("topic/" + topic);
        LocalDate day = receivedAt.atOffset(ZoneOffset.UTC).toLocalDate();
        Header header = Header.of(
                "plumbline",
                String.join("/", "rejected", source, topic, reason.name(), day.toString()),
                day.atStartOfDay(ZoneOffset.UTC).toInstant());
        return new RecordsRejected(header, source, topic, reason.name(), day.toString());
    }
}
