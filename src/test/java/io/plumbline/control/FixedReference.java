package io.plumbline.control;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.ParameterDefinition;
import io.plumbline.event.Feed;
import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.facts.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One production system in scope of SOX, and one source that carries everything about it with two hours' grace. */
public final class FixedReference {

    public static final String SYSTEM = "bank";
    public static final String SOURCE = "all";
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    private final ControlDefinition definition;
    private final Catalogue catalogue;

    private FixedReference(ControlDefinition definition) {
        this.definition = definition;
        this.catalogue = Catalogue.of(1, List.of(system(), source()));
    }

    /** The reference of a control that has these parameters, by name. */
    public static FixedReference of(String controlId, Map<String, String> durations, Map<String, String> texts) {
        TreeMap<String, String> all = new TreeMap<>(durations);
        all.putAll(texts);
        return new FixedReference(new ControlDefinition(
                controlId,
                "",
                "1.0.0",
                "",
                "",
                new TreeMap<>(),
                List.of(),
                all.entrySet().stream()
                        .map(entry -> parameter(
                                entry.getKey(),
                                entry.getValue(),
                                durations.containsKey(entry.getKey())
                                        ? ParameterDefinition.Type.DURATION
                                        : ParameterDefinition.Type.TEXT))
                        .toList(),
                new TreeMap<>(),
                "",
                List.of(),
                new TreeMap<>()));
    }

    public Reference settledTo(String instant) {
        return new Reference(definition, catalogue, Watermarks.of(Map.of(SOURCE, Instant.parse(instant))));
    }

    public Reference settledWithGap(String settled, String from, String to) {
        Interval gap = Interval.of(Instant.parse(from), Instant.parse(to));
        return new Reference(
                definition,
                catalogue,
                new Watermarks(
                        new TreeMap<>(Map.of(SOURCE, Instant.parse(settled))),
                        new TreeMap<>(Map.of(SOURCE, List.of(gap)))));
    }

    private static ParameterDefinition parameter(String name, String value, ParameterDefinition.Type type) {
        return new ParameterDefinition(name, type, value, Optional.empty(), Optional.empty(), "", "");
    }

    private static ReferenceEvent system() {
        return ReferenceEvents.system(Header.of("registry", "system", LONG_AGO), SYSTEM, LONG_AGO)
                .build();
    }

    private static ReferenceEvent source() {
        return ReferenceEvents.source(
                        Header.of("registry", "source", LONG_AGO),
                        SOURCE,
                        LONG_AGO,
                        List.of(Feed.ELEVATIONS, Feed.SESSIONS, Feed.CHANGES))
                .systems(List.of(SYSTEM))
                .grace(Duration.ofHours(2))
                .build();
    }
}
