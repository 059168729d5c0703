package io.plumbline.control.assurance;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Parameters;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Event;
import io.plumbline.event.Severity;
import io.plumbline.facts.DecisionMade;
import io.plumbline.facts.DecisionsMade;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** EVD-01: people who approve, review, grant or attest have signed in as strongly and as recently as the decision asks for. */
public final class DecidersAuthenticated implements Control<DecisionsMade> {

    private static final String INSUFFICIENT_ASSURANCE = "INSUFFICIENT_ASSURANCE";

    /** Decisions told one by one, of those without any context. */
    private static final int MOST_TOLD = 50;

    @Override
    public String id() {
        return "EVD-01";
    }

    @Override
    public Class<DecisionsMade> population() {
        return DecisionsMade.class;
    }

    /**
     * Takes every decision by itself; those of which nothing is stated of how they were signed in for are one item per source and
     * system, since it is the source that lacks it.
     */
    @Override
    public List<Judgement> evaluate(DecisionsMade decider, Reference reference) {
        List<Judgement> judgements = new ArrayList<>();
        SortedMap<String, List<Case>> withoutContext = new TreeMap<>();
        for (DecisionMade decision : decider.decisionsMade()) {
            Case one = new Case(decision, reference);
            Optional<String> exempt = exempt(decision, decider);
            if (exempt.isPresent()) {
                judgements.add(one.verdict(Verdict.NOT_APPLICABLE, exempt.get()));
            } else if (one.fault.isEmpty()) {
                judgements.add(one.verdict(Verdict.OPERATED, "AS_REQUIRED"));
            } else if (one.fault.get().variant().equals(SignIn.CONTEXT_MISSING)) {
                withoutContext
                        .computeIfAbsent(one.contextObject(), key -> new ArrayList<>())
                        .add(one);
            } else {
                judgements.add(one.deviated(decider, reference));
            }
        }
        withoutContext.forEach((object, cases) -> judgements.add(together(object, cases, decider, reference)));
        return judgements;
    }

    private static Optional<String> exempt(DecisionMade decision, DecisionsMade decider) {
        if (decision.event().header().baseline()) {
            return Optional.of("BASELINE");
        } else if (SignIn.isAutomatic(decision)) {
            return Optional.of("DECIDED_BY_RULE");
        }
        return decider.isMachine() ? Optional.of("NOT_A_PERSON") : Optional.empty();
    }

    private static Judgement together(String object, List<Case> cases, DecisionsMade decider, Reference reference) {
        Case first = cases.get(0);
        List<String> lines = new ArrayList<>();
        List<Event> evidence = new ArrayList<>();
        List<Optional<DecisionMade>> again = new ArrayList<>();
        for (Case one : cases) {
            Optional<DecisionMade> affirmed = one.affirmed(decider, reference);
            again.add(affirmed);
            if (again.size() <= MOST_TOLD) {
                lines.addAll(one.lines(affirmed));
                evidence.add(one.decision.event());
                affirmed.map(DecisionMade::event).ifPresent(evidence::add);
            }
        }
        if (cases.size() > MOST_TOLD) {
            lines.add("and " + (cases.size() - MOST_TOLD) + " more");
        }
        Severity severity =
                cases.stream().allMatch(one -> one.isOfNewSource(reference)) ? Severity.LOW : Severity.MEDIUM;
        Deviation deviation = Deviation.lasting(
                        SignIn.CONTEXT_MISSING, SignIn.CONTEXT_MISSING, object, first.decision.at(), severity)
                .onlyFor(AskedBy.regimes(first.decision))
                .because(lines, evidence.stream().distinct().toList())
                .with(first.signIn.details())
                .with(Map.of("decisions", Integer.toString(cases.size())));
        if (again.stream().allMatch(Optional::isPresent)) {
            Instant last = again.stream()
                    .map(affirmed -> affirmed.orElseThrow().at())
                    .max(Instant::compareTo)
                    .orElseThrow();
            deviation = deviation.ended(last, Ending.PERFORMED_LATE);
        }
        return Judgement.deviated(object, first.systemId, first.decision.at(), List.of(deviation))
                .approvedBy(Optional.of(first.decision.personId()), Optional.empty(), Optional.empty());
    }

