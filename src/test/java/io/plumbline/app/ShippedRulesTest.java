package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.app.ShippedRuleHistory.Case;
import io.plumbline.catalogue.Regime;
import io.plumbline.control.Verdict;
import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.event.SodRuleType;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.json.EventLines;
import io.plumbline.monitor.Backtest;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.MonitorSettings;
import io.plumbline.yaml.ReferenceFile;
import io.plumbline.yaml.RuleSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every rule that comes with the product, as it is exported: what breaks it is found, and what comes short of it is not. */
class ShippedRulesTest {

    private static final Map<String, SodRulePublished> RULES =
            ShippedFunctions.SET.rules(ShippedFunctions.FROM, Optional.empty()).stream()
                    .map(SodRulePublished.class::cast)
                    .collect(
                            Collectors.toMap(SodRulePublished::ruleId, Function.identity(), (a, b) -> a, TreeMap::new));

    private static final ShippedRuleHistory HISTORY = new ShippedRuleHistory(RULES.values());
    private static Backtest backtest;

    @BeforeAll
    static void everythingHappens() {
        backtest = new Backtest(Controls.library(), MonitorSettings.DEFAULTS, Mode.LIVE);
        backtest.publish(reference());
        EventLines.read("history", HISTORY.lines().stream()).forEach(line -> {
            assertEquals(List.of(), line.problems());
            backtest.accept(line.event().orElseThrow());
        });
        backtest.settle(Map.of("test", Instant.parse("2026-06-01T00:00:00Z")));
        backtest.end();
        assertEquals(List.of(), backtest.refused());
    }

