package io.plumbline.catalogue;

import io.plumbline.event.ReferenceEvent.PersonAliased;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which ids are one person's, as reference data says: for all time, whatever an entry says of when it takes effect, since who
 * somebody is does not change. Of several statements about one alias the last in force counts.
 */
public final class Persons {

    private final Map<String, String> personOf = new HashMap<>();

    private Persons(List<PersonAliased> aliases) {
        Map<String, PersonAliased> last = new HashMap<>();
        aliases.forEach(alias -> last.put(alias.aliasId(), alias));
        last.values().forEach(alias -> personOf.put(alias.aliasId(), alias.personId()));
    }

    public static Persons of(Catalogue catalogue) {
        return catalogue.derived(
                Persons.class,
                source -> new Persons(source.entries().stream()
                        .filter(PersonAliased.class::isInstance)
                        .map(PersonAliased.class::cast)
                        .toList()));
    }

    /**
     * The id under which a person is known who is called {@code id}; the id itself where nothing else is known. Of ids that name
     * each other in a circle the least stands for all.
     */
    public String person(String id) {
        List<String> path = new ArrayList<>();
        String person = id;
        while (!path.contains(person)) {
            path.add(person);
            String next = personOf.get(person);
            if (next == null) {
                return person;
            }
            person = next;
        }
        return Collections.min(path.subList(path.indexOf(person), path.size()));
    }

    /** Whom reference data names as the person called {@code id}; empty where it says nothing of the id. */
    public Optional<String> namedBy(String id) {
        return Optional.ofNullable(personOf.get(id));
    }

    /** Whether two ids are one person's. */
    public boolean isSame(String one, String other) {
        return person(one).equals(person(other));
    }

    /** The persons behind ids, each once, in order. */
    public Set<String> persons(Collection<String> ids) {
        Set<String> persons = new TreeSet<>();
        ids.forEach(id -> persons.add(person(id)));
        return persons;
    }
}
