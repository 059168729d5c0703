package io.plumbline.yaml;

import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.json.Document;
import io.plumbline.json.Problem;
import io.plumbline.json.Problems;
import io.plumbline.json.Reading;
import io.plumbline.json.RecordReader;
import java.util.Collection;
import java.util.List;

/**
 * The reference data of a company as a YAML file: systems, sources, functions, mappings, roles, rules and parameters under the
 * key {@code reference}.
 *
 * @param warnings what reads well and will probably not do what was meant
 */
public record ReferenceFile(List<ReferenceEvent> events, List<Problem> warnings) {

    /** The {@code source} of entries that name none. */
    public static final String SOURCE = "reference";

    public ReferenceFile {
        events = List.copyOf(events);
        warnings = List.copyOf(warnings);
    }

    /** Reads a file's text and checks it as a whole; parameters are checked against these control definitions. */
    public static Reading<ReferenceFile> read(String file, String text, Collection<ControlDefinition> definitions) {
        Document document = YamlDocument.parse(file, text);
        Problems problems = document.problems();
        Problems warnings = document.warnings();
        List<ReferenceEntries.Entry> entries = List.of();
        if (problems.count() == 0 && RecordReader.isObject(document.root(), "", problems)) {
            RecordReader.checkKeys(document.root(), List.of("reference"), "", problems);
            entries = ReferenceEntries.read(document.root(), "", SOURCE, problems);
            ReferenceChecks.check(entries, definitions, problems, warnings);
        }
        List<ReferenceEvent> events =
                entries.stream().map(ReferenceEntries.Entry::event).toList();
        return Reading.of(new ReferenceFile(events, warnings.all()), problems.all());
    }
}
