package io.plumbline.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.event.Authentication;
import io.plumbline.event.Event;
import io.plumbline.event.EventKind;
import io.plumbline.event.Header;
import io.plumbline.event.Header.CaptureMethod;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.SourceHealthEvent;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads an event from its object form: {@code kind}, the keys of the header, and the components of the kind's record, side by
 * side in one object.
 *
 * <p>Header keys: {@code source}, {@code id} (or {@code sourceEventId}), {@code at} (or {@code occurredAt}),
 * {@code recordedAt} (else the same as {@code at}), {@code offset} (else that of {@code at}, where it is not UTC),
 * {@code actor}, {@code authentication}, {@code ticket}, {@code baseline}, {@code capture}, {@code onBehalfOf}.
 */
public final class EventReader {

    /** Keys of the header, in the order they are written. */
    static final List<String> HEADER_KEYS = List.of(
            "source",
            "id",
            "at",
            "recordedAt",
            "offset",
            "actor",
            "authentication",
            "ticket",
            "baseline",
            "capture",
            "onBehalfOf");

    private static final Map<String, String> ALIASES = Map.of("id", "sourceEventId", "at", "occurredAt");

    /** Kinds Plumbline writes itself and takes from nobody. */
    private static final Set<EventKind> OWN = Stream.of(EventKind.values())
            .filter(kind -> kind.topic() == EventKind.InboundTopic.NONE)
            .collect(Collectors.toUnmodifiableSet());

    /** Keys an event has beside the components of its kind. */
    private static final Set<String> BESIDE = Stream.of(HEADER_KEYS, ALIASES.values(), List.of("kind"))
            .flatMap(Collection::stream)
            .collect(Collectors.toUnmodifiableSet());

    private final RecordReader records;
    private final Set<EventKind> refused;

    public EventReader(RecordReader records) {
        this(records, OWN);
    }

    private EventReader(RecordReader records, Set<EventKind> refused) {
        this.records = records;
        this.refused = refused;
    }

