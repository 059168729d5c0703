package io.plumbline.event;

/** Who must have carried out a step of a rule. */
public enum StepActor {
    ANYONE,
    /** A machine identity or its sponsor. */
    AGENT,
    /** A machine identity with the same sponsor as that of the other steps. */
    AGENT_OF_SAME_SPONSOR,
    /** Not stated, or a value newer than this build; read as {@link #ANYONE}. */
    UNKNOWN
}
