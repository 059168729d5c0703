package io.plumbline.control.sod;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Cause;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Names;
import io.plumbline.control.Reference;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.event.Severity;
import io.plumbline.facts.Interval;
import io.plumbline.facts.RoleFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A conflict that a role contains by itself, with whom it exposes.
 *
 * @param span from when the role gave the functions, until it no longer did; a role that is gone conflicts on until nobody is on
 *     record as holding it
 * @param began the change that it began with
 */
record RoleConflict(RoleFacts role, Conflict conflict, Interval span, Optional<RoleChange> began, Catalogue catalogue) {

    /** More holders than this raise the severity. */
    private static final int MANY = 10;

    /** Tiers from here up administer a system or more. */
    private static final int ADMINISTERS = 1;

    static RoleConflict of(RoleFacts role, RoleConflicts.One one, Reference reference) {
        Interval span = one.conflict().span();
        boolean retired = span.until()
                .filter(end -> role.retirements().stream()
                        .anyMatch(gone -> gone.effectiveFrom().equals(end)))
                .isPresent();
        Interval exposed = retired && !one.conflict().outlived()
                ? new Interval(span.from(), role.unheldFrom(span.until().orElseThrow()))
                : span;
        return new RoleConflict(role, one.conflict(), exposed, one.began(), reference.catalogue());
    }

    Deviation deviation() {
        SodRulePublished rule = conflict.rule();
        Deviation deviation = Deviation.lasting(
                        "CONFLICT", variant(), span.from().toString(), span.from(), severity())
                .ofRule(rule.ruleId(), rule.version())
                .because(explanation(), evidence())
                .with(details());
        if (span.until().isPresent()) {
            deviation = deviation.ended(span.until().get(), conflict.outlived() ? Ending.RULE_RETIRED : Ending.ENDED);
        }
        for (String flag : flags()) {
            deviation = deviation.flagged(flag);
        }
        if (conflict.isOnTrial()) {
            deviation = deviation.onTrial();
        }
        Optional<Cause> cause = began.map(change -> new Cause(
                change.incidentId(),
                RoleConflicts.of(role.systemId(), role.roleId(), catalogue)
                        .reports(rule.ruleId(), conflict.isOnTrial(), change, catalogue)));
        return cause.map(deviation::causedBy).orElse(deviation);
    }

    /** Delivered with the application, or else given by the role's own entitlements, or else by roles in it. */
    private String variant() {
        Sides now = conflict.sides().at(span.from());
        boolean seeded = now.all().stream()
                .flatMap(held -> held.path().through().stream())
                .anyMatch(RoleDefined::vendorSeeded);
        Sides own = now.only(held -> held.path().chain().size() == 1);
        return seeded ? "VENDOR_SEEDED_ROLE" : own.together().contains(span.from()) ? "DIRECT" : "VIA_NESTING";
    }

    /** That of the rule; one more where many held it or it administers; the least where nobody ever held it. */
    private Severity severity() {
        int holders = role.widelyHeld() ? Integer.MAX_VALUE : role.mostHolders(span);
        if (holders == 0) {
            return Severity.LOW;
        }
        return holders > MANY || administers()
                ? conflict.rule().severity().raised()
                : conflict.rule().severity();
    }

    private boolean administers() {
        return mappings()
                .anyMatch(mapping ->
                        mapping.tier().orElse(mapping.privileged() ? ADMINISTERS : ADMINISTERS + 1) <= ADMINISTERS);
    }

    /** What the entitlements that take part were mapped to when it began. */
    private Stream<EntitlementMapped> mappings() {
        return conflict.sides().at(span.from()).all().stream()
                .map(held -> held.path().entitlement())
                .distinct()
                .flatMap(entitlement -> catalogue.mapping(role.systemId(), entitlement).stream())
                .filter(mapping -> mapping.inForce().contains(span.from()))
                .map(Dated::value);
    }

    private Stream<RoleDefined> definitions() {
        return conflict.sides().at(span.from()).all().stream()
                .flatMap(held -> held.path().chain().stream())
                .distinct();
    }

    private Optional<RoleChange.Versions> versions() {
        return began.map(change -> change.versions(catalogue));
    }

    /** The request or change record that the new version names. */
    Optional<String> ticket() {
        return versions()
                .flatMap(RoleChange.Versions::after)
                .map(RoleDefined::header)
                .flatMap(Header::ticket);
    }

    private List<String> flags() {
        List<String> flags = new ArrayList<>(conflict.flags());
        flags.remove(Deviation.PRE_EXISTING);
        if (definitions().allMatch(definition -> definition.header().baseline())) {
            flags.add(Deviation.PRE_EXISTING);
        }
        return flags;
    }

    private List<Event> evidence() {
        return Stream.of(definitions(), mappings(), versions().flatMap(RoleChange.Versions::before).stream())
                .<Event>flatMap(events -> events)
                .distinct()
                .toList();
    }

    private List<String> explanation() {
        SodRulePublished rule = conflict.rule();
        List<String> lines = new ArrayList<>();
        lines.add("Rule " + rule.ruleId() + " (" + rule.title() + ") keeps these functions apart: "
                + rule.slots().stream()
                        .map(slot -> String.join(" or ", slot.anyOf()))
                        .collect(Collectors.joining(" / ")));
        Sides now = conflict.sides().at(span.from());
        for (int i = 0; i < now.slots().size(); i++) {
            for (HeldFunction held : now.slots().get(i)) {
                lines.add("Side " + (i + 1) + ": role " + held.path().roles() + " gives "
                        + held.use().functionId() + " (" + held.use().level() + ") by "
                        + held.path().entitlement());
            }
        }
        lines.add("The role gave all sides from " + conflict.span().from()
                + conflict.span().until().map(end -> " until " + end).orElse(" on"));
        began.ifPresent(change -> lines.add("It began with the change of " + change
                + ticket().map(ticket -> ", under " + ticket).orElse(", which names no change record")));
        if (!span.equals(conflict.span())) {
            lines.add("The role was retired while it was held; it counts until nobody holds it"
                    + span.until().map(end -> ", " + end).orElse(""));
        }
        lines.add("Held by at most " + holders() + " at one time");
        return lines;
    }

    private String holders() {
        return role.widelyHeld()
                ? "more than can be counted (over " + RoleFacts.MOST_STATEMENTS + " statements)"
                : Integer.toString(role.mostHolders(span));
    }

    private Map<String, String> details() {
        Map<String, String> details = new TreeMap<>();
        details.put("overlap_from", span.from().toString());
        span.until().ifPresent(end -> details.put("overlap_to", end.toString()));
        details.put("holder_count", role.widelyHeld() ? "over " + MANY : holders());
        details.put(
                "nesting_path",
                Names.of(conflict.sides().at(span.from()).all().stream()
                        .map(held -> held.path().roles() + " > " + held.path().entitlement())));
        began.ifPresent(change -> details.put("changed_part", change.partId()));
        versions().ifPresent(versions -> {
            versions.before().ifPresent(before -> details.put("role_version_before", words(before)));
            versions.after().ifPresent(after -> details.put("role_version_after", words(after)));
        });
        ticket().ifPresent(ticket -> details.put("change_ticket", ticket));
        return details;
    }

    private static String words(RoleDefined version) {
        return version.effectiveFrom() + " (" + version.header().id() + "): "
                + Names.of(Stream.concat(version.entitlements().stream(), version.children().stream()));
    }
}
