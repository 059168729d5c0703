package io.plumbline.control.sod;

import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.event.RuleStep;
import io.plumbline.event.SodRuleType;
import io.plumbline.event.StepActor;
import io.plumbline.facts.Performer;
import io.plumbline.facts.Performer.Standing;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Whether steps were done by those whom a rule keeps from doing them together, and whether somebody else stood between. */
final class Sameness {

    /** An answer about persons; what is open may become either. */
    enum Answer {
        YES,
        NO,
        OPEN
    }

    private final ObjectSteps steps;

    Sameness(ObjectSteps steps) {
        this.steps = steps;
    }

    /** Whether the two may stand in one combination. */
    Answer together(
            SodRulePublished rule, RuleStep firstPart, StepPerformed first, RuleStep otherPart, StepPerformed other) {
        if (rule.type() != SodRuleType.NHI) {
            return samePerson(steps.performer(first), steps.performer(other));
        }
        if (otherPart.actor() == StepActor.AGENT_OF_SAME_SPONSOR) {
            return sameMandate(firstPart, first, other);
        } else if (firstPart.actor() == StepActor.AGENT_OF_SAME_SPONSOR) {
            return sameMandate(otherPart, other, first);
        }
        return samePerson(steps.performer(first), steps.performer(other));
    }

    private Answer samePerson(Performer one, Performer other) {
        if (one.key().isPresent() && one.key().equals(other.key())) {
            return Answer.YES;
        }
        boolean bothKnown = one.standing() == Standing.PERSON && other.standing() == Standing.PERSON;
        if (!bothKnown) {
            return Answer.OPEN;
        }
        return steps.performers()
                        .mayBeOne(
                                one.identityId().orElseThrow(),
                                other.identityId().orElseThrow())
                ? Answer.OPEN
                : Answer.NO;
    }

    /** Whether a machine acted under the mandate of who did the other step: itself, its sponsor, or one of the same sponsor. */
    private Answer sameMandate(RuleStep part, StepPerformed step, StepPerformed byAgent) {
        Performer agent = steps.performer(byAgent);
        Performer other = steps.performer(step);
        if (agent.machine().isEmpty()) {
            return agent.standing() == Standing.PERSON ? Answer.NO : Answer.OPEN;
        } else if (agent.machine().equals(other.machine())) {
            return Answer.YES;
        }
        if (other.machine().isPresent()) {
            return agent.sponsors().isEmpty() || other.sponsors().isEmpty()
                    ? Answer.OPEN
                    : answer(!Collections.disjoint(agent.sponsors(), other.sponsors()));
        } else if (other.standing() != Standing.PERSON || agent.sponsors().isEmpty()) {
            return Answer.OPEN;
        }
        return answer(agent.sponsors().contains(other.key().orElseThrow()));
    }

    private static Answer answer(boolean yes) {
        return yes ? Answer.YES : Answer.NO;
    }

    /** Whether another person released what lies between the steps; a machine releases nothing independently. */
    Answer released(Meeting meeting) {
        List<Answer> answers = releases(meeting).stream()
                .map(release -> independent(steps.performer(release), meeting.steps()))
                .toList();
        if (answers.contains(Answer.YES)) {
            return Answer.YES;
        }
        return answers.contains(Answer.OPEN) ? Answer.OPEN : Answer.NO;
    }

    /** Steps of release between the first and the last of the steps, on what lies between them. */
    List<StepPerformed> releases(Meeting meeting) {
        List<StepPerformed> taken = meeting.steps();
        StepPerformed first = taken.get(0);
        StepPerformed last = taken.get(taken.size() - 1);
        return steps.facts().steps().stream()
                .filter(step -> !taken.contains(step)
                        && !step.header().occurredAt().isBefore(first.header().occurredAt())
                        && !step.header().occurredAt().isAfter(last.header().occurredAt())
                        && step.object().filter(meeting.chain()::contains).isPresent()
                        && steps.isRelease(step))
                .toList();
    }

    private Answer independent(Performer who, List<StepPerformed> taken) {
        if (who.standing() == Standing.NOBODY || who.machine().isPresent()) {
            return Answer.NO;
        }
        boolean open = false;
        for (StepPerformed step : taken) {
            Performer actor = steps.performer(step);
            Optional<String> key = who.key();
            if (key.isPresent() && (key.equals(actor.key()) || actor.sponsors().contains(key.get()))) {
                return Answer.NO;
            }
            open |= samePerson(who, actor) == Answer.OPEN;
        }
        return open ? Answer.OPEN : Answer.YES;
    }
}
