package io.plumbline.exceptions;

import io.plumbline.event.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The message that an exception changed. Flat, so that SQL engines and ticketing connectors take it as it is.
 *
 * @param dedupKey the same for every alert of an exception: one ticket per key
 * @param sequence counted up by one per alert of the exception, from 1
 * @param change what kind of change it is
 * @param fromStatus where it stood before; absent for the first alert
 * @param toStatus where it stands now
 * @param changedAt when the change took place in the world
 * @param asOf the instant up to which everything was known when it was found
 */
public record ExceptionAlert(
        String exceptionId,
        String dedupKey,
        long sequence,
        Change change,
        Optional<ExceptionStatus> fromStatus,
        ExceptionStatus toStatus,
        String reason,
        Instant changedAt,
        Instant asOf,
        String controlId,
        String controlTitle,
        String kind,
        String variant,
        Optional<String> rule,
        String subjectKey,
        String object,
        String systemId,
        Severity severity,
        Instant since,
        Optional<Instant> until,
        SortedMap<String, ExceptionStatus> assertions,
        List<String> explanation,
        List<String> flags,
        Optional<String> replaces,
        Optional<String> incidentId,
        boolean notifies) {

    /** What kind of change an alert reports. */
    public enum Change {
        /** Raised for the first time. */
        RAISED,
        /** Its status changed. */
        STATUS,
        /** The status stands, but what is known about it changed: variant, severity, interval or scope. */
        UPDATED,
        /** Not stated, or a value newer than this build. */
        UNKNOWN
    }
}
