package io.plumbline.control.review;

import io.plumbline.catalogue.AccessReviews;
import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Absence;
import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Privilege;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.ReviewEvent.ItemDecided;
import io.plumbline.event.Severity;
import io.plumbline.facts.Interval;
import io.plumbline.facts.ReviewerFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** REV-03: access is reviewed by people who are independent of it and have the authority to decide. */
public final class ReviewersIndependent implements Control<ReviewerFacts> {

    private static final String NOT_INDEPENDENT = "NOT_INDEPENDENT";

    /** What weighs most, first: it names the exception where several decisions each lack something. */
    private static final List<String> GRAVEST_FIRST = List.of(
            "SELF_REVIEW", "AGENT_REVIEWER", "ADMIN_SELF_REVIEW", "BAD_REASSIGNMENT", "NO_AUTHORITY", "RECIPROCAL");

    private static final Set<String> SELF = Set.of("SELF_REVIEW", "AGENT_REVIEWER");

    @Override
    public String id() {
        return "REV-03";
    }

    @Override
    public Class<ReviewerFacts> population() {
        return ReviewerFacts.class;
    }

    /** Takes every item of the review that the reviewer decided. */
    @Override
    public List<Judgement> evaluate(ReviewerFacts reviewer, Reference reference) {
        Map<String, List<ItemDecided>> byItem = reviewer.decisions().stream()
                .sorted(DecisionTest.IN_ORDER)
                .collect(Collectors.groupingBy(ItemDecided::itemId, TreeMap::new, Collectors.toList()));
        return byItem.values().stream()
                .map(decisions -> judge(decisions, reviewer, reference))
                .toList();
    }

    private static Judgement judge(List<ItemDecided> all, ReviewerFacts reviewer, Reference reference) {
        List<ItemDecided> decisions = all.stream()
                .filter(DecisionTest::decides)
                .filter(item -> !item.header().baseline())
                .toList();
        if (decisions.isEmpty()) {
            boolean baseline = all.stream().anyMatch(item -> item.header().baseline());
            return verdict(all, Verdict.NOT_APPLICABLE, baseline ? "BASELINE" : "NOTHING_DECIDED");
        }
        Map<ItemDecided, Fitness> fitness = new TreeMap<>(DecisionTest.IN_ORDER);
        decisions.forEach(
                item -> fitness.put(item, test(item, reviewer, reference).of(item)));
        List<ItemDecided> sound = sound(decisions.get(0), fitness, reviewer, reference);
        List<ItemDecided> faulty = decisions.stream()
                .filter(item -> fitness.get(item).fault().isPresent())
                .filter(item -> !isSeconded(item, sound))
                .toList();
        return faulty.isEmpty()
                ? withoutFault(decisions, fitness, reference)
                : deviated(decisions, faulty, fitness, sound, reviewer, reference);
    }

    private static DecisionTest test(ItemDecided item, ReviewerFacts reviewer, Reference reference) {
        return new DecisionTest(
                reviewer,
                reference.catalogue(),
                reference.parameters(item.header().occurredAt()));
    }

    /** The decisions about the item, by whomever, that somebody fit to decide made before the review was closed. */
    private static List<ItemDecided> sound(
            ItemDecided item, Map<ItemDecided, Fitness> own, ReviewerFacts reviewer, Reference reference) {
        Optional<Instant> closed = AccessReviews.of(reference.catalogue())
                .closed(reviewer.campaignId())
                .map(closing -> closing.effectiveFrom());
        return Stream.concat(
                        own.entrySet().stream()
                                .filter(decided -> decided.getValue().sound())
                                .map(Map.Entry::getKey),
                        reviewer.others().stream()
                                .filter(other -> other.itemId().equals(item.itemId()))
                                .filter(DecisionTest::decides)
                                .filter(other -> test(other, reviewer, reference)
                                        .of(other)
                                        .sound()))
                .filter(decided -> closed.filter(
                                end -> decided.header().occurredAt().isAfter(end))
                        .isEmpty())
                .sorted(DecisionTest.IN_ORDER)
                .toList();
    }

    /** Whether a second, fit reviewer had decided the same already, and had not taken it back. */
    private static boolean isSeconded(ItemDecided item, List<ItemDecided> sound) {
        return sound.stream()
                .filter(other -> !other.reviewerId().equals(item.reviewerId()))
                .filter(other ->
                        !other.header().occurredAt().isAfter(item.header().occurredAt()))
                .reduce((earlier, later) -> later)
                .filter(last -> last.decision() == item.decision())
                .isPresent();
    }

