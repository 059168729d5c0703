package io.plumbline.control.sod;

import io.plumbline.catalogue.Dated;
import io.plumbline.catalogue.Regime;
import io.plumbline.control.Absence;
import io.plumbline.control.Control;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.facts.Interval;
import io.plumbline.facts.ObjectFacts;
import io.plumbline.facts.Performer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** SOD-03: nobody carries out steps on one transaction object, or a chain of them, that a rule keeps apart. */
public final class StepsSeparatedOnObjects implements Control<ObjectFacts> {

    @Override
    public String id() {
        return "SOD-03";
    }

    @Override
    public Class<ObjectFacts> population() {
        return ObjectFacts.class;
    }

    /** Holds the steps of the object against every rule about acts; an object that no such rule speaks of is not of the population. */
    @Override
    public List<Judgement> evaluate(ObjectFacts object, Reference reference) {
        List<Dated<SodRulePublished>> rules = reference.catalogue().sodRules().values().stream()
                .flatMap(List::stream)
                .filter(version -> isAboutActs(version.value()))
                .toList();
        if (rules.isEmpty() || object.steps().isEmpty()) {
            return List.of();
        }
        ObjectSteps steps = new ObjectSteps(object, reference.catalogue());
        List<StepPerformed> touched = rules.stream()
                .flatMap(version -> steps.touchedBy(version.value()))
                .distinct()
                .sorted(Combinations.IN_ORDER)
                .toList();
        if (touched.isEmpty()) {
            return List.of();
        }
        Test test = new Test(steps, reference, touched);
        return List.of(Judgement.together(
                Stream.concat(Stream.of(test.withoutConflict()), rules.stream().flatMap(test::of))
                        .toList()));
    }

    private boolean isAboutActs(SodRulePublished rule) {
        boolean ours =
                switch (rule.type()) {
                    case SAME_OBJECT, SELF_RECORD, SEQUENCE, NHI ->
                        !rule.steps().isEmpty();
                    case PAIR, MULTI, CROSS_APP, UNKNOWN -> false;
                };
        boolean asserted = rule.regimes().isEmpty() || rule.regimes().contains(Regime.SOX.name());
        return ours
                && asserted
                && rule.evaluatedBy().filter(control -> !control.equals(id())).isEmpty();
    }

    /** One object under test. */
    private record Test(ObjectSteps steps, Reference reference, List<StepPerformed> touched) {

        private String object() {
            return steps.facts().subject().key();
        }

        private String systemId() {
            return touched.get(0).systemId();
        }

        private Instant at() {
            return touched.get(0).header().occurredAt();
        }

        Judgement withoutConflict() {
            boolean heard =
                    !reference.catalogue().sources(Feed.ACTIVITY, systemId()).isEmpty();
            return heard
                    ? verdict(Verdict.OPERATED, "STEPS_SEPARATED", touched)
                    : verdict(Verdict.INDETERMINATE, "NO_SOURCE_DECLARED", touched);
        }

        Stream<Judgement> of(Dated<SodRulePublished> version) {
            SodRulePublished rule = version.value();
            return switch (rule.type()) {
                case SELF_RECORD -> ownRecord(version);
                case SEQUENCE ->
                    Combinations.inSequence(rule, steps, at -> window(rule, at)).stream()
                            .filter(taken -> counts(taken, version) && isSequenceHere(rule, taken))
                            .map(taken -> deviated(new StepConflict(
                                    rule, new Meeting(steps.facts().subject(), taken), "FLIP", "SEQUENCE_FLIP")));
                case SAME_OBJECT, NHI ->
                    Combinations.ofOneActor(rule, steps, at -> window(rule, at)).stream()
                            .filter(taken ->
                                    counts(taken, version) && Meeting.isAt(steps.facts(), rule.objectTypes(), taken))
                            .map(taken ->
                                    ofOneActor(rule, new Meeting(steps.facts().subject(), taken)));
                case PAIR, MULTI, CROSS_APP, UNKNOWN -> Stream.of();
            };
        }

        private Duration window(SodRulePublished rule, Instant at) {
            return rule.window().orElseGet(() -> reference.parameters(at).duration("window_default"));
        }

        /** The last step decides whether the rule asked for it yet, and whether it was done before monitoring. */
        private static boolean counts(List<StepPerformed> taken, Dated<SodRulePublished> version) {
            StepPerformed last = taken.get(taken.size() - 1);
            return version.inForce().contains(last.header().occurredAt())
                    && !last.header().baseline();
        }

        /** A sequence with a change is found at the object changed, another where its steps meet. */
        private boolean isSequenceHere(SodRulePublished rule, List<StepPerformed> taken) {
            if (rule.steps().stream().noneMatch(ObjectSteps::asksForChange)) {
                return Meeting.isAt(steps.facts(), rule.objectTypes(), taken);
            }
            return rule.objectTypes().isEmpty()
                    || taken.stream()
                            .filter(steps.facts()::isOn)
                            .flatMap(step -> step.objectType().stream())
                            .anyMatch(rule.objectTypes()::contains);
        }

