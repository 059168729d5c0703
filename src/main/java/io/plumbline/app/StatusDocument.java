package io.plumbline.app;

import io.plumbline.kafka.InstanceStatus;
import io.plumbline.kafka.InstanceStatus.StreamThread;
import io.plumbline.kafka.RestoreWatch.Restoring;
import io.plumbline.metrics.Activity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The status of an instance as a document of maps, lists and plain values, to be written as JSON. Instants are ISO 8601, UTC. */
final class StatusDocument {

    private StatusDocument() {}

    static Map<String, Object> of(
            String version, InstanceStatus status, Activity activity, Optional<Throwable> failure) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", version);
        document.put("state", status.state().name());
        document.put("hasRun", status.hasRun());
        failure.ifPresent(why -> document.put("gaveUp", why.toString()));
        document.put(
                "threads", status.threads().stream().map(StatusDocument::thread).toList());
        document.put("restore", restore(status));
        document.put("lag", lag(status));
        document.put("time", time(activity));
        document.put("catalogue", catalogue(status));
        document.put("rejected", activity.rejected());
        status.registryAwaited()
                .ifPresent(waiting ->
                        document.put("waitsForRegistrySince", waiting.since().toString()));
        status.brokersSeen().ifPresent(seen -> document.put("brokersSeenAt", seen.toString()));
        return document;
    }

    private static Map<String, Object> thread(StreamThread thread) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", thread.name());
        document.put("state", thread.state());
        document.put("activeTasks", thread.active());
        document.put("standbyTasks", thread.standby());
        return document;
    }

    private static Map<String, Object> restore(InstanceStatus status) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("recordsRestored", status.restored());
        document.put(
                "underWay",
                status.restoring().stream().map(StatusDocument::restoring).toList());
        return document;
    }

    private static Map<String, Object> restoring(Restoring restoring) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("store", restoring.store());
        document.put("topic", restoring.topic());
        document.put("partition", restoring.partition());
        document.put("from", restoring.from());
        document.put("next", restoring.next());
        document.put("end", restoring.end());
        document.put("remaining", restoring.remaining());
        return document;
    }

    private static Map<String, Object> lag(InstanceStatus status) {
        Map<String, Object> topics = new TreeMap<>();
        status.lag().forEach((topic, partitions) -> {
            Map<String, Object> ofTopic = new LinkedHashMap<>();
            ofTopic.put(
                    "records",
                    partitions.values().stream().mapToLong(Long::longValue).sum());
            ofTopic.put("partitions", partitions);
            topics.put(topic, ofTopic);
        });
        return topics;
    }

    private static Map<String, Object> time(Activity activity) {
        Map<String, Object> settled = new TreeMap<>();
        activity.settled().forEach((source, at) -> settled.put(source, at.toString()));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("partitions", activity.partitions());
        document.put("tick", activity.tick());
        activity.tickEmitted().ifPresent(at -> document.put("tickEmittedAt", at.toString()));
        activity.mode().ifPresent(mode -> document.put("mode", mode.name()));
        document.put("settled", settled);
        return document;
    }

    private static Map<String, Object> catalogue(InstanceStatus status) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", status.catalogue().version());
        document.put("digest", status.catalogue().digest());
        document.put("caughtUp", status.catalogue().caughtUp());
        status.catalogue().failure().ifPresent(why -> document.put("failure", why));
        return document;
    }
}
