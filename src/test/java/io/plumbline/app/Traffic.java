package io.plumbline.app;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.AccountRef;
import io.plumbline.event.ActivityLevel;
import io.plumbline.event.BusinessActivityEvents;
import io.plumbline.event.ChangeEvent;
import io.plumbline.event.ChangeEvents;
import io.plumbline.event.DecisionEvent.Action;
import io.plumbline.event.DecisionEvents;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvents;
import io.plumbline.event.Owners;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvent;
import io.plumbline.event.PrivilegedAccessEvents;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.RuleEvents;
import io.plumbline.event.Severity;
import io.plumbline.event.Slot;
import io.plumbline.event.SourceHealthEvent.Heartbeat;
import io.plumbline.event.SourceHealthEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the systems of a company state as time goes by, drawn from a seed: in every wave some new stories begin and those that
 * began earlier go on. Each story opens exceptions of one control or more, changes them, and ends some of them again.
 *
 * <p>The order of waves, and what each of them holds, depend on the seed only; the instants are those handed in.
 */
final class Traffic {

    static final List<String> SOURCES = List.of("hr", "erp", "iga", "pam", "itsm");

    private static final String ERP = "erp";
    private static final Instant ALWAYS = Instant.parse("2020-01-01T00:00:00Z");
    private static final int STORIES_PER_WAVE = 2;
    private static final int APPROVERS = 40;

    private final Random random;
    private final TreeMap<Integer, List<Function<Instant, Event>>> toCome = new TreeMap<>();
    private final List<String> undecided = new ArrayList<>();
    private int wave;
    private int stories;
    private int number;

    Traffic(long seed) {
        this.random = new Random(seed);
    }

    /** Reference data in force from the start; leavers lose their access within a minute. */
    static List<ReferenceEvent> reference() {
        List<ReferenceEvent> reference = new ArrayList<>();
        reference.add(ReferenceEvents.system(header("reference", "erp", ALWAYS), ERP, ALWAYS)
                .privileged(true)
                .processes(List.of("P2P"))
                .owners(new Owners(
                        Optional.of("business"), Optional.of("system"), Optional.of("books"), Optional.of("risk")))
                .build());
        reference.add(source("hr", Feed.IDENTITY));
        reference.add(source("erp", Feed.ACCOUNTS, Feed.GRANTS, Feed.CREDENTIALS, Feed.ACTIVITY));
        reference.add(source("iga", Feed.ACCESS_APPROVALS));
        reference.add(source("pam", Feed.SESSIONS, Feed.ELEVATIONS));
        reference.add(source("itsm", Feed.CHANGES, Feed.CHANGE_ASSESSMENTS, Feed.IMPLEMENTATIONS));
        for (String name : List.of("VENDOR", "PAY")) {
            reference.add(ReferenceEvents.entitlement(
                            header("reference", "map-" + name, ALWAYS),
                            ERP,
                            name,
                            ALWAYS,
                            List.of(new FunctionUse("F-" + name, ActivityLevel.MAINTAIN)))
                    .build());
        }
        reference.add(RuleEvents.rule(
                        header("reference", "rule", ALWAYS),
                        "RULE",
                        "1",
                        ALWAYS,
                        "Creates a vendor and pays it",
                        List.of(new Slot(List.of("F-VENDOR")), new Slot(List.of("F-PAY"))),
                        Severity.CRITICAL)
                .process("P2P")
                .build());
        for (String parameter : List.of("sla_default", "sla_privileged_or_pci", "sla_involuntary")) {
            reference.add(ReferenceEvents.parameter(
                    header("reference", parameter, ALWAYS),
                    "JML-01",
                    parameter,
                    "PT1M",
                    ALWAYS,
                    "leavers are known at once",
                    "risk"));
        }
        return reference;
    }

    /** A claim of every source to be complete up to an instant. */
    static List<Heartbeat> heartbeats(Instant completeTo) {
        return SOURCES.stream()
                .map(source -> SourceHealthEvents.heartbeat(
                        header(source, "complete-" + completeTo, completeTo), source, completeTo))
                .toList();
    }

