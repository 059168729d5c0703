package io.plumbline.control.assurance;

import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.SourceHealthEvent.Backfilled;
import io.plumbline.event.SourceHealthEvent.StatementBackdated;
import io.plumbline.facts.Interval;
import io.plumbline.facts.SourceFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Whether a source wrote things down soon enough after they happened, by the UTC day on which it did. */
final class WrittenInTime {

    private static final Comparator<StatementBackdated> LATEST_FIRST = Comparator.comparing(StatementBackdated::late)
            .reversed()
            .thenComparing(StatementBackdated::happenedAt)
            .thenComparing(StatementBackdated::lateEventId);

    private final String sourceId;
    private final SourceFacts source;
    private final Reference reference;

    private WrittenInTime(SourceFacts source, Reference reference) {
        this.sourceId = source.subject().id();
        this.source = source;
        this.reference = reference;
    }

    /** One judgement per day on which anything was written down more than a day late. */
    static List<Judgement> of(SourceFacts source, Reference reference) {
        WrittenInTime test = new WrittenInTime(source, reference);
        SortedMap<String, List<StatementBackdated>> byDay = new TreeMap<>();
        source.backdated().forEach(late -> byDay.computeIfAbsent(late.day(), day -> new ArrayList<>())
                .add(late));
        List<Judgement> judgements = new ArrayList<>();
        byDay.forEach((day, late) -> judgements.add(
                test.judgement(day, late.stream().sorted(LATEST_FIRST).toList())));
        return judgements;
    }

    private Judgement judgement(String day, List<StatementBackdated> statements) {
        List<StatementBackdated> tooLate = statements.stream()
                .filter(late -> late.late()
                                .compareTo(
                                        reference.parameters(late.writtenAt()).duration("max_backdate"))
                        > 0)
                .toList();
        List<StatementBackdated> unexplained =
                tooLate.stream().filter(late -> !sentAgain(late)).toList();
        if (unexplained.isEmpty()) {
            return tooLate.isEmpty()
                    ? verdict(day, statements, Verdict.OPERATED, "WRITTEN_IN_TIME")
                    : verdict(day, statements, Verdict.NOT_APPLICABLE, "SENT_AGAIN");
        }
        StatementBackdated worst = unexplained.get(0);
        Instant since = worst.writtenAt();
        if (!reference.completeness().reached(since)) {
            return verdict(day, unexplained, Verdict.PENDING, "WRITTEN_LATER_THAN_NOW")
                    .againAt(since);
        }
        Deviation deviation = Deviation.lasting(
                        "BACKDATED", "BACKDATED", day, since, NoBlindSpot.grave(sourceId, reference.catalogue(), since))
                .because(
                        List.of(
                                sourceId + " wrote down " + worst.lateKind() + " " + worst.lateEventId() + " at "
                                        + since + " and says that it happened at " + worst.happenedAt(),
                                "That is " + worst.late() + " later; "
                                        + reference.parameters(since).duration("max_backdate") + " are allowed",
                                "It is the latest of what was written down on " + day),
                        unexplained)
                .with(Map.of(
                        "source_id", sourceId,
                        "day", day,
                        "event_id", worst.lateEventId(),
                        "event_kind", worst.lateKind(),
                        "happened_at", worst.happenedAt().toString(),
                        "late", worst.late().toString()));
        return Judgement.deviated(
                object(day), NoBlindSpot.system(sourceId, reference.catalogue(), since), since, List.of(deviation));
    }

    /** What a source had lost is written down again when it is sent again, and the backfill is stated after that. */
    private boolean sentAgain(StatementBackdated late) {
        return source.backfills().stream()
                .anyMatch(backfill -> covers(backfill, late.happenedAt())
                        && !backfill.header().occurredAt().isBefore(late.writtenAt()));
    }

    private static boolean covers(Backfilled backfill, Instant at) {
        return backfill.to().isAfter(backfill.from())
                && Interval.of(backfill.from(), backfill.to()).contains(at);
    }

    private Judgement verdict(String day, List<StatementBackdated> statements, Verdict verdict, String reason) {
        Instant at = statements.get(0).writtenAt();
        return Judgement.of(
                object(day), NoBlindSpot.system(sourceId, reference.catalogue(), at), at, verdict, reason, statements);
    }

    private static String object(String day) {
        return "written:" + day;
    }
}
