package io.plumbline.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.event.SodRuleType;
import io.plumbline.event.Stage;
import io.plumbline.json.RecordWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rule set that comes with the product, and what becomes of it as reference data. */
class RuleSetTest {

    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final RuleSet SET = RuleSet.ofProduct("base");

    @Test
    void it_has_seventy_three_functions_and_sixty_rules_of_all_types() {
        assertEquals(73, SET.functions().size());
        assertEquals(60, SET.rules().size());
        Map<SodRuleType, Long> types = SET.rules().stream()
                .collect(Collectors.groupingBy(RuleSet.Rule::type, TreeMap::new, Collectors.counting()));
        assertEquals(
                Map.of(
                        SodRuleType.PAIR, 37L,
                        SodRuleType.MULTI, 3L,
                        SodRuleType.CROSS_APP, 4L,
                        SodRuleType.NHI, 6L,
                        SodRuleType.SAME_OBJECT, 8L,
                        SodRuleType.SELF_RECORD, 1L,
                        SodRuleType.SEQUENCE, 1L),
                types);
        assertEquals(Set.of("erpnext", "generic", "netsuite", "oracle-fusion", "sap"), SET.applications());
    }

    @Test
    void a_rule_is_about_what_is_held_or_about_what_is_done_and_never_about_nothing() {
        for (RuleSet.Rule rule : SET.rules()) {
            assertTrue(rule.slots().isEmpty() != rule.steps().isEmpty(), rule.id());
            assertTrue(rule.slots().size() >= 2 || !rule.steps().isEmpty(), rule.id());
            assertFalse(rule.regimes().isEmpty(), rule.id());
        }
    }

    @Test
    void any_posting_stands_for_every_function_that_posts() {
        SodRulePublished rule = rules().get("ITX-04");
        assertEquals(16, rule.slots().get(1).anyOf().size());
        assertTrue(rules().values().stream()
                .flatMap(published -> published.slots().stream())
                .noneMatch(slot -> slot.anyOf().contains(RuleSet.ANY_POSTING)));
    }

    @Test
    void codes_that_only_show_something_are_known_and_give_no_function() {
        Map<String, EntitlementMapped> mappings = mappings("sap");
        assertEquals(20, SET.displayCodes().get("sap").size());
        for (String code : SET.displayCodes().get("sap")) {
            assertEquals(List.of(), mappings.get(code).functions(), code);
        }
        assertEquals(
                Set.of("AP01", "AP02"),
                mappings.get("XK02").functions().stream()
                        .map(FunctionUse::functionId)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void what_is_exported_is_read_back_as_the_same_reference_data_without_a_problem() {
        for (String application : SET.applications()) {
            List<ReferenceEvent> entries = entries(application);
            String file = "reference:\n"
                    + "  - {kind: system.registered, systemId: erp, effectiveFrom: 2026-01-01T00:00:00Z, production: true}\n"
                    + entries.stream()
                            .map(entry -> "  - " + RecordWriter.content(entry) + "\n")
                            .collect(Collectors.joining());
            ReferenceFile read =
                    ReferenceFile.read("rules.yaml", file, List.of()).orElseThrow();
            assertEquals(
                    entries.stream().map(RuleSetTest::bare).toList(),
                    read.events().stream().skip(1).map(RuleSetTest::bare).toList());
        }
    }

    @Test
    void rules_can_be_tried_out_first() {
        Catalogue catalogue = Catalogue.of(1, SET.rules(FROM, Optional.of(Stage.SHADOW)));
        assertTrue(catalogue.sodRules().values().stream()
                .flatMap(List::stream)
                .allMatch(rule -> rule.value().stage().equals(Optional.of(Stage.SHADOW))));
    }

    @Test
    void an_application_nobody_knows_is_refused_with_those_known() {
        String message = assertThrows(IllegalArgumentException.class, () -> SET.mappings("erp", "abacus", FROM))
                .getMessage();
        assertEquals(
                "the set base knows no codes of 'abacus'; it knows erpnext, generic, netsuite, oracle-fusion, sap",
                message);
    }

    /** Data of pathfinding.cloud: 65 paths, 43 of which need two permissions or more. */
    @Test
    void paths_of_privilege_escalation_are_a_rule_set_of_one_to_four_permissions() {
        RuleSet aws = RuleSet.ofProduct("aws-escalation");
        Map<Integer, Long> bySize = aws.rules().stream()
                .collect(Collectors.groupingBy(rule -> rule.slots().size(), TreeMap::new, Collectors.counting()));
        assertEquals(Map.of(1, 22L, 2, 24L, 3, 14L, 4, 5L), bySize);
        assertEquals(Set.of("aws"), aws.applications());
    }

    private static Map<String, SodRulePublished> rules() {
        return SET.rules(FROM, Optional.empty()).stream()
                .map(SodRulePublished.class::cast)
                .collect(Collectors.toMap(SodRulePublished::ruleId, rule -> rule));
    }

    private static Map<String, EntitlementMapped> mappings(String application) {
        return SET.mappings("erp", application, FROM).stream()
                .map(EntitlementMapped.class::cast)
                .collect(Collectors.toMap(EntitlementMapped::entitlement, mapping -> mapping));
    }

    private static List<ReferenceEvent> entries(String application) {
        List<ReferenceEvent> entries = new ArrayList<>(SET.functions(FROM));
        entries.addAll(SET.mappings("erp", application, FROM));
        entries.addAll(SET.rules(FROM, Optional.empty()));
        return entries;
    }

    /** An entry without its envelope. */
    private static String bare(ReferenceEvent entry) {
        return Stream.of(entry.toString())
                .map(text -> text.replace(entry.header().toString(), Header.class.getSimpleName()))
                .findFirst()
                .orElseThrow();
    }
}
