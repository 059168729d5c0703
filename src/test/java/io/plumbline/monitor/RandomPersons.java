package io.plumbline.monitor;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.AccountRef;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvent.MatchMethod;
import io.plumbline.event.IdentityEvents;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What turns out about the people of {@link RandomHistory}: second records, merges, accounts that pass from
 * one to the next, managers, sponsors, who approved and who reviewed.
 */
final class RandomPersons {

    private final Random random;
    private final List<Event> events = new ArrayList<>();

    private RandomPersons(long seed) {
        this.random = new Random(seed * 53 + 11);
    }

    static List<Event> of(long seed, int size) {
        RandomPersons persons = new RandomPersons(seed);
        while (persons.events.size() < size) {
            persons.something();
        }
        return List.copyOf(persons.events.subList(0, size));
    }

    private void something() {
        Instant at = RandomHistory.START.plus(Duration.ofHours(6L * random.nextInt(240)));
        Header header = Header.of("hr", "persons-" + events.size(), at);
        switch (random.nextInt(14)) {
            case 11 -> crosswise(header);
            case 12, 13 -> corrected(header);
            case 0, 1 -> merge(header);
            case 2, 3 ->
                events.add(new IdentityEvent.AccountUnlinked(
                        header, new AccountRef("erp", "a" + random.nextInt(4)), "p" + random.nextInt(4)));
            case 4 ->
                events.add(new IdentityEvent.AccountLinked(
                        header, new AccountRef("erp", "a" + random.nextInt(4)), person()));
            case 5 ->
                events.add(IdentityEvents.created(header, person(), IdentityEvent.IdentityType.HUMAN)
                        .manager(person())
                        .build());
            case 6 ->
                events.add(AccessEvents.granted(
                                header.withActor(Principal.identity(person())),
                                Principal.identity(person()),
                                "erp",
                                random.nextBoolean() ? "VENDOR" : "PAY")
                        .build());
            case 7 -> approved(header);
            case 8 ->
                events.add(IdentityEvents.positionChanged(header, person(), "clerk", at)
                        .manager(person())
                        .build());
            case 9 ->
                events.add(new PrivilegedAccessEvent.BreakglassReviewed(
                        header,
                        "b" + random.nextInt(3),
                        Principal.account("erp", "a" + random.nextInt(4)),
                        "erp",
                        person(),
                        Optional.empty()));
            default ->
                events.add(new IdentityEvent.Terminated(header, person(), at, IdentityEvent.TerminationType.VOLUNTARY));
        }
    }

    private void merge(Header header) {
        MatchMethod method = random.nextInt(4) == 0 ? MatchMethod.NAME : MatchMethod.PERSON_KEY;
        String identity = person();
        events.add(new IdentityEvent.Merged(header, identity, person(), method));
    }

    /** A merge or a link that is restated under its own event id, of somebody else. */
    private void corrected(Header header) {
        Header later = header.withRecordedAt(header.recordedAt().plus(Duration.ofHours(random.nextInt(3))));
        if (random.nextBoolean()) {
            merge(header);
            merge(later);
        } else {
            for (Header each : List.of(header, later)) {
                events.add(new IdentityEvent.AccountLinked(
                        each, new AccountRef("erp", "a" + random.nextInt(4)), person()));
            }
        }
    }

    /** Two approve for one another, and one of them may be taken back. */
    private void crosswise(Header header) {
        int one = random.nextInt(4);
        int other = random.nextInt(4);
        String request = "x" + events.size();
        approved(header, request, holder(one), "p" + other);
        Instant at = header.occurredAt().plus(Duration.ofDays(random.nextInt(9)));
        approved(Header.of("hr", "persons-" + events.size(), at), request + "-back", holder(other), "p" + one);
        if (random.nextInt(3) == 0) {
            events.add(new AccessEvent.Withdrawn(
                    Header.of("hr", "persons-" + events.size(), at.plus(Duration.ofDays(random.nextInt(9)))),
                    random.nextBoolean() ? request : request + "-back",
                    holder(one),
                    "erp"));
        }
    }

    private Principal holder(int person) {
        return random.nextBoolean() ? Principal.account("erp", "a" + person) : Principal.identity("p" + person);
    }

    private void approved(Header header) {
        approved(
                header,
                "r" + random.nextInt(6),
                random.nextBoolean() ? Principal.account("erp", "a" + random.nextInt(4)) : Principal.identity(person()),
                person());
    }

    private void approved(Header header, String request, Principal holder, String approver) {
        events.add(AccessEvents.approved(header, request, holder, "erp", List.of("PAY", "VENDOR"), approver)
                .authority(AccessEvent.Authority.values()[random.nextInt(AccessEvent.Authority.values().length)])
                .build());
    }

    /** One of the four people, or a second record of one. */
    private String person() {
        return (random.nextInt(3) == 0 ? "q" : "p") + random.nextInt(4);
    }
}
