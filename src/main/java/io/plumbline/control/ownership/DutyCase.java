package io.plumbline.control.ownership;

import io.plumbline.catalogue.Dated;
import io.plumbline.catalogue.Regime;
import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.ReferenceEvent.DelegationRecorded;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.facts.Departure;
import io.plumbline.facts.Employment;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether one duty of a system was held at every instant by an active person. */
final class DutyCase {

    /** A time in which the same holder, or none, has the duty for the same regimes. */
    private record Tenure(Interval span, Optional<String> holder, Set<Regime> regimes, SystemRegistered version) {

        boolean goesOnIn(Tenure next) {
            return holder.equals(next.holder)
                    && regimes.equals(next.regimes)
                    && span.until().equals(Optional.of(next.span.from()));
        }
    }

    private final Duty duty;
    private final OwnersCase owners;
    private final Reference reference;

    DutyCase(Duty duty, OwnersCase owners, Reference reference) {
        this.duty = duty;
        this.owners = owners;
        this.reference = reference;
    }

    Judgement judgement() {
        List<Tenure> tenures = tenures();
        if (tenures.isEmpty()) {
            return owners.verdict(duty.object(), Verdict.NOT_APPLICABLE, "NOT_IN_SCOPE");
        }
        List<Judgement> parts = new ArrayList<>();
        tenures.forEach(tenure -> parts.addAll(parts(tenure)));
        if (parts.isEmpty()) {
            parts.add(owners.verdict(duty.object(), Verdict.OPERATED, "OWNED"));
        }
        return Judgement.together(parts);
    }

    /** Versions that change nothing about the duty are one tenure. */
    private List<Tenure> tenures() {
        List<Tenure> tenures = new ArrayList<>();
        for (Dated<SystemRegistered> version : owners.versions()) {
            Set<Regime> regimes = duty.regimesOf(version.value());
            if (regimes.isEmpty() || version.inForce().isEmpty()) {
                continue;
            }
            Tenure next = new Tenure(version.inForce(), duty.holder(version.value()), regimes, version.value());
            int last = tenures.size() - 1;
            if (last >= 0 && tenures.get(last).goesOnIn(next)) {
                Tenure before = tenures.get(last);
                tenures.set(
                        last,
                        new Tenure(
                                new Interval(before.span().from(), next.span().until()),
                                before.holder(),
                                regimes,
                                before.version()));
            } else {
                tenures.add(next);
            }
        }
        return tenures;
    }

    private List<Judgement> parts(Tenure tenure) {
        if (!reference.completeness().reached(tenure.span().from())) {
            return List.of(owners.verdict(duty.object(), Verdict.OPERATED, "OWNED")
                    .againAt(tenure.span().from()));
        }
        if (tenure.holder().isEmpty()) {
            return List.of(deviated(tenure, "MISSING", tenure.span(), "nobody is named", List.of()));
        }
        Employment employment = owners.employment(tenure.holder().get())
                .orElseGet(() -> new Employment(Optional.empty(), List.of(), List.of(), List.of()));
        boolean unknown = employment.created().isEmpty()
                && employment.departures().isEmpty()
                && employment.statuses().isEmpty();
        if (unknown) {
            return List.of(unknown(tenure));
        }
        IdentityType type =
                employment.created().map(created -> created.identityType()).orElse(IdentityType.UNKNOWN);
        return switch (type) {
            case HUMAN, UNKNOWN -> inactive(tenure, employment);
            case SHARED, BREAK_GLASS, SERVICE, WORKLOAD, BOT, AI_AGENT, THIRD_PARTY_APP ->
                List.of(deviated(
                        tenure,
                        "GROUP_ONLY",
                        tenure.span(),
                        tenure.holder().get() + " is no person, but " + type,
                        List.copyOf(employment.created().stream().toList())));
        };
    }

    /** An id under which no personnel system knows anybody stands for a group; whether that is so, these say. */
    private Judgement unknown(Tenure tenure) {
        Absence nobody = reference
                .completeness()
                .absence(
                        Feed.IDENTITY,
                        owners.systemId(),
                        Interval.of(tenure.span().from(), tenure.span().from()));
        if (!nobody.proven()) {
            return Judgement.undecided(
                    duty.object(), owners.systemId(), owners.at(), nobody, List.of(tenure.version()));
        }
        String id = tenure.holder().orElseThrow();
        return deviated(tenure, "GROUP_ONLY", tenure.span(), "no record of a person " + id + " is known", List.of())
                .restingOn(nobody);
    }

