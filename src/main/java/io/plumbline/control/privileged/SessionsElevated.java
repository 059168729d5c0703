package io.plumbline.control.privileged;

import io.plumbline.control.Absence;
import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Event;
import io.plumbline.event.PrivilegedAccessEvent.ElevationApproved;
import io.plumbline.event.PrivilegedAccessEvent.ElevationDenied;
import io.plumbline.event.PrivilegedAccessEvent.Purpose;
import io.plumbline.event.PrivilegedAccessEvent.SessionAction;
import io.plumbline.event.Severity;
import io.plumbline.facts.IdentityFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * PAM-01: every privileged session runs within an approved elevation, for its role, its actions and its ticket.
 *
 * <p>An elevation covers what happens from its decision on, within its window and until it is taken back. Whether an approval
 * that is not on record may still be on its way is decided by the grace of the sources that carry elevations; the control
 * adds no grace of its own.
 */
public final class SessionsElevated implements Control<IdentityFacts> {

    private static final Absence PROVEN_BY_THE_RECORD =
            new Absence(Absence.State.PROVEN, "", Optional.empty(), List.of());

    /** A deviation that holds once it is certain that no record against it is missing. */
    private record Suspicion(Deviation deviation, Absence absence) {}

    @Override
    public String id() {
        return "PAM-01";
    }

    @Override
    public Class<IdentityFacts> population() {
        return IdentityFacts.class;
    }

    @Override
    public List<Judgement> evaluate(IdentityFacts identity, Reference reference) {
        return identity.sessions().stream()
                .map(session -> judge(new SessionCase(identity, session, reference)))
                .toList();
    }

    private static Judgement judge(SessionCase test) {
        if (test.session().started().header().baseline()) {
            return test.verdict(Verdict.NOT_APPLICABLE, "BASELINE");
        }
        if (test.session().started().automation()) {
            return test.verdict(Verdict.NOT_APPLICABLE, "AUTOMATION");
        }
        if (test.cover().elevationsAt(test.start()).isEmpty()) {
            return test.cover().breakglassAt(test.start())
                    ? underBreakglass(test)
                    : concluded(test, List.of(startedUncovered(test)));
        }
        return concluded(
                test,
                Stream.of(overrun(test), actionOutOfScope(test), tooLong(test), ticketInvalid(test))
                        .flatMap(Optional::stream)
                        .toList());
    }

    /** Break-glass is judged by its own control, but only while it lasts. */
    private static Judgement underBreakglass(SessionCase test) {
        return overrun(test)
                .map(suspicion -> concluded(test, List.of(suspicion)))
                .orElseGet(() -> test.verdict(Verdict.NOT_APPLICABLE, "BREAKGLASS"));
    }

    /** No elevation was in force at the start: one for something else, one that came too late, or none. */
    private static Suspicion startedUncovered(SessionCase test) {
        Deviation deviation =
                test.cover().ofOtherScopeAt(test.start()).isEmpty() ? notElevated(test) : otherScope(test);
        return new Suspicion(deviation, test.noFurtherElevation(test.start()));
    }

    private static Deviation otherScope(SessionCase test) {
        List<ElevationApproved> elsewhere = test.cover().ofOtherScopeAt(test.start());
        return test.deviation(
                        "OUT_OF_SCOPE",
                        test.start(),
                        Severity.HIGH,
                        elsewhere.stream().map(SessionsElevated::words),
                        "The session used another role or account than was approved.",
                        elsewhere)
                .with(Map.of("approvedScope", scope(elsewhere), "usedRole", test.role()));
    }

    private static Deviation notElevated(SessionCase test) {
        List<ElevationApproved> late = test.cover().begunTooLate();
        List<ElevationDenied> denials = test.cover().denialsUntil(test.start());
        List<Event> events = new ArrayList<>(late);
        events.addAll(denials);
        Stream<String> reasons = Stream.concat(
                late.stream().map(SessionsElevated::words), denials.stream().map(SessionsElevated::words));
        return test.deviation(
                late.isEmpty() ? "NO_ELEVATION" : "BEFORE_APPROVAL",
                test.start(),
                Severity.CRITICAL,
                reasons,
                "No approved elevation was in force when the session started.",
                events);
    }

    /** The session was in use after its cover had ended; without an end on record only use that was seen counts. */
    private static Optional<Suspicion> overrun(SessionCase test) {
        Instant end = test.cover().endOfCoverFrom(test.start());
        Instant used = test.session().lastSeenAt();
        if (!used.isAfter(end.plus(test.parameter("overrun_tolerance")))) {
            return Optional.empty();
        }
        List<ElevationApproved> elevations = test.cover().elevationsDuring(test.start(), end);
        Deviation lasting = test.deviation(
                        "OVERRUN",
                        end,
                        Severity.HIGH,
                        elevations.stream().map(SessionsElevated::words),
                        "Approved cover ended at " + end + "; the session was in use until " + used + ".",
                        elevations)
                .with(Map.of("coverEnded", end.toString()));
        Deviation deviation = test.session().ended().isPresent()
                ? lasting.ended(used, Deviation.Ending.ENDED)
                : lasting.flagged("END_NOT_RECORDED");
        return Optional.of(new Suspicion(deviation, test.noFurtherElevation(end)));
    }

