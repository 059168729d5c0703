package io.plumbline.kafka;

import io.plumbline.control.Deadline;
import io.plumbline.control.Watermarks;
import io.plumbline.event.Subject;
import io.plumbline.monitor.MonitorStore;
import io.plumbline.monitor.PartitionClock;
import io.plumbline.monitor.SubjectState;
import io.plumbline.monitor.SubjectTooLargeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The state of one partition in Kafka Streams stores.
 *
 * <p>Five stores: {@code subjects} (subject key), {@code deadlines} (source, 0x00, seconds and nanoseconds in order, subject
 * key; those that are parked under their source have a 0xFF before it), {@code unjudged} (subject key), {@code concerned} (concern, 0x00, subject
 * key) and {@code clock}. Text
 * keys are UTF-8 and ordered by their bytes.
 *
 * <p>Deadlines and marks are queues: taken from the front and deleted. A scan from the very front would cross every deletion
 * since the last compaction, each time; so the first key that may be present is remembered, on the heap.
 */
final class StreamsMonitorStore implements MonitorStore {

    static final String SUBJECTS = "subjects";
    static final String DEADLINES = "deadlines";
    static final String UNJUDGED = "unjudged";
    static final String CONCERNED = "concerned";
    static final String CLOCK = "clock";

    private static final byte[] PRESENT = {1};
    private static final Bytes ONLY = key("clock");
    private static final int INSTANT_BYTES = Long.BYTES + Integer.BYTES;

    private final KeyValueStore<Bytes, byte[]> subjects;
    private final KeyValueStore<Bytes, byte[]> deadlines;
    private final KeyValueStore<Bytes, byte[]> unjudged;
    private final KeyValueStore<Bytes, byte[]> concerned;
    private final KeyValueStore<Bytes, byte[]> clock;
    private final Serde<SubjectState> subjectSerde;
    private final Serde<PartitionClock> clockSerde;
    private Optional<PartitionClock> currentClock = Optional.empty();
    /** Bytes kept free in a state, so that it can still be said of it that it overflowed. */
    private static final int OVERFLOW_ROOM = 50_000;

    private long changes;
    private final Map<String, Bytes> firstDeadline = new HashMap<>();
    private Bytes firstUnjudged = key("");

    StreamsMonitorStore(
            KeyValueStore<Bytes, byte[]> subjects,
            KeyValueStore<Bytes, byte[]> deadlines,
            KeyValueStore<Bytes, byte[]> unjudged,
            KeyValueStore<Bytes, byte[]> concerned,
            KeyValueStore<Bytes, byte[]> clock,
            Codecs codecs) {
        this.subjects = subjects;
        this.deadlines = deadlines;
        this.unjudged = unjudged;
        this.concerned = concerned;
        this.clock = clock;
        this.subjectSerde = codecs.subject();
        this.clockSerde = codecs.clock();
    }

    static StreamsMonitorStore of(ProcessorContext<?, ?> context, Codecs codecs) {
        return new StreamsMonitorStore(
                context.getStateStore(SUBJECTS),
                context.getStateStore(DEADLINES),
                context.getStateStore(UNJUDGED),
                context.getStateStore(CONCERNED),
                context.getStateStore(CLOCK),
                codecs);
    }

    @Override
    public Optional<SubjectState> load(Subject subject) {
        return Optional.ofNullable(subjects.get(key(subject.key())))
                .map(bytes -> subjectSerde.deserializer().deserialize(SUBJECTS, bytes));
    }

    /** @throws SubjectTooLargeException if the state is, with its key, larger than a record may be; nothing is stored then */
    @Override
    public void save(SubjectState state) {
        byte[] bytes = subjectSerde.serializer().serialize(SUBJECTS, state);
        Bytes key = key(state.subject().key());
        int size = key.get().length + bytes.length;
        int limit = state.overflowed() ? Topics.MAX_RECORD_BYTES : Topics.MAX_RECORD_BYTES - OVERFLOW_ROOM;
        if (size > limit) {
            throw new SubjectTooLargeException(state.subject(), size, limit);
        }
        subjects.put(key, bytes);
        changes++;
    }