    /** Every time in which the holder was away for longer than is allowed, and nobody stood in. */
    private List<Judgement> inactive(Tenure tenure, Employment employment) {
        List<Judgement> parts = new ArrayList<>();
        Timeline away = Timeline.of(tenure.span()).minus(employment.active());
        Duration grace = reference.parameters(tenure.span().from()).duration("owner_grace");
        for (Interval span : away.intervals()) {
            Instant left = leftBefore(employment, span.from());
            Instant due = owners.workingTime(tenure.version(), left, grace);
            Optional<Interval> late = span.intersect(Interval.since(due)).filter(rest -> !rest.isEmpty());
            if (late.isEmpty()) {
                continue;
            }
            Timeline alone =
                    Timeline.of(late.get()).minus(interim(tenure.holder().orElseThrow()));
            for (Interval stretch : alone.intervals()) {
                parts.add(absent(tenure, stretch, left, employment));
            }
        }
        return parts;
    }

    private Judgement absent(Tenure tenure, Interval stretch, Instant left, Employment employment) {
        if (!reference.completeness().reached(stretch.from())) {
            return owners.verdict(duty.object(), Verdict.OPERATED, "OWNED").againAt(stretch.from());
        }
        List<Event> stated = employment.departures().stream()
                .map(Departure::stated)
                .map(Event.class::cast)
                .toList();
        return deviated(
                tenure,
                "INACTIVE",
                stretch,
                tenure.holder().orElseThrow() + " left or went on leave at " + left
                        + " and nobody else had been named by " + stretch.from(),
                stated);
    }

    /** When the absence began in which the holder was at an instant, which may be before the duty was given. */
    private static Instant leftBefore(Employment employment, Instant at) {
        return Timeline.of(Interval.since(Instant.MIN)).minus(employment.active()).intervals().stream()
                .filter(away -> away.contains(at))
                .map(Interval::from)
                .findFirst()
                .orElse(at);
    }

    /** The times in which somebody else may decide in place of the holder: until the end that was named. */
    private Timeline interim(String holder) {
        List<Interval> spans = new ArrayList<>();
        for (Dated<DelegationRecorded> dated : reference.catalogue().delegations()) {
            DelegationRecorded delegation = dated.value();
            boolean here =
                    delegation.systems().isEmpty() || delegation.systems().contains(owners.systemId());
            if (here && delegation.fromId().equals(holder)) {
                Timeline there = owners.employment(delegation.toId())
                        .map(Employment::active)
                        .orElse(Timeline.of(Interval.since(Instant.MIN)));
                spans.addAll(there.and(dated.inForce()).intervals());
            }
        }
        return Timeline.of(spans);
    }

    private Judgement deviated(Tenure tenure, String variant, Interval span, String why, List<Event> stated) {
        List<Event> evidence = Stream.concat(Stream.of((Event) tenure.version()), stated.stream())
                .toList();
        Deviation lasting = Deviation.lasting(
                        "NO_ACTIVE_OWNER",
                        variant,
                        "held@" + span.from(),
                        span.from(),
                        OwnersCase.severity(tenure.regimes()))
                .because(
                        List.of(
                                "From " + span.from() + " on " + owners.systemId() + " had no active " + duty.words()
                                        + ": " + why,
                                span.until()
                                        .map(end -> "That ended at " + end)
                                        .orElse("Nothing on record says that it ended")),
                        evidence)
                .with(Map.of(
                        "owner_type",
                        duty.words(),
                        "owner_person",
                        tenure.holder().orElse("")));
        Deviation scoped =
                duty.only().map(regime -> lasting.onlyFor(Set.of(regime))).orElse(lasting);
        Deviation found =
                span.until().map(end -> scoped.ended(end, Ending.ENDED)).orElse(scoped);
        return Judgement.deviated(duty.object(), owners.systemId(), owners.at(), List.of(found));
    }
}