        private Judgement ofOneActor(SodRulePublished rule, Meeting meeting) {
            StepConflict conflict = new StepConflict(rule, meeting, "SAME_ACTOR", meeting.variant());
            Sameness sameness = new Sameness(steps);
            boolean cures = reference.parameters(conflict.at()).flag("independent_release_cures");
            Sameness.Answer released = cures ? sameness.released(meeting) : Sameness.Answer.NO;
            if (released == Sameness.Answer.YES) {
                List<StepPerformed> evidence = new ArrayList<>(meeting.steps());
                evidence.addAll(sameness.releases(meeting));
                return verdict(Verdict.OPERATED, "RELEASED_BY_ANOTHER", evidence);
            }
            if (released == Sameness.Answer.OPEN || !conflict.isCertain(sameness, steps)) {
                List<StepPerformed> asked = new ArrayList<>(meeting.steps());
                asked.addAll(released == Sameness.Answer.OPEN ? sameness.releases(meeting) : List.of());
                return unknown(asked, "PERSON_UNKNOWN");
            }
            if (!cures) {
                return deviated(conflict);
            }
            Absence noRelease = reference
                    .completeness()
                    .absence(Feed.ACTIVITY, systemId(), Interval.of(conflict.from(), conflict.at()));
            return noRelease.proven()
                    ? deviated(conflict).restingOn(noRelease)
                    : Judgement.undecided(object(), systemId(), at(), noRelease, meeting.steps());
        }

        private Stream<Judgement> ownRecord(Dated<SodRulePublished> version) {
            SodRulePublished rule = version.value();
            return steps.acts(rule).get(0).stream()
                    .filter(steps.facts()::isOn)
                    .filter(step -> step.employeeId().isPresent()
                            && !step.selfService()
                            && counts(List.of(step), version)
                            && (rule.objectTypes().isEmpty()
                                    || step.objectType()
                                            .filter(rule.objectTypes()::contains)
                                            .isPresent()))
                    .flatMap(step -> ownRecord(rule, step));
        }

        private Stream<Judgement> ownRecord(SodRulePublished rule, StepPerformed step) {
            Performer who = steps.performer(step);
            if (who.standing() != Performer.Standing.PERSON) {
                return Stream.of(unknown(List.of(step), "PERSON_UNKNOWN"));
            }
            return steps.performers()
                    .employeeIds(who.identityId().orElseThrow())
                    .map(numbers -> numbers.contains(step.employeeId().orElseThrow())
                            ? Stream.of(deviated(new StepConflict(
                                    rule,
                                    new Meeting(steps.facts().subject(), List.of(step)),
                                    "OWN_RECORD",
                                    "SELF_RECORD")))
                            : Stream.<Judgement>of())
                    .orElseGet(() -> Stream.of(unknown(List.of(step), "EMPLOYEE_UNKNOWN")));
        }

        private Judgement deviated(StepConflict conflict) {
            return Judgement.deviated(
                    object(),
                    systemId(),
                    at(),
                    List.of(conflict.deviation(steps, reference.parameters(conflict.at()))));
        }

        /** Who it was is not known: perhaps not yet, and where everything has been heard, not at all. */
        private Judgement unknown(List<StepPerformed> asked, String reason) {
            List<StepPerformed> open = asked.stream()
                    .filter(step -> steps.performer(step).standing() != Performer.Standing.PERSON)
                    .toList();
            List<Absence> heard = new ArrayList<>();
            for (StepPerformed step : open.isEmpty() ? asked : open) {
                Performer who = steps.performer(step);
                String system = who.account().map(account -> account.systemId()).orElse(step.systemId());
                Instant done = step.header().occurredAt();
                heard.add(reference.completeness().absence(feed(who), system, Interval.of(done, done)));
            }
            Absence all = Absence.all(heard);
            return all.proven()
                    ? verdict(Verdict.INDETERMINATE, reason, asked).restingOn(all)
                    : Judgement.undecided(object(), systemId(), at(), all, asked);
        }

        /** What could still say who it was. */
        private static Feed feed(Performer who) {
            return switch (who.standing()) {
                case UNLINKED -> Feed.ACCOUNTS;
                case UNATTRIBUTED -> Feed.ATTRIBUTIONS;
                case PERSON, UNSPONSORED, NOBODY -> Feed.IDENTITY;
            };
        }

        private Judgement verdict(Verdict verdict, String reason, List<? extends Event> evidence) {
            return Judgement.of(object(), systemId(), at(), verdict, reason, evidence);
        }
    }
}