    @Override
    public void putDeadline(Deadline deadline, Subject subject) {
        Bytes key = key(deadline, subject.key());
        deadlines.put(key, PRESENT);
        if (deadline.kind() == Deadline.Kind.SETTLED) {
            firstDeadline.computeIfPresent(deadline.source(), (source, first) -> smaller(first, key));
        }
        changes++;
    }

    @Override
    public void removeDeadline(Deadline deadline, Subject subject) {
        deadlines.delete(key(deadline, subject.key()));
        changes++;
    }

    @Override
    public List<Subject> due(Deadline deadline, int limit) {
        byte[] source = deadline.source().getBytes(StandardCharsets.UTF_8);
        Bytes from = firstDeadline.computeIfAbsent(
                deadline.source(), any -> Bytes.wrap(Arrays.copyOf(source, source.length + 1)));
        Bytes to = lastOf(deadline);
        Set<Subject> due = new LinkedHashSet<>();
        if (from.compareTo(to) > 0) {
            return List.of();
        }
        Bytes first = to;
        try (KeyValueIterator<Bytes, byte[]> found = deadlines.range(from, to)) {
            while (found.hasNext() && due.size() < limit) {
                Bytes key = found.next().key;
                first = smaller(first, key);
                int start = source.length + 1 + INSTANT_BYTES;
                due.add(Subject.parse(new String(key.get(), start, key.get().length - start, StandardCharsets.UTF_8)));
            }
        }
        firstDeadline.put(deadline.source(), first);
        return List.copyOf(due);
    }

    /** Whether any deadline lies at or before what is settled. */
    boolean anyDue(Watermarks settled) {
        return settled.settled().entrySet().stream()
                        .anyMatch(source -> !due(new Deadline(source.getKey(), source.getValue()), 1)
                                .isEmpty())
                || settled.frontier()
                        .filter(at -> !due(Deadline.frontier(at), 1).isEmpty())
                        .isPresent();
    }

