package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plumbline.http.Check;
import io.plumbline.kafka.InstanceStatus;
import io.plumbline.kafka.InstanceStatus.CatalogueStatus;
import io.plumbline.kafka.InstanceStatus.StreamThread;
import io.plumbline.kafka.RegistryWatch;
import io.plumbline.kafka.RestoreWatch.Restoring;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProbesTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final StreamThread WORKS = new StreamThread("t1", "RUNNING", List.of("0_0"), List.of());
    private static final StreamThread IDLE = new StreamThread("t2", "RUNNING", List.of(), List.of());
    private static final StreamThread DEAD = new StreamThread("t3", "DEAD", List.of(), List.of());
    private static final Restoring BEHIND = new Restoring("subjects", "changelog", 0, 0, 10, 1_000_000, 0);

    private State state = State.RUNNING;
    private boolean hasRun = true;
    private List<StreamThread> threads = List.of(WORKS);
    private List<Restoring> restoring = List.of();
    private Map<String, Map<Integer, Long>> lag = Map.of();
    private CatalogueStatus catalogue = new CatalogueStatus(1, "ab", true, Optional.empty());
    private Optional<Instant> brokersSeen = Optional.of(NOON);
    private Optional<RegistryWatch.Waiting> registryAwaited = Optional.empty();
    private Optional<Throwable> failure = Optional.empty();

    @Test
    void anInstanceThatRunsIsLiveReadyAndStarted() {
        assertEquals(List.of(), failing(live()));
        assertEquals(List.of(), failing(ready()));
        assertEquals(List.of(), failing(Probes.started(status())));
    }

    @Test
    void aBacklogARestoreAndBrokersThatAreAwayNeverFailLiveness() {
        lag = Map.of("ccm.access", Map.of(0, 5_000_000L));
        restoring = List.of(BEHIND);
        brokersSeen = Optional.empty();
        catalogue = new CatalogueStatus(0, "", false, Optional.of("the topic cannot be read"));
        state = State.REBALANCING;
        assertEquals(List.of(), failing(live()));
        assertEquals(List.of("restore", "brokers", "catalogue"), failing(ready()));
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"ERROR", "PENDING_ERROR", "NOT_RUNNING"})
    void aStateThatOnlyANewStartLeavesFailsLiveness(State broken) {
        state = broken;
        assertEquals(List.of("processor"), failing(live()));
        assertEquals(List.of("processor"), failing(ready()));
    }

    @Test
    void oneDeadThreadOfSeveralFailsNothingAndAllOfThemFailLiveness() {
        threads = List.of(WORKS, DEAD);
        assertEquals(List.of(), failing(live()));
        threads = List.of(DEAD, DEAD);
        assertEquals(List.of("threads"), failing(live()));
    }

    @Test
    void anInstanceThatGaveUpIsNeitherLiveNorReady() {
        failure = Optional.of(new IllegalStateException("the disk is full"));
        assertEquals(List.of("failures"), failing(live()));
        assertEquals(List.of("processor"), failing(ready()));
    }

    @Test
    void duringARebalanceOnlyAnInstanceThatHasTasksIsReady() {
        state = State.REBALANCING;
        assertEquals(List.of(), failing(ready()));
        threads = List.of(IDLE);
        assertEquals(List.of("processor"), failing(ready()));
        threads = List.of(WORKS);
        hasRun = false;
        assertEquals(List.of("processor"), failing(ready()));
        assertEquals(List.of("processor"), failing(Probes.started(status())));
    }

    @Test
    void brokersThatHaveNotAnsweredForHalfAMinuteMakeItUnready() {
        brokersSeen = Optional.of(NOON.minus(Probes.RECENTLY).plusMillis(1));
        assertEquals(List.of(), failing(ready()));
        brokersSeen = Optional.of(NOON.minus(Probes.RECENTLY));
        assertEquals(List.of("brokers"), failing(ready()));
    }

    @Test
    void anInstanceThatStandsStillForTheSchemaRegistryIsLiveButNotReady() {
        registryAwaited = Optional.of(new RegistryWatch.Waiting("reading from ccm.access", NOON, 3, "refused"));
        assertEquals(List.of(), failing(live()));
        assertEquals(List.of("registry"), failing(ready()));
    }

    private List<Check> live() {
        return Probes.live(status(), failure);
    }

    private List<Check> ready() {
        return Probes.ready(status(), failure, NOON);
    }

    private InstanceStatus status() {
        return new InstanceStatus(state, hasRun, threads, restoring, 0, lag, catalogue, brokersSeen, registryAwaited);
    }

    private static List<String> failing(List<Check> checks) {
        return checks.stream().filter(check -> !check.passes()).map(Check::name).toList();
    }
}
