package io.plumbline.control.review;

import io.plumbline.catalogue.FiscalCalendar;
import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Usage;
import io.plumbline.control.Verdict;
import io.plumbline.event.Feed;
import io.plumbline.event.ReviewEvent.ItemRemediated;
import io.plumbline.event.Severity;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What financial reporting asks for beside the removal: that it came before the period ended, and a look at what the access was
 * used for.
 */
final class ReportingDuties {

    private final Revocation revocation;

    ReportingDuties(Revocation revocation) {
        this.revocation = revocation;
    }

    List<Judgement> judged() {
        List<Judgement> judgements = new ArrayList<>();
        FiscalCalendar.of(revocation.catalogue())
                .firstEndAfter(revocation.decidedAt())
                .filter(revocation::isFinancial)
                .flatMap(this::atPeriodEnd)
                .ifPresent(judgements::add);
        if (revocation.isFinancial(revocation.decidedAt())) {
            judgements.add(lookback());
        }
        return judgements;
    }

    /** Empty where it was gone when decided and has not come back. */
    private Optional<Judgement> atPeriodEnd(Instant end) {
        String object = "period-end:" + name();
        Optional<Instant> gone = revocation.access.goneAt();
        Reappearance reappearance = new Reappearance(revocation);
        Optional<Interval> again = reappearance.unapprovedAt(end);
        if (again.isPresent()) {
            return Optional.of(openAtPeriodEnd(
                    object, end, reappearance.endAfter(end, again.get()), reappearance.nothingUntil(end)));
        } else if (!revocation.access.isHadWhenDecided()) {
            return Optional.empty();
        }
        return Optional.of(
                gone.filter(at -> !at.isAfter(end)).isPresent()
                        ? revocation.judgement(object, Verdict.OPERATED, "REMOVED_BEFORE_PERIOD_END")
                        : openAtPeriodEnd(object, end, gone, revocation.nothingUntil(end)));
    }

    private Judgement openAtPeriodEnd(String object, Instant end, Optional<Instant> gone, Absence absence) {
        if (!absence.proven()) {
            return undecided(object, absence);
        }
        Deviation found = Deviation.lasting(
                "STILL_OPEN", "OPEN_AT_PERIOD_END", revocation.decided.header().sourceEventId(), end, Severity.HIGH);
        return deviated(
                object,
                ended(found, gone),
                "The period ended at " + end + " and it was still had",
                revocation.details(),
                absence);
    }

    private Judgement lookback() {
        String object = "lookback:" + name();
        Instant due = revocation
                .decidedAt()
                .plus(revocation.reference.parameters(revocation.decidedAt()).duration("lookback_sla"));
        Optional<Instant> done = revocation.item.remediations().stream()
                .filter(remediated -> remediated
                        .lookbackRef()
                        .filter(reference -> !reference.isBlank())
                        .isPresent())
                .map((ItemRemediated remediated) -> remediated.header().occurredAt())
                .findFirst();
        if (done.filter(at -> !at.isAfter(due)).isPresent()) {
            return revocation.judgement(object, Verdict.OPERATED, "LOOKED_BACK");
        }
        Absence absence = revocation
                .reference
                .completeness()
                .absence(Feed.ACCESS_REVIEWS, revocation.item.systemId(), Interval.of(revocation.decidedAt(), due));
        if (!absence.proven()) {
            return undecided(object, absence);
        }
        Map<String, String> details = new TreeMap<>(revocation.details());
        details.put("uses_on_record", Long.toString(uses()));
        Deviation found = Deviation.lasting(
                "NOT_LOOKED_BACK", "NO_LOOKBACK", revocation.decided.header().sourceEventId(), due, Severity.MEDIUM);
        return deviated(
                object,
                ended(found, done),
                "Nobody had looked by " + due + " at what it was used for since the last review",
                details,
                absence);
    }

    /** Uses by name before it was gone, as far as they are on record. */
    private long uses() {
        Instant end = revocation.access.goneAt().orElse(Instant.MAX);
        return Usage.of(revocation.identity).uses().stream()
                .filter(use -> use.systemId().equals(revocation.item.systemId()))
                .filter(use -> use.names().stream().anyMatch(name -> revocation.access.waysWhenDecided().stream()
                        .anyMatch(way -> way.isBy(name))))
                .filter(use -> use.at().isBefore(end))
                .count();
    }

    private static Deviation ended(Deviation found, Optional<Instant> end) {
        return end.isPresent() ? found.ended(end.get(), Ending.PERFORMED_LATE) : found;
    }

    private Judgement deviated(
            String object, Deviation found, String words, Map<String, String> details, Absence absence) {
        return revocation
                .deviated(
                        object,
                        found.because(
                                        List.of(
                                                "Review " + revocation.item.campaignId() + " decided at "
                                                        + revocation.decidedAt() + " to take "
                                                        + revocation.item.entitlement() + " of "
                                                        + revocation.item.systemId() + " away",
                                                words),
                                        revocation.evidence())
                                .with(details))
                .restingOn(absence);
    }

    private Judgement undecided(String object, Absence absence) {
        return Judgement.undecided(
                object, revocation.item.systemId(), revocation.decidedAt(), absence, revocation.evidence());
    }

    private String name() {
        return revocation.item.campaignId() + "/" + revocation.item.itemId();
    }
}
