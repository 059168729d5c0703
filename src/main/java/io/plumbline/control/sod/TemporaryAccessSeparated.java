package io.plumbline.control.sod;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.control.Absence;
import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.EffectiveAccess;
import io.plumbline.control.EffectiveAccess.Path;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.event.Severity;
import io.plumbline.event.Stage;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** SOD-05: access given for a time completes no conflict, neither at once nor step by step. */
public final class TemporaryAccessSeparated implements Control<IdentityFacts> {

    @Override
    public String id() {
        return "SOD-05";
    }

    @Override
    public Class<IdentityFacts> population() {
        return IdentityFacts.class;
    }

    /** Takes every system in which the identity had something for a time, and what it could do there with it and without it. */
    @Override
    public List<Judgement> evaluate(IdentityFacts identity, Reference reference) {
        TemporaryAccess access = TemporaryAccess.of(identity);
        return access.temporary().stream()
                .map(Grant::systemId)
                .distinct()
                .sorted()
                .map(systemId -> judge(systemId, identity, access, reference))
                .toList();
    }

    private static Judgement judge(
            String systemId, IdentityFacts identity, TemporaryAccess access, Reference reference) {
        Catalogue catalogue = reference.catalogue();
        List<Event> windows = of(systemId, access.temporary()).stream()
                .map(Grant::given)
                .sorted(Comparator.comparing((Event event) -> event.header().occurredAt())
                        .thenComparing(Event::id))
                .toList();
        Instant at = windows.get(windows.size() - 1).header().occurredAt();
        if (!catalogue.mapsFunctionsOf(systemId) || catalogue.sodRules().isEmpty()) {
            String reason = catalogue.sodRules().isEmpty() ? "NO_RULES" : "NO_FUNCTIONS_MAPPED";
            return Judgement.of(object(systemId), systemId, at, Verdict.NOT_APPLICABLE, reason, windows);
        }
        EffectiveAccess all = EffectiveAccess.of(of(systemId, access.all()), catalogue);
        EffectiveAccess standing = EffectiveAccess.of(of(systemId, access.standing()), catalogue);
        List<Conflict> overlaps = overlaps(all, standing, catalogue);
        Stream<Judgement> found = Stream.concat(
                overlaps.stream().map(conflict -> overlap(conflict, systemId, at, identity, reference)),
                stepwise(systemId, all, standing, identity, reference).stream()
                        .map(steps -> sequential(steps, systemId, at, reference)));
        return Judgement.together(Stream.concat(Stream.of(without(systemId, windows, at, all, catalogue)), found)
                .toList());
    }

    private static List<Grant> of(String systemId, List<Grant> grants) {
        return grants.stream()
                .filter(grant -> grant.systemId().equals(systemId))
                .toList();
    }

    /** The verdict where nothing is found: only what is known can be clean. */
    private static Judgement without(
            String systemId, List<Event> windows, Instant at, EffectiveAccess all, Catalogue catalogue) {
        Optional<EffectiveAccess.Unknown> unknown = all.unknown().stream().findFirst();
        if (unknown.isPresent()) {
            String reason = unknown.get().reason();
            return Judgement.of(object(systemId), systemId, at, Verdict.INDETERMINATE, reason, windows)
                    .restingOn(new Absence(
                            Absence.State.UNDECIDABLE,
                            reason,
                            Optional.empty(),
                            List.of(unknown.get().why())));
        } else if (catalogue.sources(Feed.GRANTS, systemId).isEmpty()) {
            return Judgement.of(object(systemId), systemId, at, Verdict.INDETERMINATE, "NO_SOURCE_DECLARED", windows);
        }
        return Judgement.of(object(systemId), systemId, at, Verdict.OPERATED, "NO_TEMPORARY_CONFLICT", windows);
    }

    /** The parts of conflicts that are there with temporary access and would not be without. */
    private static List<Conflict> overlaps(EffectiveAccess all, EffectiveAccess standing, Catalogue catalogue) {
        return Conflict.beyond(
                Conflict.among(
                        HeldFunction.byFunction(all.paths(), catalogue),
                        catalogue,
                        ConflictingFunctionsSeparated::isAsked),
                Conflict.among(
                        HeldFunction.byFunction(standing.paths(), catalogue),
                        catalogue,
                        ConflictingFunctionsSeparated::isAsked));
    }

    private static Judgement overlap(
            Conflict conflict, String systemId, Instant at, IdentityFacts identity, Reference reference) {
        Instant from = conflict.span().from();
        if (!begun(from, identity, reference)) {
            return Judgement.of(object(systemId), systemId, at, Verdict.PENDING, "NOT_YET_IN_EFFECT", conflict.events())
                    .againAt(from);
        }
        SodRulePublished rule = conflict.rule();
        List<StepPerformed> uses = Uses.of(
                rule.slots().stream().flatMap(slot -> slot.anyOf().stream()).toList(),
                systemId,
                conflict.span(),
                identity.activity(),
                reference.catalogue());
        boolean financial = conflict.sides().all().stream().anyMatch(held -> held.mapping()
                .filter(EntitlementMapped::financeSensitive)
                .isPresent());
        Severity severity =
                uses.isEmpty() ? rule.severity().lowered() : financial ? Severity.CRITICAL : rule.severity();
        Deviation deviation = conflict.deviation("OVERLAP", variant(conflict), severity);
        Optional<Instant> end = conflict.span().until();
        List<String> why = new ArrayList<>(conflict.explanation());
        conflict.grants().stream()
                .filter(TemporaryAccess::isTemporary)
                .forEach(window -> why.add("For a time only: " + window.entitlement() + " by "
                        + window.given().kind().wireName() + " " + window.key() + ", " + window.held()));
        uses.forEach(step ->
                why.add("Used: " + step.entitlement() + " at " + step.header().occurredAt() + " (" + step.id() + ")"));
        Deviation found = deviation
                .because(
                        why,
                        Stream.concat(conflict.events().stream(), uses.stream()).toList())
                .with(conflict.details());
        Judgement judgement = Judgement.deviated(
                object(systemId),
                systemId,
                at,
                List.of(PredictedConflict.marked(found, conflict, identity, reference.catalogue())));
        return end.filter(instant -> !reference.completeness().reached(instant))
                .map(judgement::againAt)
                .orElse(judgement);
    }

