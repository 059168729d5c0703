package io.plumbline.control.lifecycle;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Absence;
import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Parameters;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.Departure;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** JML-01: access of a leaver is removed within the deadline, on every account, and the personnel system says so in time. */
public final class LeaverAccessRemoved implements Control<IdentityFacts> {

    private static final String ACCESS_NOT_REMOVED = "ACCESS_NOT_REMOVED";
    private static final String CREDENTIAL_NOT_REVOKED = "CREDENTIAL_NOT_REVOKED";
    private static final String HR_NOTIFIED_LATE = "HR_NOTIFIED_LATE";

    @Override
    public String id() {
        return "JML-01";
    }

    @Override
    public Class<IdentityFacts> population() {
        return IdentityFacts.class;
    }

    /** Takes every departure, and then everything the person could still get in with. Each has its own clock. */
    @Override
    public List<Judgement> evaluate(IdentityFacts identity, Reference reference) {
        List<Judgement> judgements = new ArrayList<>();
        identity.departures().forEach(departure -> judgements.add(notification(departure, reference)));

        List<RemovalDuty> duties = RemovalDuty.of(identity);
        List<Holding> holdings = Holding.of(identity);
        for (Holding holding : holdings) {
            List<Judgement> parts = duties.stream()
                    .filter(holding::concerns)
                    .map(duty -> removal(holding, duty, holdings, identity, reference))
                    .toList();
            if (!parts.isEmpty()) {
                judgements.add(Judgement.together(parts));
            }
        }
        return judgements;
    }

    private static Judgement notification(Departure departure, Reference reference) {
        String object = "employment:" + departure.episode();
        String personnelSystem = departure.stated().header().source();
        Instant left = departure.effectiveAt();
        if (departure.stated().header().baseline()) {
            return Judgement.of(
                    object, personnelSystem, left, Verdict.NOT_APPLICABLE, "BASELINE", List.of(departure.stated()));
        }
        Instant deadline = left.plus(reference.parameters(left).duration("hr_notice_tolerance"));
        if (!departure.recordedAt().isAfter(deadline)) {
            return Judgement.of(
                    object, personnelSystem, left, Verdict.OPERATED, "NOTIFIED_IN_TIME", List.of(departure.stated()));
        }
        String lateness = Duration.between(left, departure.recordedAt()).toString();
        Deviation deviation = Deviation.lasting(
                        HR_NOTIFIED_LATE,
                        HR_NOTIFIED_LATE,
                        "employment-" + departure.episode(),
                        deadline,
                        Severity.MEDIUM)
                .because(
                        List.of(
                                "The employment ended at " + left,
                                "The personnel system first said so at " + departure.recordedAt() + ", " + lateness
                                        + " later; until then nobody else could act"),
                        List.of(departure.stated()))
                .with(Map.of(
                        "termination_effective_at",
                        left.toString(),
                        "hr_recorded_at",
                        departure.recordedAt().toString(),
                        "lateness",
                        lateness));
        return Judgement.deviated(object, personnelSystem, left, List.of(deviation));
    }

    private static Judgement removal(
            Holding holding, RemovalDuty duty, List<Holding> all, IdentityFacts identity, Reference reference) {
        Instant deadline = duty.from().plus(allowed(holding, duty, reference));
        if (duty.until().filter(back -> !back.isAfter(deadline)).isPresent()) {
            return verdict(holding, duty, Verdict.NOT_APPLICABLE, "RETURNED_BEFORE_DEADLINE");
        }
        List<Interval> late =
                holding.active(duty).and(new Interval(deadline, duty.until())).intervals();
        if (late.isEmpty()) {
            return verdict(holding, duty, Verdict.OPERATED, "REMOVED_IN_TIME");
        }
        return Judgement.together(late.stream()
                .map(interval -> stillActive(holding, duty, deadline, interval, all, identity, reference))
                .toList());
    }

