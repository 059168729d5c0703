package io.plumbline.monitor;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.AccountRef;
import io.plumbline.event.BusinessActivityEvents;
import io.plumbline.event.ChangeEvent;
import io.plumbline.event.ChangeEvents;
import io.plumbline.event.DecisionEvent.Action;
import io.plumbline.event.DecisionEvents;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvents;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvent;
import io.plumbline.event.PrivilegedAccessEvents;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.SourceHealthEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * A company of four people and three machine identities over sixty days, drawn from a seed: joiners and leavers, accounts
 * linked late, owners who change, secrets, grants with and without approval, sessions, changes, role contents and rules that change on the way, and decisions about what comes of it.
 *
 * <p>Few names and coarse instants, so that things meet: the same second, the same account, the same change.
 */
public final class RandomHistory {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant END = START.plus(Duration.ofDays(61));

    private static final String ERP = "erp";
    private static final String FILES = "files";
    private static final List<String> ENTITLEMENTS = List.of("VENDOR", "PAY", "LEDGER", "R-CLERK", "R-CHIEF");

    private final Random random;
    private final List<Event> events = new ArrayList<>();
    private final RandomSecrets secrets;
    private int number;

    private RandomHistory(long seed) {
        this.random = new Random(seed);
        this.secrets = new RandomSecrets(this, random);
    }

    /** Facts and changes of reference data; {@code size} of them, and a third as many about automated actors. */
    static List<Event> facts(long seed, int size) {
        RandomHistory history = new RandomHistory(seed);
        for (int person = 0; person < 4; person++) {
            history.accountOf(person);
        }
        history.events.addAll(RandomExemptions.of(seed, size / 16));
        while (history.events.size() < size) {
            history.something();
        }
        List<Event> all = new ArrayList<>(history.events.subList(0, size));
        all.add(history.disabled("RULE-PAIR", START.plus(Duration.ofDays(40 + seed % 20))));
        all.addAll(RandomMachines.of(seed, size / 3));
        all.addAll(RandomObjects.events(seed, size / 6));
        all.addAll(RandomPrivilegedUse.of(seed));
        all.addAll(RandomPredictions.of(seed, size / 12));
        all.addAll(RandomChanges.of(seed, size / 4));
        all.addAll(RandomReviews.of(seed, size / 5));
        all.addAll(RandomReviewers.of(seed, size / 12));
        all.addAll(RandomDecisions.of(seed, size / 5));
        all.addAll(RandomSources.of(seed, size / 5));
        all.addAll(RandomOwners.of(seed, size / 4));
        return List.copyOf(all);
    }

    /**
     * Gaps of the sources and spans sent again, each recorded in the hours after the end: some close what others opened, wholly
     * or in part, and some come before the gap that opens again what they close.
     */
    static List<Event> gapsAndBackfills(long seed, int size) {
        RandomHistory history = new RandomHistory(seed * 31 + 7);
        List<String> sources = List.of("hr", "erp", "iga", "pam", "itsm");
        for (int i = 0; i < size; i++) {
            String source = sources.get(history.random.nextInt(sources.size()));
            Instant from = history.instant();
            Instant to = from.plus(Duration.ofHours(6L * (1 + history.random.nextInt(40))));
            Header header = history.header(source, from)
                    .withRecordedAt(END.plus(Duration.ofHours(history.random.nextInt(3 * size))));
            history.add(
                    history.random.nextInt(5) < 2
                            ? new SourceHealthEvent.Gap(header, source, from, to)
                            : new SourceHealthEvent.Backfilled(
                                    header, source, from.minus(Duration.ofDays(8)), to, List.of()));
        }
        return List.copyOf(history.events);
    }

    /**
     * Decisions about exceptions, each kind's as often as another's; some sound, some that must be refused.
     *
     * @param exceptionIds by control and kind
     */
    static List<Event> decisions(long seed, List<List<String>> exceptionIds, int size) {
        RandomHistory history = new RandomHistory(~seed);
        for (int i = 0; i < size && !exceptionIds.isEmpty(); i++) {
            List<String> ids = exceptionIds.get(history.random.nextInt(exceptionIds.size()));
            history.decide(ids.get(history.random.nextInt(ids.size())));
        }
        return List.copyOf(history.events);
    }

