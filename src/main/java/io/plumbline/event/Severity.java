package io.plumbline.event;

/** Triage order of exceptions; it grades urgency and never deficiency. */
public enum Severity {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL,
    /** Not stated, or a value newer than this build. */
    UNKNOWN
}
