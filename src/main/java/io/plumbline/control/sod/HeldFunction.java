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
import java.util.stream.Collectors;

/**
 * A function someone could perform, and when: through one path, by the mapping in force at the time.
 *
 * @param during when the path was usable and its entitlement gave the function
 */
record HeldFunction(FunctionUse use, Path path, Interval during) {

    static final Comparator<HeldFunction> IN_ORDER = Comparator.comparing(HeldFunction::during)
            .thenComparing(held -> held.use().functionId())
            .thenComparing(held -> held.path().grant().object())
            .thenComparing(held -> held.path().entitlement())
            .thenComparing(held -> held.path().roles());

    /** Values by dimension to which it was limited; a dimension that is not named is not known to be limited. */
    Map<String, Set<String>> scope() {
        return path.scope();
    }

    /** The functions that paths of one system give, by function; looking at something is not performing it. */
    static Map<String, List<HeldFunction>> byFunction(List<Path> paths, Catalogue catalogue) {
        Map<String, List<HeldFunction>> functions = new TreeMap<>();
        for (Path path : paths) {
            for (Dated<EntitlementMapped> mapping : catalogue.mapping(path.systemId(), path.entitlement())) {
                Optional<Interval> during = path.usable().intersect(mapping.inForce());
                for (FunctionUse use : mapping.value().functions()) {
                    if (during.isPresent() && use.level() != ActivityLevel.DISPLAY) {
                        functions
                                .computeIfAbsent(use.functionId(), id -> new ArrayList<>())
                                .add(new HeldFunction(use, path, during.get()));
                    }
                }
            }
        }
        functions.values().forEach(held -> held.sort(IN_ORDER));
        return functions;
    }

    /** Whether it may be performed where the dimensions have these values. */
    boolean allows(Map<String, String> values) {
        return values.entrySet().stream()
                .allMatch(value -> !scope().containsKey(value.getKey())
                        || scope().get(value.getKey()).contains(value.getValue()));
    }

    /** What is held and how it came about, in words. */
    String words() {
        return use.functionId() + " (" + use.level() + ") by " + path.entitlement()
                + (path.chain().isEmpty() ? "" : " in role " + path.roles())
                + ", grant " + path.grant().key()
                + path.grant()
                        .account()
                        .map(account -> " of account " + account)
                        .orElse("")
                + (scope().isEmpty() ? "" : " for " + scopeInWords())
                + ", usable " + during;
    }

    private String scopeInWords() {
        return scope().entrySet().stream()
                .map(limit -> limit.getKey() + "=" + String.join("|", limit.getValue()))
                .collect(Collectors.joining(", "));
    }
}
