package io.plumbline.event;

/** Whether a control or rule is in force. */
public enum Stage {
    /** Written, not applied. */
    DRAFT,
    /** Applied on trial: exceptions are recorded, nobody is notified and nothing is asserted. */
    SHADOW,
    /** In force. */
    ACTIVE,
    /** No longer applied. */
    RETIRED,
    /** Not stated, or a value newer than this build; treated as in force. */
    UNKNOWN
}
