package io.plumbline.control.privileged;

import io.plumbline.control.Absence;
import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.control.privileged.BreakglassCase.Finding;
import io.plumbline.event.ChangeEvent.ImplementationEvent;
import io.plumbline.event.Event;
import io.plumbline.event.PrivilegedAccessEvent.BreakglassInvoked;
import io.plumbline.event.Severity;
import io.plumbline.facts.IdentityFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * PAM-04: break-glass access is used for a stated reason, seldom, and for a time; each use is reviewed soon, by somebody
 * independent, on the list of what was done.
 *
 * <p>Where the source names a person and an account that is not that person's own, the use is judged with the person, and with
 * the account whether it was locked again and how often it was used.
 *
 * <p>A test of the procedure is judged like any other use, and says that it was one.
 */
public final class BreakglassUseReviewed implements Control<IdentityFacts> {

    @Override
    public String id() {
        return "PAM-04";
    }

    @Override
    public Class<IdentityFacts> population() {
        return IdentityFacts.class;
    }

    @Override
    public List<Judgement> evaluate(IdentityFacts identity, Reference reference) {
        People people = People.of(identity);
        List<BreakglassUse> uses = BreakglassUse.of(identity, people);
        return uses.stream()
                .map(use -> judge(BreakglassCase.of(use, identity, people, reference), uses))
                .toList();
    }

    private static Judgement judge(BreakglassCase test, List<BreakglassUse> uses) {
        BreakglassUse use = test.use();
        if (use.invoked().header().baseline()) {
            return verdict(use, Verdict.NOT_APPLICABLE, "BASELINE");
        }
        BreakglassReviews reviews = new BreakglassReviews(test);
        boolean used = use.isOf(test.identity().subject(), test.people());
        List<Finding> findings = new ArrayList<>();
        if (used) {
            findings.add(reviews.inTime());
            findings.add(reviews.independent());
            findings.add(reviews.onWholeLog());
            findings.add(Finding.certain(noTicket(test)));
        }
        if (!test.accountsAreElsewhere()) {
            findings.add(new Relock(test).finding());
            findings.add(Finding.certain(frequentUse(test, uses)));
        }
        List<Deviation> proven = findings.stream()
                .filter(finding -> finding.rests().proven())
                .flatMap(finding -> finding.deviation().stream())
                .toList();
        Optional<Absence> open = findings.stream()
                .map(Finding::rests)
                .filter(absence -> !absence.proven())
                .max(Comparator.comparing(Absence::state));
        Judgement judgement = !proven.isEmpty()
                ? Judgement.deviated(use.object(), use.systemId(), use.invokedAt(), proven)
                : open.map(absence -> verdict(use, absence.verdict(), absence.reason()))
                        .orElseGet(() -> verdict(use, Verdict.OPERATED, used ? "REVIEWED" : "LOCKED_AGAIN"));
        List<Absence> basis = Stream.concat(
                        findings.stream().map(Finding::rests), used ? reviews.untilGraver().stream() : Stream.empty())
                .distinct()
                .toList();
        for (Absence absence : basis) {
            judgement = judgement.restingOn(absence);
        }
        return judgement.approvedBy(
                Optional.empty(), use.invoked().reason(), tickets(use).findFirst());
    }

    /** Neither the invocation nor a session under it names an incident or ticket; one that is named later makes up for it. */
    private static Optional<Deviation> noTicket(BreakglassCase test) {
        BreakglassUse use = test.use();
        boolean named = ticket(use.invoked()).isPresent()
                || use.sessions().stream()
                        .anyMatch(session -> session.started().header().ticket().isPresent());
        if (named) {
            return Optional.empty();
        }
        List<String> changes = use.changes().stream()
                .filter(change -> change.changeIds().isEmpty())
                .map(ImplementationEvent::implementationId)
                .toList();
        Deviation deviation = test.deviation(
                "NO_TICKET",
                "NO_TICKET",
                use.invokedAt(),
                changes.isEmpty() ? Severity.MEDIUM : Severity.CRITICAL,
                changes.isEmpty()
                        ? "It names neither an incident nor a ticket."
                        : "It names neither an incident nor a ticket, and production was changed: "
                                + String.join(", ", changes) + ".",
                use.changes());
        Optional<Instant> later = Stream.concat(
                        use.statements().stream()
                                .filter(invoked -> ticket(invoked).isPresent()),
                        use.reviews().stream()
                                .filter(review -> review.header().ticket().isPresent()))
                .map(event -> event.header().occurredAt())
                .min(Comparator.naturalOrder());
        return Optional.of(later.map(at -> deviation.ended(at, Deviation.Ending.PERFORMED_LATE))
                .orElse(deviation));
    }

    private static Optional<String> ticket(BreakglassInvoked invoked) {
        return invoked.incidentRef().or(() -> invoked.header().ticket());
    }

    private static Stream<String> tickets(BreakglassUse use) {
        return Stream.of(
                        use.statements().stream().flatMap(invoked -> ticket(invoked).stream()),
                        use.sessions().stream().flatMap(session -> session.started().header().ticket().stream()),
                        use.reviews().stream().flatMap(review -> review.header().ticket().stream()))
                .flatMap(each -> each);
    }

    /** The same access was used more often than an emergency explains; this use is one too many. */
    private static Optional<Deviation> frequentUse(BreakglassCase test, List<BreakglassUse> uses) {
        Instant at = test.use().invokedAt();
        Instant from = at.minus(test.parameters().duration("frequency_window"));
        long limit = test.parameters().integer("frequency_limit");
        List<BreakglassInvoked> recent = uses.stream()
                .filter(use -> use.sameAccessAs(test.use()))
                .filter(use -> use.invokedAt().isAfter(from) && !use.invokedAt().isAfter(at))
                .map(BreakglassUse::invoked)
                .toList();
        return recent.size() <= limit
                ? Optional.empty()
                : Optional.of(test.deviation(
                        "FREQUENT_USE",
                        "FREQUENT_USE",
                        at,
                        Severity.MEDIUM,
                        "It was used " + recent.size() + " times since " + from + "; more than " + limit
                                + " signal routine access in disguise.",
                        recent));
    }

    private static Judgement verdict(BreakglassUse use, Verdict verdict, String reason) {
        List<Event> evidence = Stream.concat(use.events().stream(), use.reviews().stream())
                .map(Event.class::cast)
                .toList();
        return Judgement.of(use.object(), use.systemId(), use.invokedAt(), verdict, reason, evidence);
    }
}