    private static Judgement withoutFault(
            List<ItemDecided> decisions, Map<ItemDecided, Fitness> fitness, Reference reference) {
        Optional<String> doubt = fitness.values().stream()
                .flatMap(found -> found.doubt().stream())
                .findFirst();
        if (doubt.isPresent()) {
            return verdict(decisions, Verdict.INDETERMINATE, doubt.get());
        }
        ItemDecided last = decisions.get(decisions.size() - 1);
        Instant at = last.header().occurredAt();
        Absence nothingElse = reference
                .completeness()
                .absence(Feed.ACCESS_REVIEWS, last.systemId(), Interval.of(opened(last, reference), at));
        if (!nothingElse.proven()) {
            return Judgement.undecided(
                    object(last), last.systemId(), decisions.get(0).header().occurredAt(), nothingElse, decisions);
        }
        boolean seconded =
                fitness.values().stream().anyMatch(found -> found.fault().isPresent());
        return verdict(decisions, Verdict.OPERATED, seconded ? "SECOND_REVIEWER" : "INDEPENDENT")
                .restingOn(nothingElse)
                .approvedBy(Optional.of(last.reviewerId()), last.rationale(), Optional.of(last.campaignId()));
    }

    /** From when on the item may have been handed to somebody, or decided by somebody else. */
    private static Instant opened(ItemDecided item, Reference reference) {
        Instant justBefore = item.header().occurredAt().minus(Duration.ofMillis(1));
        return AccessReviews.of(reference.catalogue())
                .openedAt(item.campaignId())
                .filter(justBefore::isAfter)
                .orElse(justBefore);
    }

    private static Judgement deviated(
            List<ItemDecided> decisions,
            List<ItemDecided> faulty,
            Map<ItemDecided, Fitness> fitness,
            List<ItemDecided> sound,
            ReviewerFacts reviewer,
            Reference reference) {
        ItemDecided first = faulty.get(0);
        ItemDecided last = faulty.get(faulty.size() - 1);
        Set<String> variants = faulty.stream()
                .flatMap(item -> fitness.get(item).fault().stream())
                .collect(Collectors.toSet());
        String variant =
                GRAVEST_FIRST.stream().filter(variants::contains).findFirst().orElseThrow();
        Optional<ItemDecided> again = sound.stream()
                .filter(item -> item.header().occurredAt().isAfter(last.header().occurredAt()))
                .findFirst();
        List<String> why = new ArrayList<>();
        faulty.forEach(item -> why.addAll(List.of(words(item), fitness.get(item).words())));
        again.ifPresent(item -> why.add(words(item) + ", who was fit to decide, which is late"));
        List<ItemDecided> evidence = new ArrayList<>(faulty);
        again.ifPresent(evidence::add);
        Deviation deviation = Deviation.lasting(
                        NOT_INDEPENDENT,
                        variant,
                        first.campaignId() + "/" + first.itemId(),
                        first.header().occurredAt(),
                        severity(variant, first, reference.catalogue()))
                .because(why, evidence)
                .with(details(last, test(last, reviewer, reference).reviewers()));
        Deviation found = again.map(item -> deviation.ended(item.header().occurredAt(), Ending.PERFORMED_LATE))
                .orElse(deviation);
        return Judgement.deviated(
                        object(first),
                        first.systemId(),
                        decisions.get(0).header().occurredAt(),
                        List.of(found))
                .approvedBy(Optional.of(first.reviewerId()), first.rationale(), Optional.of(first.campaignId()));
    }

    private static Map<String, String> details(ItemDecided item, Reviewers reviewers) {
        Map<String, String> details = new TreeMap<>();
        details.put("reviewer", item.reviewerId());
        details.put("subject", item.holder().toString());
        details.put("authority_basis", item.authority().name());
        String chain = reviewers
                .handed(item, item.header().occurredAt())
                .map(handed -> handed.fromId() + " > " + handed.toId())
                .collect(Collectors.joining(", "));
        if (!chain.isEmpty()) {
            details.put("reassignment_chain", chain);
        }
        return details;
    }

    private static Severity severity(String variant, ItemDecided item, Catalogue catalogue) {
        Instant at = item.header().occurredAt();
        boolean grave = catalogue
                        .system(item.systemId(), at)
                        .filter(SystemRegistered::soxInScope)
                        .isPresent()
                || Privilege.given(catalogue, item.systemId(), item.entitlement(), at);
        return SELF.contains(variant) && grave ? Severity.HIGH : Severity.MEDIUM;
    }

    private static Judgement verdict(List<ItemDecided> decisions, Verdict verdict, String reason) {
        ItemDecided first = decisions.get(0);
        return Judgement.of(object(first), first.systemId(), first.header().occurredAt(), verdict, reason, decisions);
    }

    private static String object(ItemDecided item) {
        return "item:" + item.campaignId() + "/" + item.itemId();
    }

    private static String words(ItemDecided item) {
        return item.decision() + " of " + item.entitlement() + " of " + item.systemId() + " for " + item.holder()
                + " was decided by " + item.reviewerId() + " at "
                + item.header().occurredAt();
    }
}
