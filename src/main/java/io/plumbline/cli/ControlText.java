package io.plumbline.cli;

import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.DeviationKind;
import io.plumbline.catalogue.ParameterDefinition;
import io.plumbline.catalogue.Regime;
import io.plumbline.monitor.Scenario;
import io.plumbline.yaml.ControlFolder;
import java.io.PrintWriter;
import java.util.Map;
import java.util.stream.Collectors;

/** A control as a text to read. */
final class ControlText {

    private ControlText() {}

    /** @param inForce values of the customer's own, by parameter */
    static void show(ControlFolder folder, Map<String, String> inForce, PrintWriter out) {
        ControlDefinition control = folder.definition();
        out.printf("%s %s (%s)%n%n%s%n", control.id(), control.title(), control.version(), control.procedure());
        control.assertions().forEach((regime, assertion) -> {
            out.printf("%n%s  %s%n", regime, assertion.objective());
            out.printf("     criteria: %s%n", String.join(", ", assertion.criteria()));
            out.printf("     test:     %s%n", assertion.testMethod());
            out.printf("     evidence: %s%n", String.join(", ", assertion.requiredEvidence()));
            out.printf(
                    "     owners:   control %s; business %s; system %s; risk %s%n",
                    assertion.owners().control(),
                    assertion.owners().business(),
                    assertion.owners().system(),
                    assertion.owners().risk());
        });
        out.printf("%nIt can deviate:%n");
        control.kinds()
                .forEach(kind -> out.printf(
                        "  %-24s %-10s %s%s%n",
                        kind.name(), kind.nature(), String.join(", ", kind.variants()), narrowed(kind)));
        out.printf("%nParameters:%n");
        control.parameters().forEach(parameter -> parameter(parameter, inForce, out));
        out.printf("%nFrameworks:%n");
        control.mappings().forEach((framework, ids) -> out.printf("  %-16s %s%n", framework, String.join(", ", ids)));
        out.printf("%nTraps:%n");
        control.traps().forEach((name, trap) -> {
            out.printf("  - %s%n", trap.strip());
            folder.scenariosOf(name).forEach(scenario -> out.printf("      shown by: %s%n", scenario.name()));
        });
        out.printf("%nScenarios (%d):%n", folder.scenarios().size());
        folder.scenarios().stream().map(Scenario::name).forEach(name -> out.printf("  - %s%n", name));
        out.printf("%nWhat to do: %s%n%nKnown limits:%n", control.guidance());
        control.limitations().forEach(limitation -> out.printf("  - %s%n", limitation));
        out.flush();
    }

    private static String narrowed(DeviationKind kind) {
        return kind.regimes().isEmpty()
                ? ""
                : " (for " + kind.regimes().stream().map(Regime::name).sorted().collect(Collectors.joining(" and "))
                        + " only)";
    }

    private static void parameter(ParameterDefinition parameter, Map<String, String> inForce, PrintWriter out) {
        String own = inForce.get(parameter.name());
        out.printf(
                "  %-24s %-10s %s (%s)%n",
                parameter.name(),
                own == null ? parameter.defaultValue() : own,
                parameter.description(),
                own == null ? parameter.basis() : "own value; the default is " + parameter.defaultValue());
    }
}