    @Test
    void every_rule_has_something_that_breaks_it_and_something_that_comes_short() {
        assertEquals(60, RULES.size());
        assertEquals(
                RULES.keySet(),
                HISTORY.breaks().stream().map(Case::ruleId).collect(Collectors.toCollection(TreeSet::new)));
        assertEquals(
                RULES.keySet(),
                HISTORY.comesShort().stream().map(Case::ruleId).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void what_breaks_a_rule_is_found_by_the_control_its_type_calls_for_and_by_no_other() {
        Map<String, Set<String>> expected = new TreeMap<>();
        Map<String, Set<String>> found = new TreeMap<>();
        for (Case each : HISTORY.breaks()) {
            expected.put(each.name(), Set.of(control(RULES.get(each.ruleId()))));
            found.put(
                    each.name(),
                    exceptions(each).map(ExceptionRecord::controlId).collect(Collectors.toCollection(TreeSet::new)));
        }
        assertEquals(differences(expected, found), List.of());
    }

    @Test
    void where_one_side_is_left_out_or_only_looked_at_the_rule_is_not_broken() {
        assertEquals(
                List.of(),
                HISTORY.comesShort().stream()
                        .flatMap(each -> exceptions(each)
                                .map(record -> each.name() + ": " + record.controlId() + " " + record.explanation()))
                        .toList());
    }

    /** Nobody else asks for them, so it must not matter that one application gives everything. */
    @Test
    void a_rule_across_applications_is_broken_in_one_as_well() {
        for (SodRulePublished rule : RULES.values()) {
            if (rule.type() == SodRuleType.CROSS_APP) {
                assertEquals(
                        List.of("SOD-02"),
                        exceptions(new Case(rule.ruleId() + ".in-one", rule.ruleId()))
                                .map(ExceptionRecord::controlId)
                                .toList(),
                        rule.ruleId());
            }
        }
    }

    /** SOD-03 makes a claim to SOX only, whatever its rules name. */
    @Test
    void what_a_rule_for_one_regime_finds_is_asserted_to_that_regime_only() {
        for (Case each : HISTORY.breaks()) {
            SodRulePublished rule = RULES.get(each.ruleId());
            Set<String> regimes = new TreeSet<>(rule.regimes());
            if (control(rule).equals("SOD-03")) {
                regimes.retainAll(Set.of("SOX"));
            }
            exceptions(each)
                    .forEach(record -> assertEquals(regimes, record.assertions().keySet(), each.name()));
        }
        Map<String, ExceptionRecord> byId = backtest.exceptions();
        backtest.assertions().stream()
                .filter(assertion -> assertion.regime() == Regime.SOC
                        && assertion.controlId().startsWith("SOD-0"))
                .forEach(assertion -> {
                    List<String> rules = assertion.exceptionIds().stream()
                            .flatMap(id -> byId.get(id).rule().stream())
                            .toList();
                    rules.forEach(rule -> assertTrue(RULES.get(rule).regimes().contains("SOC"), assertion.toString()));
                    assertTrue(
                            assertion.verdict() != Verdict.DEVIATED
                                    || !assertion.exceptionIds().isEmpty(),
                            assertion.toString());
                });
        long soxOnly = backtest.assertions().stream()
                .filter(assertion -> assertion.subjectKey().equals("identity:P2P-06.breaks.0")
                        && assertion.controlId().equals("SOD-01")
                        && assertion.verdict() == Verdict.DEVIATED)
                .peek(assertion -> assertEquals(Regime.SOX, assertion.regime()))
                .count();
        assertTrue(soxOnly > 0);
    }

    @Test
    void every_function_is_exported_and_given_by_each_of_its_codes() {
        assertEquals(73, ShippedFunctions.SET.functions(ShippedFunctions.FROM).size());
        for (String application : ShippedFunctions.SET.applications()) {
            Map<String, Set<String>> given = ShippedFunctions.GIVEN.get(application);
            for (RuleSet.Function function : ShippedFunctions.SET.functions()) {
                for (String code : function.codes().getOrDefault(application, List.of())) {
                    assertTrue(given.get(code).contains(function.id()), application + " " + code);
                }
            }
        }
    }

    private static List<ReferenceEvent> reference() {
        StringBuilder own = new StringBuilder("reference:\n");
        List<ReferenceEvent> reference = new ArrayList<>(ShippedFunctions.SET.functions(ShippedFunctions.FROM));
        for (String application : ShippedFunctions.APPLICATIONS) {
            for (int i = 1; i <= ShippedFunctions.SYSTEMS; i++) {
                String system = application + "-" + i;
                reference.addAll(ShippedFunctions.SET.mappings(system, application, ShippedFunctions.FROM));
                own.append("  - {kind: system.registered, effectiveFrom: 2026-01-01T00:00:00Z, production: true,"
                        + " soxInScope: true, socInScope: true, systemId: " + system + "}\n");
                ShippedFunctions.SET
                        .functions()
                        .forEach(function -> own.append(
                                "  - {kind: entitlement.mapped, effectiveFrom: 2026-01-01T00:00:00Z, systemId: "
                                        + system + ", entitlement: " + ShippedFunctions.show(function.id())
                                        + ", functions: [\""
                                        + function.id() + ":DISPLAY\"]}\n"));
            }
        }
        own.append(
                "  - {kind: source.declared, effectiveFrom: 2026-01-01T00:00:00Z, sourceId: test, grace: PT0S, feeds: "
                        + Arrays.stream(Feed.values())
                                .filter(feed -> feed != Feed.UNKNOWN)
                                .toList()
                        + "}\n");
        reference.addAll(ReferenceFile.read("reference", own.toString(), List.of())
                .orElseThrow()
                .events());
        reference.addAll(ShippedFunctions.SET.rules(ShippedFunctions.FROM, Optional.empty()));
        return reference;
    }

    // What was found

    private static String control(SodRulePublished rule) {
        return rule.evaluatedBy().orElseGet(() -> switch (rule.type()) {
            case PAIR, MULTI -> "SOD-01";
            case CROSS_APP -> "SOD-02";
            case NHI -> rule.steps().isEmpty() ? "SOD-02" : "SOD-03";
            case SAME_OBJECT, SELF_RECORD, SEQUENCE -> "SOD-03";
            case UNKNOWN -> "none";
        });
    }

    /** What was found of a case that names the rule; of a rule that has a control of its own, what that control found. */
    private static Stream<ExceptionRecord> exceptions(Case each) {
        Optional<String> own = RULES.get(each.ruleId()).evaluatedBy();
        return backtest.exceptions().values().stream()
                .filter(record -> record.status() != ExceptionStatus.WITHDRAWN)
                .filter(record -> record.subjectKey().equals("identity:" + each.name())
                        || record.subjectKey().startsWith("object:")
                                && record.subjectKey().endsWith("/" + each.name()))
                .filter(record -> own.map(control -> record.controlId().equals(control)
                                && record.variant().equals("REQUESTER_APPROVER"))
                        .orElseGet(() -> record.rule().equals(Optional.of(each.ruleId()))));
    }

    private static List<String> differences(Map<String, Set<String>> expected, Map<String, Set<String>> found) {
        return expected.keySet().stream()
                .filter(name -> !expected.get(name).equals(found.get(name)))
                .map(name -> name + ": expected " + expected.get(name) + ", was " + found.get(name))
                .toList();
    }
}
