package io.plumbline.control.sod;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.control.EffectiveAccess.Path;
import io.plumbline.event.Event;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.facts.Interval;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A function someone could perform, and when: through one path, by the mapping in force at the time.
 *
 * @param during when the path was usable and its entitlement gave the function
 * @param mapping the version of the mapping that says so; none where knowing a secret is the function
 */
record HeldFunction(FunctionUse use, Path path, Interval during, Optional<EntitlementMapped> mapping) {

    /** Longest chain of roles that is told whole. */
    private static final int MOST_ROLES = 8;

    static final Comparator<HeldFunction> IN_ORDER = Comparator.comparing(HeldFunction::during)
            .thenComparing(held -> held.use().functionId())
            .thenComparing(held -> held.path().grant().object())
            .thenComparing(held -> held.path().entitlement())
            .thenComparing(held -> held.path().roles());

    /**
     * The functions that paths give, of one system or of several, by function and then in order of time; looking at something is
     * not performing it.
     */
    static Map<String, List<HeldFunction>> byFunction(Collection<Path> paths, Catalogue catalogue) {
        Map<String, List<HeldFunction>> functions = new TreeMap<>();
        for (Path path : paths) {
            for (Dated<EntitlementMapped> mapping : catalogue.mapping(path.systemId(), path.entitlement())) {
                Optional<Interval> during = path.usable().intersect(mapping.inForce());
                for (FunctionUse use : mapping.value().performable()) {
                    if (during.isPresent()) {
                        functions
                                .computeIfAbsent(use.functionId(), id -> new ArrayList<>())
                                .add(new HeldFunction(use, path, during.get(), Optional.of(mapping.value())));
                    }
                }
            }
        }
        functions.values().forEach(held -> held.sort(IN_ORDER));
        return functions;
    }

    /** Values by dimension to which it was limited; a dimension that is not named is not known to be limited. */
    Map<String, Set<String>> scope() {
        return path.scope();
    }

    /** The definitions of the roles it goes through, and of what their entitlement gives. */
    Stream<Event> definitions() {
        return Stream.concat(path.chain().stream(), mapping.stream());
    }

    /** What is held and how it came about, in words, every part with the event that says so. */
    String words() {
        return use.functionId() + " (" + use.level() + ") by " + path.entitlement()
                + mapping.map(says -> " (" + says.id() + ")").orElse("")
                + (path.chain().isEmpty() ? "" : " in role " + rolesInWords())
                + ", grant " + path.grant().key() + " (" + path.grant().given().id() + ")"
                + path.grant()
                        .account()
                        .map(account -> " of account " + account)
                        .orElse("")
                + (scope().isEmpty() ? "" : " for " + scopeInWords())
                + ", usable " + during;
    }

    private String rolesInWords() {
        List<RoleDefined> chain = path.chain();
        if (chain.size() <= MOST_ROLES) {
            return inWords(chain);
        }
        int half = MOST_ROLES / 2;
        return inWords(chain.subList(0, half)) + " > (" + (chain.size() - MOST_ROLES) + " more roles) > "
                + inWords(chain.subList(chain.size() - half, chain.size()));
    }

    private static String inWords(List<RoleDefined> roles) {
        return roles.stream()
                .map(role -> role.roleId() + " (" + role.id() + ")")
                .collect(Collectors.joining(" > "));
    }

    private String scopeInWords() {
        return scope().entrySet().stream()
                .map(limit -> limit.getKey() + "=" + String.join("|", limit.getValue()))
                .collect(Collectors.joining(", "));
    }
}
