package io.plumbline.event;

/** What a step of a rule must have done to the sensitive value. */
public enum StepEffect {
    ANY,
    CHANGED,
    /** Changed back to what it was before the first step. */
    CHANGED_BACK,
    /** Not stated, or a value newer than this build; read as {@link #ANY}. */
    UNKNOWN
}
