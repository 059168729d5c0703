package io.plumbline.app;

import io.plumbline.http.Check;
import io.plumbline.kafka.InstanceStatus;
import io.plumbline.kafka.InstanceStatus.StreamThread;
import io.plumbline.kafka.RestoreWatch.Restoring;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * What the probes look at.
 *
 * <p><b>Live</b> fails only where a new start is the remedy: never for a backlog, a restore, a rebalance or brokers that are away.
 * <b>Ready</b> fails while the instance cannot do its part. <b>Started</b> passes from the first time on that every task ran.
 */
final class Probes {

    /** Brokers that answered this long ago still count as reachable: three looks. */
    static final Duration RECENTLY = Duration.ofSeconds(30);

    private Probes() {}

    /** @param failure why the instance has given up, where it has */
    static List<Check> live(InstanceStatus status, Optional<Throwable> failure) {
        boolean broken =
                switch (status.state()) {
                    case ERROR, PENDING_ERROR, NOT_RUNNING -> true;
                    case CREATED, REBALANCING, RUNNING, PENDING_SHUTDOWN -> false;
                };
        boolean allDead =
                !status.threads().isEmpty() && status.threads().stream().allMatch(StreamThread::dead);
        return List.of(
                new Check("processor", !broken, "is " + status.state()),
                new Check(
                        "threads",
                        !allDead,
                        living(status) + " of " + status.threads().size() + " alive"),
                new Check(
                        "failures",
                        failure.isEmpty(),
                        failure.map(why -> "gave up: " + why).orElse("has not given up")));
    }

    static List<Check> ready(InstanceStatus status, Optional<Throwable> failure, Instant now) {
        boolean works = status.state() == State.RUNNING
                || status.state() == State.REBALANCING && status.hasRun() && status.activeTasks() > 0;
        long remaining =
                status.restoring().stream().mapToLong(Restoring::remaining).sum();
        boolean reachable = status.brokersSeen()
                .filter(seen -> seen.plus(RECENTLY).isAfter(now))
                .isPresent();
        return List.of(
                new Check(
                        "processor",
                        works && failure.isEmpty(),
                        "is " + status.state() + " with " + status.activeTasks() + " active tasks"),
                new Check(
                        "restore",
                        status.restoring().isEmpty(),
                        status.restoring().isEmpty()
                                ? "finished"
                                : status.restoring().size() + " under way, " + remaining + " offsets left"),
                new Check(
                        "brokers",
                        reachable,
                        status.brokersSeen().map(seen -> "answered at " + seen).orElse("have not answered yet")),
                new Check(
                        "registry",
                        status.registryAwaited().isEmpty(),
                        status.registryAwaited()
                                .map(waiting -> waiting.doing() + " waits for it since " + waiting.since())
                                .orElse("not waited for")),
                new Check(
                        "catalogue",
                        status.catalogue().caughtUp()
                                && status.catalogue().failure().isEmpty(),
                        status.catalogue()
                                .failure()
                                .map(why -> "cannot be read: " + why)
                                .orElse((status.catalogue().caughtUp() ? "read" : "being read") + ", version "
                                        + status.catalogue().version())));
    }

    static List<Check> started(InstanceStatus status) {
        return List.of(new Check(
                "processor", status.hasRun(), status.hasRun() ? "has run" : "has not run yet, is " + status.state()));
    }

    private static long living(InstanceStatus status) {
        return status.threads().stream().filter(thread -> !thread.dead()).count();
    }
}
