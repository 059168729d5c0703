package io.plumbline.yaml;

import io.plumbline.json.Document;
import io.plumbline.json.Problem;
import io.plumbline.json.Problems;
import io.plumbline.json.Reading;
import io.plumbline.json.RecordReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One version of a published framework and the ids of its clauses, kept apart from the controls that map to them.
 *
 * @param framework its name
 * @param version as published
 * @param source document the ids were taken from
 * @param partial true where the list leaves out clauses of the framework
 * @param note what is left out or ours
 */
public record Framework(
        String framework, String version, String source, boolean partial, Optional<String> note, List<String> ids) {

    /** Keys of all frameworks a control may map to; {@code frameworks/<key>.yaml} holds each. */
    public static final List<String> KEYS = List.of(
            "cobit-2019",
            "coso-2013",
            "iso-27001-2022",
            "nist-800-207",
            "nist-800-53r5",
            "nist-csf-1.1",
            "nist-csf-2.0",
            "owasp-nhi-2025",
            "pci-dss-4.0",
            "soc2-tsc-2017",
            "sox-itgc");

    public Framework {
        ids = List.copyOf(ids);
    }

    /** All frameworks by key. */
    public static Reading<SortedMap<String, Framework>> all(FileTree files) {
        SortedMap<String, Framework> all = new TreeMap<>();
        List<Problem> problems = new ArrayList<>();
        for (String key : KEYS) {
            Reading<Framework> reading = read(files, "frameworks/" + key + ".yaml");
            problems.addAll(reading.problems());
            reading.value().ifPresent(framework -> all.put(key, framework));
        }
        return Reading.of(Collections.unmodifiableSortedMap(all), problems);
    }

    static Reading<Framework> read(FileTree files, String path) {
        Optional<String> text = files.read(path);
        if (text.isEmpty()) {
            return new Reading<>(Optional.empty(), List.of(new Problem(path, 0, "", "is missing; add the file")));
        }
        Document document = YamlDocument.parse(path, text.get());
        Problems problems = document.problems();
        if (!RecordReader.isObject(document.root(), "", problems)) {
            return new Reading<>(Optional.empty(), problems.all());
        }
        Optional<Framework> framework = RecordReader.YAML.read(document.root(), Framework.class, "", problems);
        framework.ifPresent(read -> {
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < read.ids().size(); i++) {
                if (!seen.add(read.ids().get(i))) {
                    problems.add(Problems.item("ids", i), "'" + read.ids().get(i) + "' stands twice; keep one");
                }
            }
            if (read.ids().isEmpty()) {
                problems.add("ids", "must list at least one id");
            }
        });
        return new Reading<>(problems.count() == 0 ? framework : Optional.empty(), problems.all());
    }
}
