package io.plumbline.control.sod;

import io.plumbline.event.AccessEvent.Granted;
import io.plumbline.event.AccessEvent.Revoked;
import io.plumbline.event.AccountRef;
import io.plumbline.event.ActivityLevel;
import io.plumbline.event.Event;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.IdentityEvent.AccountDisabled;
import io.plumbline.event.IdentityEvent.AccountEnabled;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.event.ReferenceEvent.RoleRetired;
import io.plumbline.event.ReferenceEvent.SodRuleDisabled;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.event.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A second opinion on who is in conflict, reached by looking at every half day by itself.
 *
 * <p>It shares no code with the engine: no intervals, no ways kept or dropped, and data scope is a set of cells, one for every
 * combination of the values that occur and of any other value.
 */
final class NaiveAuditor {

    /** Cells of company 1, 2, 3 and other by plant 1, 2 and other. */
    private static final int EVERYWHERE = (1 << 12) - 1;

    private record Piece(String entitlement, int cells, Optional<AccountRef> account) {}

    private final List<ReferenceEvent> reference;
    private final List<Event> events;
    private final Map<String, Boolean> roleIds = new HashMap<>();

    // Of the instant looked at.
    private Instant now = Instant.EPOCH;
    private final Map<String, Optional<RoleDefined>> rolesNow = new HashMap<>();
    private final Map<String, Optional<EntitlementMapped>> mappingsNow = new HashMap<>();
    private Set<Piece> gives = new HashSet<>();
    private Set<Piece> denies = new HashSet<>();

    NaiveAuditor(RandomCompany company) {
        this.reference = company.reference;
        this.events = company.events;
        for (ReferenceEvent event : reference) {
            if (event instanceof RoleDefined role) {
                roleIds.put(role.roleId(), true);
            } else if (event instanceof RoleRetired role) {
                roleIds.put(role.roleId(), true);
            }
        }
    }

    /** Every conflict as {@code rule from..until}. */
    Set<String> conflicts() {
        Set<String> found = new TreeSet<>();
        Map<String, Instant> open = new TreeMap<>();
        for (Instant at : halfDays()) {
            Set<String> broken = brokenAt(at);
            for (String rule : List.copyOf(open.keySet())) {
                if (!broken.contains(rule)) {
                    found.add(rule + " " + open.remove(rule) + ".." + at);
                }
            }
            broken.forEach(rule -> open.putIfAbsent(rule, at));
        }
        open.forEach((rule, since) -> found.add(rule + " " + since + ".."));
        return found;
    }

    /** Every half day at which something held is not known, with the grant. */
    Set<String> unknown() {
        Set<String> unknown = new TreeSet<>();
        for (Instant at : halfDays()) {
            lookAt(at);
            for (Event event : events) {
                if (event instanceof Granted grant && isUsable(grant)) {
                    Set<String> inside = new HashSet<>();
                    inside(grant.entitlement(), inside);
                    if (inside.stream().anyMatch(id -> !isKnown(id))) {
                        unknown.add(grant.grantId().orElseThrow() + " " + at);
                    }
                }
            }
        }
        return unknown;
    }

    static List<Instant> halfDays() {
        List<Instant> days = new ArrayList<>();
        for (int i = 0; i <= 4 * RandomCompany.DAYS + 1; i++) {
            days.add(RandomCompany.day(0).plus(Duration.ofHours(12L * i)));
        }
        return days;
    }