    /** One exception of each kind is closed near the end, by somebody who may and with a second person. */
    static List<Event> closings(long seed, List<List<String>> exceptionIds) {
        RandomHistory history = new RandomHistory(seed + 1);
        for (List<String> ids : exceptionIds) {
            Instant at = END.minus(Duration.ofHours(24 + 6L * history.random.nextInt(20)));
            history.add(DecisionEvents.decided(
                            Header.of("decisions", "closing-" + history.next(), at),
                            ids.get(history.random.nextInt(ids.size())),
                            Action.CLOSE,
                            "boss",
                            "drawn")
                    .second("second")
                    .build());
        }
        return List.copyOf(history.events);
    }

    /**
     * Every status a control's exceptions can stand in, as {@code control status}. Conditions are remediated and never closed;
     * acts are closed, and remediated only where taking them back or performing them late cures; only rules are retired.
     */
    public static Set<String> reachableStatuses() {
        Set<String> reachable = new TreeSet<>();
        for (String control :
                List.of("SOD-01", "SOD-03", "EFF-01", "JML-01", "PAM-01", "CHG-01", "CHG-02", "NHC-01", "NHC-02")) {
            for (String status : List.of("OPEN", "ACKNOWLEDGED", "MITIGATED", "ACCEPTED", "DISMISSED", "WITHDRAWN")) {
                reachable.add(control + " " + status);
            }
        }
        reachable.addAll(List.of("SOD-01 REMEDIATED", "EFF-01 REMEDIATED", "JML-01 REMEDIATED", "SOD-01 RETIRED"));
        reachable.addAll(List.of("EVD-04 OPEN", "EVD-04 REMEDIATED", "EVD-04 WITHDRAWN", "EVD-04 CLOSED"));
        reachable.addAll(
                List.of("SOD-03 CLOSED", "PAM-01 CLOSED", "CHG-01 CLOSED", "CHG-02 CLOSED", "CHG-02 REMEDIATED"));
        reachable.addAll(List.of("PAM-01 REMEDIATED", "CHG-01 REMEDIATED", "JML-01 CLOSED"));
        reachable.addAll(List.of("NHC-01 REMEDIATED", "NHC-02 REMEDIATED", "NHC-02 CLOSED"));
        return reachable;
    }

    private void something() {
        int person = random.nextInt(4);
        Instant at = instant();
        switch (random.nextInt(41)) {
            case 0, 27 ->
                add(new IdentityEvent.Terminated(
                        header("hr", at).withRecordedAt(at.plus(Duration.ofHours(random.nextInt(72)))),
                        "p" + person,
                        at.plus(Duration.ofDays(random.nextInt(5))),
                        IdentityEvent.TerminationType.VOLUNTARY));
            case 1 -> add(new IdentityEvent.Rehired(header("hr", at), "p" + person, at));
            case 2 ->
                add(new IdentityEvent.AccountLinked(
                        header("erp", at), new AccountRef(ERP, "a" + person), "p" + person));
            case 3 -> add(new IdentityEvent.AccountDisabled(header("erp", at), new AccountRef(ERP, "a" + person)));
            case 4 -> add(new IdentityEvent.AccountEnabled(header("erp", at), new AccountRef(ERP, "a" + person)));
            case 5, 6, 7 -> granted(person, at);
            case 8, 9 ->
                add(new AccessEvent.Revoked(header("erp", at), Optional.empty(), account(person), ERP, entitlement()));
            case 10, 11 ->
                add(AccessEvents.approved(
                                header("iga", at),
                                "r" + random.nextInt(6),
                                account(person),
                                ERP,
                                List.of(entitlement(), entitlement()),
                                "boss")
                        .until(random.nextInt(3) == 0 ? Optional.of(at.plus(Duration.ofDays(9))) : Optional.empty())
                        .build());
            case 12 -> secrets.credential(person, at);
            case 13, 14 -> session(person, at);
            case 15 ->
                add(PrivilegedAccessEvents.elevationApproved(
                                header("pam", at),
                                "e" + random.nextInt(9),
                                account(person),
                                ERP,
                                at,
                                at.plus(Duration.ofHours(1 + random.nextInt(12))),
                                "boss")
                        .build());
            case 16, 17, 18, 29, 30, 31 -> change(person, at);
            case 19 ->
                add(BusinessActivityEvents.step(header("erp", at), account(person), ERP, entitlement())
                        .build());
            case 20 -> add(new AccessEvent.Observed(header("erp", at), "snap", account(person), ERP, entitlement()));
            case 21, 22, 23 -> secrets.machine(at);
            case 24, 25 -> secrets.secret(person, at);
            case 28 -> secrets.overlap(at.minus(Duration.ofDays(11)));
            case 26 -> add(CompanyReference.role("R-CHIEF", at, ++number, random.nextBoolean() ? "PAY" : "LEDGER"));
            case 33, 35, 36, 37 -> sourceHealth(at);
            case 34 -> contradiction();
            case 38, 39, 40 -> add(RandomMovers.something(random, person, header("hr", at)));
            default -> rules(at);
        }
    }