    /** One decision with what it asks for and what its sign-in lacks. */
    private static final class Case {

        private final DecisionMade decision;
        private final String systemId;
        private final Parameters parameters;
        private final RequiredAssurance required;
        private final SignIn signIn;
        private final Optional<SignIn.Fault> fault;

        Case(DecisionMade decision, Reference reference) {
            Catalogue catalogue = reference.catalogue();
            this.decision = decision;
            this.systemId = AskedBy.system(decision, catalogue);
            this.parameters = reference.parameters(decision.at());
            this.required = RequiredAssurance.of(decision, systemId, catalogue, parameters);
            this.signIn = new SignIn(decision, required, parameters);
            this.fault = signIn.fault();
        }

        String contextObject() {
            String object = "context:" + decision.event().header().source() + "/" + systemId;
            return AskedBy.regimes(decision).stream()
                    .map(regime -> object + "/" + regime)
                    .findFirst()
                    .orElse(object);
        }

        Judgement verdict(Verdict verdict, String reason) {
            return approved(Judgement.of(
                    decision.object(), systemId, decision.at(), verdict, reason, List.of(decision.event())));
        }

        Judgement deviated(DecisionsMade decider, Reference reference) {
            Optional<DecisionMade> affirmed = affirmed(decider, reference);
            List<Event> evidence = new ArrayList<>(List.of(decision.event()));
            affirmed.map(DecisionMade::event).ifPresent(evidence::add);
            Deviation deviation = Deviation.lasting(
                            INSUFFICIENT_ASSURANCE,
                            fault.orElseThrow().variant(),
                            decision.event().id().toString(),
                            decision.at(),
                            required.grave() ? Severity.HIGH : Severity.MEDIUM)
                    .onlyFor(AskedBy.regimes(decision))
                    .because(lines(affirmed), evidence)
                    .with(signIn.details());
            if (affirmed.isPresent()) {
                deviation = deviation.ended(affirmed.get().at(), Ending.PERFORMED_LATE);
            }
            return approved(Judgement.deviated(decision.object(), systemId, decision.at(), List.of(deviation)));
        }

        /** The same decision made again in time, after a sign-in as required. */
        Optional<DecisionMade> affirmed(DecisionsMade decider, Reference reference) {
            Instant latest = decision.at().plus(parameters.duration("reaffirm_within"));
            return decider.decisionsMade().stream()
                    .filter(again -> again.isAgain(decision) && again.at().isAfter(decision.at()))
                    .filter(again -> !again.at().isAfter(latest))
                    .filter(again -> !SignIn.isAutomatic(again) && new Case(again, reference).fault.isEmpty())
                    .findFirst();
        }

        List<String> lines(Optional<DecisionMade> affirmed) {
            List<String> lines = new ArrayList<>();
            lines.add(decision.personId() + " decided at " + decision.at() + " on " + words() + ", which asks for "
                    + required.words());
            lines.add(fault.orElseThrow().words());
            affirmed.ifPresent(again -> lines.add("Decided again at " + again.at() + " after a sign-in as required"));
            return lines;
        }

        private String words() {
            return switch (decision.kind()) {
                case ACCESS_APPROVAL -> "access " + decision.about();
                case ELEVATION_APPROVAL -> "elevation " + decision.about();
                case CHANGE_APPROVAL -> "change " + decision.about();
                case BREAKGLASS_REVIEW -> "the review of break-glass use " + decision.about();
                case REVIEW_DECISION -> "review item " + decision.about();
                case EXEMPTION_GRANT -> "exemption " + decision.about();
                case EXCEPTION_DECISION -> "exception " + decision.about();
                case ATTESTATION -> "attestation " + decision.about();
            };
        }

        /** Whether the source was declared, or complete, only a short while before. */
        boolean isOfNewSource(Reference reference) {
            return reference
                    .catalogue()
                    .source(decision.event().header().source())
                    .map(source -> source.completeFrom().orElse(source.effectiveFrom()))
                    .filter(start -> decision.at().isBefore(start.plus(parameters.duration("context_grace"))))
                    .isPresent();
        }

        private Judgement approved(Judgement judgement) {
            return judgement.approvedBy(
                    Optional.of(decision.personId()), decision.reason(), Optional.of(decision.about()));
        }
    }
}
