package io.plumbline.app;

import io.plumbline.catalogue.CatalogueChange;
import io.plumbline.catalogue.CatalogueChange.Terms;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.event.Event;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.sources.Delivery;
import io.plumbline.sources.DemoSet;
import io.plumbline.sources.SourceAdapter;
import io.plumbline.sources.SourceFile;
import io.plumbline.yaml.ReferenceFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the demonstration feeds: two histories that happened, and one small company that did not.
 *
 * @param changes the reference data that someone has to declare for them, a change of the catalogue for each
 */
record DemoStory(List<CatalogueChange> changes, List<Delivery> deliveries) {

    private static final String COMPANY = "/demo/company/";

    /** Who declares what a set is judged by, and who approves it; all of them owners of systems or risks there. */
    private enum Declaration {
        CLOUDTRAIL("/demo/cloudtrail/", "cloud-operations-lead", "chief-information-security-officer"),
        GO_CHANGES("/demo/go-changes/", "repository-owner", "financial-reporting-risk-owner"),
        COMPANY("/demo/company/", "p-anand", "p-quill");

        private final String directory;
        private final String author;
        private final String approver;

        Declaration(String directory, String author, String approver) {
            this.directory = directory;
            this.author = author;
            this.approver = approver;
        }

        /** The histories lie in the past, and so does what they are judged by. */
        private CatalogueChange change(Collection<ControlDefinition> definitions) {
            return CatalogueChange.of(
                    reference(directory + "reference.yaml", definitions),
                    new Terms(
                            directory.substring(1, directory.length() - 1),
                            author,
                            approver,
                            "what the demonstration is judged by",
                            DECLARED,
                            true));
        }
    }

    /** The day after the newest record of all sets; always the same, so that feeding them again adds nothing. */
    private static final Instant DECLARED = Instant.parse("2026-03-11T00:00:00Z");

    DemoStory {
        changes = List.copyOf(changes);
        deliveries = List.copyOf(deliveries);
    }

    /** Reads all of it, with the reference data that someone has to declare for it. */
    static DemoStory read(Collection<ControlDefinition> definitions) {
        SortedMap<String, SourceAdapter> sources = Sources.all();
        return new DemoStory(
                Stream.of(Declaration.values())
                        .map(declaration -> declaration.change(definitions))
                        .toList(),
                List.of(
                        sources.get("cloudtrail").read(DemoSet.CLOUDTRAIL.files()),
                        sources.get("go-changes").read(DemoSet.GO_CHANGES.files()),
                        sources.get("events").read(List.of(SourceFile.resource(COMPANY + "events.jsonl")))));
    }

    /** Everything in the order to send it: reference data first. */
    List<Event> events() {
        List<Event> all = new ArrayList<>();
        changes.forEach(change -> all.addAll(change.events()));
        deliveries.forEach(delivery -> all.addAll(delivery.events()));
        return all;
    }

    /** The entries of a reference file among the resources of the product. */
    static List<ReferenceEvent> reference(String resource, Collection<ControlDefinition> definitions) {
        try (BufferedReader reader = SourceFile.resource(resource).open()) {
            String text = reader.lines().collect(Collectors.joining("\n"));
            return ReferenceFile.read(resource, text, definitions).orElseThrow().events();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}
