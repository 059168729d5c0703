package io.plumbline.event;

/** What an exemption does. */
public enum ExemptionKind {
    /** The risk owner accepts the exception until a date. */
    WAIVER,
    /** A mitigating control covers the exception until a date. */
    MITIGATION,
    /** An entry of the register of approved standing privileges. */
    STANDING_PRIVILEGE,
    /** A named person may use a machine identity. */
    INTERACTIVE_USE,
    /** A machine identity may hold conflicting functions by approved design. */
    STRAIGHT_THROUGH,
    /** Not stated, or a value newer than this build; never applied. */
    UNKNOWN
}