    /** What kind of window completed it; of several the one that says most. */
    private static String variant(Conflict conflict) {
        Set<GrantPath> paths = conflict.grants().stream().map(Grant::path).collect(Collectors.toSet());
        return paths.contains(GrantPath.MIGRATION)
                ? "MIGRATION_DUAL_ACCESS"
                : paths.contains(GrantPath.DELEGATED) ? "DELEGATION" : "OVERLAP";
    }

    /** Whether the start has come, by what the facts show or by how far the world is known. */
    private static boolean begun(Instant from, IdentityFacts identity, Reference reference) {
        return reference.completeness().reached(from)
                || TemporaryAccess.of(identity).all().stream()
                        .flatMap(grant -> Stream.concat(Stream.of(grant.given()), grant.ended().stream()))
                        .anyMatch(event -> !event.header().occurredAt().isBefore(from));
    }

    /** Conflicts carried out in several windows, where the functions were never held together. */
    private static List<StepwiseConflict> stepwise(
            String systemId,
            EffectiveAccess all,
            EffectiveAccess standing,
            IdentityFacts identity,
            Reference reference) {
        Catalogue catalogue = reference.catalogue();
        Set<Path> stands = new HashSet<>(standing.paths());
        List<StepwiseConflict.Done> done = new ArrayList<>();
        Set<String> functions = new HashSet<>();
        for (StepPerformed step : StepwiseConflict.standing(identity.activity())) {
            if (step.systemId().equals(systemId) && !step.objects().isEmpty()) {
                Set<String> used = Uses.either(step, catalogue);
                window(step, all, stands).ifPresent(window -> {
                    done.add(new StepwiseConflict.Done(step, window, used));
                    functions.addAll(used);
                });
            }
        }
        if (done.size() < 2) {
            return List.of();
        }
        Map<String, List<HeldFunction>> held = HeldFunction.byFunction(all.paths(), catalogue);
        List<StepwiseConflict> found = new ArrayList<>();
        for (List<Dated<SodRulePublished>> versions :
                catalogue.rulesFilledBy(functions).values()) {
            List<Dated<SodRulePublished>> asked = versions.stream()
                    .filter(version -> ConflictingFunctionsSeparated.isAsked(version.value()))
                    .toList();
            Timeline together = Timeline.of(
                    Conflict.with(asked, held).stream().map(Conflict::span).toList());
            List<StepwiseConflict.Done> apart = done.stream()
                    .filter(each -> !together.contains(each.step().header().occurredAt()))
                    .toList();
            found.addAll(StepwiseConflict.with(
                    asked, apart, at -> reference.parameters(at).duration("sequential_lookback")));
        }
        return found;
    }

    /** The temporary access a step was done with; empty where standing access would have done as well. */
    private static Optional<Grant> window(StepPerformed step, EffectiveAccess all, Set<Path> standing) {
        List<Path> ways = all.paths().stream()
                .filter(path -> path.entitlement().equals(step.entitlement())
                        && path.usable().contains(step.header().occurredAt()))
                .toList();
        return ways.stream().anyMatch(standing::contains)
                ? Optional.empty()
                : ways.stream()
                        .map(Path::grant)
                        .filter(TemporaryAccess::isTemporary)
                        .findFirst();
    }

    private static Judgement sequential(StepwiseConflict steps, String systemId, Instant at, Reference reference) {
        SodRulePublished rule = steps.rule();
        List<String> why = new ArrayList<>();
        why.add("Rule " + rule.ruleId() + " (" + rule.title() + ") keeps apart what was done here step by step");
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < steps.steps().size(); i++) {
            StepPerformed step = steps.steps().get(i);
            Grant window = steps.windows().get(i);
            why.add("Step " + (i + 1) + ": " + step.entitlement() + " at "
                    + step.header().occurredAt() + " on "
                    + step.objects() + " (" + step.id() + "), with " + window.entitlement() + " held " + window.held()
                    + " (" + window.given().id() + ")");
            events.add(step);
            events.add(window.given());
        }
        boolean onTrial = rule.stage().filter(stage -> stage == Stage.SHADOW).isPresent();
        Deviation found = Deviation.lasting(
                        "SEQUENTIAL",
                        "SEQUENTIAL",
                        steps.anchor(),
                        steps.at(),
                        steps.isFinancial(reference.catalogue()) ? Severity.CRITICAL : rule.severity())
                .ofRule(rule.ruleId(), rule.version())
                .because(why, events.stream().distinct().toList());
        return Judgement.deviated(object(systemId), systemId, at, List.of(onTrial ? found.onTrial() : found));
    }

    private static String object(String systemId) {
        return "system:" + systemId;
    }
}
