package io.plumbline.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds how many values a label of our own metrics may have: the first so many pass, every further one becomes {@code other}.
 *
 * <p>It replaces values and never adds labels. What is dropped is counted.
 */
final class CardinalityGuard implements MeterFilter {

    static final String OTHER = "other";

    private final int most;
    private final Map<String, Set<String>> admitted = new ConcurrentHashMap<>();
    private final AtomicLong dropped = new AtomicLong();

    CardinalityGuard(int most) {
        this.most = most;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        if (!id.getName().startsWith("ccm.") || id.getName().endsWith(".info")) {
            return id;
        }
        List<Tag> tags = id.getTags();
        List<Tag> guarded = tags.stream()
                .map(tag -> Tag.of(tag.getKey(), value(id.getName(), tag.getKey(), tag.getValue())))
                .toList();
        return tags.equals(guarded) ? id : id.replaceTags(guarded);
    }

    /** The value to use for a label of a meter. */
    String value(String meter, String label, String value) {
        Set<String> values = admitted.computeIfAbsent(meter + "|" + label, any -> ConcurrentHashMap.newKeySet());
        if (value.equals(OTHER) || values.contains(value)) {
            return value;
        }
        synchronized (values) {
            if (values.size() < most) {
                values.add(value);
                return value;
            }
        }
        dropped.incrementAndGet();
        return OTHER;
    }

    /** How often a value was replaced. */
    long dropped() {
        return dropped.get();
    }
}
