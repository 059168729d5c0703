package io.plumbline.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A clause of a framework and the controls that cover it.
 *
 * @param framework key of the framework and its version
 * @param controls ids of the controls mapped to it
 * @param scenarios number of their scenarios
 */
public record ClauseCoverage(String framework, String version, String clause, List<String> controls, long scenarios) {

    public ClauseCoverage {
        controls = List.copyOf(controls);
    }

    /** Every clause that is covered, framework by framework, in the order of its list. */
    public static List<ClauseCoverage> of(Collection<ControlFolder> folders, SortedMap<String, Framework> frameworks) {
        List<ClauseCoverage> all = new ArrayList<>();
        for (Map.Entry<String, Framework> framework : frameworks.entrySet()) {
            for (String clause : framework.getValue().ids()) {
                List<ControlFolder> covering = folders.stream()
                        .filter(folder -> folder.definition()
                                .mappings()
                                .getOrDefault(framework.getKey(), List.of())
                                .contains(clause))
                        .toList();
                if (!covering.isEmpty()) {
                    all.add(new ClauseCoverage(
                            framework.getKey(),
                            framework.getValue().version(),
                            clause,
                            covering.stream()
                                    .map(folder -> folder.definition().id())
                                    .toList(),
                            covering.stream()
                                    .mapToLong(folder -> folder.scenarios().size())
                                    .sum()));
                }
            }
        }
        return List.copyOf(all);
    }
}
