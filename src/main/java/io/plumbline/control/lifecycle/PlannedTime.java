package io.plumbline.control.lifecycle;

import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent.AccountCreated;
import io.plumbline.event.IdentityEvent.AccountExtended;
import io.plumbline.event.IdentityEvent.Profiled;
import io.plumbline.facts.Account;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was planned for an account or an engagement over a stretch of time: each statement counts until the next.
 *
 * @param span when this was the plan
 * @param end the planned end, exclusive; none was planned where absent
 * @param stated what says so
 */
record PlannedTime(Interval span, Optional<Instant> end, Event stated) {

    /**
     * The planned end of an account. An end that is moved further away counts only where somebody else than the holder approved
     * that; one set for the first time, or brought forward, needs nobody's approval.
     */
    static List<PlannedTime> ofAccount(Account account, IdentityFacts holder) {
        Event first = account.events().get(0);
        List<Event> stated = new ArrayList<>();
        List<Optional<Instant>> ends = new ArrayList<>();
        for (Event event : account.events()) {
            Optional<Instant> before = ends.isEmpty() ? Optional.empty() : ends.get(ends.size() - 1);
            if (event instanceof AccountCreated created) {
                stated.add(event);
                ends.add(created.validTo());
            } else if (event instanceof AccountExtended extended
                    && (before.filter(extended.validTo()::isAfter).isEmpty() || approved(extended, holder))) {
                stated.add(event);
                ends.add(Optional.of(extended.validTo()));
            } else if (event == first) {
                stated.add(event);
                ends.add(Optional.empty());
            }
        }
        return plans(stated, ends);
    }

    /** The planned end of the engagement behind it. */
    static List<PlannedTime> ofEngagement(List<Profiled> profiles) {
        return plans(profiles, profiles.stream().map(Profiled::endsAt).toList());
    }

    private static boolean approved(AccountExtended extended, IdentityFacts holder) {
        return extended.approverId()
                .filter(approver ->
                        !holder.isSamePerson(approver, holder.subject().id()))
                .isPresent();
    }

    private static List<PlannedTime> plans(List<? extends Event> stated, List<Optional<Instant>> ends) {
        List<PlannedTime> plans = new ArrayList<>();
        for (int i = 0; i < stated.size(); i++) {
            Optional<Instant> next = i + 1 < stated.size()
                    ? Optional.of(stated.get(i + 1).header().occurredAt())
                    : Optional.empty();
            Interval span = new Interval(stated.get(i).header().occurredAt(), next);
            if (!span.isEmpty()) {
                plans.add(new PlannedTime(span, ends.get(i), stated.get(i)));
            }
        }
        return plans;
    }

    /** When the planned end had passed. */
    static Timeline over(List<PlannedTime> plans) {
        return Timeline.of(plans.stream()
                .flatMap(plan -> plan.end().flatMap(end -> plan.span().intersect(Interval.since(end))).stream())
                .toList());
    }

    /** When no end was planned. */
    static Timeline endless(List<PlannedTime> plans) {
        return Timeline.of(plans.stream()
                .filter(plan -> plan.end().isEmpty())
                .map(PlannedTime::span)
                .toList());
    }

    /**
     * When the engagement had not begun. What is known first counts for the time before; a start once reached is not undone by a
     * later statement, which then tells of another engagement.
     */
    static Timeline beforeStart(List<Profiled> profiles) {
        List<Interval> early = new ArrayList<>();
        List<Interval> begun = new ArrayList<>();
        for (int i = 0; i < profiles.size(); i++) {
            Profiled profile = profiles.get(i);
            Instant from = i == 0 ? Instant.MIN : profile.header().occurredAt();
            Optional<Instant> next = i + 1 < profiles.size()
                    ? Optional.of(profiles.get(i + 1).header().occurredAt())
                    : Optional.empty();
            if (profile.startsAt().isPresent()) {
                Instant start = profile.startsAt().get();
                new Interval(from, next)
                        .intersect(Interval.of(Instant.MIN, start))
                        .ifPresent(early::add);
                if (next.filter(start::isAfter).isEmpty()) {
                    begun.add(new Interval(start, profile.endsAt()));
                }
            }
        }
        return Timeline.of(early).minus(Timeline.of(begun));
    }
}
