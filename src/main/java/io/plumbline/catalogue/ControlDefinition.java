package io.plumbline.catalogue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A control as its folder states it: what it claims to whom, how it can deviate, and what it is measured by.
 *
 * @param id for example {@code JML-01}
 * @param title the compliant state, as a sentence
 * @param version of this definition, for example {@code 1.0.0}; printed on every verdict
 * @param family the folder it stands in, for example {@code lifecycle}
 * @param procedure the test in words, as an auditor would carry it out
 * @param assertions the claim made to each regime
 * @param kinds how it can deviate
 * @param mappings ids of framework clauses, by framework and version key
 * @param guidance what to do about an exception
 * @param limitations what the control is known not to see
 * @param traps what a careless test of it would get wrong, by name; scenarios name those they show
 */
public record ControlDefinition(
        String id,
        String title,
        String version,
        String family,
        String procedure,
        SortedMap<Regime, Assertion> assertions,
        List<DeviationKind> kinds,
        List<ParameterDefinition> parameters,
        SortedMap<String, List<String>> mappings,
        String guidance,
        List<String> limitations,
        SortedMap<String, String> traps) {

    public ControlDefinition {
        assertions = Collections.unmodifiableSortedMap(new TreeMap<>(assertions));
        kinds = List.copyOf(kinds);
        parameters = List.copyOf(parameters);
        mappings = Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(mappings)));
        limitations = List.copyOf(limitations);
        traps = Collections.unmodifiableSortedMap(new TreeMap<>(traps));
    }

    /** The kind of that name; a control may only report kinds it defines. */
    public DeviationKind kind(String name) {
        return kinds.stream()
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(id + " defines no kind of deviation '" + name + "'"));
    }

    public Optional<ParameterDefinition> parameter(String name) {
        return parameters.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    /** All variants of all kinds. */
    public List<String> variants() {
        return kinds.stream().flatMap(kind -> kind.variants().stream()).toList();
    }
}