    /** The shortest time allowed of all that apply. */
    private static Duration allowed(Holding holding, RemovalDuty duty, Reference reference) {
        Parameters parameters = reference.parameters(duty.from());
        List<Duration> allowed = new ArrayList<>(List.of(parameters.duration("sla_default")));
        if (duty.involuntary()) {
            allowed.add(parameters.duration("sla_involuntary"));
        }
        if (holding.privileged(duty, reference.catalogue())) {
            allowed.add(parameters.duration("sla_privileged_or_pci"));
        }
        return allowed.stream().min(Duration::compareTo).orElseThrow();
    }

    private static Judgement stillActive(
            Holding holding,
            RemovalDuty duty,
            Instant deadline,
            Interval late,
            List<Holding> all,
            IdentityFacts identity,
            Reference reference) {
        Absence notRemoved = notHeardOf(holding, duty, shown(holding, late, late.from()), reference);
        if (!notRemoved.proven()) {
            return Judgement.undecided(
                    holding.object(), holding.systemId(), duty.from(), notRemoved, events(holding, duty));
        }
        Optional<Instant> removedAt = late.until()
                .filter(end -> !duty.until().equals(Optional.of(end)))
                .filter(end -> holding.takenAwayAt(end).isPresent());
        Deviation deviation = Deviation.lasting(
                holding.kind() == Holding.Kind.CREDENTIAL ? CREDENTIAL_NOT_REVOKED : ACCESS_NOT_REMOVED,
                variant(holding, duty, removedAt, all),
                late.from().equals(deadline) ? duty.anchor() : duty.anchor() + "@" + late.from(),
                late.from(),
                severity(holding, duty, late.from(), reference.catalogue()));
        if (late.until().isPresent()) {
            deviation =
                    deviation.ended(late.until().get(), removedAt.isPresent() ? Ending.PERFORMED_LATE : Ending.ENDED);
        }
        if (duty.baseline()) {
            deviation = deviation.flagged(Deviation.PRE_EXISTING);
        }
        deviation = deviation
                .because(explanation(holding, duty, deadline, late, removedAt), events(holding, duty))
                .with(details(holding, duty, deadline, removedAt, all, identity));
        return graded(deviation, holding, duty, late, reference).restingOn(notRemoved);
    }

    /** What a first snapshot shows as open was open until then, though nobody was recording before it. */
    private static Instant shown(Holding holding, Interval late, Instant at) {
        return holding.snapshotAt().filter(late::contains).filter(at::isBefore).orElse(at);
    }

    /** That it was not taken away, and that the person neither stayed nor came back. */
    private static Absence notHeardOf(Holding holding, RemovalDuty duty, Instant until, Reference reference) {
        Interval span = Interval.of(duty.from(), until);
        return Absence.all(Stream.concat(
                        Stream.of(reference.completeness().absence(Feed.IDENTITY, duty.source(), span)),
                        holding.feeds(duty).stream()
                                .map(feed -> reference.completeness().absence(feed, holding.systemId(), span)))
                .toList());
    }

    private static String variant(Holding holding, RemovalDuty duty, Optional<Instant> removedAt, List<Holding> all) {
        if (holding.kind() == Holding.Kind.CREDENTIAL) {
            return "CREDENTIAL_ACTIVE";
        } else if (removedAt.isPresent()) {
            return "LATE_DISABLED";
        } else if (holding.kind() == Holding.Kind.GRANT) {
            return "ACCESS_HELD";
        }
        boolean othersRemoved = all.stream().anyMatch(other -> other != holding && other.takenAway(duty));
        return othersRemoved ? "PARTIAL_APP_LEVEL" : "ACCOUNT_ACTIVE";
    }

    private static Severity severity(Holding holding, RemovalDuty duty, Instant at, Catalogue catalogue) {
        boolean financial = catalogue
                .system(holding.systemId(), at)
                .filter(SystemRegistered::soxInScope)
                .isPresent();
        return financial || holding.privileged(duty, catalogue) ? Severity.HIGH : Severity.MEDIUM;
    }

