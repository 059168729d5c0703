package io.plumbline.control.lifecycle;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.FunctionConflicts;
import io.plumbline.control.Judgement;
import io.plumbline.control.Parameters;
import io.plumbline.control.Privilege;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.control.lifecycle.MoversAccessRemoved.Duty;
import io.plumbline.control.lifecycle.Positions.Move;
import io.plumbline.event.AccessEvent.Approved;
import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.AccessEvent.Withdrawn;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One grant held against the moves of its holder. */
final class RetainedAccess {

    private final Grant grant;
    private final Positions positions;
    private final IdentityFacts identity;
    private final Reference reference;
    private final Catalogue catalogue;
    private final Timeline conflicts;
    private final Timeline needed;
    private final Timeline modelled;
    private final List<Duty> duties = new ArrayList<>();

    RetainedAccess(
            Grant grant,
            Positions positions,
            FunctionConflicts conflicts,
            IdentityFacts identity,
            Reference reference) {
        this.grant = grant;
        this.positions = positions;
        this.identity = identity;
        this.reference = reference;
        this.catalogue = reference.catalogue();
        this.conflicts = conflicts.of(grant);
        this.needed = positions.needed(grant.systemId(), grant.entitlement(), catalogue);
        this.modelled = positions.modelled(grant.systemId(), catalogue);
    }

    /** Takes the duties in order of time. */
    void add(Duty duty) {
        duties.add(duty);
    }

    /** Overdue from an instant on, by the move that asked for it; what a later move finds overdue has no time left. */
    private record Overdue(Move move, Interval late, boolean fromDue) {}

    List<Judgement> judged() {
        List<Judgement> parts = new ArrayList<>();
        List<Overdue> overdue = new ArrayList<>();
        for (Duty duty : duties) {
            Interval span = new Interval(duty.move().at(), duty.until());
            boolean overdueAlready =
                    !overdue.isEmpty() && last(overdue).late().until().equals(Optional.of(span.from()));
            Instant due = overdueAlready ? span.from() : due(duty.move());
            Timeline kept =
                    Timeline.of(decisions(duty).stream().map(this::keeps).toList());
            Timeline late = Timeline.of(grant.held())
                    .and(new Interval(due, duty.until()))
                    .and(modelled)
                    .minus(needed)
                    .minus(birthright())
                    .minus(kept);
            if (late.isEmpty()) {
                parts.add(operated(duty, due));
            }
            for (Interval each : late.intervals()) {
                if (overdueAlready && each.from().equals(span.from())) {
                    Overdue before = overdue.remove(overdue.size() - 1);
                    overdue.add(new Overdue(
                            before.move(), new Interval(before.late().from(), each.until()), before.fromDue()));
                } else {
                    overdue.add(new Overdue(duty.move(), each, each.from().equals(due)));
                }
            }
        }
        overdue.forEach(each -> parts.add(judged(each)));
        return parts;
    }

    private static Overdue last(List<Overdue> overdue) {
        return overdue.get(overdue.size() - 1);
    }

    /** The handover time; a day only for what is privileged, or from when it begins to conflict with other access. */
    private Instant due(Move move) {
        Parameters parameters = reference.parameters(move.at());
        Duration sensitive = parameters.duration("grace_sensitive");
        Instant due = move.at().plus(parameters.duration("grace"));
        if (Privilege.given(catalogue, grant.systemId(), grant.entitlement(), move.at())) {
            return sooner(due, move.at().plus(sensitive));
        }
        return conflicts.and(Interval.since(move.at())).intervals().stream()
                .filter(span -> span.until()
                        .filter(end -> !end.isAfter(span.from().plus(sensitive)))
                        .isEmpty())
                .map(span -> span.from().plus(sensitive))
                .findFirst()
                .map(day -> sooner(due, day))
                .orElse(due);
    }

