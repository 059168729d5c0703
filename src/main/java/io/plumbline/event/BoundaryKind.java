package io.plumbline.event;

/** What controls need a configuration item for. */
public enum BoundaryKind {
    /** A setting that a control consists of: a limit, a workflow rule, a posting period. */
    CONTROL_SETTING,
    /** Who may do what. */
    ACCESS_RULE,
    /** What is logged. */
    LOGGING,
    /** A report that people rely on. */
    KEY_REPORT,
    /** A connection through which figures come. */
    INTERFACE,
    /** A control that the system carries out by itself. */
    AUTOMATED_CONTROL,
    /** Not stated, or a value newer than this build; treated as a setting. */
    UNKNOWN
}
