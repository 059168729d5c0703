package io.plumbline.app;

import io.plumbline.event.FunctionUse;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.event.SodRuleType;
import io.plumbline.yaml.RuleSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where functions are given: which codes of which of the product's applications, in which systems. */
final class ShippedFunctions {

    static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    static final RuleSet SET = RuleSet.ofProduct("base");

    /** The first of them that has codes for all that is needed is used; of each there are three systems. */
    static final List<String> APPLICATIONS = List.of("sap", "generic", "netsuite", "erpnext");

    static final int SYSTEMS = 3;

    /** By application, the functions by code. */
    static final Map<String, Map<String, Set<String>>> GIVEN =
            SET.applications().stream().collect(Collectors.toMap(Function.identity(), ShippedFunctions::given));

    private ShippedFunctions() {}

    /** What somebody holds in a system, or does there. */
    record Held(String systemId, String entitlement, String functionId) {}

    /** For every alternative of every side the first choice of the others with which it is found in systems. */
    static List<List<Held>> choices(SodRulePublished rule, List<List<String>> sides) {
        Map<List<String>, List<Held>> choices = new LinkedHashMap<>();
        for (int i = 0; i < sides.size(); i++) {
            int side = i;
            for (String alternative : sides.get(side)) {
                List<String> choice = combinations(sides).stream()
                        .filter(functions -> functions.get(side).equals(alternative))
                        .filter(functions -> places(rule, functions).isPresent())
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(rule.ruleId() + ": nothing gives " + alternative));
                choices.put(choice, places(rule, choice).orElseThrow());
            }
        }
        return List.copyOf(choices.values());
    }

    private static List<List<String>> combinations(List<List<String>> sides) {
        List<List<String>> all = List.of(List.of());
        for (List<String> side : sides) {
            List<List<String>> longer = new ArrayList<>();
            for (List<String> begun : all) {
                for (String next : side) {
                    longer.add(Stream.concat(begun.stream(), Stream.of(next)).toList());
                }
            }
            all = longer;
        }
        return all;
    }

    /** In one system, or where the rule is about several in one each; empty where no application has codes for all. */
    private static Optional<List<Held>> places(SodRulePublished rule, List<String> functions) {
        if (rule.type() != SodRuleType.CROSS_APP) {
            return inOneApplication(functions, functions);
        }
        List<Held> places = new ArrayList<>();
        for (int i = 0; i < functions.size(); i++) {
            Optional<List<Held>> one = inOneApplication(List.of(functions.get(i)), functions);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            Held first = one.get().get(0);
            places.add(
                    new Held(first.systemId().replace("-1", "-" + (i + 1)), first.entitlement(), first.functionId()));
        }
        return Optional.of(places);
    }

    /** @param apart functions that must not come with each other by one code */
    static Optional<List<Held>> inOneApplication(List<String> functions, List<String> apart) {
        for (String application : APPLICATIONS) {
            Map<String, Set<String>> given = GIVEN.get(application);
            List<Held> places = new ArrayList<>();
            for (String function : functions) {
                given.entrySet().stream()
                        .filter(code -> code.getValue().contains(function))
                        .filter(code -> apart.stream()
                                .allMatch(other -> other.equals(function)
                                        || !code.getValue().contains(other)))
                        .findFirst()
                        .ifPresent(code -> places.add(new Held(application + "-1", code.getKey(), function)));
            }
            if (places.size() == functions.size()) {
                return Optional.of(places);
            }
        }
        return Optional.empty();
    }

    /** Functions by code, as exported. */
    private static Map<String, Set<String>> given(String application) {
        Map<String, Set<String>> given = new TreeMap<>();
        for (ReferenceEvent event : SET.mappings("any", application, FROM)) {
            EntitlementMapped mapping = (EntitlementMapped) event;
            given.put(
                    mapping.entitlement(),
                    mapping.functions().stream().map(FunctionUse::functionId).collect(Collectors.toSet()));
        }
        return given;
    }

    static String show(String function) {
        return "SHOW " + function;
    }
}