    /** Of a source that carries nothing a control waits for: its gaps leave verdicts of others alone. */
    private void sourceHealth(Instant at) {
        Header header = header(FILES, at);
        Instant to = at.plus(Duration.ofHours(6L * (1 + random.nextInt(8))));
        switch (random.nextInt(4)) {
            case 0 -> add(new SourceHealthEvent.Gap(header, FILES, at, to));
            case 1 -> add(new SourceHealthEvent.Backfilled(header, FILES, START, at, List.of()));
            default -> {
                long first = random.nextInt(40);
                add(new SourceHealthEvent.Manifest(
                        header,
                        FILES,
                        "file-" + random.nextInt(6),
                        random.nextInt(3),
                        Optional.of(Long.toString(first)),
                        Optional.of(Long.toString(first + random.nextInt(10))),
                        "digest",
                        random.nextBoolean() ? Optional.empty() : Optional.of("run")));
            }
        }
    }

    /** The source states one of its grants again, under the same id and of the same holder, as something else. */
    private void contradiction() {
        List<AccessEvent.Granted> grants = events.stream()
                .filter(AccessEvent.Granted.class::isInstance)
                .map(AccessEvent.Granted.class::cast)
                .toList();
        if (!grants.isEmpty()) {
            AccessEvent.Granted grant = grants.get(random.nextInt(grants.size()));
            Instant later = grant.header().recordedAt().plus(Duration.ofHours(random.nextInt(3)));
            add(AccessEvents.again(grant, grant.header().withRecordedAt(later), entitlement()));
        }
    }

    private void rules(Instant at) {
        int kind = random.nextInt(4);
        if (kind == 0) {
            add(disabled("RULE-PAIR", at));
        } else if (kind == 1) {
            add(CompanyReference.erp(at, ++number, random.nextInt(3) > 0, random.nextBoolean()));
        } else {
            add(ReferenceEvents.parameter(
                    Header.of("reference", "param-" + ++number, at),
                    "JML-01",
                    "sla_default",
                    "PT" + (1 + random.nextInt(48)) + "H",
                    at,
                    "trial",
                    "boss"));
        }
    }

    private Event disabled(String rule, Instant at) {
        return new ReferenceEvent.SodRuleDisabled(Header.of("reference", "disabled-" + ++number, at), rule, at);
    }

    private void accountOf(int person) {
        add(IdentityEvents.created(header("hr", START), "p" + person, IdentityEvent.IdentityType.HUMAN)
                .build());
        add(IdentityEvents.accountCreated(header("erp", START), new AccountRef(ERP, "a" + person))
                .identity(person == 3 ? Optional.empty() : Optional.of("p" + person))
                .build());
    }

    private void granted(int person, Instant at) {
        Header header = random.nextInt(8) == 0 ? header("erp", at).asBaseline() : header("erp", at);
        add(AccessEvents.granted(
                        random.nextBoolean() ? header.withTicket("t" + random.nextInt(3)) : header,
                        random.nextBoolean() ? Optional.of("g" + random.nextInt(20)) : Optional.empty(),
                        account(person),
                        ERP,
                        entitlement())
                .from(random.nextInt(6) == 0 ? Optional.of(at.plus(Duration.ofDays(2))) : Optional.empty())
                .until(random.nextInt(4) == 0 ? Optional.of(at.plus(Duration.ofDays(12))) : Optional.empty())
                .request(random.nextBoolean() ? Optional.of("r" + random.nextInt(6)) : Optional.empty())
                .build());
    }

