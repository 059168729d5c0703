package io.plumbline.control.review;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.FiscalCalendar;
import io.plumbline.control.Absence;
import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Feed;
import io.plumbline.event.ReviewEvent.ItemDecided;
import io.plumbline.event.ReviewEvent.ReviewDecision;
import io.plumbline.event.Severity;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.ReviewItem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** REV-05: what is kept on systems in scope of SOX is decided in a way that answers for financial reporting. */
public final class ReviewsFitForReporting implements Control<IdentityFacts> {

    private static final String INSUFFICIENT = "INSUFFICIENT_FOR_SOX";
    private static final String CONFLICT = "CONFLICT_WITHOUT_MITIGATION";

    @Override
    public String id() {
        return "REV-05";
    }

    @Override
    public Class<IdentityFacts> population() {
        return IdentityFacts.class;
    }

    /** Takes every item of an access review about the holder's access that was decided. */
    @Override
    public List<Judgement> evaluate(IdentityFacts identity, Reference reference) {
        List<ReviewItem> decided = identity.reviewItems().stream()
                .map(item -> item.decidedWhile(decision -> isTheirs(decision, identity)))
                .filter(item -> !item.decisions().isEmpty())
                .toList();
        if (decided.isEmpty()) {
            return List.of();
        }
        ReportingDecision test = new ReportingDecision(identity, reference);
        return decided.stream()
                .map(item -> judge(item, test, identity, reference))
                .toList();
    }

    /** Whether the account it is about was not somebody else's by then. */
    private static boolean isTheirs(ItemDecided decision, IdentityFacts identity) {
        return identity.accounts().stream()
                .filter(account -> decision.holder().account().equals(Optional.of(account.ref())))
                .allMatch(
                        account -> account.belonged().contains(decision.header().occurredAt()));
    }

    private static Judgement judge(
            ReviewItem item, ReportingDecision test, IdentityFacts identity, Reference reference) {
        List<ItemDecided> inScope = item.decisions().stream()
                .filter(decision -> !decision.header().baseline())
                .filter(decision -> ReportingDecision.isInScope(decision, reference.catalogue()))
                .toList();
        List<ItemDecided> kept = inScope.stream()
                .filter(decision -> decision.decision() == ReviewDecision.KEEP)
                .toList();
        if (kept.isEmpty()) {
            return verdict(item, item.decisions(), Verdict.NOT_APPLICABLE, whyNot(item, inScope));
        }
        List<ItemDecided> insufficient = kept.stream()
                .filter(decision -> !test.lacks(decision).isEmpty())
                .toList();
        return insufficient.isEmpty()
                ? sufficient(item, kept, test, reference)
                : deviated(item, kept, insufficient, test, identity, reference);
    }

    private static String whyNot(ReviewItem item, List<ItemDecided> inScope) {
        if (item.decisions().stream().allMatch(decision -> decision.header().baseline())) {
            return "BASELINE";
        }
        return inScope.isEmpty() ? "NOT_IN_SCOPE_WHEN_DECIDED" : "NOT_KEPT";
    }

    private static Judgement sufficient(
            ReviewItem item, List<ItemDecided> kept, ReportingDecision test, Reference reference) {
        ItemDecided last = kept.get(kept.size() - 1);
        if (kept.stream().anyMatch(test::isOfUnknownReview)) {
            return verdict(item, kept, Verdict.INDETERMINATE, "REVIEW_UNKNOWN");
        }
        Judgement judgement = verdict(item, kept, Verdict.OPERATED, "SUFFICIENT_FOR_SOX")
                .approvedBy(Optional.of(last.reviewerId()), last.rationale(), ticket(last));
        if (kept.stream().allMatch(ReportingDecision::isShown)) {
            return judgement;
        }
        Instant at = last.header().occurredAt();
        Absence nothingElse = reference
                .completeness()
                .absence(Feed.GRANTS, item.systemId(), Interval.of(at.minus(Duration.ofMillis(1)), at));
        return nothingElse.proven()
                ? judgement.restingOn(nothingElse)
                : Judgement.undecided(object(item), item.systemId(), at(kept), nothingElse, kept);
    }

