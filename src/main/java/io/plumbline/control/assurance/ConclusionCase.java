package io.plumbline.control.assurance;

import io.plumbline.catalogue.Regime;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.GravestSystem;
import io.plumbline.control.Judgement;
import io.plumbline.control.Parameters;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.DecisionEvent.Concluded;
import io.plumbline.event.DecisionEvent.PackBuilt;
import io.plumbline.event.Event;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.ConclusionFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was concluded of one control over one period, for SOC and for SOX; of each regime the newest conclusion counts. */
final class ConclusionCase {

    private static final String OBJECT = "conclusions";

    private final ConclusionFacts facts;
    private final Reference reference;
    private final Instant first;
    private final String systemId;
    private final Parameters parameters;
    private final ConclusionText texts;
    private final List<Standing> standings = new ArrayList<>();

    /** What stood from an instant on until the next conclusion. */
    private record Standing(Instant from, Optional<Concluded> soc, Optional<Concluded> sox) {

        List<Concluded> both() {
            return Stream.of(soc, sox).flatMap(Optional::stream).toList();
        }

        /** What was concluded by then, in words. */
        String words(String controlId, String periodId) {
            return both().stream()
                    .map(conclusion -> conclusion.concludedBy() + " concluded " + conclusion.conclusionId() + " on "
                            + controlId + " over " + periodId + " for " + conclusion.regime() + " at "
                            + conclusion.header().occurredAt())
                    .collect(Collectors.joining("; "));
        }

        /** Whether both regimes have a value and it is the same. */
        boolean share(Function<Concluded, Optional<String>> field) {
            Optional<String> ofSoc = soc.flatMap(field);
            return ofSoc.isPresent() && ofSoc.equals(sox.flatMap(field));
        }
    }

    ConclusionCase(ConclusionFacts facts, Reference reference) {
        this.facts = facts;
        this.reference = reference;
        this.first = facts.conclusions().get(0).header().occurredAt();
        this.systemId = system(facts, reference, first);
        this.parameters = reference.parameters(first);
        this.texts = new ConclusionText(
                reference.of(facts.controlId()).map(Reference::definition),
                Math.toIntExact(parameters.integer("min_text_compared")));
        Optional<Concluded> soc = Optional.empty();
        Optional<Concluded> sox = Optional.empty();
        for (Concluded next : facts.conclusions()) {
            soc = isFor(Regime.SOC, next.regime()) ? Optional.of(next) : soc;
            sox = isFor(Regime.SOX, next.regime()) ? Optional.of(next) : sox;
            standings.add(new Standing(next.header().occurredAt(), soc, sox));
        }
    }

    static boolean isFor(Regime regime, String stated) {
        return regime.name().equals(stated);
    }

    /** What is concluded of a control concerns all systems; it is filed under the gravest. */
    static String system(ConclusionFacts facts, Reference reference, Instant at) {
        return GravestSystem.ofAll(reference.catalogue(), at).orElse(facts.controlId());
    }

    Judgement verdict(Verdict verdict, String reason) {
        return approved(Judgement.of(OBJECT, systemId, first, verdict, reason, facts.conclusions()));
    }

    Judgement judge() {
        List<Deviation> deviations = new ArrayList<>();
        Optional<Instant> due = second(deviations);
        episodes("MERGED_ASSERTION", ConclusionCase::merged, deviations);
        episodes("SAME_CONCLUSION_TEXT", this::sameText, deviations);
        episodes("SHARED_TEST_RESULT", ConclusionCase::sharedTest, deviations);
        Judgement judgement = !deviations.isEmpty()
                ? approved(Judgement.deviated(OBJECT, systemId, first, deviations))
                : due.map(at -> verdict(Verdict.PENDING, "SECOND_CONCLUSION_NOT_DUE"))
                        .orElseGet(() -> verdict(Verdict.OPERATED, "SEPARATE"));
        return due.map(judgement::againAt).orElse(judgement);
    }

    /** Looks for the conclusion of the other regime; says when it is due where it is not yet. */
    private Optional<Instant> second(List<Deviation> deviations) {
        Concluded one = facts.conclusions().get(0);
        Regime missing = isFor(Regime.SOC, one.regime()) ? Regime.SOX : Regime.SOC;
        if (!isInScope(missing)) {
            return Optional.empty();
        }
        Optional<Concluded> other = facts.conclusions().stream()
                .filter(conclusion -> isFor(missing, conclusion.regime()))
                .findFirst();
        Instant due = dueBy(missing);
        Optional<Instant> performed =
                other.map(conclusion -> conclusion.header().occurredAt());
        if (performed.filter(at -> !at.isAfter(due)).isPresent()) {
            return Optional.empty();
        } else if (performed.isEmpty() && !reference.completeness().reached(due)) {
            return Optional.of(due);
        }
        Deviation deviation = deviation(
                "MISSING_SECOND_ASSERTION",
                one,
                due,
                standings.get(0),
                List.of(
                        "A conclusion was drawn for " + one.regime() + " at " + first,
                        "None was drawn for " + missing + ", in whose scope a system was, by " + due));
        deviations.add(weighed(
                performed.map(at -> deviation.ended(at, Ending.PERFORMED_LATE)).orElse(deviation)));
        return Optional.empty();
    }