    @Override
    public List<Parked> parked(String source, Instant at, String afterSubject, int limit) {
        Deadline from = new Deadline(source, at, Deadline.Kind.PARKED);
        Deadline last = new Deadline(source, Instant.MAX, Deadline.Kind.PARKED);
        int start = deadlineKey(from, new byte[0]).get().length;
        List<Parked> found = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> rows = deadlines.range(key(from, afterSubject + '\0'), lastOf(last))) {
            while (rows.hasNext() && found.size() < limit) {
                ByteBuffer row = ByteBuffer.wrap(rows.next().key.get()).position(start - INSTANT_BYTES);
                Instant parkedAt = Instant.ofEpochSecond(row.getLong() ^ Long.MIN_VALUE, row.getInt());
                Subject subject =
                        Subject.parse(StandardCharsets.UTF_8.decode(row.slice()).toString());
                found.add(new Parked(parkedAt, subject));
            }
        }
        return List.copyOf(found);
    }

    @Override
    public void markUnjudged(Subject subject) {
        Bytes key = key(subject.key());
        unjudged.put(key, PRESENT);
        firstUnjudged = smaller(firstUnjudged, key);
        changes++;
    }

    @Override
    public void clearUnjudged(Subject subject) {
        unjudged.delete(key(subject.key()));
        changes++;
    }

    @Override
    public List<Subject> unjudged(int limit) {
        List<Subject> found = subjectsOf(unjudged.range(firstUnjudged, null), limit);
        if (!found.isEmpty()) {
            firstUnjudged = key(found.get(0).key());
        }
        return found;
    }

    @Override
    public void putConcern(String concern, Subject subject) {
        Bytes key = concernKey(concern, subject.key().getBytes(StandardCharsets.UTF_8));
        if (concerned.get(key) == null) {
            concerned.put(key, PRESENT);
            changes++;
        }
    }

    @Override
    public List<Subject> concerned(String concern, String afterKey, int limit) {
        int start = concern.getBytes(StandardCharsets.UTF_8).length + 1;
        Bytes from = concernKey(concern, (afterKey + '\0').getBytes(StandardCharsets.UTF_8));
        List<Subject> found = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> rows =
                concerned.range(from, concernKey(concern, new byte[] {(byte) 0xFF}))) {
            while (rows.hasNext() && found.size() < limit) {
                byte[] row = rows.next().key.get();
                found.add(Subject.parse(new String(row, start, row.length - start, StandardCharsets.UTF_8)));
            }
        }
        return List.copyOf(found);
    }

    private static Bytes concernKey(String concern, byte[] rest) {
        byte[] first = concern.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(first.length + 1 + rest.length)
                .put(first)
                .put((byte) 0)
                .put(rest)
                .array());
    }

    @Override
    public List<Subject> subjects(String afterKey, int limit) {
        byte[] after = afterKey.getBytes(StandardCharsets.UTF_8);
        Bytes next = Bytes.wrap(
                ByteBuffer.allocate(after.length + 1).put(after).put((byte) 0).array());
        return subjectsOf(subjects.range(next, null), limit);
    }

    @Override
    public PartitionClock clock() {
        if (currentClock.isEmpty()) {
            currentClock = Optional.of(Optional.ofNullable(clock.get(ONLY))
                    .map(bytes -> clockSerde.deserializer().deserialize(CLOCK, bytes))
                    .orElse(PartitionClock.INITIAL));
        }
        return currentClock.get();
    }

    @Override
    public void saveClock(PartitionClock now) {
        clock.put(ONLY, clockSerde.serializer().serialize(CLOCK, now));
        currentClock = Optional.of(now);
    }

    /** Hands over every subject, in order of key; one decoded at a time. */
    void forEach(Consumer<SubjectState> reader) {
        try (KeyValueIterator<Bytes, byte[]> all = subjects.all()) {
            while (all.hasNext()) {
                reader.accept(subjectSerde.deserializer().deserialize(SUBJECTS, all.next().value));
            }
        }
    }

    /** Counted up by every change of anything but the clock. */
    long changes() {
        return changes;
    }

    private static List<Subject> subjectsOf(KeyValueIterator<Bytes, byte[]> found, int limit) {
        List<Subject> list = new ArrayList<>();
        try (found) {
            while (found.hasNext() && list.size() < limit) {
                list.add(Subject.parse(new String(found.next().key.get(), StandardCharsets.UTF_8)));
            }
        }
        return List.copyOf(list);
    }

    private static Bytes smaller(Bytes a, Bytes b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Bytes key(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Bytes key(Deadline deadline, String subjectKey) {
        return deadlineKey(deadline, subjectKey.getBytes(StandardCharsets.UTF_8));
    }

    /** No UTF-8 text begins with 0xFF, so this key comes after those of all subjects at the same instant. */
    private static Bytes lastOf(Deadline deadline) {
        return deadlineKey(deadline, new byte[] {(byte) 0xFF});
    }

    private static Bytes deadlineKey(Deadline deadline, byte[] rest) {
        byte[] source = deadline.source().getBytes(StandardCharsets.UTF_8);
        Instant at = deadline.at();
        // No UTF-8 text begins with 0xFF, so no parked row lies among the deadlines of any source.
        byte[] kind = deadline.kind() == Deadline.Kind.PARKED ? new byte[] {(byte) 0xFF} : new byte[0];
        return Bytes.wrap(ByteBuffer.allocate(kind.length + source.length + 1 + INSTANT_BYTES + rest.length)
                .put(kind)
                .put(source)
                .put((byte) 0)
                // The sign bit is flipped so that bytes compare as the numbers do, also before 1970.
                .putLong(at.getEpochSecond() ^ Long.MIN_VALUE)
                .putInt(at.getNano())
                .put(rest)
                .array());
    }
}