    private static Judgement deviated(
            ReviewItem item,
            List<ItemDecided> kept,
            List<ItemDecided> insufficient,
            ReportingDecision test,
            IdentityFacts identity,
            Reference reference) {
        ItemDecided first = insufficient.get(0);
        Instant since = first.header().occurredAt();
        Optional<Instant> periodEnd = FiscalCalendar.of(reference.catalogue()).firstEndAfter(since);
        Optional<ItemDecided> again =
                madeGood(insufficient.get(insufficient.size() - 1), periodEnd, test, identity, reference.catalogue());
        Set<String> lacking = insufficient.stream()
                .flatMap(decision -> test.lacks(decision).stream())
                .collect(Collectors.toSet());
        String variant = ReportingDecision.GRAVEST_FIRST.stream()
                .filter(lacking::contains)
                .findFirst()
                .orElseThrow();
        boolean open = again.isEmpty()
                && periodEnd.filter(reference.completeness()::reached).isPresent();
        Severity severity = variant.equals(CONFLICT) ? Severity.HIGH : Severity.MEDIUM;
        List<String> why = new ArrayList<>();
        insufficient.forEach(decision ->
                why.addAll(List.of(words(decision), "It lacks " + String.join(", ", test.lacks(decision)))));
        periodEnd.ifPresent(end -> why.add("The period it belongs to ends at " + end));
        again.ifPresent(decision -> why.add(words(decision) + ", which answers for reporting and is late"));
        List<ItemDecided> evidence = new ArrayList<>(insufficient);
        again.ifPresent(evidence::add);
        Deviation deviation = Deviation.lasting(
                        INSUFFICIENT,
                        variant,
                        item.campaignId() + "/" + item.itemId(),
                        since,
                        open ? severity.raised() : severity)
                .because(why, evidence)
                .with(test.details(first));
        Deviation found = again.map(
                        decision -> deviation.ended(decision.header().occurredAt(), Ending.PERFORMED_LATE))
                .orElse(deviation);
        Judgement judgement = Judgement.deviated(object(item), item.systemId(), at(kept), List.of(found))
                .approvedBy(Optional.of(first.reviewerId()), first.rationale(), ticket(first));
        return periodEnd.filter(end -> again.isEmpty()).map(judgement::againAt).orElse(judgement);
    }

    /** The first decision about the same access after it, in any review, that lacks nothing, or takes the access away, in the period. */
    private static Optional<ItemDecided> madeGood(
            ItemDecided last,
            Optional<Instant> periodEnd,
            ReportingDecision test,
            IdentityFacts identity,
            Catalogue catalogue) {
        return identity.reviewItems().stream()
                .flatMap(item -> item.decisions().stream())
                .filter(other -> other.systemId().equals(last.systemId())
                        && other.entitlement().equals(last.entitlement())
                        && isOfSameAccount(other, last))
                .filter(other ->
                        other.header().occurredAt().isAfter(last.header().occurredAt()))
                .filter(other -> periodEnd
                        .filter(end -> !other.header().occurredAt().isBefore(end))
                        .isEmpty())
                .filter(other -> answers(other, test, catalogue))
                .min(DecisionTest.IN_ORDER);
    }

    private static boolean isOfSameAccount(ItemDecided one, ItemDecided other) {
        return one.holder().account().isEmpty()
                || other.holder().account().isEmpty()
                || one.holder().account().equals(other.holder().account());
    }

    private static boolean answers(ItemDecided decision, ReportingDecision test, Catalogue catalogue) {
        return switch (decision.decision()) {
            case KEEP ->
                ReportingDecision.isInScope(decision, catalogue)
                        && test.lacks(decision).isEmpty()
                        && !test.isOfUnknownReview(decision);
            case REVOKE, MODIFY -> true;
            case NOT_APPLICABLE, UNKNOWN -> false;
        };
    }

    private static Judgement verdict(ReviewItem item, List<ItemDecided> decisions, Verdict verdict, String reason) {
        return Judgement.of(object(item), item.systemId(), at(decisions), verdict, reason, decisions);
    }

    private static Instant at(List<ItemDecided> decisions) {
        return decisions.get(0).header().occurredAt();
    }

    private static Optional<String> ticket(ItemDecided decision) {
        return decision.mitigationRef().or(() -> Optional.of(decision.campaignId()));
    }

    private static String object(ReviewItem item) {
        return "item:" + item.campaignId() + "/" + item.itemId();
    }

    private static String words(ItemDecided decision) {
        return decision.decision() + " of " + decision.entitlement() + " of " + decision.systemId() + " for "
                + decision.holder() + " was decided by " + decision.reviewerId() + " in review "
                + decision.campaignId() + " at " + decision.header().occurredAt();
    }
}
