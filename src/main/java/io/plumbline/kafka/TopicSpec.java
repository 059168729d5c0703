package io.plumbline.kafka;

import java.util.Map;
import java.util.TreeMap;

/**
 * A topic as it should be.
 *
 * @param name full name, prefix included
 * @param partitions number of partitions it is created with
 * @param exact whether another number of partitions refuses the start; false for inbound topics, which belong to whoever
 *     writes them
 * @param config settings that differ from the broker's defaults, by Kafka's own names
 */
public record TopicSpec(String name, int partitions, boolean exact, Map<String, String> config) {

    public TopicSpec {
        if (partitions < 1) {
            throw new IllegalArgumentException("topic " + name + " needs at least one partition, was " + partitions);
        }
        config = java.util.Collections.unmodifiableMap(new TreeMap<>(config));
    }
}