    /** One that also takes what Plumbline states of sources itself: a scenario may tell it, a source may not. */
    public static EventReader ofScenarios(RecordReader records) {
        return new EventReader(
                records,
                OWN.stream()
                        .filter(kind -> !SourceHealthEvent.class.isAssignableFrom(kind.type()))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * What stands in for header keys that are absent.
     *
     * @param source for every kind
     * @param referenceSource for reference data, where there is no {@code source}
     * @param dated whether {@code at} may be absent and is then {@code effectiveAt} or {@code effectiveFrom}
     */
    public record Defaults(
            Optional<String> source, Optional<String> referenceSource, Optional<String> id, boolean dated) {

        /** None: {@code source}, {@code id} and {@code at} must be given. */
        public static final Defaults NONE = new Defaults(Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /** The event of an object; empty where something is wrong with it, which then stands in {@code problems}. */
    public Optional<Event> read(JsonNode node, String path, Defaults defaults, Problems problems) {
        if (!RecordReader.isObject(node, path, problems)) {
            return Optional.empty();
        }
        Optional<EventKind> kind = kind(node, path, problems);
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        boolean reference = ReferenceEvent.class.isAssignableFrom(kind.get().type());
        Optional<String> source = reference ? defaults.source().or(defaults::referenceSource) : defaults.source();
        int before = problems.count();
        Optional<Header> header = header(node, path, source, defaults, problems);
        Object given = header.orElseGet(() -> Header.of("unread", "unread", Instant.EPOCH));
        Optional<Object> event =
                records.record(node, kind.get().type(), path, problems, Map.of("header", given), BESIDE);
        return problems.count() == before ? event.map(Event.class::cast) : Optional.empty();
    }

    /** The kind an object names; empty, with a problem, where it names none there is. */
    public Optional<EventKind> kind(JsonNode node, String path, Problems problems) {
        Optional<String> name = records.text(node, "kind", path, problems);
        Optional<EventKind> kind = name.flatMap(EventKind::named);
        if (name.isPresent() && kind.isEmpty()) {
            problems.add(
                    Problems.key(path, "kind"),
                    "must be one of "
                            + Stream.of(EventKind.values())
                                    .filter(known -> !refused.contains(known))
                                    .map(EventKind::wireName)
                                    .collect(Collectors.joining(", "))
                            + ", was '" + name.get() + "'");
        } else if (kind.filter(refused::contains).isPresent()) {
            problems.add(
                    Problems.key(path, "kind"), "'" + name.get() + "' is written by Plumbline itself; leave it out");
            return Optional.empty();
        }
        return kind;
    }

    private Optional<Header> header(
            JsonNode node, String path, Optional<String> source, Defaults defaults, Problems problems) {
        Optional<String> from = given(node, "source", String.class, source, path, problems);
        Optional<String> id = given(node, "id", String.class, defaults.id(), path, problems);
        String atKey = defaults.dated() ? dateKey(node) : "at";
        Optional<Instant> at = given(node, atKey, Instant.class, Optional.empty(), path, problems);
        Optional<Instant> recordedAt = node.hasNonNull("recordedAt")
                ? given(node, "recordedAt", Instant.class, Optional.empty(), path, problems)
                : at;
        Optional<String> offset = node.hasNonNull("offset")
                ? given(node, "offset", String.class, Optional.empty(), path, problems)
                : offsetOf(node.path(keyOf(node, atKey)).asText());
        Optional<Principal> actor = optional(node, "actor", Principal.class, path, problems);
        Optional<Authentication> authentication =
                optional(node, "authentication", Authentication.class, path, problems);
        Optional<String> ticket = optional(node, "ticket", String.class, path, problems);
        Optional<Boolean> baseline = given(node, "baseline", boolean.class, Optional.empty(), path, problems);
        Optional<CaptureMethod> capture = given(node, "capture", CaptureMethod.class, Optional.empty(), path, problems);
        Optional<List<String>> onBehalfOf = node.hasNonNull("onBehalfOf")
                ? records.texts(node.path("onBehalfOf"), Problems.key(path, "onBehalfOf"), problems)
                : Optional.of(List.of());
        if (from.isEmpty()
                || id.isEmpty()
                || at.isEmpty()
                || recordedAt.isEmpty()
                || baseline.isEmpty()
                || capture.isEmpty()
                || onBehalfOf.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Header(
                from.get(),
                id.get(),
                at.get(),
                recordedAt.get(),
                offset,
                actor,
                authentication,
                ticket,
                baseline.get(),
                capture.get(),
                onBehalfOf.get()));
    }

    @SuppressWarnings("unchecked")
    private <T> Optional<T> given(
            JsonNode node, String key, Class<T> type, Optional<T> otherwise, String path, Problems problems) {
        String alias = ALIASES.getOrDefault(key, key);
        if (!alias.equals(key) && node.hasNonNull(key) && node.hasNonNull(alias)) {
            problems.add(Problems.key(path, alias), "says the same as '" + key + "'; keep one of the two");
        }
        String used = keyOf(node, key);
        if (!node.hasNonNull(used) && otherwise.isPresent()) {
            return otherwise;
        }
        return records.value(node.path(used), type, Problems.key(path, used), problems)
                .map(value -> (T) value);
    }

    private <T> Optional<T> optional(JsonNode node, String key, Class<T> type, String path, Problems problems) {
        return node.hasNonNull(key) ? given(node, key, type, Optional.empty(), path, problems) : Optional.empty();
    }

    private static String keyOf(JsonNode node, String key) {
        String alias = ALIASES.getOrDefault(key, key);
        return node.hasNonNull(alias) && !node.hasNonNull(key) ? alias : key;
    }

    private static String dateKey(JsonNode node) {
        if (node.hasNonNull(keyOf(node, "at"))) {
            return "at";
        }
        return Stream.of("effectiveAt", "effectiveFrom")
                .filter(node::hasNonNull)
                .findFirst()
                .orElse("at");
    }

    /** The offset an instant is written with, where it is not UTC. */
    private static Optional<String> offsetOf(String instant) {
        try {
            return Optional.of(OffsetDateTime.parse(instant).getOffset())
                    .filter(offset -> !offset.equals(ZoneOffset.UTC))
                    .map(ZoneOffset::getId);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