    /** Something was done that no elevation in force at that moment permits. */
    private static Optional<Suspicion> actionOutOfScope(SessionCase test) {
        List<SessionAction> outside = test.session().actions().stream()
                .filter(action -> forbidden(test, action))
                .toList();
        if (outside.isEmpty()) {
            return Optional.empty();
        }
        Instant first = outside.get(0).header().occurredAt();
        Instant last = outside.get(outside.size() - 1).header().occurredAt();
        List<ElevationApproved> elevations = test.cover().elevationsDuring(test.start(), last);
        List<Event> events = new ArrayList<>(elevations);
        events.addAll(outside);
        String actions = String.join(
                ", ",
                outside.stream().map(SessionAction::actionClass).distinct().toList());
        Deviation deviation = test.deviation(
                        "OUT_OF_SCOPE",
                        first,
                        Severity.HIGH,
                        elevations.stream().map(SessionsElevated::words),
                        "Done in the session without being approved: " + actions + ".",
                        events)
                .with(Map.of("approvedScope", scope(elevations), "actionsOutOfScope", actions));
        return Optional.of(new Suspicion(deviation, test.noFurtherElevation(last)));
    }

    private static boolean forbidden(SessionCase test, SessionAction action) {
        Instant at = action.header().occurredAt();
        List<ElevationApproved> inForce = test.cover().elevationsAt(at, test.parameter("overrun_tolerance"));
        return !test.cover().breakglassAt(at)
                && !inForce.isEmpty()
                && inForce.stream()
                        .noneMatch(elevation -> elevation.actionClasses().isEmpty()
                                || elevation.actionClasses().contains(action.actionClass()));
    }

    /** The session ran under a window longer than may be approved; the approval itself proves it. */
    private static Optional<Suspicion> tooLong(SessionCase test) {
        Duration longest = test.parameter("max_duration");
        List<ElevationApproved> excessive =
                test.cover().elevationsDuring(test.start(), test.session().lastSeenAt()).stream()
                        .filter(elevation -> Duration.between(elevation.windowFrom(), elevation.windowTo())
                                        .compareTo(longest)
                                > 0)
                        .toList();
        if (excessive.isEmpty()) {
            return Optional.empty();
        }
        Deviation deviation = test.deviation(
                "TOO_LONG",
                test.start(),
                Severity.MEDIUM,
                excessive.stream().map(SessionsElevated::words),
                "A window may last at most " + longest + ".",
                excessive);
        return Optional.of(new Suspicion(deviation, PROVEN_BY_THE_RECORD));
    }

    /** Every elevation in force at the start is for a change, and none names a change that was approved and open. */
    private static Optional<Suspicion> ticketInvalid(SessionCase test) {
        List<ElevationApproved> relied = test.cover().elevationsAt(test.start());
        List<ElevationTicket> tickets = relied.stream()
                .map(elevation -> ElevationTicket.of(elevation, test.changes(), test.start()))
                .toList();
        if (tickets.stream().anyMatch(ticket -> ticket.problem().isEmpty())) {
            return Optional.empty();
        }
        Deviation deviation = test.deviation(
                        "TICKET_INVALID",
                        test.start(),
                        Severity.HIGH,
                        tickets.stream().map(ElevationTicket::words),
                        "No elevation in force names an approved, open change of the system.",
                        relied)
                .with(Map.of(
                        "ticketProblem", tickets.get(0).problem().orElseThrow().name()));
        return Optional.of(new Suspicion(deviation, test.noFurtherElevationOrChange(relied)));
    }

    private static Judgement concluded(SessionCase test, List<Suspicion> suspicions) {
        List<Deviation> proven = suspicions.stream()
                .filter(suspicion -> suspicion.absence().proven())
                .map(Suspicion::deviation)
                .toList();
        List<Absence> absences =
                suspicions.stream().map(Suspicion::absence).distinct().toList();
        Optional<Absence> open =
                absences.stream().filter(absence -> !absence.proven()).findFirst();
        Judgement judgement;
        if (!proven.isEmpty()) {
            judgement = test.deviated(proven);
        } else if (open.isPresent()) {
            judgement = test.verdict(open.get().verdict(), open.get().reason());
        } else {
            judgement =
                    test.verdict(Verdict.OPERATED, test.session().ended().isPresent() ? "COVERED" : "COVERED_SO_FAR");
        }
        for (Absence absence : absences) {
            judgement = judgement.restingOn(absence);
        }
        return withApproval(test, judgement);
    }

    private static Judgement withApproval(SessionCase test, Judgement judgement) {
        return test.cover().elevationsAt(test.start()).stream()
                .findFirst()
                .map(elevation -> judgement.approvedBy(
                        Optional.of(elevation.approverId()),
                        Optional.of(elevation.purpose())
                                .filter(purpose -> purpose != Purpose.UNKNOWN)
                                .map(Purpose::name),
                        elevation.header().ticket()))
                .orElse(judgement);
    }

    private static String words(ElevationApproved elevation) {
        return "Elevation " + elevation.elevationId() + " for "
                + elevation.role().orElse("any role") + " was approved by " + elevation.approverId() + " at "
                + elevation.header().occurredAt() + " for " + elevation.windowFrom() + " to " + elevation.windowTo()
                + ".";
    }

    private static String words(ElevationDenied denial) {
        return "Elevation " + denial.elevationId() + " was refused or taken back by " + denial.approverId() + " at "
                + denial.header().occurredAt() + ".";
    }

    private static String scope(List<ElevationApproved> elevations) {
        return String.join(
                "; ",
                elevations.stream()
                        .map(elevation -> elevation.role().orElse("any role")
                                + (elevation.actionClasses().isEmpty()
                                        ? ""
                                        : ": " + String.join(", ", elevation.actionClasses())))
                        .toList());
    }
}
