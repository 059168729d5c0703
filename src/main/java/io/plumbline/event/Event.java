package io.plumbline.event;

/**
 * One normalised fact with the time it happened, as a source system stated it.
 *
 * <p>Two events are the same event when their {@link EventId}s are equal, whatever else they carry; content never decides.
 * All instants are UTC.
 */
public sealed interface Event
        permits IdentityEvent,
                AccessEvent,
                CredentialEvent,
                PrivilegedAccessEvent,
                ChangeEvent,
                BusinessActivityEvent,
                ReviewEvent,
                DecisionEvent,
                ReferenceEvent,
                SourceHealthEvent {

    /** Who stated it, when it happened and when it was written down. */
    Header header();

    default EventId id() {
        return header().id();
    }

    default EventKind kind() {
        return EventKind.of(this);
    }
}
