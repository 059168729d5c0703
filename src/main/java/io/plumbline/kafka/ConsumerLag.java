package io.plumbline.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * How many records the consumers of an instance have not read yet, from their own metrics: the distance from the last record
 * committed to where they are. Needs no question to the brokers.
 */
final class ConsumerLag {

    private static final String GROUP = "consumer-fetch-manager-metrics";
    private static final String NAME = "records-lag";

    private ConsumerLag() {}

    /** By inbound topic or subject log, then by partition; other topics, and partitions not read from yet, are left out. */
    static Map<String, Map<Integer, Long>> of(Map<MetricName, ? extends Metric> metrics, Topics topics) {
        Map<String, String> byTag = new HashMap<>();
        topics.inbound().keySet().forEach(topic -> put(byTag, topic));
        put(byTag, topics.subjectEvents());
        Map<String, Map<Integer, Long>> lag = new TreeMap<>();
        metrics.forEach((name, metric) -> {
            String topic = byTag.get(name.tags().get("topic"));
            String partition = name.tags().get("partition");
            if (topic != null
                    && partition != null
                    && name.group().equals(GROUP)
                    && name.name().equals(NAME)
                    && metric.metricValue() instanceof Double records
                    && !records.isNaN()) {
                lag.computeIfAbsent(topic, any -> new TreeMap<>())
                        .merge(Integer.parseInt(partition), records.longValue(), Math::max);
            }
        });
        return lag;
    }

    /** Kafka's older tags write an underscore for each dot of a topic's name. */
    private static void put(Map<String, String> byTag, String topic) {
        byTag.put(topic, topic);
        byTag.put(topic.replace('.', '_'), topic);
    }
}