    private Set<String> brokenAt(Instant at) {
        lookAt(at);
        gives = new HashSet<>();
        denies = new HashSet<>();
        for (Event event : events) {
            if (event instanceof Granted grant && isUsable(grant)) {
                follow(grant);
            }
        }
        Map<String, Set<Integer>> cellsByFunction = new HashMap<>();
        for (Piece piece : gives) {
            if (denies.stream().noneMatch(denial -> takes(denial, piece))) {
                for (FunctionUse use : mappingOf(piece.entitlement())
                        .map(EntitlementMapped::functions)
                        .orElse(List.of())) {
                    for (int cell = 0; cell < 12 && use.level() != ActivityLevel.DISPLAY; cell++) {
                        if ((piece.cells() & 1 << cell) != 0) {
                            cellsByFunction
                                    .computeIfAbsent(use.functionId(), id -> new HashSet<>())
                                    .add(cell);
                        }
                    }
                }
            }
        }
        Set<String> broken = new TreeSet<>();
        rulesInForce().forEach((id, rule) -> {
            for (int cell = 0; cell < 12; cell++) {
                int filled = 0;
                for (Slot slot : rule.slots()) {
                    int where = cell;
                    if (slot.anyOf().stream().anyMatch(function -> cellsByFunction
                            .getOrDefault(function, Set.of())
                            .contains(where))) {
                        filled++;
                    }
                }
                if (filled >= rule.minimumFilled().orElse(rule.slots().size())) {
                    broken.add(id);
                }
            }
        });
        return broken;
    }

    private void lookAt(Instant at) {
        now = at;
        rolesNow.clear();
        mappingsNow.clear();
    }

    private static boolean takes(Piece denial, Piece piece) {
        boolean sameAccount = denial.account().isEmpty() || denial.account().equals(piece.account());
        return denial.entitlement().equals(piece.entitlement())
                && sameAccount
                && (piece.cells() & ~denial.cells()) == 0;
    }

    private boolean isUsable(Granted grant) {
        boolean begun = !now.isBefore(grant.header().occurredAt())
                && grant.validFrom().filter(from -> now.isBefore(from)).isEmpty();
        boolean ended = grant.validTo().filter(to -> !now.isBefore(to)).isPresent()
                || events.stream()
                        .anyMatch(event -> event instanceof Revoked revoked
                                && revoked.grantId().equals(grant.grantId())
                                && !now.isBefore(revoked.header().occurredAt()));
        return begun && !ended && grant.holder().account().map(this::isEnabled).orElse(true);
    }

    private boolean isEnabled(AccountRef account) {
        boolean enabled = true;
        Instant newest = Instant.MIN;
        for (Event event : events) {
            boolean on = event instanceof AccountEnabled one && one.account().equals(account);
            boolean off = event instanceof AccountDisabled one && one.account().equals(account);
            Instant when = event.header().occurredAt();
            if ((on || off) && !now.isBefore(when) && when.isAfter(newest)) {
                enabled = on;
                newest = when;
            }
        }
        return enabled;
    }

    private void follow(Granted grant) {
        int cells = cells(grant.scope());
        if (mappingEver(grant.entitlement())) {
            gives.add(new Piece(grant.entitlement(), cells, grant.holder().account()));
        }
        follow(grant.entitlement(), cells, new HashSet<>(), grant.holder().account());
    }

    /** Follows every way that does not meet itself. */
    private void follow(String roleId, int cells, Set<String> way, Optional<AccountRef> account) {
        Optional<RoleDefined> role = roleNow(roleId);
        if (role.isEmpty() || way.contains(roleId)) {
            return;
        }
        int here = cells & cells(role.get().scope());
        if (here == 0) {
            return;
        }
        Set<String> further = new HashSet<>(way);
        further.add(roleId);
        for (String part : role.get().entitlements()) {
            gives.add(new Piece(part, here, account));
            follow(part, here, further, account);
        }
        for (String child : role.get().children()) {
            gives.add(new Piece(child, here, account));
            follow(child, here, further, account);
        }
        role.get().denied().forEach(denied -> denies.add(new Piece(denied, here, account)));
    }

    private void inside(String id, Set<String> inside) {
        if (inside.add(id)) {
            roleNow(id).ifPresent(role -> {
                role.children().forEach(child -> inside(child, inside));
                role.entitlements().stream().filter(roleIds::containsKey).forEach(child -> inside(child, inside));
            });
        }
    }

