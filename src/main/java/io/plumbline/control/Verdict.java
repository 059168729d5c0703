package io.plumbline.control;

/** What a control says of one item of its population. Missing data is never conformance. */
public enum Verdict {
    /** The control operated. */
    OPERATED,
    /** It did not: at least one deviation was found, whether it still lasts or not. */
    DEVIATED,
    /** Not yet: a deadline has not passed, or a source has not yet been heard from past it. */
    PENDING,
    /** It cannot be decided: a source is missing or has a gap, or reference data is unknown. */
    INDETERMINATE,
    /** The control does not apply to the item; a reason says why. */
    NOT_APPLICABLE
}
