package io.plumbline.monitor;

import java.time.Duration;

/**
 * Bounds of one step.
 *
 * @param slice subjects judged at most per tick, so that a step stays far below the poll interval
 * @param maxHeldEvents events one subject may hold; further ones are refused and its verdicts become indeterminate
 * @param horizon how long before the instant its source is settled to an event may have happened; an older one is refused. An
 *     audit covers a year and looks back over it for a month: so nothing changes any more in what was reported on
 */
public record MonitorSettings(int slice, int maxHeldEvents, Duration horizon) {

    /** 1,000 subjects a tick, 20,000 events a subject, 400 days. */
    public static final MonitorSettings DEFAULTS = new MonitorSettings(1_000, 20_000, Duration.ofDays(400));

    public MonitorSettings {
        if (horizon.isNegative() || horizon.isZero()) {
            throw new IllegalArgumentException("horizon must be longer than PT0S, was " + horizon);
        }
        if (slice < 1 || maxHeldEvents < 1) {
            throw new IllegalArgumentException("slice and maxHeldEvents must be at least 1");
        }
    }
}
