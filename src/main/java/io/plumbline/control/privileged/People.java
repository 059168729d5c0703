package io.plumbline.control.privileged;

import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.IdentityEvent.Merged;
import io.plumbline.event.Merges;
import io.plumbline.event.PrivilegedAccessEvent.AttributionRecorded;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Person;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What is known of the persons behind privileged access: who is one and the same, who had left, who reported to whom. */
final class People {

    private final IdentityFacts facts;
    private final Map<String, String> into = new TreeMap<>();

    private People(IdentityFacts facts) {
        this.facts = facts;
        facts.merges().stream().filter(Merges::isProof).forEach(this::join);
    }

    static People of(IdentityFacts facts) {
        return new People(facts);
    }

    private void join(Merged merged) {
        String one = same(merged.identityId());
        String other = same(merged.intoId());
        int order = one.compareTo(other);
        if (order != 0) {
            into.put(order < 0 ? other : one, order < 0 ? one : other);
        }
    }

    /** One id for all records of the same person. */
    String same(String identityId) {
        String id = identityId;
        while (into.containsKey(id)) {
            id = into.get(id);
        }
        return id;
    }

    /**
     * The person whom a binding binds: at the end of the chain, where it was made on behalf of somebody; none where there is only a
     * machine.
     */
    Optional<String> behind(AttributionRecorded stated) {
        List<String> chain = stated.header().onBehalfOf();
        boolean named = chain.isEmpty() || chain.contains(stated.personId());
        return Stream.concat(named ? Stream.of(stated.personId()) : Stream.empty(), nearestLast(chain))
                .filter(id -> !isNoPerson(id))
                .findFirst();
    }

    private static Stream<String> nearestLast(List<String> chain) {
        List<String> reversed = new ArrayList<>(chain);
        Collections.reverse(reversed);
        return reversed.stream();
    }

    /** Whether the employment had ended at {@code at}, and no other record of the same person went on. */
    boolean hadLeft(String identityId, Instant at) {
        List<Person> records = recordsOf(identityId);
        return records.stream().anyMatch(record -> isLeft(record, at))
                && records.stream().noneMatch(record -> !isLeft(record, at) && !isGivenUp(record, at));
    }

    private static boolean isLeft(Person record, Instant at) {
        return record.employment().departures().stream()
                .anyMatch(departure -> new Interval(departure.effectiveAt(), departure.returnedAt()).contains(at));
    }

    private boolean isGivenUp(Person record, Instant at) {
        return facts.merges().stream()
                .filter(Merges::isProof)
                .anyMatch(merged -> merged.identityId().equals(record.identityId())
                        && !merged.header().occurredAt().isAfter(at));
    }

    /** To whom they reported at {@code at}, by any of their records. */
    Set<String> managersOf(String identityId, Instant at) {
        Set<String> managers = new TreeSet<>();
        recordsOf(identityId).forEach(record -> record.managerAt(at).ifPresent(managers::add));
        return managers;
    }

    private List<Person> recordsOf(String identityId) {
        return facts.others().values().stream()
                .filter(person -> same(person.identityId()).equals(same(identityId)))
                .toList();
    }

    /** Whether it is on record as anything but a natural person. */
    boolean isNoPerson(String identityId) {
        return Optional.ofNullable(facts.others().get(identityId))
                .flatMap(Person::type)
                .or(() -> facts.created()
                        .filter(created -> created.identityId().equals(identityId))
                        .map(IdentityEvent.Created::identityType))
                .filter(IdentityType::isNoPerson)
                .isPresent();
    }
}
