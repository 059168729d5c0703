package io.plumbline.control.privileged;

import io.plumbline.event.AccountRef;
import io.plumbline.event.Event;
import io.plumbline.event.Header.CaptureMethod;
import io.plumbline.event.PrivilegedAccessEvent.AttributionMethod;
import io.plumbline.event.PrivilegedAccessEvent.AttributionRecorded;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A person bound to the use of a shared account over a span of time.
 *
 * @param person the person at the end of the chain, where an automation made the binding on behalf of somebody
 * @param method as recorded
 * @param strength what the binding is worth
 * @param span when it holds; one that excludes others and whose end is not on record ends where the next such one begins
 * @param recordedAt when it was first written down
 * @param statements the events that say so, oldest first
 */
record Binding(
        String id,
        AccountRef account,
        String person,
        AttributionMethod method,
        Strength strength,
        boolean exclusive,
        Interval span,
        Optional<String> sessionId,
        Instant recordedAt,
        List<AttributionRecorded> statements) {

    /** What a binding is worth. */
    enum Strength {
        /** Recorded by a system, by a method that is accepted and shuts others out. */
        PROVEN,
        /** Recorded by a system, but somebody else could have used the account as well. */
        POSSIBLE,
        /** Somebody said so. */
        DECLARED
    }

    /** Told several times, as when an account is taken out and when it is given back, the last statement counts. */
    static Binding of(List<AttributionRecorded> statements, String person, Strength strength) {
        AttributionRecorded last = statements.get(statements.size() - 1);
        Instant recorded = statements.stream()
                .map(stated -> stated.header().recordedAt())
                .min(Instant::compareTo)
                .orElseThrow();
        Optional<Instant> to =
                statements.stream().flatMap(stated -> stated.to().stream()).reduce((earlier, later) -> later);
        return new Binding(
                last.attributionId(),
                last.account(),
                person,
                last.method(),
                strength,
                last.exclusive() && strength == Strength.PROVEN,
                new Interval(last.from(), to),
                last.sessionId(),
                recorded,
                List.copyOf(statements));
    }

    /** What a statement is worth; nothing where its method is not accepted. */
    static Optional<Strength> strength(AttributionRecorded stated, List<String> acceptedMethods) {
        AttributionMethod method = stated.method();
        if (method == AttributionMethod.UNKNOWN) {
            return Optional.empty();
        }
        if (method == AttributionMethod.SELF_DECLARED || stated.header().capture() == CaptureMethod.MANUAL_UPLOAD) {
            return Optional.of(Strength.DECLARED);
        }
        if (!acceptedMethods.contains(method.name())) {
            return Optional.empty();
        }
        boolean others = method == AttributionMethod.CHECKOUT && !stated.exclusive();
        return Optional.of(others ? Strength.POSSIBLE : Strength.PROVEN);
    }

    /** The same with another end. */
    Binding until(Optional<Instant> end) {
        return new Binding(
                id,
                account,
                person,
                method,
                strength,
                exclusive,
                new Interval(span.from(), end),
                sessionId,
                recordedAt,
                statements);
    }

    /** Whether it is for one of the sessions the act is known to belong to. */
    boolean isForSessionOf(SharedUse use) {
        return sessionId.filter(use.sessionIds()::contains).isPresent();
    }

    /** Whether it says something of what was done at that instant; one for another session does not. */
    boolean concerns(SharedUse use, Instant at) {
        boolean otherSession = sessionId.isPresent()
                && !use.sessionIds().isEmpty()
                && !use.sessionIds().contains(sessionId.get());
        return span.contains(at) && use.usedAccount(account) && !otherSession;
    }

    /** Whether it alone proves who did it: one for a session proves nothing of an act whose session is not known, unless it shut others out. */
    boolean provesFor(SharedUse use) {
        return strength == Strength.PROVEN && (sessionId.isEmpty() || exclusive || isForSessionOf(use));
    }

    List<Event> evidence() {
        return List.copyOf(statements);
    }

    String words() {
        return person + " is bound to " + account + " by " + method + " " + id + " " + span + ", recorded at "
                + recordedAt
                + (strength == Strength.POSSIBLE ? ", not exclusively" : "")
                + sessionId.map(session -> ", for session " + session).orElse("") + ".";
    }
}