    private static Instant sooner(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    /** Given to everyone of a kind, whatever their position. */
    private Timeline birthright() {
        boolean given = grant.path() == GrantPath.BIRTHRIGHT
                || catalogue.isBirthright(
                        grant.systemId(), grant.entitlement(), grant.held().from());
        return given ? Timeline.of(Interval.since(Instant.MIN)) : Timeline.of(List.of());
    }

    /** Approvals of keeping it: decided with the move in view, by the new manager or an owner, never by the mover. */
    private List<Approved> decisions(Duty duty) {
        Move move = duty.move();
        Interval span = new Interval(move.at(), duty.until());
        return identity.approvals().stream()
                .filter(approved -> approved.systemId().equals(grant.systemId())
                        && approved.entitlements().contains(grant.entitlement()))
                .filter(approved -> !decidedAt(approved).isBefore(move.announced()))
                .filter(approved ->
                        !move.back() || decidedAt(approved).isAfter(grant.held().from()))
                .filter(approved -> !identity.isSamePerson(
                        approved.approverId(), identity.subject().id()))
                .filter(approved -> positions.managers(span).contains(approved.approverId()) || isOwner(approved))
                .toList();
    }

    private boolean isOwner(Approved approved) {
        Instant at = decidedAt(approved);
        boolean ofSystem = catalogue.system(grant.systemId(), at).map(SystemRegistered::owners).stream()
                .flatMap(owners -> List.of(owners.businessOwner(), owners.systemOwner()).stream())
                .anyMatch(owner -> owner.equals(Optional.of(approved.approverId())));
        return ofSystem
                || catalogue.mapping(grant.systemId(), grant.entitlement()).stream()
                        .anyMatch(version -> version.inForce().contains(at)
                                && version.value().ownerId().equals(Optional.of(approved.approverId())));
    }

    /** How long a decision covers it: until its own end, or until it is taken back. */
    private Interval keeps(Approved approved) {
        Optional<Instant> withdrawn = identity.refusals().stream()
                .filter(Withdrawn.class::isInstance)
                .map(Withdrawn.class::cast)
                .filter(back -> back.requestId().equals(approved.requestId())
                        && back.systemId().equals(approved.systemId()))
                .map(back -> back.header().occurredAt())
                .filter(at -> !at.isBefore(decidedAt(approved)))
                .min(Instant::compareTo);
        Optional<Instant> end = approved.validTo().isEmpty()
                ? withdrawn
                : withdrawn.map(at -> sooner(at, approved.validTo().get())).or(approved::validTo);
        return new Interval(decidedAt(approved), end);
    }

    private static Instant decidedAt(Approved approved) {
        return approved.header().occurredAt();
    }

    private Judgement operated(Duty duty, Instant due) {
        Optional<Approved> kept = decisions(duty).stream()
                .filter(decision -> keeps(decision).contains(due))
                .findFirst();
        String reason = kept.isPresent()
                ? "KEPT_BY_DECISION"
                : grant.held().contains(due) ? "NEEDED_IN_POSITION" : "REMOVED_IN_TIME";
        return verdict(Verdict.OPERATED, reason, duty.move())
                .approvedBy(
                        kept.map(Approved::approverId),
                        kept.flatMap(Approved::justification),
                        kept.map(Approved::requestId));
    }

    private Judgement judged(Overdue overdue) {
        Interval late = overdue.late();
        if (!reference.completeness().reached(late.from())) {
            return verdict(Verdict.OPERATED, "TIME_LEFT", overdue.move()).againAt(late.from());
        }
        Absence stands = stands(overdue.move(), late.from());
        if (!stands.proven()) {
            return Judgement.undecided(
                    grant.object(), grant.systemId(), grant.held().from(), stands, events(overdue.move()));
        }
        String variant = variant(late, overdue.move());
        Deviation found = Deviation.lasting(
                "RETAINED_ACCESS",
                variant,
                "move@" + overdue.move().at() + (overdue.fromDue() ? "" : "@" + late.from()),
                late.from(),
                severity(variant, late.from()));
        if (late.until().isPresent()) {
            Instant end = late.until().get();
            boolean decided = identity.approvals().stream()
                    .anyMatch(approved -> decidedAt(approved).equals(end));
            boolean revoked = grant.ended()
                    .filter(event -> event.header().occurredAt().equals(end))
                    .isPresent();
            found = found.ended(end, decided || revoked ? Ending.PERFORMED_LATE : Ending.ENDED);
        }
        return Judgement.deviated(
                        grant.object(),
                        grant.systemId(),
                        grant.held().from(),
                        List.of(found.because(words(overdue), events(overdue.move()))
                                .with(details(overdue))))
                .restingOn(stands);
    }

    /** That nobody took it away or decided to keep it, and that the move was neither cancelled nor corrected. */
    private Absence stands(Move move, Instant until) {
        Interval span = Interval.of(sooner(move.announced(), until), until);
        return Absence.all(List.of(
                reference.completeness().absence(Feed.GRANTS, grant.systemId(), span),
                reference.completeness().absence(Feed.ACCESS_APPROVALS, grant.systemId(), span),
                reference
                        .completeness()
                        .absence(Feed.IDENTITY, move.position().header().source(), span)));
    }

    /** What weighs most first; a conflict that is still to come does not count yet. */
    private String variant(Interval late, Move move) {
        boolean conflicting = conflicts.and(late).intervals().stream()
                .anyMatch(span -> reference.completeness().reached(span.from()));
        if (conflicting) {
            return "RETAINED_WITH_SOD";
        }
        return Privilege.given(catalogue, grant.systemId(), grant.entitlement(), move.at())
                ? "RETAINED_PRIVILEGED"
                : "RETAINED";
    }

    private Severity severity(String variant, Instant at) {
        boolean financial = catalogue
                .system(grant.systemId(), at)
                .filter(SystemRegistered::soxInScope)
                .isPresent();
        return switch (variant) {
            case "RETAINED_PRIVILEGED" -> Severity.HIGH;
            case "RETAINED_WITH_SOD" -> financial ? Severity.HIGH : Severity.MEDIUM;
            default -> financial ? Severity.MEDIUM : Severity.LOW;
        };
    }

    private List<String> words(Overdue overdue) {
        Move move = overdue.move();
        return List.of(
                "The position changed from " + move.before().position() + " to "
                        + move.position().position() + " at " + move.at(),
                grant.entitlement() + " of " + grant.systemId() + " was held before and is not among what "
                        + move.position().position() + " needs",
                "It was still held at " + overdue.late().from()
                        + ", and neither the new manager nor an owner had decided to keep it");
    }

    private Map<String, String> details(Overdue overdue) {
        Map<String, String> details = new TreeMap<>();
        details.put("old_position", overdue.move().before().position());
        details.put("new_position", overdue.move().position().position());
        details.put("retained_entitlements", grant.entitlement());
        details.put("sod_result", conflicts.and(overdue.late()).isEmpty() ? "NO_CONFLICT" : "CONFLICT");
        identity.approvals().stream()
                .filter(approved -> overdue.late().until().equals(Optional.of(decidedAt(approved))))
                .findFirst()
                .ifPresent(approved -> details.put("keep_decision_ref", approved.requestId()));
        return details;
    }

    private List<Event> events(Move move) {
        List<Event> events = new ArrayList<>(List.of(move.before(), move.position(), grant.given()));
        grant.ended().ifPresent(events::add);
        return events.stream().distinct().toList();
    }

    private Judgement verdict(Verdict verdict, String reason, Move move) {
        return Judgement.of(grant.object(), grant.systemId(), grant.held().from(), verdict, reason, events(move));
    }
}
