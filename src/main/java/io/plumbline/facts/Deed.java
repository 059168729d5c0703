package io.plumbline.facts;

import io.plumbline.event.AccountRef;
import io.plumbline.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something somebody did.
 *
 * @param object key of what was done: {@code session:vault/s-1}, {@code step:erp/e-7}
 * @param times when, oldest first; several where it went on, as in a session
 * @param account the account it was done with, where known
 * @param events the events that say so, in the order of {@code times}
 * @param words what was done, in words
 */
public record Deed(
        Kind kind,
        String object,
        String systemId,
        List<Instant> times,
        Optional<AccountRef> account,
        List<Event> events,
        String words) {

    /** What kind of deed. */
    public enum Kind {
        /** Work by a person: a session, a deployment, a change of configuration or data. */
        INTERACTIVE,
        /** A run that nobody attends to, under the name of somebody. */
        SCHEDULED_JOB,
        /** A step of a business transaction. */
        TRANSACTION,
        /** An approval given. */
        APPROVAL,
        /** Use of a credential of a machine identity. */
        MACHINE_CREDENTIAL
    }

    public Deed {
        times = List.copyOf(times);
        events = List.copyOf(events);
    }
}
