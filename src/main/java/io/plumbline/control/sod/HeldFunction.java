package io.plumbline.control.sod;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.control.EffectiveAccess.Path;
import io.plumbline.event.ReferenceEvent.ActivityLevel;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.ReferenceEvent.FunctionUse;
import io.plumbline.facts.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A function someone could perform, and when: through one path, by the mapping in force at the time.
 *
 * @param during when the path was usable and its entitlement gave the function
 * @param scope values by dimension to which it was limited; a dimension that is not named is not known to be limited
 */
record HeldFunction(FunctionUse use, Path path, Interval during, Map<String, Set<String>> scope) {

    static final Comparator<HeldFunction> IN_ORDER = Comparator.comparing(HeldFunction::during)
            .thenComparing(held -> held.use().functionId())
            .thenComparing(held -> held.path().grant().object())
            .thenComparing(held -> held.path().entitlement());

    /** The functions that paths of one system give, by function; looking at something is not performing it. */
    static Map<String, List<HeldFunction>> byFunction(List<Path> paths, Catalogue catalogue) {
        Map<String, List<HeldFunction>> functions = new TreeMap<>();
        for (Path path : paths) {
            Map<String, Set<String>> scope = scopeOf(path);
            for (Dated<EntitlementMapped> mapping : catalogue.mapping(path.systemId(), path.entitlement())) {
                Optional<Interval> during = path.usable().intersect(mapping.inForce());
                for (FunctionUse use : mapping.value().functions()) {
                    if (during.isPresent() && use.level() != ActivityLevel.DISPLAY) {
                        functions
                                .computeIfAbsent(use.functionId(), id -> new ArrayList<>())
                                .add(new HeldFunction(use, path, during.get(), scope));
                    }
                }
            }
        }
        functions.values().forEach(held -> held.sort(IN_ORDER));
        return functions;
    }

    private static Map<String, Set<String>> scopeOf(Path path) {
        Map<String, Set<String>> values = new TreeMap<>();
        for (String scope : path.grant().scope()) {
            int equals = scope.indexOf('=');
            if (equals > 0) {
                values.computeIfAbsent(scope.substring(0, equals), dimension -> new TreeSet<>())
                        .add(scope.substring(equals + 1));
            }
        }
        return values;
    }

    /** Whether it may be performed where the dimensions have these values. */
    boolean allows(Map<String, String> values) {
        return values.entrySet().stream()
                .allMatch(value -> !scope.containsKey(value.getKey())
                        || scope.get(value.getKey()).contains(value.getValue()));
    }

    /** What is held and how it came about, in words. */
    String words() {
        return use.functionId() + " (" + use.level() + ") by " + path.entitlement()
                + path.through().map(role -> " in role " + role.roleId()).orElse("")
                + ", grant " + path.grant().key()
                + path.grant()
                        .account()
                        .map(account -> " of account " + account)
                        .orElse("")
                + (scope.isEmpty()
                        ? ""
                        : " for " + String.join(", ", path.grant().scope()))
                + ", usable " + during;
    }
}
