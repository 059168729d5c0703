package io.plumbline.sources;

import java.time.Instant;
import java.util.Optional;

/** Thrown when a record cannot be understood; it becomes a {@link Rejection} and the rest is read on. */
public final class BadRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String field;

    /**
     * @param field the field that is wrong, with dots between levels
     * @param reason what is wrong with it, to be read after the field's name: {@code is missing}
     */
    public BadRecordException(String field, String reason) {
        super(reason);
        this.field = field;
    }

    Rejection at(Place place, Optional<Instant> instant) {
        return new Rejection(place, Optional.of(field), getMessage(), instant);
    }
}
