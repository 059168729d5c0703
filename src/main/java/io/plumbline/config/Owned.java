package io.plumbline.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Settings of Kafka that the product depends on: whoever sets one is told why it is refused, with a client's prefix or without. */
public final class Owned {

    private static final String ONCE = "every verdict is published exactly once, which rests on it; remove it";
    private static final String BYTES = "records are read and written by the product's own schemas; remove it";
    private static final String STOP = "what goes wrong in a task stops it and is never skipped; remove it";
    private static final String KEYED = "what concerns one subject must lie in one partition; remove it";
    private static final String ALL_READ = "a reader that starts reads from the beginning; remove it";

    /** Names with the reason and what to do instead. */
    private static final Map<String, String> REASONS = reasons();

    private Owned() {}

    /** Name and reason of every setting that is refused. */
    public static Map<String, String> all() {
        return REASONS;
    }

    /** Why the setting is refused; empty where it is not. */
    static Optional<String> reason(String name) {
        String prefix = Passed.prefix(name);
        String plain = name.substring(prefix.length());
        if (!prefix.isEmpty() && Keys.find(plain).isPresent()) {
            return Optional.of("it is the same for all clients; set " + plain);
        }
        return Optional.ofNullable(REASONS.get(plain));
    }

    private static Map<String, String> reasons() {
        Map<String, String> reasons = new LinkedHashMap<>();
        String group = "changelogs and group are named after " + Keys.TOPIC_PREFIX.name() + "; set that";
        reasons.put("application.id", group);
        reasons.put("group.id", group);
        reasons.put("state.dir", "state lies below " + Keys.DIRECTORY.name() + "; set that");
        for (String name : new String[] {
            "processing.guarantee",
            "enable.auto.commit",
            "isolation.level",
            "enable.idempotence",
            "acks",
            "transactional.id"
        }) {
            reasons.put(name, ONCE);
        }
        for (String name : new String[] {
            "key.serializer",
            "value.serializer",
            "key.deserializer",
            "value.deserializer",
            "default.key.serde",
            "default.value.serde"
        }) {
            reasons.put(name, BYTES);
        }
        reasons.put("max.request.size", "it follows from the largest record the product writes; remove it");
        for (String name : new String[] {
            "deserialization.exception.handler",
            "default.deserialization.exception.handler",
            "processing.exception.handler",
            "processing.exception.handler.global.enabled",
            "production.exception.handler",
            "default.production.exception.handler",
            "errors.dead.letter.queue.topic.name"
        }) {
            reasons.put(name, STOP);
        }
        reasons.put("partitioner.class", KEYED);
        reasons.put("partitioner.ignore.keys", KEYED);
        reasons.put("auto.offset.reset", ALL_READ);
        reasons.put("allow.auto.create.topics", "topics are created by the plan only; remove it");
        reasons.put("default.timestamp.extractor", "records are dated by the product; remove it");
        reasons.put("topology.optimization", "names in the topology are part of what is kept; remove it");
        reasons.put(
                "ensure.explicit.internal.resource.naming",
                "names in the topology are part of what is kept; remove it");
        return java.util.Collections.unmodifiableMap(reasons);
    }
}
