package io.plumbline.control.ownership;

import io.plumbline.catalogue.Dated;
import io.plumbline.catalogue.Persons;
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
import io.plumbline.facts.Departure;
import io.plumbline.facts.Employment;
import io.plumbline.facts.Interval;
import io.plumbline.facts.SystemFacts;
import io.plumbline.facts.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether an active person answered for something at every instant. */
final class HolderCase {

    private static final Timeline ALWAYS = Timeline.of(Interval.since(Instant.MIN));

    private final Charge charge;
    private final List<Tenure> tenures;
    private final SystemFacts system;
    private final Reference reference;
    private final Persons persons;

    HolderCase(Charge charge, List<Tenure> tenures, SystemFacts system, Reference reference) {
        this.charge = charge;
        this.tenures = tenures;
        this.system = system;
        this.reference = reference;
        this.persons = Persons.of(reference.catalogue());
    }

    Judgement judgement() {
        if (tenures.isEmpty()) {
            return charge.verdict(Verdict.NOT_APPLICABLE, "NOT_IN_SCOPE");
        }
        List<Judgement> parts = new ArrayList<>();
        tenures.forEach(tenure -> parts.addAll(parts(tenure)));
        if (parts.isEmpty()) {
            parts.add(owned());
        }
        return Judgement.together(parts);
    }

    private Judgement owned() {
        return charge.verdict(Verdict.OPERATED, "OWNED");
    }

    private List<Judgement> parts(Tenure tenure) {
        if (!reference.completeness().reached(tenure.span().from())) {
            return List.of(owned().againAt(tenure.span().from()));
        }
        if (tenure.holder().isEmpty()) {
            return List.of(deviated(tenure, "MISSING", tenure.span(), "nobody is named", List.of()));
        }
        String holder = tenure.holder().get();
        Optional<Employment> employment = employment(holder).or(() -> employment(persons.person(holder)));
        if (employment.isEmpty()) {
            return List.of(unknown(tenure, holder));
        }
        Optional<IdentityType> type = employment.get().created().map(created -> created.identityType());
        return switch (type.orElse(IdentityType.UNKNOWN)) {
            case HUMAN, UNKNOWN -> inactive(tenure, employment.get());
            case SHARED, BREAK_GLASS, SERVICE, WORKLOAD, BOT, AI_AGENT, THIRD_PARTY_APP ->
                List.of(deviated(
                        tenure,
                        "GROUP_ONLY",
                        tenure.span(),
                        holder + " is no person, but " + type.orElseThrow(),
                        List.copyOf(employment.get().created().stream().toList())));
        };
    }

    /** What is known of somebody; empty where nothing is. */
    private Optional<Employment> employment(String personId) {
        return Optional.ofNullable(system.persons().get(personId))
                .filter(known -> known.created().isPresent()
                        || !known.departures().isEmpty()
                        || !known.statuses().isEmpty());
    }

    /** An id under which no personnel system knows anybody stands for a group; whether that is so, these say. */
    private Judgement unknown(Tenure tenure, String id) {
        if (!persons.person(id).equals(id)) {
            return charge.verdict(Verdict.INDETERMINATE, "KNOWN_UNDER_ANOTHER_ID");
        }
        Absence nobody = reference
                .completeness()
                .absence(
                        Feed.IDENTITY,
                        charge.systemId(),
                        Interval.of(Instant.MIN, tenure.span().from()));
        if (!nobody.proven()) {
            return charge.undecided(nobody, List.of(tenure.version()));
        }
        return deviated(tenure, "GROUP_ONLY", tenure.span(), "no record of a person " + id + " is known", List.of())
                .restingOn(nobody);
    }

    /** Every time in which the holder was away for longer than is allowed, and nobody stood in. */
    private List<Judgement> inactive(Tenure tenure, Employment employment) {
        List<Judgement> parts = new ArrayList<>();
        Timeline away = Timeline.of(tenure.span()).minus(employment.active());
        for (Interval span : away.intervals()) {
            Instant left = leftBefore(employment, span.from());
            Duration grace = reference.parameters(left).duration("owner_grace");
            Instant due = reference
                    .catalogue()
                    .calendar(tenure.calendarId().orElse("default"), left)
                    .plus(left, grace);
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
            return owned().againAt(stretch.from());
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
                    delegation.systems().isEmpty() || delegation.systems().contains(charge.delegatedIn());
            if (here
                    && OwnersCase.isSame(delegation.fromId(), holder, system, persons)
                    && !OwnersCase.isSame(delegation.toId(), holder, system, persons)) {
                Timeline there =
                        employment(delegation.toId()).map(Employment::active).orElse(ALWAYS);
                spans.addAll(there.and(dated.inForce()).intervals());
            }
        }
        return Timeline.of(spans);
    }

    private Judgement deviated(Tenure tenure, String variant, Interval span, String why, List<Event> stated) {
        List<Event> evidence = Stream.concat(Stream.of((Event) tenure.version()), stated.stream())
                .toList();
        Deviation lasting = Deviation.lasting(
                        "NO_ACTIVE_OWNER", variant, "held@" + span.from(), span.from(), tenure.severity())
                .because(
                        List.of(
                                tenure.holder().orElse("Nobody") + " is named as " + charge.words() + " of "
                                        + charge.bearer(),
                                "From " + span.from() + " on it had no active " + charge.words() + ": " + why,
                                span.until()
                                        .map(end -> "That ended at " + end)
                                        .orElse("Nothing on record says that it ended")),
                        evidence)
                .with(Map.of(
                        "owner_type",
                        charge.words(),
                        "owner_person",
                        tenure.holder().orElse("")));
        return charge.deviated(
                span.until().map(end -> lasting.ended(end, Ending.ENDED)).orElse(lasting));
    }
}
