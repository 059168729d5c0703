package io.plumbline.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.event.EventKind;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.json.Document;
import io.plumbline.json.Problem;
import io.plumbline.json.Problems;
import io.plumbline.json.Reading;
import io.plumbline.json.RecordReader;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The reference data of a company as a YAML file, or several: systems, sources, functions, mappings, roles, rules, parameters,
 * stages, calendars and exemptions under the key {@code reference}.
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
        return check(List.of(Content.of(file, text)), new ReferenceChecks(definitions, "in this file"));
    }

    /**
     * Reads a file that holds a company's own values of parameters and nothing else; each says why it is so, who approved it and
     * from when it applies.
     */
    public static Reading<ReferenceFile> readParameters(
            String file, String text, Collection<ControlDefinition> definitions) {
        Content content = Content.of(file, text);
        Problems problems = content.document().problems();
        JsonNode entries = content.document().root().path("reference");
        for (int i = 0; i < entries.size(); i++) {
            JsonNode entry = entries.path(i);
            String path = Problems.item("reference", i);
            if (!entry.path("kind").asText().equals(EventKind.PARAMETER_CHANGED.wireName())) {
                problems.add(
                        Problems.key(path, "kind"),
                        "must be param.changed, since the file is for parameters alone; put the entry into another file");
            } else if (entry.path("approvedBy").asText().isBlank()) {
                problems.add(
                        Problems.key(path, "approvedBy"), "is missing; name who approved the value, by identity id");
            }
        }
        return check(List.of(content), new ReferenceChecks(definitions, "in this file"));
    }

    /**
     * Reads several files and checks them as a whole; what one names another may hold, or the catalogue in force.
     *
     * @param texts text by file name
     */
    public static Reading<ReferenceFile> readAll(
            SortedMap<String, String> texts,
            Collection<ControlDefinition> definitions,
            Collection<ReferenceEvent> inForce) {
        ReferenceChecks checks = new ReferenceChecks(
                definitions, inForce.isEmpty() ? "in these files" : "in these files or in the catalogue");
        inForce.forEach(checks::collect);
        return check(
                texts.entrySet().stream()
                        .map(each -> Content.of(each.getKey(), each.getValue()))
                        .toList(),
                checks);
    }

    private static Reading<ReferenceFile> check(List<Content> contents, ReferenceChecks checks) {
        contents.forEach(content -> content.entries().forEach(entry -> checks.collect(entry.event())));
        Map<String, String> fileOf = new HashMap<>();
        for (Content content : contents) {
            for (ReferenceEntries.Entry entry : content.entries()) {
                String before = fileOf.putIfAbsent(entry.version(), content.file());
                if (before != null && !before.equals(content.file())) {
                    content.document()
                            .problems()
                            .add(
                                    entry.path(),
                                    "is the same version as an entry of " + before + " (" + entry.version()
                                            + "); keep one, or give it a later effectiveFrom");
                }
            }
            checks.check(content.entries(), content.document().problems(), content.warnings());
        }
        return Reading.of(
                new ReferenceFile(
                        contents.stream()
                                .flatMap(content -> content.entries().stream())
                                .map(ReferenceEntries.Entry::event)
                                .toList(),
                        contents.stream()
                                .flatMap(content -> content.warnings().all().stream())
                                .toList()),
                contents.stream()
                        .flatMap(content -> content.document().problems().all().stream())
                        .toList());
    }

    /** One file as read. */
    private record Content(String file, Document document, Problems warnings, List<ReferenceEntries.Entry> entries) {

        static Content of(String file, String text) {
            Document document = YamlDocument.parse(file, text);
            Problems problems = document.problems();
            List<ReferenceEntries.Entry> entries = List.of();
            if (problems.count() == 0 && RecordReader.isObject(document.root(), "", problems)) {
                RecordReader.checkKeys(document.root(), List.of("reference"), "", problems);
                entries = ReferenceEntries.read(document.root(), "", SOURCE, problems);
            }
            return new Content(file, document, document.warnings(), entries);
        }
    }
}
