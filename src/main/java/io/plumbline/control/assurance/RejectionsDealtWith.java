package io.plumbline.control.assurance;

import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.DecisionEvent.RejectionsSettled;
import io.plumbline.event.DecisionEvent.Settlement;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.SourceHealthEvent.RecordsRejected;
import io.plumbline.facts.Interval;
import io.plumbline.facts.SourceFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether somebody stated in time what became of the records of a day that were not taken in. */
final class RejectionsDealtWith {

    private static final Duration DAY = Duration.ofDays(1);

    private final RecordsRejected rejected;
    private final List<RejectionsSettled> settlements;
    private final Reference reference;
    private final String systemId;
    private final Instant dayOver;
    private final Instant due;

    private RejectionsDealtWith(RecordsRejected rejected, SourceFacts source, Reference reference) {
        Instant day = rejected.header().occurredAt();
        this.rejected = rejected;
        this.reference = reference;
        this.systemId = NoBlindSpot.system(rejected.sourceId(), reference.catalogue(), day);
        this.dayOver = day.plus(DAY);
        this.due = dayOver.plus(reference.parameters(day).duration("dlq_sla"));
        this.settlements = source.settlements().stream().filter(this::settles).toList();
    }

    /** One judgement per topic, reason and day. */
    static List<Judgement> of(SourceFacts source, Reference reference) {
        return source.rejections().stream()
                .map(rejected -> new RejectionsDealtWith(rejected, source, reference).judgement())
                .toList();
    }

    /** What is stated before the day is over says nothing of what was rejected after that. */
    private boolean settles(RejectionsSettled settled) {
        return settled.topic().equals(rejected.topic())
                && settled.reason().equals(rejected.reason())
                && settled.day().equals(rejected.day())
                && settled.outcome() != Settlement.UNKNOWN
                && !settled.header().occurredAt().isBefore(dayOver);
    }

    private Judgement judgement() {
        Optional<RejectionsSettled> first = settlements.stream().findFirst();
        if (first.filter(settled -> !settled.header().occurredAt().isAfter(due)).isPresent()) {
            return said(Judgement.of(object(), systemId, at(), Verdict.OPERATED, "DEALT_WITH_IN_TIME", evidence()));
        }
        Absence silent = reference.completeness().absence(Feed.DECISIONS, systemId, Interval.of(dayOver, due));
        if (!silent.proven()) {
            return Judgement.undecided(object(), systemId, at(), silent, evidence());
        }
        Deviation deviation = Deviation.lasting(
                        "DLQ_AGED",
                        "DLQ_AGED",
                        what(),
                        due,
                        NoBlindSpot.grave(rejected.sourceId(), reference.catalogue(), due))
                .because(lines(first), evidence())
                .with(details(first));
        Deviation lasting = first.map(
                        settled -> deviation.ended(settled.header().occurredAt(), Ending.PERFORMED_LATE))
                .orElse(deviation);
        return said(
                Judgement.deviated(object(), systemId, at(), List.of(lasting)).restingOn(silent));
    }

    private List<String> lines(Optional<RejectionsSettled> first) {
        return List.of(
                "On " + rejected.day() + " records of " + rejected.sourceId() + " on " + rejected.topic()
                        + " were not taken in: " + rejected.reason(),
                "Nobody stated from " + dayOver + " to " + due + " what became of them",
                first.map(settled -> settled.settledBy() + " stated at "
                                + settled.header().occurredAt() + ": " + settled.outcome())
                        .orElse("Nothing on record says that they were sent again or are not needed"));
    }

    private Map<String, String> details(Optional<RejectionsSettled> first) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("source_id", rejected.sourceId());
        details.put("topic", rejected.topic());
        details.put("reason", rejected.reason());
        details.put("day", rejected.day());
        details.put("due", due.toString());
        first.ifPresent(settled -> {
            details.put("outcome", settled.outcome().name());
            details.put("settled_by", settled.settledBy());
        });
        return details;
    }

    private List<Event> evidence() {
        List<Event> evidence = new ArrayList<>(List.of(rejected));
        evidence.addAll(settlements);
        return evidence;
    }

    private Judgement said(Judgement judgement) {
        return settlements.stream()
                .findFirst()
                .map(settled -> judgement.approvedBy(
                        Optional.of(settled.settledBy()),
                        Optional.of(settled.explanation()),
                        settled.header().ticket()))
                .orElse(judgement);
    }

    private Instant at() {
        return rejected.header().occurredAt();
    }

    private String object() {
        return "settling:" + what();
    }

    private String what() {
        return rejected.topic() + "/" + rejected.reason() + "/" + rejected.day();
    }
}
