package io.plumbline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.control.Deadline;
import io.plumbline.control.Watermarks;
import io.plumbline.event.Subject;
import io.plumbline.event.SubjectKind;
import io.plumbline.monitor.GapPass;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.MapStore;
import io.plumbline.monitor.MonitorStore.Parked;
import io.plumbline.monitor.PartitionClock;
import io.plumbline.monitor.Rejudging;
import io.plumbline.monitor.SubjectState;
import io.plumbline.monitor.SubjectTooLargeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamsMonitorStoreTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Subject ANN = Subject.identity("ann");
    private static final Subject BOB = Subject.identity("bob");

    private StreamsMonitorStore store;

    @BeforeEach
    void open() {
        MockProcessorContext<Object, Object> context = new MockProcessorContext<>();
        store = new StreamsMonitorStore(
                opened("subjects", context),
                opened("deadlines", context),
                opened("unjudged", context),
                opened("concerned", context),
                opened("clock", context),
                TestCodecs.reflected());
    }

    @Test
    void deadlinesAreDueEarliestFirstAndBySourceOnly() {
        store.putDeadline(new Deadline("hr", NOON.plusSeconds(2)), ANN);
        store.putDeadline(new Deadline("hr", NOON.plusSeconds(1)), BOB);
        store.putDeadline(new Deadline("hr", Instant.parse("1969-12-31T23:59:59.999Z")), Subject.identity("old"));
        store.putDeadline(new Deadline("hr-2", NOON), Subject.identity("other"));

        assertEquals(List.of(Subject.identity("old")), store.due(new Deadline("hr", NOON), 10));
        assertEquals(
                List.of(Subject.identity("old"), BOB, ANN), store.due(new Deadline("hr", NOON.plusSeconds(2)), 10));
        assertEquals(List.of(Subject.identity("old"), BOB), store.due(new Deadline("hr", NOON.plusSeconds(2)), 2));
    }

    @Test
    void aSubjectWithSeveralDeadlinesIsDueOnce() {
        store.putDeadline(new Deadline("hr", NOON), ANN);
        store.putDeadline(new Deadline("hr", NOON.minusSeconds(1)), ANN);
        assertEquals(List.of(ANN), store.due(new Deadline("hr", NOON), 10));
        store.removeDeadline(new Deadline("hr", NOON), ANN);
        assertEquals(List.of(ANN), store.due(new Deadline("hr", NOON), 10));
        store.removeDeadline(new Deadline("hr", NOON.minusSeconds(1)), ANN);
        assertEquals(List.of(), store.due(new Deadline("hr", NOON), 10));
    }

    @Test
    void everySubjectIsHandedOverInOrderOfKey() {
        store.save(SubjectState.empty(BOB));
        store.save(SubjectState.empty(ANN));
        List<Subject> read = new ArrayList<>();
        store.forEach(state -> read.add(state.subject()));
        assertEquals(List.of(ANN, BOB), read);
    }

    @Test
    void deadlinesAndMarksAreFoundAgainInAnyOrderOfChanges() {
        Random random = new Random(7);
        TreeMap<Instant, TreeSet<Subject>> deadlines = new TreeMap<>();
        TreeSet<Subject> marks = new TreeSet<>();
        for (int i = 0; i < 5_000; i++) {
            Subject subject = new Subject(SubjectKind.ACCOUNT, "crm/" + random.nextInt(50));
            Instant at = NOON.plusSeconds(random.nextInt(40));
            switch (random.nextInt(6)) {
                case 0 -> {
                    store.putDeadline(new Deadline("hr", at), subject);
                    deadlines.computeIfAbsent(at, any -> new TreeSet<>()).add(subject);
                }
                case 1 -> {
                    store.removeDeadline(new Deadline("hr", at), subject);
                    deadlines.computeIfAbsent(at, any -> new TreeSet<>()).remove(subject);
                }
                case 2 -> {
                    store.markUnjudged(subject);
                    marks.add(subject);
                }
                case 3 -> {
                    store.clearUnjudged(subject);
                    marks.remove(subject);
                }
                case 4 -> {
                    int limit = 1 + random.nextInt(5);
                    assertEquals(
                            deadlines.headMap(at, true).values().stream()
                                    .flatMap(TreeSet::stream)
                                    .distinct()
                                    .limit(limit)
                                    .toList(),
                            store.due(new Deadline("hr", at), limit));
                }
                case 5 -> {
                    int limit = 1 + random.nextInt(5);
                    assertEquals(marks.stream().limit(limit).toList(), store.unjudged(limit));
                }
                default -> throw new AssertionError();
            }
        }
    }

    @Test
    void parkedSubjectsAreListedFromAPlaceOnAndAreNoDeadlines() {
        store.putDeadline(Deadline.parked("hr", NOON), ANN);
        store.putDeadline(Deadline.parked("hr", NOON.plus(Duration.ofDays(1))), BOB);
        store.putDeadline(Deadline.parked("hr", NOON.minus(Duration.ofDays(1))), Subject.identity("old"));
        store.putDeadline(Deadline.parked("hr-2", NOON), Subject.identity("other"));
        store.putDeadline(new Deadline("hr", NOON), Subject.identity("due"));
        Instant midnight = Instant.parse("2026-03-02T00:00:00Z");
        Parked ann = new Parked(midnight, ANN);
        Parked bob = new Parked(midnight.plus(Duration.ofDays(1)), BOB);

        assertEquals(List.of(ann, bob), store.parked("hr", NOON, "", 10));
        assertEquals(List.of(ann, bob), store.parked("hr", midnight, "", 10));
        assertEquals(List.of(ann), store.parked("hr", NOON, "", 1));
        assertEquals(List.of(bob), store.parked("hr", midnight, ANN.key(), 10));
        assertEquals(List.of(Subject.identity("due")), store.due(new Deadline("hr", NOON.plusSeconds(999_999)), 10));
        store.removeDeadline(Deadline.parked("hr", NOON), ANN);
        assertEquals(List.of(bob), store.parked("hr", NOON, "", 10));
    }

    @Test
    void parkedSubjectsAreTheSameInMemoryAndInTheStores() {
        MapStore memory = new MapStore();
        Random random = new Random(11);
        for (int i = 0; i < 3_000; i++) {
            Subject subject = new Subject(SubjectKind.ACCOUNT, "crm/" + random.nextInt(40));
            Instant at = NOON.plus(Duration.ofHours(random.nextInt(24 * 12)));
            Deadline deadline = Deadline.parked(random.nextBoolean() ? "hr" : "hr-2", at);
            if (random.nextInt(3) > 0) {
                memory.putDeadline(deadline, subject);
                store.putDeadline(deadline, subject);
            } else {
                memory.removeDeadline(deadline, subject);
                store.removeDeadline(deadline, subject);
            }
            String after = random.nextBoolean() ? "" : subject.key();
            Instant from = random.nextBoolean() ? at : deadline.at();
            int limit = 1 + random.nextInt(6);
            assertEquals(memory.parked("hr", from, after, limit), store.parked("hr", from, after, limit));
        }
    }

    @Test
    void subjectsAreListedInOrderOfKeyAfterAGivenOne() {
        store.save(TopologyBench.state(BOB, 1));
        store.save(TopologyBench.state(ANN, 1));
        assertEquals(List.of(ANN, BOB), store.subjects("", 10));
        assertEquals(List.of(BOB), store.subjects(ANN.key(), 10));
        assertEquals(Optional.of(TopologyBench.state(ANN, 1)), store.load(ANN));
        assertEquals(Optional.empty(), store.load(Subject.identity("nobody")));
    }

    @Test
    void aStateThatIsTooLargeIsRefusedAndTheOneBeforeStays() {
        store.save(TopologyBench.state(ANN, 1));
        assertThrows(
                SubjectTooLargeException.class, () -> store.save(TopologyBench.state(ANN, Topics.MAX_RECORD_BYTES)));
        assertEquals(Optional.of(TopologyBench.state(ANN, 1)), store.load(ANN));
    }

    @Test
    void aStateIsTooLargeTogetherWithItsKey() {
        Subject longNamed = Subject.identity("p".repeat(60_000));
        int perEntry = size(TopologyBench.state(longNamed, 2)) - size(TopologyBench.state(longNamed, 1));
        int entries = (920_000 - size(TopologyBench.state(longNamed, 0))) / perEntry;
        assertTrue(size(TopologyBench.state(longNamed, entries)) < 950_000, "by itself it would fit");
        assertThrows(SubjectTooLargeException.class, () -> store.save(TopologyBench.state(longNamed, entries)));
    }

    private static int size(SubjectState state) {
        return ReflectedSerde.encode(state).length;
    }

    @Test
    void theClockBeginsWithNothingKnownAndIsKept() {
        assertEquals(PartitionClock.INITIAL, store.clock());
        PartitionClock later = new PartitionClock(
                3,
                Watermarks.of(Map.of("hr", NOON)),
                1,
                Mode.LIVE,
                true,
                new Rejudging(
                        1,
                        false,
                        Optional.of("identity:ann"),
                        true,
                        Optional.of("sources"),
                        "source:hr",
                        List.of("entitlement|erp|CLERK")),
                new TreeMap<>(Map.of("hr", new GapPass(NOON, "identity:ann", Optional.of(NOON)))));
        store.saveClock(later);
        assertEquals(later, store.clock());
    }

    private static KeyValueStore<Bytes, byte[]> opened(String name, MockProcessorContext<Object, Object> context) {
        KeyValueStore<Bytes, byte[]> opened = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .withCachingDisabled()
                .build();
        opened.init(context.getStateStoreContext(), opened);
        return opened;
    }
}