    private boolean isKnown(String id) {
        Optional<ReferenceEvent> newest = reference.stream()
                .filter(event -> event instanceof RoleDefined role
                                && role.roleId().equals(id)
                        || event instanceof RoleRetired gone && gone.roleId().equals(id))
                .filter(event -> !event.effectiveFrom().isAfter(now))
                .reduce((one, other) -> one.effectiveFrom().isAfter(other.effectiveFrom()) ? one : other);
        boolean refused = newest.filter(event -> event instanceof RoleDefined role && isRefused(role))
                .isPresent();
        return !refused && (newest.isPresent() || mappingOf(id).isPresent());
    }

    private static boolean isRefused(RoleDefined role) {
        return role.entitlements().contains(" ");
    }

    /** The role as last stated in a way that can be taken; empty where it is gone, or not yet there. */
    private Optional<RoleDefined> roleNow(String id) {
        return rolesNow.computeIfAbsent(id, this::findRole);
    }

    private Optional<RoleDefined> findRole(String id) {
        Instant newest = Instant.MIN;
        Optional<RoleDefined> found = Optional.empty();
        for (ReferenceEvent event : reference) {
            boolean news =
                    !event.effectiveFrom().isAfter(now) && event.effectiveFrom().isAfter(newest);
            if (news && event instanceof RoleDefined role && role.roleId().equals(id) && !isRefused(role)) {
                found = Optional.of(role);
                newest = role.effectiveFrom();
            } else if (news
                    && event instanceof RoleRetired gone
                    && gone.roleId().equals(id)) {
                found = Optional.empty();
                newest = gone.effectiveFrom();
            }
        }
        return found;
    }

    private boolean mappingEver(String entitlement) {
        return reference.stream()
                .anyMatch(event -> event instanceof EntitlementMapped mapped
                        && mapped.entitlement().equals(entitlement));
    }

    private Optional<EntitlementMapped> mappingOf(String entitlement) {
        return mappingsNow.computeIfAbsent(entitlement, this::findMapping);
    }

    private Optional<EntitlementMapped> findMapping(String entitlement) {
        Optional<EntitlementMapped> found = Optional.empty();
        for (ReferenceEvent event : reference) {
            if (event instanceof EntitlementMapped mapped
                    && mapped.entitlement().equals(entitlement)
                    && !mapped.effectiveFrom().isAfter(now)
                    && found.filter(one -> one.effectiveFrom().isAfter(mapped.effectiveFrom()))
                            .isEmpty()) {
                found = Optional.of(mapped);
            }
        }
        return found;
    }

    private Map<String, SodRulePublished> rulesInForce() {
        Map<String, SodRulePublished> rules = new TreeMap<>();
        reference.stream()
                .filter(event -> !event.effectiveFrom().isAfter(now))
                .sorted((one, other) -> {
                    int byStart = one.effectiveFrom().compareTo(other.effectiveFrom());
                    return byStart != 0 ? byStart : Boolean.compare(one instanceof SodRuleDisabled, false);
                })
                .forEach(event -> {
                    if (event instanceof SodRulePublished rule) {
                        rules.put(rule.ruleId(), rule);
                    } else if (event instanceof SodRuleDisabled rule) {
                        rules.remove(rule.ruleId());
                    }
                });
        return rules;
    }

    private static int cells(List<String> scope) {
        int cells = 0;
        for (int company = 1; company <= 4; company++) {
            for (int plant = 1; plant <= 3; plant++) {
                if (allows(scope, "c", company) && allows(scope, "p", plant)) {
                    cells |= 1 << (company - 1) * 3 + plant - 1;
                }
            }
        }
        return cells & EVERYWHERE;
    }

    private static boolean allows(List<String> scope, String dimension, int value) {
        return scope.stream().noneMatch(limit -> limit.startsWith(dimension + "="))
                || scope.contains(dimension + "=" + value);
    }
}
