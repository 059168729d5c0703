package io.plumbline.facts;

import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvent.IdentityType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who somebody is that worked on a change.
 *
 * @param type as the last statement of its record says; unknown where there is none
 * @param statements its record, mandates and sponsors, in order of time
 */
public record Actor(String identityId, IdentityType type, List<IdentityEvent> statements) {

    public Actor {
        statements = List.copyOf(statements);
    }

    /** Everybody whose record, mandate or sponsor is stated, by id; {@code events} in the order of {@link Held}. */
    static SortedMap<String, Actor> of(List<Event> events) {
        SortedMap<String, Actor> actors = new TreeMap<>();
        for (Event event : events) {
            if (event instanceof IdentityEvent.Created created) {
                add(created.identityId(), created.identityType(), created, actors);
            } else if (event instanceof IdentityEvent.MandateGranted mandate) {
                add(mandate.identityId(), IdentityType.UNKNOWN, mandate, actors);
            } else if (event instanceof IdentityEvent.Profiled profiled) {
                add(profiled.identityId(), IdentityType.UNKNOWN, profiled, actors);
            }
        }
        return Collections.unmodifiableSortedMap(actors);
    }

    private static void add(String id, IdentityType type, IdentityEvent statement, SortedMap<String, Actor> actors) {
        actors.merge(id, new Actor(id, type, List.of(statement)), Actor::with);
    }

    private Actor with(Actor later) {
        List<IdentityEvent> all = new ArrayList<>(statements);
        all.addAll(later.statements);
        return new Actor(identityId, later.type == IdentityType.UNKNOWN ? type : later.type, all);
    }

    /** Who answered for it by {@code at}, as mandates and its record say, whatever became of that. */
    public Set<String> sponsorsBy(Instant at) {
        Set<String> sponsors = new TreeSet<>();
        statements.stream()
                .filter(statement -> !statement.header().occurredAt().isAfter(at))
                .forEach(statement -> {
                    if (statement instanceof IdentityEvent.MandateGranted mandate) {
                        sponsors.add(mandate.sponsorId());
                    } else if (statement instanceof IdentityEvent.Profiled profiled) {
                        profiled.sponsorId().ifPresent(sponsors::add);
                    }
                });
        return sponsors;
    }
}