    /** What lasts too long past the deadline is critical: known at once where its end is on record, else when it has come. */
    private static Judgement graded(
            Deviation deviation, Holding holding, RemovalDuty duty, Interval late, Reference reference) {
        Judgement asFound = Judgement.deviated(holding.object(), holding.systemId(), duty.from(), List.of(deviation));
        Instant critical = late.from().plus(reference.parameters(duty.from()).duration("critical_after"));
        if (!late.contains(critical)) {
            return asFound;
        }
        boolean endOnRecord = late.until().flatMap(holding::takenAwayAt).isPresent()
                || duty.until().isPresent();
        Absence lasted = notHeardOf(holding, duty, shown(holding, late, critical), reference);
        if (!endOnRecord && !lasted.proven()) {
            return asFound.restingOn(lasted);
        }
        return Judgement.deviated(
                holding.object(), holding.systemId(), duty.from(), List.of(deviation.ofSeverity(Severity.CRITICAL)));
    }

    private static List<String> explanation(
            Holding holding, RemovalDuty duty, Instant deadline, Interval late, Optional<Instant> removedAt) {
        List<String> lines = new ArrayList<>(List.of(duty.why()));
        lines.add(holding.object() + " had to be closed by " + deadline);
        if (late.from().isAfter(deadline)) {
            lines.add("It was open again from " + late.from());
        }
        if (removedAt.isPresent()) {
            lines.add("It was closed at " + removedAt.get() + ", "
                    + Duration.between(duty.from(), removedAt.get()) + " after the departure and "
                    + Duration.between(duty.recordedAt(), removedAt.get()) + " after it was on record");
        } else if (late.until().isPresent() && late.until().equals(duty.until())) {
            lines.add("It was still open when the person came back at "
                    + duty.until().get());
        } else if (late.until().isPresent()) {
            lines.add("Nobody closed it; it ends as planned at " + late.until().get());
        } else {
            lines.add("Nothing on record says that it was closed");
        }
        return lines;
    }

    private static Map<String, String> details(
            Holding holding,
            RemovalDuty duty,
            Instant deadline,
            Optional<Instant> removedAt,
            List<Holding> all,
            IdentityFacts identity) {
        Map<String, String> details = new TreeMap<>();
        details.put("termination_effective_at", duty.from().toString());
        details.put("hr_recorded_at", duty.recordedAt().toString());
        details.put("deadline", deadline.toString());
        removedAt.ifPresent(at -> {
            details.put("disabled_at", at.toString());
            details.put(
                    "lateness_from_effective", Duration.between(duty.from(), at).toString());
            details.put(
                    "lateness_from_hr_record",
                    Duration.between(duty.recordedAt(), at).toString());
            details.put("lateness_past_deadline", Duration.between(deadline, at).toString());
        });
        details.put(
                "account_list",
                all.stream()
                        .filter(other -> other.kind() == Holding.Kind.ACCOUNT)
                        .map(Holding::object)
                        .collect(Collectors.joining(", ")));
        lastActivity(holding, duty, identity).ifPresent(at -> details.put("last_activity_at", at.toString()));
        return details;
    }

    /** The last business step or privileged session in the system that is on record after the departure. */
    private static Optional<Instant> lastActivity(Holding holding, RemovalDuty duty, IdentityFacts identity) {
        return Stream.concat(
                        identity.activity().stream()
                                .filter(step -> step.systemId().equals(holding.systemId()))
                                .map(step -> step.header().occurredAt()),
                        identity.sessions().stream()
                                .filter(session -> session.systemId().equals(holding.systemId()))
                                .map(session -> session.startedAt()))
                .filter(new Interval(duty.from(), duty.until())::contains)
                .max(Instant::compareTo);
    }

    private static Judgement verdict(Holding holding, RemovalDuty duty, Verdict verdict, String reason) {
        return Judgement.of(holding.object(), holding.systemId(), duty.from(), verdict, reason, events(holding, duty));
    }

    private static List<Event> events(Holding holding, RemovalDuty duty) {
        return Stream.concat(duty.statements().stream(), holding.events().stream())
                .map(Event.class::cast)
                .toList();
    }
}
