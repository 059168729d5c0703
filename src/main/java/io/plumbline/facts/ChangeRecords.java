package io.plumbline.facts;

import io.plumbline.event.ChangeEvent.Linked;
import io.plumbline.event.ChangeEvent.RecordEvent;
import io.plumbline.event.ChangeEvent.Requested;
import io.plumbline.event.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The change records that a list of events tells, whatever ids they are stated under.
 *
 * @param own those that something was carried out under, by the id each goes by
 * @param wholes those that others of them are part of, by the id each goes by: what was assessed and tested there counts for the parts
 * @param idOf the id a record goes by, for each of its ids
 */
public record ChangeRecords(
        SortedMap<String, ChangeRecord> own, SortedMap<String, ChangeRecord> wholes, SortedMap<String, String> idOf) {

    public ChangeRecords {
        own = Collections.unmodifiableSortedMap(new TreeMap<>(own));
        wholes = Collections.unmodifiableSortedMap(new TreeMap<>(wholes));
        idOf = Collections.unmodifiableSortedMap(new TreeMap<>(idOf));
    }

    /**
     * @param events in the order of {@link Held}; what is no statement of a change is passed over
     * @param named the ids under which something was carried out
     */
    static ChangeRecords of(List<Event> events, Collection<String> named) {
        List<RecordEvent> statements = events.stream()
                .filter(RecordEvent.class::isInstance)
                .map(RecordEvent.class::cast)
                .toList();
        SortedMap<String, Set<String>> names = names(statements);
        Set<String> parents = new TreeSet<>();
        statements.forEach(statement -> {
            if (statement instanceof Requested requested) {
                requested.parentChangeId().ifPresent(parents::add);
            }
        });
        SortedMap<String, ChangeRecord> own = new TreeMap<>();
        SortedMap<String, ChangeRecord> wholes = new TreeMap<>();
        SortedMap<String, String> idOf = new TreeMap<>();
        for (Set<String> ids : new LinkedHashSet<>(names.values())) {
            ChangeRecord record = ChangeRecord.of(
                    ids,
                    statements.stream()
                            .filter(statement -> ids.contains(statement.changeId()))
                            .toList());
            ids.forEach(id -> idOf.put(id, record.changeId()));
            if (!record.isEmpty()) {
                boolean wholeOnly =
                        ids.stream().anyMatch(parents::contains) && ids.stream().noneMatch(named::contains);
                (wholeOnly ? wholes : own).put(record.changeId(), record);
            }
        }
        return new ChangeRecords(own, wholes, idOf);
    }

    /** All ids of the same change, for every id; links hold both ways. */
    private static SortedMap<String, Set<String>> names(List<RecordEvent> statements) {
        SortedMap<String, Set<String>> names = new TreeMap<>();
        for (RecordEvent statement : statements) {
            names.computeIfAbsent(statement.changeId(), id -> new TreeSet<>(Set.of(id)));
            if (statement instanceof Linked linked) {
                names.computeIfAbsent(linked.otherId(), id -> new TreeSet<>(Set.of(id)));
                Set<String> joined = new TreeSet<>(names.get(linked.changeId()));
                joined.addAll(names.get(linked.otherId()));
                joined.forEach(id -> names.put(id, joined));
            }
        }
        return names;
    }

    /** The record under any of its ids; empty where nothing is stated of it. */
    public Optional<ChangeRecord> record(String changeId) {
        return Optional.ofNullable(own.get(idOf.getOrDefault(changeId, changeId)));
    }

    /** The records that a change is part of, as its requests say. */
    public List<ChangeRecord> wholesOf(ChangeRecord part) {
        List<ChangeRecord> found = new ArrayList<>();
        part.requests().stream()
                .flatMap(request -> request.parentChangeId().stream())
                .map(id -> idOf.getOrDefault(id, id))
                .distinct()
                .forEach(id -> Optional.ofNullable(wholes.get(id))
                        .or(() -> Optional.ofNullable(own.get(id)))
                        .filter(whole -> !whole.equals(part))
                        .ifPresent(found::add));
        return found;
    }

    /** All records by each of their ids. */
    SortedMap<String, ChangeRecord> byEveryId() {
        SortedMap<String, ChangeRecord> records = new TreeMap<>();
        idOf.forEach((id, goesBy) -> Optional.ofNullable(own.get(goesBy))
                .or(() -> Optional.ofNullable(wholes.get(goesBy)))
                .ifPresent(record -> records.put(id, record)));
        return Collections.unmodifiableSortedMap(records);
    }

    /** The ids that records go by, in place of those named; of what nothing is stated the id itself. */
    public List<String> goingBy(Collection<String> named) {
        return named.stream().map(id -> idOf.getOrDefault(id, id)).distinct().toList();
    }
}
