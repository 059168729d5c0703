package io.plumbline.monitor;

import io.plumbline.event.Subject;

/** Thrown by a store that cannot keep a subject's state because it has grown past what one record may hold. */
public final class SubjectTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SubjectTooLargeException(Subject subject, long bytes, long limit) {
        super(subject + " would take " + bytes + " bytes of state, " + limit
                + " are allowed; it collects more than can be"
                + " held, its further events are refused and its verdicts are indeterminate");
    }
}