    /** Exceptions that people may decide about from the next wave on. */
    void mayDecideAbout(List<String> exceptionIds) {
        undecided.addAll(exceptionIds);
    }

    /** The events of the next wave; each a millisecond after the one before, the first at {@code at}. */
    List<Event> next(Instant at) {
        wave++;
        for (int i = 0; i < STORIES_PER_WAVE; i++) {
            begin(stories++);
        }
        if (!undecided.isEmpty() && random.nextInt(3) == 0) {
            decide(undecided.remove(random.nextInt(undecided.size())));
        }
        List<Event> events = new ArrayList<>();
        for (Function<Instant, Event> event :
                Optional.ofNullable(toCome.remove(wave)).orElse(List.of())) {
            events.add(event.apply(at.plusMillis(events.size())));
        }
        return events;
    }

    private void begin(int story) {
        switch (story % 5) {
            case 0 -> leaver("p" + story, "a" + story);
            case 1 -> conflict("p" + story, "a" + story);
            case 2 -> unapproved("p" + story, "a" + story);
            case 3 -> session("p" + story, "a" + story);
            default -> change("p" + story, "c" + story, "d" + story);
        }
    }

    /** JML-01: gone, and locked out at once, too late or not at all. */
    private void leaver(String person, String account) {
        joined(person, account);
        granted(1, account, "g1-" + account, "LEDGER", true);
        soon(
                2 + random.nextInt(6),
                at -> new IdentityEvent.Terminated(
                        header("hr", at), person, at, IdentityEvent.TerminationType.VOLUNTARY));
        if (random.nextInt(4) > 0) {
            soon(
                    10 + random.nextInt(300),
                    at -> new IdentityEvent.AccountDisabled(header("erp", at), new AccountRef(ERP, account)));
        }
    }

    /** SOD-01: two functions met, perhaps used, perhaps parted, perhaps met again. */
    private void conflict(String person, String account) {
        joined(person, account);
        granted(1, account, "g1-" + account, "VENDOR", true);
        granted(2 + random.nextInt(4), account, "g2-" + account, "PAY", true);
        if (random.nextBoolean()) {
            soon(7 + random.nextInt(10), at -> used(account, "VENDOR", at));
            soon(18 + random.nextInt(10), at -> used(account, "PAY", at));
        }
        if (random.nextInt(3) > 0) {
            soon(30 + random.nextInt(40), at -> revoked(account, "g2-" + account, "PAY", at));
            if (random.nextBoolean()) {
                granted(80 + random.nextInt(40), account, "g3-" + account, "PAY", true);
            }
        }
    }

    /** EFF-01: given without an approval, which comes late or never; taken away or kept. */
    private void unapproved(String person, String account) {
        joined(person, account);
        granted(1 + random.nextInt(4), account, "g1-" + account, "VENDOR", false);
        if (random.nextBoolean()) {
            soon(8 + random.nextInt(60), at -> approved(account, "VENDOR", at));
        }
        if (random.nextBoolean()) {
            soon(10 + random.nextInt(90), at -> revoked(account, "g1-" + account, "VENDOR", at));
        }
    }

    /** PAM-01: elevated before, afterwards or not at all. */
    private void session(String person, String account) {
        joined(person, account);
        String session = "s-" + account;
        int start = 4 + random.nextInt(4);
        int kind = random.nextInt(3);
        if (kind < 2) {
            soon(kind == 0 ? start - 1 : start + 1 + random.nextInt(40), at -> elevated(account, at));
        }
        soon(start, at -> PrivilegedAccessEvents.sessionStarted(
                        header("pam", at), session, Principal.account(ERP, account), ERP)
                .build());
        soon(
                start + 5 + random.nextInt(60),
                at -> new PrivilegedAccessEvent.SessionEnded(header("pam", at), session, ERP));
    }

