package io.plumbline.kafka;

import io.plumbline.event.SourceHealthEvent.Pin;
import io.plumbline.monitor.LogRecord;
import io.plumbline.monitor.LogRecord.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Follows the settle protocol from outside: tells when everything that was sent has been taken in, settled and judged.
 *
 * <p>That is so once a tick that was written after ingest had reached every pin says that every source is settled as far as its
 * heartbeat claimed, and every partition has acknowledged that tick with nothing left to do.
 */
public final class SettleWatch implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Codecs codecs;
    private final int partitions;
    private final TopicPartition progress;
    private final TopicPartition log;
    private final KafkaConsumer<byte[], byte[]> consumer;

    private final Map<TopicPartition, Long> reached =
            new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
    private final Map<Long, Set<Integer>> finished = new TreeMap<>();
    private final TreeMap<Long, Tick> ticks = new TreeMap<>();

    /**
     * How far it is.
     *
     * @param taken number of partitions in which ingest has reached what was sent
     * @param of number of partitions that something was sent to
     * @param settled watermark of every source, as of the newest tick
     */
    public record Status(int taken, int of, SortedMap<String, Instant> settled) {}

    public SettleWatch(String bootstrapServers, Topics topics, Codecs codecs) {
        this.codecs = codecs;
        this.partitions = topics.subjectPartitions();
        this.progress = new TopicPartition(topics.progress(), 0);
        this.log = new TopicPartition(topics.subjectEvents(), 0);
        this.consumer = new KafkaConsumer<>(
                TopicReader.consumerSettings(bootstrapServers, Map.of()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(List.of(progress, log));
        consumer.seekToBeginning(List.of(progress, log));
    }

    /**
     * Waits until all is judged.
     *
     * @param pins how far each inbound partition was written
     * @param claims up to when each source said it is complete, by source id
     * @param check called every now and then; what it throws ends the waiting
     * @param status told whenever it changes
     * @throws IllegalStateException if that takes longer than {@code limit}, saying what is missing
     */
    public void await(
            List<Pin> pins, Map<String, Instant> claims, Duration limit, Runnable check, Consumer<Status> status) {
        long end = System.nanoTime() + limit.toNanos();
        Optional<Long> from = Optional.empty();
        Optional<Status> told = Optional.empty();
        while (true) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                take(record);
            }
            check.run();
            Status now = status(pins);
            if (from.isEmpty() && now.taken() == now.of()) {
                from = Optional.of(consumer.endOffsets(List.of(log)).get(log));
            }
            if (!told.equals(Optional.of(now))) {
                told = Optional.of(now);
                status.accept(now);
            }
            if (from.filter(offset -> isJudged(offset, claims)).isPresent()) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not settled within " + limit + ": " + now.taken() + " of " + now.of()
                        + " inbound partitions taken in; claimed " + new TreeMap<>(claims) + ", settled "
                        + now.settled() + "; is a processor running on this cluster?");
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(log.topic())) {
            LogRecord entry = codecs.log().deserializer().deserialize(record.topic(), record.value());
            if (entry instanceof Tick tick) {
                ticks.put(record.offset(), tick);
            }
            return;
        }
        Progress said = codecs.progress().deserializer().deserialize(record.topic(), record.value());
        if (said instanceof Progress.Reached report) {
            report.positions()
                    .forEach(pin -> reached.merge(
                            new TopicPartition(pin.topic(), pin.partition()), pin.nextOffset(), Math::max));
        } else if (said instanceof Progress.Acknowledged acknowledged && !acknowledged.unfinished()) {
            finished.computeIfAbsent(acknowledged.tick(), any -> new HashSet<>())
                    .add(acknowledged.partition());
        }
    }

    private Status status(List<Pin> pins) {
        long taken = pins.stream()
                .filter(pin ->
                        reached.getOrDefault(new TopicPartition(pin.topic(), pin.partition()), 0L) >= pin.nextOffset())
                .count();
        SortedMap<String, Instant> settled = Optional.ofNullable(ticks.lastEntry())
                .map(newest -> newest.getValue().settled().settled())
                .orElseGet(TreeMap::new);
        return new Status((int) taken, pins.size(), settled);
    }

    private boolean isJudged(long fromOffset, Map<String, Instant> claims) {
        return ticks.tailMap(fromOffset).values().stream()
                .anyMatch(tick -> settles(tick, claims)
                        && finished.getOrDefault(tick.number(), Set.of()).size() == partitions);
    }

    private static boolean settles(Tick tick, Map<String, Instant> claims) {
        return claims.entrySet().stream().allMatch(claim -> tick.settled()
                .of(claim.getKey())
                .filter(at -> !at.isBefore(claim.getValue()))
                .isPresent());
    }
}
