package io.plumbline.yaml;

import static io.plumbline.yaml.Sample.SCENARIOS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.catalogue.Regime;
import io.plumbline.control.Verdict;
import io.plumbline.event.Event;
import io.plumbline.event.EventId;
import io.plumbline.event.EventKind;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.Severity;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.monitor.Scenario;
import io.plumbline.monitor.Scenario.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScenariosTest {

    private static final List<Scenario> SAMPLE = Scenarios.read(
                    SCENARIOS, Sample.text(SCENARIOS), List.of(Sample.definition()))
            .orElseThrow();

    @Test
    void steps_arrive_in_the_order_of_the_file() {
        Scenario scenario = SAMPLE.get(0);
        assertEquals(Set.of("JML-01"), scenario.controls());
        assertEquals(List.of("trap-order"), scenario.covers());
        assertEquals(
                List.of("Arrives", "Arrives", "Settles", "Stands", "Arrives", "Settles"),
                scenario.steps().stream()
                        .map(step -> step.getClass().getSimpleName())
                        .toList());
        assertEquals(
                new Step.Settles(Map.of("*", Instant.parse("2026-03-02T17:30:00Z"))),
                scenario.steps().get(2));
        assertEquals(
                new Step.Settles(Map.of(
                        "hr", Instant.parse("2026-03-10T00:00:00Z"), "erp", Instant.parse("2026-03-10T00:00:00Z"))),
                scenario.steps().get(5));
    }

    @Test
    void an_event_without_id_is_named_by_its_step_and_dated_by_its_effect() {
        Event terminated = ((Step.Arrives) SAMPLE.get(0).steps().get(1)).event();
        assertEquals(EventKind.IDENTITY_TERMINATED, terminated.kind());
        assertEquals(new EventId("hr", "e2"), terminated.id());
        assertEquals(Instant.parse("2026-03-02T17:00:00Z"), terminated.header().occurredAt());
        assertEquals(terminated.header().occurredAt(), terminated.header().recordedAt());
    }

    @Test
    void a_reference_entry_is_named_by_what_it_is_and_from_when() {
        ReferenceEvent system = SAMPLE.get(0).reference().get(0);
        assertEquals(new EventId("scenario", "system/erp@2020-01-01T00:00:00Z"), system.id());
        assertEquals(system.effectiveFrom(), system.header().occurredAt());
    }

    @Test
    void a_scenario_adds_to_the_reference_of_its_file_and_replaces_the_same_version_of_an_entry() {
        List<ReferenceEvent> reference = SAMPLE.get(1).reference();
        assertEquals(4, reference.size());
        assertEquals(
                Optional.of(Duration.ofHours(1)),
                reference.stream()
                        .filter(ReferenceEvent.SourceDeclared.class::isInstance)
                        .map(ReferenceEvent.SourceDeclared.class::cast)
                        .filter(source -> source.sourceId().equals("hr"))
                        .map(ReferenceEvent.SourceDeclared::grace)
                        .findFirst());
    }

    @Test
    void expectations_take_the_control_of_the_file() {
        assertEquals(
                List.of(new Scenario.ExpectedVerdict(
                        "JML-01",
                        "identity:p-1",
                        Optional.of("account:erp/a-1"),
                        Verdict.OPERATED,
                        Optional.of("IN_TIME"))),
                SAMPLE.get(0).expected().verdicts());
        assertEquals(
                List.of(new Scenario.ExpectedException(
                        "JML-01",
                        Optional.of("identity:p-1"),
                        Optional.of("account:erp/a-1"),
                        Optional.empty(),
                        "ACCESS_NOT_REMOVED",
                        "LATE_DISABLED",
                        Instant.parse("2026-03-02T21:00:00Z"),
                        Optional.of(Instant.parse("2026-03-04T00:00:00Z")),
                        ExceptionStatus.REMEDIATED,
                        Optional.of(
                                Map.of(Regime.SOC, ExceptionStatus.REMEDIATED, Regime.SOX, ExceptionStatus.REMEDIATED)),
                        Optional.of(Severity.HIGH),
                        Optional.of(List.of("PRE_EXISTING")))),
                SAMPLE.get(1).expected().exceptions());
    }

    @Test
    void all_problems_of_a_file_are_reported_together_with_their_lines() {
        assertEquals(
                List.of(
                        "scenarios.yaml:4: reference[1].feeds[0]: must be one of IDENTITY, ACCOUNTS, GRANTS, "
                                + "ACCESS_APPROVALS, CREDENTIALS, SESSIONS, ELEVATIONS, CHANGES, IMPLEMENTATIONS, "
                                + "ACTIVITY, ATTRIBUTIONS, BREAKGLASS_REVIEWS, MITIGATIONS, UNKNOWN, was 'PEOPLE'",
                        "scenarios.yaml:8: scenarios[0].covers[0]: no variant 'NEVER_SEEN'; use one of ACCOUNT_ACTIVE, "
                                + "LATE_DISABLED, or lower case for a trap",
                        "scenarios.yaml:11: scenarios[0].steps[1].source: is missing; it must be a text",
                        "scenarios.yaml:14: scenarios[0].steps[3].expect.verdicts[0].subject: must be a subject such as "
                                + "identity:p-1, was 'person:p-1'",
                        "scenarios.yaml:15: scenarios[0].steps[4]: has the id erp:link of an earlier step that is a "
                                + "account.linked; give it an id of its own",
                        "scenarios.yaml:9: scenarios[0].steps: settles the source 'payroll', which nothing declares; add "
                                + "source.declared to the reference",
                        "scenarios.yaml:29: scenarios[1].expect.exceptions[0].variant: ACCESS_NOT_REMOVED has no variant "
                                + "'LATE'; use one of ACCOUNT_ACTIVE, LATE_DISABLED"),
                problems(Sample.edited(
                        SCENARIOS,
                        "feeds: [IDENTITY], grace: PT0S",
                        "feeds: [PEOPLE], grace: PT0S",
                        "[trap-order]",
                        "[NEVER_SEEN]",
                        "source: hr, effectiveAt: 2026-03-02T17:00:00Z, identityId: p-1, terminationType: VOLUNTARY",
                        "effectiveAt: 2026-03-02T17:00:00Z, identityId: p-1",
                        "[{subject: \"identity:p-1\", object: \"account:erp/a-1\", verdict: PENDING}]",
                        "[{subject: \"person:p-1\", object: \"account:erp/a-1\", verdict: PENDING}]",
                        "kind: account.disabled, source: erp, at",
                        "kind: account.disabled, source: erp, id: link, at",
                        "{settled: {hr:",
                        "{settled: {payroll:",
                        "variant: LATE_DISABLED",
                        "variant: LATE")));
    }

    @Test
    void a_scenario_says_what_stands_at_the_end() {
        List<String> problems = problems("control: JML-01\nscenarios:\n  - name: Nothing\n    steps: []\n");
        assertEquals(
                List.of("scenarios.yaml:3: scenarios[0].expect: is missing; write 'expect: {exceptions: []}' where "
                        + "nothing stands at the end"),
                problems);
    }

    @Test
    void a_file_of_several_controls_says_which_one_each_expectation_is_about() {
        String text =
                "controls: [JML-01, EFF-01]\nscenarios:\n  - name: Both\n    steps: []\n    expect:\n      verdicts:\n"
                        + "        - {subject: \"identity:p-1\", verdict: OPERATED}\n"
                        + "        - {control: SOD-01, subject: \"identity:p-1\", verdict: OPERATED}\n";
        assertEquals(
                List.of(
                        "scenarios.yaml:7: scenarios[0].expect.verdicts[0].control: is missing; it must be a text",
                        "scenarios.yaml:8: scenarios[0].expect.verdicts[1].control: must be a control of the file: "
                                + "EFF-01, JML-01; was 'SOD-01'"),
                problems(text));
        assertEquals(
                List.of(
                        "scenarios.yaml:1: control: give either 'control' with one id or 'controls' with a list of ids"),
                problems("scenarios:\n  - {name: N, steps: [], expect: {}}\n"));
    }

    @Test
    void dates_stay_text_until_a_field_wants_an_instant() {
        Scenario scenario = Scenarios.read(
                        "s.yaml",
                        "control: X-01\nscenarios:\n  - name: 2026-01-01\n    steps:\n      - {kind: code.merged, source: git,"
                                + " id: 2026-01-01T00:00:00Z, at: 2026-01-01T00:00:00Z, changeId: 007, repository: r,"
                                + " commit: 12e4567}\n    expect: {}\n",
                        List.of())
                .orElseThrow()
                .get(0);
        assertEquals("2026-01-01", scenario.name());
        String event = scenario.steps().get(0).toString();
        assertTrue(event.contains("changeId=007") && event.contains("commit=12e4567"), event);
    }

    @Test
    void an_index_lists_files_of_scenarios() {
        FileTree files = Sample.with(Map.of(
                "golden/index.yaml", "scenarios: [g1.yaml, g2.yaml]",
                "golden/g1.yaml", "controls: [JML-01]\nscenarios:\n  - {name: G1, steps: [], expect: {}}\n"));
        assertEquals(
                List.of("golden/g2.yaml: is missing; add the file or take it off the index"),
                Sample.lines(
                        Scenarios.load(files, "golden/index.yaml", List.of()).problems()));
    }

    private static List<String> problems(String text) {
        return Sample.lines(Scenarios.read("scenarios.yaml", text, List.of(Sample.definition()))
                .problems());
    }
}
