package io.plumbline.app;

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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** What the demonstration feeds: two histories that happened, and one small company that did not. */
record DemoStory(List<ReferenceEvent> reference, List<Delivery> deliveries) {

    private static final String COMPANY = "/demo/company/";

    DemoStory {
        reference = List.copyOf(reference);
        deliveries = List.copyOf(deliveries);
    }

    /** Reads all of it, with the reference data that someone has to declare for it. */
    static DemoStory read(Collection<ControlDefinition> definitions) {
        SortedMap<String, SourceAdapter> sources = Sources.all();
        List<ReferenceEvent> reference = new ArrayList<>();
        for (String set : List.of("/demo/cloudtrail/", "/demo/go-changes/", COMPANY)) {
            reference.addAll(reference(set + "reference.yaml", definitions));
        }
        return new DemoStory(
                reference,
                List.of(
                        sources.get("cloudtrail").read(DemoSet.CLOUDTRAIL.files()),
                        sources.get("go-changes").read(DemoSet.GO_CHANGES.files()),
                        sources.get("events").read(List.of(SourceFile.resource(COMPANY + "events.jsonl")))));
    }

    /** Everything in the order to send it: reference data first. */
    List<Event> events() {
        List<Event> all = new ArrayList<>(reference);
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
