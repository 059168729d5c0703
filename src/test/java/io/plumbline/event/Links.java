package io.plumbline.event;

import io.plumbline.event.CredentialEvent.CredentialType;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.IdentityEvent.TerminationType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Five identities that may own one another, be one another's sponsor, manager or reviewer or turn out to be the same, three
 * accounts, two credentials, a session and a change: everything linked at random.
 */
final class Links {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private Random random;
    private final List<Event> events = new ArrayList<>();

    Links(long seed) {
        this.random = new Random(seed);
        int size = 4 + random.nextInt(30);
        while (events.size() < size) {
            add();
        }
        this.random = new Random(~seed);
        for (int last = events.size() + random.nextInt(8); events.size() < last; ) {
            answeredFor();
        }
    }

    List<Event> events() {
        return events;
    }

    private void add() {
        Header header = Header.of("source", "e" + events.size(), START.plus(Duration.ofHours(random.nextInt(100))));
        String identity = identity();
        AccountRef account = new AccountRef("erp", "a" + random.nextInt(3));
        String key = "k" + random.nextInt(2);
        events.add(
                switch (random.nextInt(26)) {
                    case 24, 25 -> reviewed(header, identity);
                    case 16, 17 ->
                        new IdentityEvent.Merged(
                                header,
                                identity,
                                identity(),
                                random.nextInt(4) == 0
                                        ? IdentityEvent.MatchMethod.NAME
                                        : IdentityEvent.MatchMethod.PERSON_KEY);
                    case 18 -> new IdentityEvent.AccountUnlinked(header, account, identity);
                    case 19 ->
                        AccessEvents.granted(header, principal(), "erp", "PAY")
                                .path(AccessEvent.GrantPath.UNKNOWN)
                                .build();
                    case 20 -> sponsored(header, identity);
                    case 21 ->
                        IdentityEvents.positionChanged(header, identity, "clerk", START)
                                .manager(identity())
                                .build();
                    case 22 -> named(header, identity);
                    case 23 -> random.nextBoolean() ? approved(header, identity) : ofChange(header, identity);
                    case 0, 1, 2, 3 ->
                        new IdentityEvent.OwnerChanged(
                                header,
                                identity,
                                List.of(identity()),
                                random.nextBoolean() ? List.of(identity(), identity()) : List.of(),
                                Optional.empty());
                    case 4 -> new IdentityEvent.OwnerAttested(header, identity, identity());
                    case 5 ->
                        IdentityEvents.created(header, identity, IdentityType.SERVICE)
                                .build();
                    case 6 -> new IdentityEvent.Terminated(header, identity, START, TerminationType.VOLUNTARY);
                    case 7, 8 -> new IdentityEvent.AccountLinked(header, account, identity);
                    case 9 ->
                        IdentityEvents.accountCreated(header, account)
                                .identity(identity)
                                .build();
                    case 10 -> new IdentityEvent.AccountDisabled(header, account);
                    case 11, 12 ->
                        CredentialEvents.issued(
                                        random.nextBoolean() ? header : header.withActor(principal()),
                                        "erp",
                                        key,
                                        principal(),
                                        CredentialType.API_KEY)
                                .build();
                    case 13 ->
                        new CredentialEvent.Revoked(
                                header, "erp", key, random.nextBoolean() ? Optional.of(principal()) : Optional.empty());
                    case 14 -> new CredentialEvent.Retrieved(header, "erp", key, principal(), true);
                    default ->
                        random.nextBoolean()
                                ? PrivilegedAccessEvents.sessionStarted(header, "s", principal(), "erp")
                                        .build()
                                : new ChangeEvent.ConfigEdited(
                                        header,
                                        "cfg",
                                        "erp",
                                        "item",
                                        List.of("c"),
                                        Optional.empty(),
                                        Optional.empty(),
                                        principal(),
                                        Optional.of("s"),
                                        ChangeEvent.LoggingEffect.UNKNOWN);
                });
    }

    private Event sponsored(Header header, String identity) {
        return random.nextBoolean()
                ? IdentityEvents.mandateGranted(header, "m", identity, identity(), START)
                        .build()
                : IdentityEvents.profiled(header, identity)
                        .sponsorId(identity())
                        .build();
    }

