package io.plumbline.control.change;

import io.plumbline.control.Absence;
import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.control.change.EmergencyCase.Finding;
import io.plumbline.event.ChangeEvent.ChangeType;
import io.plumbline.event.ChangeEvent.Requested;
import io.plumbline.facts.ChangeControlFacts;
import io.plumbline.facts.ChangeFacts;
import io.plumbline.facts.ChangeRecord;
import io.plumbline.facts.QuarterFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * CHG-03: emergency changes are approved by designated persons, repair an incident, are reviewed soon after by somebody else, and
 * are few.
 *
 * <p>A change is an emergency where it was classified so by the time it was carried out. One that was classified so only afterwards,
 * and that nothing had covered until then, deviates for that alone; CHG-01 keeps it.
 *
 * <p>How many of a system's changes are emergencies is judged once per quarter.
 */
public final class EmergencyChangesReviewed implements Control<ChangeControlFacts> {

    @Override
    public String id() {
        return "CHG-03";
    }

    @Override
    public Class<ChangeControlFacts> population() {
        return ChangeControlFacts.class;
    }

    @Override
    public List<Judgement> evaluate(ChangeControlFacts facts, Reference reference) {
        if (facts instanceof QuarterFacts quarter) {
            return EmergencyShare.judge(quarter, reference).stream().toList();
        }
        return Implementation.of((ChangeFacts) facts, reference).map(EmergencyChangesReviewed::judge).stream()
                .toList();
    }

    private static Judgement judge(Implementation implementation) {
        Optional<String> notApplicable = implementation.notApplicable();
        if (notApplicable.isPresent()) {
            return implementation.verdict(Verdict.NOT_APPLICABLE, notApplicable.get());
        }
        List<EmergencyCase> cases = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (ChangeRecord change : changes(implementation)) {
            if (ChangeCover.emergency(change, implementation)) {
                EmergencyCase test = new EmergencyCase(change, implementation);
                cases.add(test);
                findings.addAll(test.findings());
            } else {
                reclassified(change, implementation).ifPresent(deviation -> findings.add(Finding.certain(deviation)));
            }
        }
        return findings.isEmpty()
                ? implementation.verdict(Verdict.NOT_APPLICABLE, "NO_EMERGENCY")
                : together(cases, findings, implementation);
    }

    private static List<ChangeRecord> changes(Implementation implementation) {
        Map<String, ChangeRecord> records = implementation.facts().changes();
        return implementation.changeIds().stream()
                .filter(records::containsKey)
                .map(records::get)
                .toList();
    }

    private static Judgement together(
            List<EmergencyCase> cases, List<Finding> findings, Implementation implementation) {
        List<Deviation> proven = findings.stream()
                .filter(finding -> finding.rests().proven())
                .flatMap(finding -> finding.deviation().stream())
                .toList();
        Optional<Absence> open = findings.stream()
                .map(Finding::rests)
                .filter(absence -> !absence.proven())
                .max(Comparator.comparing(Absence::state));
        Judgement judgement = !proven.isEmpty()
                ? Judgement.deviated(
                        implementation.object(), implementation.done().systemId(), implementation.at(), proven)
                : open.map(absence -> implementation.verdict(absence.verdict(), absence.reason()))
                        .orElseGet(() -> implementation.verdict(Verdict.OPERATED, "APPROVED_AND_REVIEWED"));
        List<Absence> basis = Stream.concat(
                        findings.stream().map(Finding::rests),
                        cases.stream().flatMap(test -> test.untilGraver().stream()))
                .distinct()
                .toList();
        for (Absence absence : basis) {
            judgement = judgement.restingOn(absence);
        }
        return judgement.approvedBy(
                cases.stream().flatMap(test -> test.approver().stream()).findFirst(),
                Optional.empty(),
                implementation.changeIds().stream().findFirst());
    }

    /** Declared an emergency only once it was done, where nothing had covered it. */
    private static Optional<Deviation> reclassified(ChangeRecord change, Implementation implementation) {
        boolean covered = ChangeCover.of(implementation).stream()
                .anyMatch(cover -> cover.changeId().equals(change.changeId()) && cover.fit() == ChangeCover.Fit.COVERS);
        return change.requests().stream()
                .filter(request ->
                        request.systemId().equals(implementation.done().systemId()))
                .filter(request -> request.changeType() == ChangeType.EMERGENCY)
                .filter(request -> request.header().occurredAt().isAfter(implementation.at()))
                .filter(request -> !covered)
                .findFirst()
                .map(request -> reclassified(request, change, implementation));
    }

    private static Deviation reclassified(Requested request, ChangeRecord change, Implementation implementation) {
        return EmergencyCase.deviation(
                "RETRO_CLASSIFIED",
                "RETRO_CLASSIFIED",
                request.header().occurredAt(),
                change,
                implementation,
                "Change " + change.changeId() + " was classified as an emergency only afterwards, at "
                        + request.header().occurredAt() + ".");
    }
}
