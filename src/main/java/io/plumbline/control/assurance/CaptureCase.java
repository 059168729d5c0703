package io.plumbline.control.assurance;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Parameters;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.Header.CaptureMethod;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.DecisionMade;
import io.plumbline.facts.DecisionsMade;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How one decision came to be on record: by whom, how soon, and with what reason. */
final class CaptureCase {

    private static final Set<CaptureMethod> BY_HAND =
            EnumSet.of(CaptureMethod.MANUAL_UPLOAD, CaptureMethod.SCREENSHOT, CaptureMethod.EMAIL);

    private static final String CAPTURE = "CAPTURE";

    private final DecisionMade decision;
    private final DecisionsMade decider;
    private final Reference reference;
    private final Parameters parameters;
    private final String systemId;
    private final Header header;

    CaptureCase(DecisionMade decision, DecisionsMade decider, Reference reference) {
        this.decision = decision;
        this.decider = decider;
        this.reference = reference;
        this.parameters = reference.parameters(decision.at());
        this.systemId = AskedBy.system(decision, reference.catalogue());
        this.header = decision.event().header();
    }

    Judgement judge() {
        if (header.baseline()) {
            return verdict(Verdict.NOT_APPLICABLE, "BASELINE");
        }
        List<Deviation> deviations = new ArrayList<>();
        (isByHand() && isSystemRecordPossible() ? manual() : late()).ifPresent(deviations::add);
        placeholder().ifPresent(deviations::add);
        return deviations.isEmpty()
                ? verdict(Verdict.OPERATED, "CAPTURED_WHEN_DONE")
                : approved(Judgement.deviated(decision.object(), systemId, decision.at(), deviations));
    }

    private boolean isByHand() {
        return BY_HAND.contains(header.capture());
    }

    /** From when the record was due until it was written; what people write down has as long as a batch. */
    private Optional<Deviation> late() {
        boolean atOnce = !isByHand() && header.capture() != CaptureMethod.BATCH;
        Duration latest = parameters.duration(atOnce ? "max_capture_latency" : "max_capture_latency_batch");
        Instant due = decision.at().plus(latest);
        return header.recordedAt().isAfter(due)
                ? Optional.of(deviation(
                                CAPTURE,
                                "CAPTURED_LATE",
                                due,
                                List.of(
                                        words(),
                                        "It was recorded at " + header.recordedAt() + ", " + latest + " are allowed"),
                                List.of(decision.event()))
                        .ended(header.recordedAt(), Ending.ENDED))
                : Optional.empty();
    }

    /** From the decision until the system itself states it, which it may have done all along. */
    private Optional<Deviation> manual() {
        Optional<Event> original = decider.decisionsMade().stream()
                .filter(other -> other.isAgain(decision) && other.at().equals(decision.at()))
                .map(DecisionMade::event)
                .filter(event -> !BY_HAND.contains(event.header().capture()))
                .filter(event -> !event.id().equals(decision.event().id()))
                .min(Comparator.comparing((Event event) -> event.header().recordedAt())
                        .thenComparing(Event::id));
        List<Event> evidence = new ArrayList<>(List.of(decision.event()));
        original.ifPresent(evidence::add);
        Deviation deviation = deviation(
                CAPTURE,
                "MANUAL_ARTEFACT",
                decision.at(),
                List.of(words(), "It is on record as " + header.capture() + ", where a system could have stated it"),
                evidence);
        return original.map(event -> event.header().recordedAt())
                .map(at -> at.isAfter(decision.at())
                        ? Optional.of(deviation.ended(at, Ending.ENDED))
                        : Optional.<Deviation>empty())
                .orElse(Optional.of(deviation));
    }

    /** Exemptions, attestations and decisions about exceptions are stated by systems wherever they are stated here. */
    private boolean isSystemRecordPossible() {
        Catalogue catalogue = reference.catalogue();
        return decision.kind()
                .feed()
                .map(feed -> !catalogue.sources(feed, systemId).isEmpty())
                .orElse(true);
    }

    private Optional<Deviation> placeholder() {
        Optional<String> fault = decision.byRule() ? Optional.empty() : faultOf(decision);
        return fault.map(words -> {
            Optional<DecisionMade> again = decider.decisionsMade().stream()
                    .filter(other -> other.isAgain(decision) && other.at().isAfter(decision.at()))
                    .filter(other ->
                            other.reason().isPresent() && faultOf(other).isEmpty())
                    .findFirst();
            List<Event> evidence = new ArrayList<>(List.of(decision.event()));
            again.map(DecisionMade::event).ifPresent(evidence::add);
            Deviation deviation = deviation(
                            "PLACEHOLDER", "PLACEHOLDER", decision.at(), List.of(words(), words), evidence)
                    .ofSeverity(Severity.LOW);
            return again.map(other -> deviation.ended(other.at(), Ending.PERFORMED_LATE))
                    .orElse(deviation);
        });
    }

    private Optional<String> faultOf(DecisionMade one) {
        return one.reason().flatMap(new Placeholders(parameters)::ofReason);
    }

    private Deviation deviation(String kind, String variant, Instant since, List<String> lines, List<Event> evidence) {
        return Deviation.lasting(kind, variant, decision.event().id().toString(), since, severity())
                .onlyFor(AskedBy.regimes(decision))
                .because(lines, evidence)
                .with(Map.of(
                        "capture_method",
                        header.capture().name(),
                        "capture_latency",
                        Duration.between(decision.at(), header.recordedAt()).toString()));
    }

    private Severity severity() {
        return reference
                        .catalogue()
                        .system(systemId, decision.at())
                        .filter(SystemRegistered::soxInScope)
                        .isPresent()
                ? Severity.MEDIUM
                : Severity.LOW;
    }

    private String words() {
        return decision.personId() + " decided at " + decision.at() + " on " + decision.about();
    }

    private Judgement verdict(Verdict verdict, String reason) {
        return approved(
                Judgement.of(decision.object(), systemId, decision.at(), verdict, reason, List.of(decision.event())));
    }

    private Judgement approved(Judgement judgement) {
        return judgement.approvedBy(Optional.of(decision.personId()), decision.reason(), Optional.of(decision.about()));
    }
}
