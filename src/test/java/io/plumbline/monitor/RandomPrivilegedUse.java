package io.plumbline.monitor;

import io.plumbline.event.AccountRef;
import io.plumbline.event.CredentialEvent;
import io.plumbline.event.CredentialEvents;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvents;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvent;
import io.plumbline.event.PrivilegedAccessEvent.AttributionMethod;
import io.plumbline.event.PrivilegedAccessEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Use of one shared account by four persons, and of break-glass access by two of them and by an account of its own, drawn from a seed. */
final class RandomPrivilegedUse {

    private static final AccountRef SHARED = new AccountRef("erp", "shared");
    private static final AccountRef FIRE = new AccountRef("erp", "fire");
    private static final String EMPTY_LOG = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private final Random random;
    private final List<Event> events = new ArrayList<>();
    private int number;

    private RandomPrivilegedUse(long seed) {
        this.random = new Random(seed * 41 + 11);
    }

    static List<Event> of(long seed) {
        RandomPrivilegedUse history = new RandomPrivilegedUse(seed);
        history.account(SHARED, IdentityEvent.IdentityType.SHARED);
        history.account(FIRE, IdentityEvent.IdentityType.BREAK_GLASS);
        for (int i = 0; i < 28; i++) {
            history.something();
        }
        return List.copyOf(history.events);
    }

    private void something() {
        Instant at = RandomHistory.START.plus(Duration.ofHours(12L * random.nextInt(20)));
        switch (random.nextInt(10)) {
            case 0, 1 -> session(SHARED, at);
            case 2, 3, 4 -> attribution(at);
            case 5, 6 ->
                events.add(new PrivilegedAccessEvent.BreakglassInvoked(
                        header("pam", at).withActor(Principal.identity(person())),
                        "bg" + random.nextInt(3),
                        holder(),
                        "erp",
                        at.plus(Duration.ofHours(24)),
                        random.nextBoolean() ? Optional.of("INC") : Optional.empty(),
                        Optional.empty(),
                        random.nextInt(4) == 0));
            case 7 -> session(FIRE, at);
            case 8 ->
                events.add(new PrivilegedAccessEvent.BreakglassReviewed(
                        header("pam", at.plus(Duration.ofDays(2))),
                        "bg" + random.nextInt(3),
                        holder(),
                        "erp",
                        person(),
                        random.nextBoolean() ? Optional.of(EMPTY_LOG) : Optional.empty()));
            default ->
                events.add(
                        random.nextBoolean()
                                ? CredentialEvents.rotated(header("erp", at), "erp", "fire-pw")
                                        .owner(new Principal(Optional.empty(), Optional.of(FIRE)))
                                        .fingerprint("f" + random.nextInt(3))
                                        .build()
                                : IdentityEvents.positionChanged(header("hr", at), person(), "clerk", at)
                                        .manager(person())
                                        .reason(IdentityEvent.PositionChangeReason.MANAGER_CHANGE)
                                        .build());
        }
    }

    private void attribution(Instant at) {
        AttributionMethod[] methods = AttributionMethod.values();
        events.add(PrivilegedAccessEvents.attributed(
                        header("pam", at).withRecordedAt(at.plus(Duration.ofHours(12L * random.nextInt(4)))),
                        "co" + random.nextInt(6),
                        "erp",
                        random.nextInt(3) == 0 ? FIRE : SHARED,
                        person(),
                        at)
                .method(random.nextBoolean() ? AttributionMethod.CHECKOUT : methods[random.nextInt(methods.length)])
                .exclusive(random.nextInt(3) > 0)
                .until(random.nextBoolean() ? Optional.of(at.plus(Duration.ofHours(12))) : Optional.empty())
                .session(random.nextInt(3) == 0 ? Optional.of("u" + random.nextInt(4)) : Optional.empty())
                .build());
    }

    private void session(AccountRef account, Instant at) {
        String session = "u" + random.nextInt(4);
        if (random.nextInt(3) > 0) {
            events.add(PrivilegedAccessEvents.sessionStarted(
                            header("pam", at), session, new Principal(Optional.empty(), Optional.of(account)), "erp")
                    .client(CredentialEvent.ClientClass.INTERACTIVE)
                    .build());
        } else if (random.nextBoolean()) {
            events.add(new PrivilegedAccessEvent.SessionAction(
                    header("pam", at), session, "erp", "WRITE", Optional.empty()));
        } else {
            events.add(new PrivilegedAccessEvent.SessionEnded(header("pam", at), session, "erp"));
        }
    }

    private Principal holder() {
        return switch (random.nextInt(3)) {
            case 0 -> new Principal(Optional.empty(), Optional.of(FIRE));
            case 1 -> new Principal(Optional.of("p" + random.nextInt(2)), Optional.of(FIRE));
            default -> Principal.account("erp", "a" + random.nextInt(2));
        };
    }

    private String person() {
        return "p" + random.nextInt(4);
    }

    private void account(AccountRef account, IdentityEvent.IdentityType type) {
        events.add(IdentityEvents.accountCreated(header("erp", RandomHistory.START), account)
                .type(type)
                .build());
    }

    private Header header(String source, Instant at) {
        return Header.of(source, "use-" + ++number, at);
    }
}
