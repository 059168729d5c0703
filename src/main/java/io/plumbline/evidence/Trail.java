package io.plumbline.evidence;

import io.plumbline.catalogue.Assertion;
import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.Regime;
import io.plumbline.control.Judgement;
import io.plumbline.control.Parameters;
import io.plumbline.control.Verdict;
import io.plumbline.event.Owners;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Subject;
import io.plumbline.exceptions.EventRef;
import io.plumbline.exceptions.ExceptionRecord;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns judgements into assertion records, one per regime in whose scope the item was when it came about. */
public final class Trail {

    /** Lines of explanation and events of evidence one record names at most, so that it can be sent. */
    private static final int MOST_LINES = 400;

    private static final int MOST_EVENTS = 400;

    private final Subject subject;
    private final Catalogue catalogue;
    private final Instant asOf;

    public Trail(Subject subject, Catalogue catalogue, Instant asOf) {
        this.subject = subject;
        this.catalogue = catalogue;
        this.asOf = asOf;
    }

    /** The regimes that had the system in scope at an instant and to which the control makes a claim. */
    public static Set<Regime> scope(ControlDefinition control, Catalogue catalogue, String systemId, Instant at) {
        Optional<SystemRegistered> system = catalogue.system(systemId, at);
        Set<Regime> scope = EnumSet.noneOf(Regime.class);
        if (system.filter(SystemRegistered::soxInScope).isPresent()) {
            scope.add(Regime.SOX);
        }
        if (system.filter(SystemRegistered::socInScope).isPresent()) {
            scope.add(Regime.SOC);
        }
        scope.retainAll(control.assertions().keySet());
        return scope;
    }

    /**
     * The assertion records of one judgement.
     *
     * @param exceptions those on record for the item
     */
    public List<AssertionRecord> of(
            ControlDefinition control, Judgement judgement, Parameters parameters, List<ExceptionRecord> exceptions) {
        Set<Regime> regimes = EnumSet.noneOf(Regime.class);
        regimes.addAll(scope(control, catalogue, judgement.systemId(), judgement.at()));
        exceptions.forEach(
                exception -> exception.assertions().keySet().forEach(regime -> regimes.add(Regime.valueOf(regime))));
        return regimes.stream()
                .map(regime -> record(regime, control, judgement, parameters, exceptions))
                .toList();
    }

    private AssertionRecord record(
            Regime regime,
            ControlDefinition control,
            Judgement judgement,
            Parameters parameters,
            List<ExceptionRecord> exceptions) {
        Assertion assertion = control.assertions().get(regime);
        Optional<Owners> owners =
                catalogue.system(judgement.systemId(), judgement.at()).map(SystemRegistered::owners);
        Optional<String> business = owners.flatMap(Owners::businessOwner);
        Optional<String> system = owners.flatMap(Owners::systemOwner);
        Optional<String> risk =
                owners.flatMap(regime == Regime.SOX ? Owners::icfrRiskOwner : Owners::securityRiskOwner);
        List<ExceptionRecord> ours = exceptions.stream()
                .filter(exception -> exception.statusIn(regime).isPresent())
                .toList();
        boolean othersOnly = judgement.verdict() == Verdict.DEVIATED && ours.isEmpty();
        Map<String, Optional<String>> fields = new LinkedHashMap<>();
        fields.put("approver", judgement.approver());
        fields.put("businessOwner", business);
        fields.put("systemOwner", system);
        fields.put("riskOwner", risk);
        fields.put("justification", judgement.justification());
        fields.put("ticket", judgement.ticket());
        return new AssertionRecord(
                EventRef.sha256(String.join(
                        "\n",
                        regime.name(),
                        control.id(),
                        subject.key(),
                        judgement.object(),
                        judgement.verdict().name(),
                        judgement.reason())),
                regime,
                control.id(),
                control.version(),
                assertion.objective(),
                assertion.criteria(),
                assertion.testMethod(),
                subject.key(),
                judgement.object(),
                judgement.systemId(),
                judgement.at(),
                asOf,
                othersOnly ? Verdict.NOT_APPLICABLE : judgement.verdict(),
                othersOnly ? "OUT_OF_SCOPE_WHEN_IT_DEVIATED" : judgement.reason(),
                ours.stream().map(ExceptionRecord::exceptionId).toList(),
                assertion.owners().control(),
                judgement.approver(),
                business,
                system,
                risk,
                collapsed(List.of(judgement.approver(), business, system, risk)),
                judgement.justification(),
                judgement.ticket(),
                assertion.requiredEvidence().stream()
                        .filter(name ->
                                fields.getOrDefault(name, Optional.empty()).isEmpty())
                        .toList(),
                ours.stream()
                        .flatMap(exception -> exception.explanation().stream())
                        .limit(MOST_LINES)
                        .toList(),
                judgement.basis().stream().distinct().limit(MOST_LINES).toList(),
                judgement.evidence().stream()
                        .distinct()
                        .limit(MOST_EVENTS)
                        .map(EventRef::of)
                        .toList(),
                parameters.all(),
                catalogue.version(),
                catalogue.digest());
    }

    /** Whether one person holds several of the duties. */
    private static boolean collapsed(List<Optional<String>> holders) {
        List<String> persons = holders.stream().flatMap(Optional::stream).toList();
        return new HashSet<>(persons).size() < persons.size();
    }
}