    /** CHG-01 and CHG-02: a deployment approved before, afterwards, by its author or by nobody. */
    private void change(String person, String change, String deployment) {
        int kind = random.nextInt(4);
        soon(
                0,
                at -> new ChangeEvent.Merged(
                        header("itsm", at),
                        change,
                        "repo",
                        "sha-" + change,
                        List.of(person),
                        List.of(),
                        Optional.of(at),
                        Optional.empty(),
                        ChangeEvent.Protection.UNKNOWN));
        if (kind < 3) {
            soon(kind == 1 ? 8 + random.nextInt(50) : 1, at -> ChangeEvents.approved(
                            header("itsm", at), change, ERP, kind == 2 ? person : approverOf(change))
                    .artefacts(List.of("sha-" + change))
                    .build());
        }
        soon(3 + random.nextInt(4), at -> ChangeEvents.deployed(
                        header("itsm", at),
                        deployment,
                        ERP,
                        "production",
                        List.of(change),
                        "sha-" + change,
                        Principal.identity("deployer-of-" + approverOf(change)))
                .authors(List.of(person))
                .build());
    }

    private void decide(String exceptionId) {
        Action action = List.of(Action.ACKNOWLEDGE, Action.ACCEPT, Action.DISMISS, Action.CLOSE)
                .get(random.nextInt(4));
        soon(0, at -> DecisionEvents.decided(header("decisions", at), exceptionId, action, "boss", "drawn")
                .second("second")
                .until(at.plus(Duration.ofDays(30)))
                .build());
    }

    private void joined(String person, String account) {
        soon(0, at -> IdentityEvents.created(header("hr", at), person, IdentityEvent.IdentityType.HUMAN)
                .build());
        boolean linkedLate = random.nextInt(4) == 0;
        soon(0, at -> IdentityEvents.accountCreated(header("erp", at), new AccountRef(ERP, account))
                .identity(linkedLate ? Optional.empty() : Optional.of(person))
                .build());
        if (linkedLate) {
            soon(
                    1 + random.nextInt(10),
                    at -> new IdentityEvent.AccountLinked(header("erp", at), new AccountRef(ERP, account), person));
        }
    }

    private void granted(int waves, String account, String grant, String entitlement, boolean approvedBefore) {
        if (approvedBefore) {
            soon(waves, at -> approved(account, entitlement, at));
        }
        soon(waves, at -> AccessEvents.granted(
                        header("erp", at), grant, Principal.account(ERP, account), ERP, entitlement)
                .request("r-" + account + "-" + entitlement)
                .build());
    }

    /** One of several, since what one person approves in a month is judged as a whole. */
    private static String approverOf(String accountOrChange) {
        return "boss-" + Math.floorMod(accountOrChange.hashCode(), APPROVERS);
    }

    private Event approved(String account, String entitlement, Instant at) {
        return AccessEvents.approved(
                        header("iga", at),
                        "r-" + account + "-" + entitlement,
                        Principal.account(ERP, account),
                        ERP,
                        List.of(entitlement),
                        approverOf(account))
                .build();
    }

    private Event revoked(String account, String grant, String entitlement, Instant at) {
        return new AccessEvent.Revoked(
                header("erp", at), Optional.of(grant), Principal.account(ERP, account), ERP, entitlement);
    }

    private Event used(String account, String entitlement, Instant at) {
        return BusinessActivityEvents.step(header("erp", at), Principal.account(ERP, account), ERP, entitlement)
                .on("vendor", "v-" + account)
                .build();
    }

    private Event elevated(String account, Instant at) {
        return PrivilegedAccessEvents.elevationApproved(
                        header("pam", at),
                        "e-" + account,
                        Principal.account(ERP, account),
                        ERP,
                        at,
                        at.plus(Duration.ofHours(4)),
                        approverOf(account))
                .build();
    }

    private void soon(int waves, Function<Instant, Event> event) {
        toCome.computeIfAbsent(wave + waves, any -> new ArrayList<>()).add(event);
    }

    private Header header(String source, Instant at) {
        return header(source, source + "-" + ++number, at);
    }

    private static Header header(String source, String id, Instant at) {
        return Header.of(source, id, at);
    }

    private static ReferenceEvent source(String id, Feed... feeds) {
        return ReferenceEvents.source(header("reference", "source-" + id, ALWAYS), id, ALWAYS, List.of(feeds))
                .build();
    }
}
