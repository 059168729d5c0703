package io.plumbline.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** How many failed threads are replaced before the instance gives up: so many within a span of time. */
final class ReplacementBudget {

    private final int limit;
    private final Duration span;
    private final Deque<Instant> replaced = new ArrayDeque<>();

    ReplacementBudget(int limit, Duration span) {
        this.limit = limit;
        this.span = span;
    }

    /** Whether one more thread may be replaced at {@code now}; if so, it counts as replaced. */
    synchronized boolean spend(Instant now) {
        while (!replaced.isEmpty() && !replaced.peekFirst().isAfter(now.minus(span))) {
            replaced.removeFirst();
        }
        if (replaced.size() >= limit) {
            return false;
        }
        replaced.addLast(now);
        return true;
    }
}
