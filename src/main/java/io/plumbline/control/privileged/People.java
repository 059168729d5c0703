package io.plumbline.control.privileged;

import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.IdentityEvent.MatchMethod;
import io.plumbline.event.IdentityEvent.Merged;
import io.plumbline.event.PrivilegedAccessEvent.AttributionRecorded;
import io.plumbline.facts.Employment;
import io.plumbline.facts.IdentityFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is known of the persons behind privileged access: who is one and the same, who had left, who reported to whom. */
final class People {

    private final IdentityFacts facts;
    private final Map<String, String> into = new TreeMap<>();

    private People(IdentityFacts facts) {
        this.facts = facts;
        facts.merges().stream().filter(People::proves).forEach(this::join);
    }

    static People of(IdentityFacts facts) {
        return new People(facts);
    }

    /** A name or an address proves nothing. */
    private static boolean proves(Merged merged) {
        return merged.method() == MatchMethod.PERSON_KEY || merged.method() == MatchMethod.ADJUDICATED;
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

    private Optional<Employment> employment(String identityId) {
        return Optional.empty();
    }

    /** Whether the employment had ended at {@code at}; not where nothing is known of it. */
    boolean hadLeft(String identityId, Instant at) {
        return employment(identityId)
                .filter(known -> !known.active().contains(at))
                .isPresent();
    }

    Optional<String> managerOf(String identityId, Instant at) {
        return Optional.empty();
    }

    /** Whether it is on record as anything but a natural person. */
    boolean isNoPerson(String identityId) {
        return employment(identityId)
                .flatMap(Employment::created)
                .map(created -> created.identityType())
                .filter(type -> type != IdentityType.HUMAN && type != IdentityType.UNKNOWN)
                .isPresent();
    }

    static boolean isMachine(IdentityType type) {
        return switch (type) {
            case SERVICE, WORKLOAD, BOT, AI_AGENT, THIRD_PARTY_APP -> true;
            case HUMAN, SHARED, BREAK_GLASS, UNKNOWN -> false;
        };
    }
}