    private void session(int person, Instant at) {
        String session = "s" + random.nextInt(12);
        switch (random.nextInt(4)) {
            case 0 -> overrun(person, at);
            case 1 -> add(new PrivilegedAccessEvent.SessionEnded(header("pam", at), session, ERP));
            case 2 ->
                add(new PrivilegedAccessEvent.SessionAction(
                        header("pam", at), session, ERP, "DEPLOY", Optional.empty()));
            default ->
                add(PrivilegedAccessEvents.sessionStarted(header("pam", at), session, account(person), ERP)
                        .build());
        }
    }

    /** A session that began within its elevation and was ended a day after it. */
    private void overrun(int person, Instant at) {
        String session = "o" + ++number;
        add(PrivilegedAccessEvents.elevationApproved(
                        header("pam", at),
                        "eo" + number,
                        account(person),
                        ERP,
                        at,
                        at.plus(Duration.ofHours(6)),
                        "boss")
                .build());
        add(PrivilegedAccessEvents.sessionStarted(
                        header("pam", at.plus(Duration.ofHours(1))), session, account(person), ERP)
                .build());
        add(new PrivilegedAccessEvent.SessionEnded(header("pam", at.plus(Duration.ofHours(30))), session, ERP));
    }

    private void change(int person, Instant at) {
        String change = "c" + random.nextInt(4);
        switch (random.nextInt(6)) {
            case 0 ->
                add(ChangeEvents.approved(
                                header("itsm", at), change, ERP, random.nextInt(4) == 0 ? "boss" : "p" + person)
                        .artefacts(random.nextBoolean() ? List.of("digest-" + change) : List.of())
                        .build());
            case 1 -> add(new ChangeEvent.Closed(header("itsm", at), change, ERP));
            case 2 ->
                add(new ChangeEvent.Merged(
                        header("itsm", at),
                        change,
                        "repo",
                        "digest-" + change,
                        List.of("p" + person),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        ChangeEvent.Protection.UNKNOWN));
            case 3 ->
                add(new ChangeEvent.ConfigEdited(
                        header("itsm", at),
                        "cfg" + ++number,
                        ERP,
                        "item",
                        List.of(change),
                        Optional.of("x"),
                        Optional.of("y"),
                        account(person),
                        Optional.of("s" + random.nextInt(12)),
                        ChangeEvent.LoggingEffect.UNKNOWN));
            case 4 -> add(new ChangeEvent.RolledBack(header("itsm", at), "d" + random.nextInt(9), ERP));
            default ->
                add(ChangeEvents.deployed(
                                header("itsm", at),
                                "d" + random.nextInt(9),
                                ERP,
                                "production",
                                random.nextInt(3) == 0 ? List.of() : List.of(change),
                                "digest-" + change,
                                random.nextBoolean() ? Principal.identity("p" + person) : account(person))
                        .authors(random.nextBoolean() ? List.of("p" + random.nextInt(4)) : List.of())
                        .session("s" + random.nextInt(12))
                        .build());
        }
    }

    private void decide(String exceptionId) {
        Instant at = instant();
        Action[] actions = Action.values();
        add(DecisionEvents.decided(
                        header("decisions", at),
                        exceptionId,
                        actions[random.nextInt(actions.length - 1)],
                        random.nextInt(5) == 0 ? "p" + random.nextInt(4) : "boss",
                        "drawn")
                .second(random.nextInt(4) == 0 ? Optional.empty() : Optional.of("second"))
                .until(at.plus(Duration.ofDays(1 + random.nextInt(90))))
                .mitigation("MC-1")
                .build());
    }

    static Principal account(int person) {
        return Principal.account(ERP, "a" + person);
    }

    private String entitlement() {
        return ENTITLEMENTS.get(random.nextInt(ENTITLEMENTS.size()));
    }

    /** One of 240 instants, a quarter of a day apart. */
    private Instant instant() {
        return START.plus(Duration.ofHours(6L * random.nextInt(240)));
    }

    int next() {
        return ++number;
    }

    Header header(String source, Instant at) {
        return Header.of(source, source + "-" + next(), at);
    }

    void add(Event event) {
        events.add(event);
    }
}
