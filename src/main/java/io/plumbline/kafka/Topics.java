package io.plumbline.kafka;

import io.plumbline.event.EventKind.InboundTopic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The topics Plumbline reads and writes, all of them, under one prefix.
 *
 * @param prefix first part of every name, its dot included: {@code ccm.}
 * @param inboundPartitions partitions of inbound topics where Plumbline creates them
 * @param subjectPartitions partitions of the subject log; fixed for its life, since it decides where a subject's state lies
 */
public record Topics(String prefix, int inboundPartitions, int subjectPartitions) {

    /** Largest record Plumbline writes, in bytes; what a topic takes at most is a little more, for its frame. */
    public static final int MAX_RECORD_BYTES = 1_000_000;

    private static final String MAX_MESSAGE_BYTES = Integer.toString(1024 * 1024 + 12);
    private static final String FOREVER = "-1";

    public Topics {
        if (inboundPartitions < 1 || subjectPartitions < 1) {
            throw new IllegalArgumentException("topics need at least one partition, were " + inboundPartitions
                    + " inbound and " + subjectPartitions + " of subjects");
        }
    }

    public static Topics of(int subjectPartitions) {
        return new Topics("ccm.", subjectPartitions, subjectPartitions);
    }

    public String inbound(InboundTopic topic) {
        if (topic == InboundTopic.NONE) {
            throw new IllegalArgumentException("kinds that Plumbline itself writes have no inbound topic");
        }
        return prefix + topic.topicName();
    }

    /** Inbound topics by full name. */
    public Map<String, InboundTopic> inbound() {
        Map<String, InboundTopic> byName = new LinkedHashMap<>();
        Arrays.stream(InboundTopic.values())
                .filter(topic -> topic != InboundTopic.NONE)
                .forEach(topic -> byName.put(inbound(topic), topic));
        return byName;
    }

    /** The one ordered log per partition that everything is judged from, keyed by subject. */
    public String subjectEvents() {
        return prefix + "subject-events";
    }

    /** Offsets reached, heartbeats, gaps, reference data as it comes in, and ticks acknowledged; one partition. */
    public String progress() {
        return prefix + "progress";
    }

    /** Versions of the reference data; one partition. */
    public String catalogue() {
        return prefix + "catalogue";
    }

    public String alerts() {
        return prefix + "alerts";
    }

    /** The current state of every exception, compacted by exception id. */
    public String exceptions() {
        return prefix + "exceptions";
    }

    /** The current state of all that controls and rules on trial find, compacted by exception id. */
    public String exceptionsShadow() {
        return prefix + "exceptions.shadow";
    }

    public String evidenceSoc() {
        return prefix + "evidence.soc";
    }

    public String evidenceSox() {
        return prefix + "evidence.sox";
    }

    /** What could not be taken in, with the reason and where it lay. */
    public String rejected() {
        return prefix + "rejected";
    }

    /** All topics, inbound first. */
    public List<TopicSpec> all() {
        List<TopicSpec> all = new ArrayList<>();
        inbound().keySet().forEach(name -> all.add(new TopicSpec(name, inboundPartitions, false, kept())));
        all.add(new TopicSpec(subjectEvents(), subjectPartitions, true, kept()));
        all.add(new TopicSpec(progress(), 1, true, retained("604800000")));
        all.add(new TopicSpec(catalogue(), 1, true, kept()));
        all.add(new TopicSpec(alerts(), subjectPartitions, false, kept()));
        all.add(new TopicSpec(exceptions(), subjectPartitions, false, compacted()));
        all.add(new TopicSpec(exceptionsShadow(), subjectPartitions, false, compacted()));
        all.add(new TopicSpec(evidenceSoc(), subjectPartitions, false, kept()));
        all.add(new TopicSpec(evidenceSox(), subjectPartitions, false, kept()));
        all.add(new TopicSpec(rejected(), 1, false, kept()));
        return List.copyOf(all);
    }

    /** Kept for good: how long an audit needs it is decided by whoever runs it, by lowering {@code retention.ms}. */
    private static Map<String, String> kept() {
        return retained(FOREVER);
    }

    private static Map<String, String> retained(String retentionMs) {
        return Map.of(
                "cleanup.policy",
                "delete",
                "retention.ms",
                retentionMs,
                "retention.bytes",
                FOREVER,
                "max.message.bytes",
                MAX_MESSAGE_BYTES);
    }

    private static Map<String, String> compacted() {
        return Map.of("cleanup.policy", "compact", "max.message.bytes", MAX_MESSAGE_BYTES);
    }
}
