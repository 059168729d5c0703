package io.plumbline.yaml;

import io.plumbline.catalogue.Assertion;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.DeviationKind;
import io.plumbline.catalogue.ParameterDefinition;
import io.plumbline.catalogue.Regime;
import io.plumbline.json.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a definition must satisfy beyond its form. */
final class DefinitionChecks {

    /** Fields of an assertion record a regime may require. */
    private static final Set<String> EVIDENCE =
            new TreeSet<>(List.of("approver", "businessOwner", "systemOwner", "riskOwner", "justification", "ticket"));

    private static final String LOWER_CASE = "[a-z][a-z0-9]*(-[a-z0-9]+)*";
    private static final String UPPER_CASE = "[A-Z][A-Z0-9]*(_[A-Z0-9]+)*";

    private final ControlDefinition definition;
    private final Map<String, Framework> frameworks;
    private final Problems problems;

    private DefinitionChecks(ControlDefinition definition, Map<String, Framework> frameworks, Problems problems) {
        this.definition = definition;
        this.frameworks = frameworks;
        this.problems = problems;
    }

    static void check(ControlDefinition definition, Map<String, Framework> frameworks, Problems problems) {
        DefinitionChecks checks = new DefinitionChecks(definition, frameworks, problems);
        checks.version();
        checks.assertions();
        checks.kinds();
        checks.parameters();
        checks.mappings();
        checks.traps();
    }

    private void version() {
        if (!definition.version().matches("\\d+\\.\\d+\\.\\d+")) {
            problems.add("version", "must be three numbers such as 1.0.0, was '" + definition.version() + "'");
        }
    }

    private void assertions() {
        if (definition.assertions().isEmpty()) {
            problems.add("assertions", "must state a claim to at least one regime: SOC, SOX");
        }
        definition.assertions().forEach((regime, assertion) -> assertion(regime, assertion, "assertions." + regime));
    }

    private void assertion(Regime regime, Assertion assertion, String path) {
        String criteria = Problems.key(path, "criteria");
        if (assertion.criteria().isEmpty()) {
            problems.add(criteria, "must name at least one id of " + ControlDefinitions.criteriaOf(regime));
        }
        checkIds(ControlDefinitions.criteriaOf(regime), assertion.criteria(), criteria);
        String evidence = Problems.key(path, "requiredEvidence");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < assertion.requiredEvidence().size(); i++) {
            String field = assertion.requiredEvidence().get(i);
            if (!EVIDENCE.contains(field)) {
                problems.add(
                        Problems.item(evidence, i),
                        "must be one of " + String.join(", ", EVIDENCE) + ", was '" + field + "'");
            } else if (!seen.add(field)) {
                problems.add(Problems.item(evidence, i), "'" + field + "' stands twice; keep one");
            }
        }
    }

    private void kinds() {
        if (definition.kinds().isEmpty()) {
            problems.add("kinds", "must define at least one kind of deviation");
        }
        Set<String> names = new HashSet<>();
        Set<String> variants = new HashSet<>();
        for (int i = 0; i < definition.kinds().size(); i++) {
            DeviationKind kind = definition.kinds().get(i);
            String path = Problems.item("kinds", i);
            name(kind.name(), names, "kind", Problems.key(path, "name"));
            String list = Problems.key(path, "variants");
            if (kind.variants().isEmpty()) {
                problems.add(list, "must name at least one variant");
            }
            for (int j = 0; j < kind.variants().size(); j++) {
                name(kind.variants().get(j), variants, "variant", Problems.item(list, j));
            }
            regimes(kind, path);
        }
    }

    private void regimes(DeviationKind kind, String path) {
        asserted(kind.regimes(), Problems.key(path, "regimes"));
        asserted(kind.curedLateFor(), Problems.key(path, "curedLateFor"));
        for (Regime regime : new TreeSet<>(kind.curedLateFor())) {
            if (definition.assertions().containsKey(regime) && !kind.isFor(regime)) {
                problems.add(
                        Problems.key(path, "curedLateFor"),
                        "names " + regime + ", for which the kind is no deviation; remove it or add it to regimes");
            }
        }
    }

    private void asserted(Set<Regime> regimes, String path) {
        for (Regime regime : new TreeSet<>(regimes)) {
            if (!definition.assertions().containsKey(regime)) {
                problems.add(
                        path,
                        "names " + regime
                                + ", to which the control makes no assertion; remove it or add the assertion");
            }
        }
    }

    private void name(String name, Set<String> seen, String what, String path) {
        if (!name.matches(UPPER_CASE)) {
            problems.add(path, "must be in upper case such as LATE_DISABLED, was '" + name + "'");
        } else if (!seen.add(name)) {
            problems.add(path, what + " '" + name + "' is defined twice; each must be unique in its control");
        }
    }

    private void parameters() {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < definition.parameters().size(); i++) {
            ParameterDefinition parameter = definition.parameters().get(i);
            String path = Problems.item("parameters", i);
            if (!names.add(parameter.name())) {
                problems.add(
                        Problems.key(path, "name"),
                        "parameter '" + parameter.name() + "' is defined twice; each must be unique in its control");
            }
            ParameterDefinition unbounded = new ParameterDefinition(
                    parameter.name(),
                    parameter.type(),
                    parameter.defaultValue(),
                    Optional.empty(),
                    Optional.empty(),
                    parameter.description(),
                    parameter.basis());
            Optional<String> min = parameter.minimum().flatMap(unbounded::problemWith);
            Optional<String> max = parameter.maximum().flatMap(unbounded::problemWith);
            min.ifPresent(problem -> problems.add(Problems.key(path, "min"), problem));
            max.ifPresent(problem -> problems.add(Problems.key(path, "max"), problem));
            boolean bounded = min.isEmpty() && max.isEmpty();
            (bounded ? parameter : unbounded)
                    .problemWith(parameter.defaultValue())
                    .ifPresent(problem -> problems.add(Problems.key(path, "default"), problem));
        }
    }

    private void traps() {
        definition.traps().keySet().stream()
                .filter(name -> !name.matches(LOWER_CASE))
                .forEach(name -> problems.add(
                        Problems.key("traps", name), "must be in lower case such as display-is-no-maintenance"));
    }

    private void mappings() {
        if (definition.mappings().isEmpty()) {
            problems.add("mappings", "must map the control to at least one framework");
        }
        definition.mappings().forEach((framework, ids) -> {
            String path = Problems.key("mappings", framework);
            if (!frameworks.containsKey(framework)) {
                problems.add(
                        path,
                        "unknown framework; use one of " + String.join(", ", frameworks.keySet())
                                + ", or add frameworks/" + framework + ".yaml");
            } else {
                if (ids.isEmpty()) {
                    problems.add(path, "must name at least one id, or be removed");
                }
                checkIds(framework, ids, path);
            }
        });
    }

    private void checkIds(String framework, List<String> ids, String path) {
        Framework list = frameworks.get(framework);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.get(i);
            if (!list.ids().contains(id)) {
                problems.add(
                        Problems.item(path, i),
                        "'" + id + "' is no id of " + list.framework() + " " + list.version()
                                + "; correct it, or add it to frameworks/" + framework + ".yaml");
            } else if (!seen.add(id)) {
                problems.add(Problems.item(path, i), "'" + id + "' stands twice; keep one");
            }
        }
    }
}
