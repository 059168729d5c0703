package io.plumbline.control.ownership;

import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.facts.Finding;
import io.plumbline.facts.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** OWN-02: exceptions are acknowledged, decided and remedied in time, by others than those they are about. */
public final class ExceptionsDealtWith implements Control<Findings> {

    /** What was so before monitoring or before the rule is a baseline, and a trial owes nobody an answer. */
    private static final Set<String> BASELINE = Set.of(Deviation.PRE_EXISTING, Deviation.NEW_RULE, Deviation.SHADOW);

    @Override
    public String id() {
        return "OWN-02";
    }

    @Override
    public Class<Findings> population() {
        return Findings.class;
    }

    /** Takes every exception that stands about the subject, ended ones included. */
    @Override
    public List<Judgement> evaluate(Findings findings, Reference reference) {
        Recurrence recurrence = new Recurrence(findings.exceptions().stream()
                .filter(ExceptionsDealtWith::counts)
                .toList());
        return findings.exceptions().stream()
                .map(finding -> judged(finding, findings.persons(), recurrence, reference))
                .toList();
    }

    private static boolean counts(Finding finding) {
        return !finding.courses().isEmpty() && finding.flags().stream().noneMatch(BASELINE::contains);
    }

    private static Judgement judged(Finding finding, Set<String> persons, Recurrence recurrence, Reference reference) {
        DealingCase test = new DealingCase(finding, reference);
        if (finding.courses().isEmpty()) {
            return test.verdict(Verdict.NOT_APPLICABLE, "NO_REGIME");
        } else if (!counts(finding)) {
            return test.verdict(Verdict.NOT_APPLICABLE, "BASELINE");
        }
        List<Judgement> parts = new ArrayList<>(test.parts());
        SettlingCase settling = new SettlingCase(finding, test, reference);
        parts.addAll(settling.byThemselves(persons));
        parts.addAll(settling.withoutImpact());
        parts.addAll(settling.openAtPeriodEnd());
        recurrence.of(finding, reference.parameters(finding.since())).stream()
                .map(test::deviated)
                .forEach(parts::add);
        if (parts.isEmpty()) {
            parts.add(test.verdict(Verdict.OPERATED, "DEALT_WITH_IN_TIME"));
        }
        return Judgement.together(parts);
    }
}
