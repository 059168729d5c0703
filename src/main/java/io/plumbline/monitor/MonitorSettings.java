package io.plumbline.monitor;

/**
 * Bounds of one step.
 *
 * @param slice subjects judged at most per tick, so that a step stays far below the poll interval
 * @param maxHeldEvents events one subject may hold; further ones are refused and its verdicts become indeterminate
 */
public record MonitorSettings(int slice, int maxHeldEvents) {

    /** 1,000 subjects a tick, 20,000 events a subject. */
    public static final MonitorSettings DEFAULTS = new MonitorSettings(1_000, 20_000);

    public MonitorSettings {
        if (slice < 1 || maxHeldEvents < 1) {
            throw new IllegalArgumentException("slice and maxHeldEvents must be at least 1");
        }
    }
}
