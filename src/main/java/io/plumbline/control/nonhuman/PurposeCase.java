package io.plumbline.control.nonhuman;

import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.GravestSystem;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The test of one end of a purpose: whether what the identity had for it was gone in time. */
record PurposeCase(IdentityFacts machine, PurposeEnd end, LiveAccess access, Reference reference) {

    Judgement judged() {
        Instant over = end.over().from();
        if (!reference.completeness().reached(over)) {
            return verdict(Verdict.OPERATED, "PURPOSE_LASTS").againAt(over);
        }
        Duration allowed =
                reference.parameters(over).duration(sensitive(over) ? "offboard_sla_sensitive" : "offboard_sla");
        Instant due = over.plus(allowed);
        if (!reference.completeness().reached(due)) {
            return verdict(Verdict.OPERATED, "WITHIN_TIME").againAt(due);
        }
        List<Interval> left =
                access.live().and(end.over()).and(Interval.since(due)).intervals();
        if (left.isEmpty()) {
            return verdict(Verdict.OPERATED, "REMOVED_IN_TIME");
        }
        List<Deviation> deviations = new ArrayList<>();
        Optional<Absence> basis = Optional.empty();
        for (Interval span : left) {
            if (span.from().equals(due)) {
                LiveAccess there = access.at(due);
                Interval asked = Interval.of(over, due);
                LiveAccess proven = there.where(one ->
                        new LiveAccess(List.of(one)).notEnded(asked, reference).proven());
                basis = Optional.of((proven.means().isEmpty() ? there : proven).notEnded(asked, reference));
                if (proven.means().isEmpty() && left.size() == 1) {
                    return Judgement.undecided(object(), systemId(), over, basis.get(), there.evidence());
                } else if (proven.means().isEmpty()) {
                    continue;
                }
            }
            deviations.add(deviation(span, due, allowed));
        }
        Judgement found = Judgement.deviated(object(), systemId(), over, deviations);
        return basis.map(found::restingOn).orElse(found);
    }

    private Deviation deviation(Interval span, Instant due, Duration allowed) {
        LiveAccess there = access.at(span.from());
        List<Event> evidence = new ArrayList<>(end.stated().stream().toList());
        evidence.addAll(there.evidence());
        Deviation deviation = Deviation.lasting(
                        end.kind(),
                        end.variant(),
                        span.from().equals(due) ? end.key() : end.key() + "@" + span.from(),
                        span.from(),
                        severity())
                .because(
                        List.of(
                                end.words(),
                                "What it had had to be gone by " + due + ", after " + allowed,
                                "At " + span.from() + " there still was: " + String.join(", ", objects(there))),
                        evidence)
                .with(details(there));
        if (end.stated().filter(event -> event.header().baseline()).isPresent()) {
            deviation = deviation.flagged(Deviation.PRE_EXISTING);
        }
        Deviation found = deviation;
        return span.until()
                .map(until -> found.ended(
                        until, end.over().until().equals(span.until()) ? Ending.ENDED : Ending.PERFORMED_LATE))
                .orElse(found);
    }

    private static List<String> objects(LiveAccess there) {
        return there.means().stream().map(LiveAccess.Means::object).sorted().toList();
    }

    /** A day is enough where it reaches figures or is privileged. */
    private boolean sensitive(Instant at) {
        return access.at(at).systems().stream()
                .anyMatch(system ->
                        financial(system, at) || Holder.privileged(machine, system, at, reference.catalogue()));
    }

    private boolean financial(String system, Instant at) {
        return reference
                .catalogue()
                .system(system, at)
                .filter(SystemRegistered::soxInScope)
                .isPresent();
    }

    private Severity severity() {
        Instant over = end.over().from();
        if (uses().anyMatch(use -> use.at().isAfter(over) && end.over().contains(use.at()))) {
            return Severity.CRITICAL;
        }
        return access.systems().stream().anyMatch(system -> financial(system, over)) ? Severity.HIGH : Severity.MEDIUM;
    }

    private Stream<Reach.Touch> uses() {
        return Reach.of(machine, reference.catalogue()).touches().stream()
                .filter(Reach.Touch::act)
                .filter(use -> access.systems().contains(use.systemId()));
    }

    private Map<String, String> details(LiveAccess there) {
        Map<String, String> details = new TreeMap<>();
        details.put("purpose_end_at", end.over().from().toString());
        details.put("end_reason", end.words());
        details.put("active_credentials", String.join(", ", there.objects(Feed.CREDENTIALS)));
        details.put("active_accounts", String.join(", ", there.objects(Feed.ACCOUNTS)));
        details.put("active_grants", String.join(", ", there.objects(Feed.GRANTS)));
        uses().map(Reach.Touch::at)
                .max(Instant::compareTo)
                .ifPresent(used -> details.put("last_used_at", used.toString()));
        return details;
    }

    private Judgement verdict(Verdict verdict, String reason) {
        return Judgement.of(
                object(),
                systemId(),
                end.over().from(),
                verdict,
                reason,
                end.stated().stream().toList());
    }

    private String object() {
        return "purpose:" + end.key();
    }

    private String systemId() {
        return GravestSystem.of(
                        access.systems(), reference.catalogue(), end.over().from())
                .orElse(access.systems().get(0));
    }
}