    private Event named(Header header, String identity) {
        return random.nextBoolean()
                ? new PrivilegedAccessEvent.BreakglassReviewed(
                        header, "b", principal(), "erp", identity, Optional.empty())
                : PrivilegedAccessEvents.attributed(
                                header, "t", "erp", new AccountRef("erp", "a" + random.nextInt(3)), identity, START)
                        .build();
    }

    /** Somebody works on a change, under one of two ids, or on what is carried out under it. */
    private Event ofChange(Header header, String identity) {
        String change = random.nextBoolean() ? "c" : "d";
        return switch (random.nextInt(4)) {
            case 0 ->
                ChangeEvents.approved(header, change, "erp", identity)
                        .artefacts(List.of("x"))
                        .build();
            case 1 ->
                new ChangeEvent.Merged(
                        header,
                        change,
                        "repo",
                        "x",
                        List.of(identity),
                        List.of(identity()),
                        Optional.empty(),
                        Optional.empty(),
                        ChangeEvent.Protection.UNKNOWN);
            case 2 -> new ChangeEvent.Linked(header, "c", "d", ChangeEvent.LinkKind.RELEASE);
            default ->
                ChangeEvents.deployed(
                                header,
                                "dep" + random.nextInt(2),
                                "erp",
                                "production",
                                random.nextBoolean() ? List.of(change) : List.of(),
                                "x",
                                principal())
                        .authors(List.of(identity))
                        .build();
        };
    }

    private Event approved(Header header, String identity) {
        return random.nextBoolean()
                ? AccessEvents.approved(header, "r", principal(), "erp", List.of("PAY"), identity)
                        .build()
                : PrivilegedAccessEvents.elevationApproved(
                                header.withTicket("c"), "v", principal(), "erp", START, START.plusSeconds(60), identity)
                        .purpose(PrivilegedAccessEvent.Purpose.CHANGE)
                        .build();
    }

    private Event reviewed(Header header, String identity) {
        String review = "v" + random.nextInt(2);
        String item = "t" + random.nextInt(3);
        return random.nextInt(3) == 0
                ? new ReviewEvent.ItemReassigned(header, review, item, principal(), identity(), identity, "leave")
                : ReviewEvents.decided(header, review, item, principal(), "erp", "PAY", identity)
                        .build();
    }

    /** Somebody owns a system, a control of it or an exemption in it, or stands in for somebody. */
    private void answeredFor() {
        Header header = Header.of("source", "e" + events.size(), START.plus(Duration.ofHours(random.nextInt(100))));
        String identity = identity();
        events.add(
                switch (random.nextInt(4)) {
                    case 0 ->
                        ReferenceEvents.system(header, "erp", START)
                                .owners(new Owners(
                                        Optional.of(identity),
                                        Optional.of(identity()),
                                        Optional.empty(),
                                        Optional.empty()))
                                .build();
                    case 1 ->
                        RuleEvents.exemption(header, "x", START, ExemptionKind.WAIVER, "SOD-01")
                                .subject(Optional.of("identity:" + identity()))
                                .system(random.nextBoolean() ? Optional.of("erp") : Optional.empty())
                                .until(START.plus(Duration.ofDays(9)))
                                .riskOwner(identity)
                                .because("drawn")
                                .build();
                    case 2 ->
                        new ReferenceEvent.DelegationRecorded(
                                header,
                                "d",
                                START,
                                START.plus(Duration.ofDays(9)),
                                identity(),
                                identity,
                                List.of("erp"));
                    default ->
                        new ReferenceEvent.BoundaryItemRegistered(
                                header,
                                "erp",
                                "limit",
                                START,
                                BoundaryKind.CONTROL_SETTING,
                                Optional.of(identity),
                                List.of(),
                                List.of(),
                                Optional.empty());
                });
    }

    private String identity() {
        return "i" + random.nextInt(5);
    }

    private Principal principal() {
        return random.nextBoolean()
                ? Principal.identity(identity())
                : Principal.account("erp", "a" + random.nextInt(3));
    }
}
