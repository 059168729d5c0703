package io.plumbline.control.sod;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.catalogue.RoleContent;
import io.plumbline.catalogue.RoleContent.Gap;
import io.plumbline.catalogue.RoleTimes;
import io.plumbline.control.Absence;
import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Event;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.event.Severity;
import io.plumbline.facts.Interval;
import io.plumbline.facts.RoleFacts;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** SOD-04: no role gives, by itself and through the roles in it, functions that a rule keeps apart. */
public final class RolesFreeOfConflict implements Control<RoleFacts> {

    private static final String DEEPEST = "max_nesting_depth_alert";

    @Override
    public String id() {
        return RoleChange.REPORTING;
    }

    @Override
    public Class<RoleFacts> population() {
        return RoleFacts.class;
    }

    /** Judges what has a definition; an entitlement that contains nothing is no role. */
    @Override
    public List<Judgement> evaluate(RoleFacts role, Reference reference) {
        return reference.catalogue().roleTimes(role.systemId(), role.roleId()).stream()
                .map(times -> judge(role, times, reference))
                .toList();
    }

    private static Judgement judge(RoleFacts role, RoleTimes times, Reference reference) {
        Catalogue catalogue = reference.catalogue();
        Instant at = times.contents().stream()
                .map(content -> content.inForce().from())
                .filter(from -> begun(from, role, reference))
                .reduce(times.knownFrom(), (earlier, later) -> later);
        List<Judgement> parts = new ArrayList<>();
        boolean noRules = catalogue.sodRules().values().stream()
                .flatMap(List::stream)
                .noneMatch(version -> isAsked(version.value()));
        if (!catalogue.mapsFunctionsOf(role.systemId()) || noRules) {
            String reason = noRules ? "NO_RULES" : "NO_FUNCTIONS_MAPPED";
            parts.add(verdict(role, at, Verdict.NOT_APPLICABLE, reason, List.of()));
        } else {
            parts.add(withoutConflict(role, at, times));
            RoleConflicts.of(role.systemId(), role.roleId(), catalogue).all().stream()
                    .map(one -> test(RoleConflict.of(role, one, reference), role, at, reference))
                    .forEach(parts::add);
        }
        nesting(role, times, reference).forEach(deviation -> parts.add(test(deviation, role, at, reference)));
        return Judgement.together(parts);
    }

    /** Whether a version of a rule is about what one holder can do in one application: then a role can break it. */
    static boolean isAsked(SodRulePublished rule) {
        return ConflictingFunctionsSeparated.isAsked(rule)
                || !rule.slots().isEmpty() && rule.evaluatedBy().equals(Optional.of(RoleChange.REPORTING));
    }

    /** The verdict where no rule is broken: only what is known can be clean. */
    private static Judgement withoutConflict(RoleFacts role, Instant at, RoleTimes times) {
        List<Event> definitions =
                times.at(at).stream().<Event>map(RoleContent::role).toList();
        Optional<Gap> gap = times.gaps().stream()
                .filter(dated -> dated.inForce().contains(at))
                .map(Dated::value)
                .findFirst();
        return gap.map(unknown -> verdict(role, at, Verdict.INDETERMINATE, unknown.reason(), definitions)
                        .restingOn(new Absence(
                                Absence.State.UNDECIDABLE, unknown.reason(), Optional.empty(), List.of(unknown.why()))))
                .orElseGet(() -> verdict(role, at, Verdict.OPERATED, "FREE_OF_CONFLICT", definitions));
    }

    private static Judgement test(RoleConflict conflict, RoleFacts role, Instant at, Reference reference) {
        return test(conflict.deviation(), role, at, reference)
                .approvedBy(Optional.empty(), Optional.empty(), conflict.ticket());
    }

    /** What has yet to begin, or to end, is asked for again then. */
    private static Judgement test(Deviation deviation, RoleFacts role, Instant at, Reference reference) {
        if (!begun(deviation.since(), role, reference)) {
            return verdict(role, at, Verdict.PENDING, "NOT_YET_IN_EFFECT", deviation.evidence())
                    .againAt(deviation.since());
        }
        Judgement deviated = Judgement.deviated(object(role), role.systemId(), at, List.of(deviation));
        return deviation
                .until()
                .filter(end -> !begun(end, role, reference))
                .map(deviated::againAt)
                .orElse(deviated);
    }

    /** Whether the instant has come, by what is known of the role or by how far the world is known. */
    private static boolean begun(Instant from, RoleFacts role, Reference reference) {
        return reference.completeness().reached(from) || role.heard().anyMatch(at -> !at.isBefore(from));
    }

    /** Spans in which roles contain one another, or are nested so deeply that nobody sees through them any more. */
    private static List<Deviation> nesting(RoleFacts role, RoleTimes times, Reference reference) {
        Predicate<Dated<RoleContent>> tooDeep = content -> content.value().depth()
                > reference.parameters(content.inForce().from()).integer(DEEPEST);
        List<Dated<RoleContent>> unclear = times.contents().stream()
                .filter(content -> !content.value().cyclicWith().isEmpty() || tooDeep.test(content))
                .toList();
        return Timeline.of(unclear.stream().map(Dated::inForce).toList()).intervals().stream()
                .map(span -> nesting(
                        role,
                        span,
                        unclear.stream()
                                .filter(content ->
                                        content.inForce().intersect(span).isPresent())
                                .map(Dated::value)
                                .toList()))
                .toList();
    }

    private static Deviation nesting(RoleFacts role, Interval span, List<RoleContent> contents) {
        Optional<RoleContent> cyclic = contents.stream()
                .filter(content -> !content.cyclicWith().isEmpty())
                .findFirst();
        int depth = contents.stream().mapToInt(RoleContent::depth).max().orElseThrow();
        List<String> why = cyclic.map(content -> List.of("Role " + role.roleId() + " contains roles that contain it: "
                        + String.join(", ", content.cyclicWith())
                        + "; it gives everything any of them gives"))
                .orElseGet(() -> List.of("Role " + role.roleId() + " has " + depth + " levels of roles below it"));
        Map<String, String> details = new TreeMap<>();
        details.put("nesting_depth", Integer.toString(depth));
        cyclic.ifPresent(content -> details.put("cyclic_with", String.join(", ", content.cyclicWith())));
        Deviation deviation = Deviation.lasting(
                        "NESTING",
                        cyclic.isPresent() ? "NESTING_CYCLIC" : "NESTING_TOO_DEEP",
                        span.from().toString(),
                        span.from(),
                        Severity.LOW)
                .because(
                        why, contents.stream().map(RoleContent::role).distinct().toList())
                .with(details);
        return span.until()
                .map(end -> deviation.ended(end, Deviation.Ending.ENDED))
                .orElse(deviation);
    }

    private static Judgement verdict(
            RoleFacts role, Instant at, Verdict verdict, String reason, List<? extends Event> evidence) {
        return Judgement.of(object(role), role.systemId(), at, verdict, reason, evidence);
    }

    private static String object(RoleFacts role) {
        return "role:" + role.systemId() + "/" + role.roleId();
    }
}
