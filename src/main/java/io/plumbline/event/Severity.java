package io.plumbline.event;

/** Triage order of exceptions; it grades urgency and never deficiency. */
public enum Severity {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL,
    /** Not stated, or a value newer than this build. */
    UNKNOWN;

    /** One more, where there is more. */
    public Severity raised() {
        return switch (this) {
            case LOW -> MEDIUM;
            case MEDIUM -> HIGH;
            case HIGH, CRITICAL -> CRITICAL;
            case UNKNOWN -> UNKNOWN;
        };
    }

    /** One less, where there is less. */
    public Severity lowered() {
        return switch (this) {
            case CRITICAL -> HIGH;
            case HIGH -> MEDIUM;
            case MEDIUM, LOW -> LOW;
            case UNKNOWN -> UNKNOWN;
        };
    }
}
