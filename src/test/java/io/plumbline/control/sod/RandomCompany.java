package io.plumbline.control.sod;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.AccountRef;
import io.plumbline.event.ActivityLevel;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvents;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.RoleRetired;
import io.plumbline.event.ReferenceEvent.SodRuleDisabled;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.RuleEvents;
import io.plumbline.event.Severity;
import io.plumbline.event.Slot;
import io.plumbline.event.SodRuleType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * A small company made up by chance: roles in roles with cycles, denials, scopes and versions; mappings; rules; and the grants and
 * accounts of one person. Everything happens at midnight, on days 0 to 24.
 */
final class RandomCompany {

    static final String SYSTEM = "erp";
    static final int DAYS = 12;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int ROLES = 6;
    private static final int ENTITLEMENTS = 6;
    private static final int FUNCTIONS = 4;

    final List<ReferenceEvent> reference = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    private final Random chance;
    private final int oneInScoped;
    private int number;

    RandomCompany(long seed) {
        chance = new Random(seed);
        oneInScoped = List.of(1, 2, 8).get(chance.nextInt(3));
        reference.add(ReferenceEvents.source(header(0), "erp", START, List.of(Feed.GRANTS, Feed.ACCOUNTS))
                .build());
        for (int i = 0; i < ROLES; i++) {
            role("R" + i);
        }
        for (int i = 0; i < ENTITLEMENTS; i++) {
            mapping("E" + i);
        }
        if (chance.nextInt(4) == 0) {
            mapping("R" + chance.nextInt(ROLES));
        }
        for (int i = chance.nextInt(3); i >= 0; i--) {
            rule("S" + i);
        }
        account("a1");
        account("a2");
        for (int i = chance.nextInt(5); i >= 0; i--) {
            grant("g" + i);
        }
    }

    static Instant day(int day) {
        return START.plus(Duration.ofDays(day));
    }

    private Header header(int day) {
        return Header.of("erp", "e" + ++number, day(day));
    }

    /** Some days, each once, in order; the first is most often the first of all. */
    private List<Integer> days(int most) {
        TreeSet<Integer> days = new TreeSet<>();
        for (int i = chance.nextInt(most); i >= 0; i--) {
            days.add(days.isEmpty() && chance.nextInt(3) > 0 ? 0 : chance.nextInt(DAYS));
        }
        return List.copyOf(days);
    }

    private void role(String id) {
        for (int day : days(3)) {
            if (chance.nextInt(12) == 0) {
                reference.add(new RoleRetired(header(day), SYSTEM, id, day(day)));
            } else {
                reference.add(ReferenceEvents.role(header(day), SYSTEM, id, day(day), some(3, this::part))
                        .children(some(2, () -> chance.nextInt(25) == 0 ? "NOBODY" : "R" + chance.nextInt(ROLES)))
                        .denied(chance.nextInt(5) == 0 ? List.of("E" + chance.nextInt(ENTITLEMENTS)) : List.of())
                        .scope(scope(oneInScoped))
                        .build());
            }
        }
    }

    /** An entitlement; now and then a role, something nobody knows, or a blank, which makes the version one to reject. */
    private String part() {
        int kind = chance.nextInt(40);
        return kind == 0 ? " " : kind < 5 ? "R" + chance.nextInt(ROLES) : "E" + chance.nextInt(ENTITLEMENTS);
    }

    private List<String> some(int most, Supplier<String> one) {
        List<String> some = new ArrayList<>();
        for (int i = chance.nextInt(most + 1); i > 0; i--) {
            some.add(one.get());
        }
        return some;
    }

    private List<String> scope(int oneIn) {
        if (chance.nextInt(oneIn) > 0) {
            return List.of();
        }
        List<String> scope = new ArrayList<>();
        int dimensions = 1 + chance.nextInt(3);
        for (int i = 1 + chance.nextInt(2); i > 0; i--) {
            if ((dimensions & 1) != 0) {
                scope.add("c=" + (1 + chance.nextInt(3)));
            }
            if ((dimensions & 2) != 0) {
                scope.add("p=" + (1 + chance.nextInt(2)));
            }
        }
        return scope;
    }

    private void mapping(String entitlement) {
        for (int day : days(2)) {
            List<FunctionUse> functions = new ArrayList<>();
            for (int i = chance.nextInt(2); i >= 0; i--) {
                functions.add(new FunctionUse(
                        "F" + chance.nextInt(FUNCTIONS),
                        chance.nextInt(6) == 0 ? ActivityLevel.DISPLAY : ActivityLevel.POST));
            }
            reference.add(ReferenceEvents.entitlement(header(day), SYSTEM, entitlement, day(day), functions)
                    .build());
        }
    }

    private void rule(String id) {
        for (int day : days(2)) {
            List<String> functions = new ArrayList<>();
            for (int i = 0; i < FUNCTIONS; i++) {
                functions.add("F" + i);
            }
            Collections.shuffle(functions, chance);
            int slots = 1 + chance.nextInt(3);
            List<Slot> sides = new ArrayList<>();
            for (int i = 0; i < slots; i++) {
                sides.add(new Slot(
                        i == 0 && chance.nextInt(3) == 0
                                ? List.of(functions.get(0), functions.get(FUNCTIONS - 1))
                                : List.of(functions.get(i))));
            }
            reference.add(RuleEvents.rule(header(day), id, "v" + day, day(day), "made up", sides, Severity.HIGH)
                    .type(chance.nextBoolean() ? SodRuleType.MULTI : SodRuleType.UNKNOWN)
                    .minimumFilled(chance.nextInt(3) == 0 ? Optional.of(1 + chance.nextInt(slots)) : Optional.empty())
                    .build());
        }
        if (chance.nextInt(6) == 0) {
            reference.add(new SodRuleDisabled(header(DAYS - 1), id, day(DAYS - 1)));
        }
    }

    private void account(String id) {
        AccountRef account = new AccountRef(SYSTEM, id);
        events.add(IdentityEvents.accountCreated(header(0), account)
                .identity("p-1")
                .build());
        if (chance.nextInt(3) == 0) {
            int disabled = 1 + chance.nextInt(DAYS - 2);
            events.add(new IdentityEvent.AccountDisabled(header(disabled), account));
            if (chance.nextBoolean()) {
                int enabled = disabled + 1 + chance.nextInt(DAYS - disabled);
                events.add(new IdentityEvent.AccountEnabled(header(enabled), account));
            }
        }
    }

    private void grant(String key) {
        String what = chance.nextInt(3) == 0 ? "E" + chance.nextInt(ENTITLEMENTS) : "R" + chance.nextInt(ROLES);
        int account = chance.nextInt(3);
        Principal holder = account == 0
                ? Principal.identity("p-1")
                : new Principal(Optional.of("p-1"), Optional.of(new AccountRef(SYSTEM, "a" + account)));
        int day = chance.nextInt(DAYS - 2);
        events.add(AccessEvents.granted(header(day), key, holder, SYSTEM, what)
                .from(chance.nextInt(4) == 0 ? Optional.of(day(day + chance.nextInt(3))) : Optional.empty())
                .until(chance.nextInt(4) == 0 ? Optional.of(day(day + 1 + chance.nextInt(DAYS))) : Optional.empty())
                .scope(scope(3))
                .build());
        if (chance.nextInt(2) == 0) {
            int end = day + 1 + chance.nextInt(DAYS - day);
            events.add(new AccessEvent.Revoked(header(end), Optional.of(key), holder, SYSTEM, what));
        }
    }
}