    private boolean isInScope(Regime regime) {
        return reference.catalogue().systems(first).stream()
                .anyMatch(regime == Regime.SOX ? SystemRegistered::soxInScope : SystemRegistered::socInScope);
    }

    /** At the latest when somebody signs, or hands over, what does not exist. */
    private Instant dueBy(Regime missing) {
        Stream<Instant> relied = Stream.concat(
                facts.attestations().stream()
                        .filter(signed -> isFor(missing, signed.regime()))
                        .map(signed -> signed.header().occurredAt()),
                facts.packs().stream()
                        .filter(pack -> isFor(missing, pack.regime()))
                        .map(pack -> pack.header().occurredAt()));
        return Stream.concat(relied, Stream.of(first.plus(parameters.duration("second_assertion_within"))))
                .map(at -> at.isBefore(first) ? first : at)
                .min(Instant::compareTo)
                .orElseThrow();
    }

    private static Optional<String> merged(Standing now) {
        if (now.share(conclusion -> Optional.of(conclusion.conclusionId()))) {
            return Optional.of("Both regimes have one conclusion, "
                    + now.sox().orElseThrow().conclusionId());
        } else if (now.share(Concluded::businessOwnerDecisionRef)) {
            return Optional.of("Both conclusions rest on one decision of a business owner, "
                    + now.sox().flatMap(Concluded::businessOwnerDecisionRef).orElseThrow());
        }
        return now.sox()
                .filter(conclusion -> conclusion.businessOwnerDecisionRef().isEmpty())
                .map(conclusion -> "The conclusion for SOX, " + conclusion.conclusionId()
                        + ", rests on no decision of the business owner");
    }

    private Optional<String> sameText(Standing now) {
        return now.share(conclusion -> texts.compared(conclusion.conclusion()))
                ? Optional.of("Both conclusions say the same in the same words")
                : Optional.empty();
    }

    private static Optional<String> sharedTest(Standing now) {
        return now.share(Concluded::testResultRef)
                ? Optional.of("Both conclusions rest on one test, "
                        + now.sox().flatMap(Concluded::testResultRef).orElseThrow())
                : Optional.empty();
    }

    /** Every span over which a fault stood. */
    private void episodes(String kind, Function<Standing, Optional<String>> fault, List<Deviation> deviations) {
        Optional<Deviation> open = Optional.empty();
        for (int i = 0; i < standings.size(); i++) {
            Standing now = standings.get(i);
            Optional<String> words = fault.apply(now);
            if (words.isPresent() && open.isEmpty()) {
                open = Optional.of(deviation(
                        kind,
                        facts.conclusions().get(i),
                        now.from(),
                        now,
                        List.of(now.words(facts.controlId(), facts.periodId()), words.get())));
            } else if (words.isEmpty() && open.isPresent()) {
                ended(open.get(), now.from()).ifPresent(deviations::add);
                open = Optional.empty();
            }
        }
        open.map(this::weighed).ifPresent(deviations::add);
    }

    /** What was put right in the instant in which it was said never stood. */
    private Optional<Deviation> ended(Deviation deviation, Instant at) {
        return at.isAfter(deviation.since())
                ? Optional.of(weighed(deviation.ended(at, Ending.ENDED)))
                : Optional.empty();
    }

    /** It weighs more where a pack had been released while it stood, or before. */
    private Deviation weighed(Deviation deviation) {
        List<PackBuilt> released = facts.packs().stream()
                .filter(PackBuilt::released)
                .filter(pack -> deviation
                        .until()
                        .filter(end -> !pack.header().occurredAt().isBefore(end))
                        .isEmpty())
                .toList();
        List<Event> evidence = new ArrayList<>(deviation.evidence());
        evidence.addAll(released);
        return released.isEmpty()
                ? deviation
                : deviation.ofSeverity(Severity.HIGH).because(deviation.explanation(), evidence);
    }

    private Deviation deviation(String kind, Concluded opening, Instant since, Standing standing, List<String> lines) {
        return Deviation.lasting(kind, kind, opening.id().toString(), since, Severity.MEDIUM)
                .because(lines, standing.both())
                .with(details(standing));
    }

    private Map<String, String> details(Standing standing) {
        Map<String, String> details = new TreeMap<>();
        standing.soc().ifPresent(soc -> details.put("soc_assertion_id", soc.conclusionId()));
        standing.sox().ifPresent(sox -> details.put("sox_assertion_id", sox.conclusionId()));
        details.put(
                "text_hashes",
                String.join(
                        ", ",
                        standing.both().stream()
                                .map(Concluded::conclusion)
                                .map(ConclusionText::digest)
                                .toList()));
        if (standing.both().size() == 2) {
            List<String> shared = standing.soc().orElseThrow().evidenceRefs().stream()
                    .filter(standing.sox().orElseThrow().evidenceRefs()::contains)
                    .toList();
            details.put("shared_refs", String.join(", ", shared));
        }
        return details;
    }

    private Judgement approved(Judgement judgement) {
        Concluded last = facts.conclusions().get(facts.conclusions().size() - 1);
        return judgement.approvedBy(
                Optional.of(last.concludedBy()), Optional.of(last.conclusion()), last.businessOwnerDecisionRef());
    }
}
