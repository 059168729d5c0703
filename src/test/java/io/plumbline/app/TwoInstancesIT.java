package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.evidence.AssertionRecord;
import io.plumbline.exceptions.ExceptionAlert;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.kafka.SettleWatch;
import io.plumbline.kafka.TopicPlan;
import io.plumbline.kafka.TopicReader;
import io.plumbline.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two instances of the processor share the work while sources go on stating facts, and one or the other is killed or started
 * anew all the time: what comes of it is what a replay of the same events in memory gives, and nothing is lost, doubled or
 * out of sequence.
 *
 * <p>Kills alternate over the instances. An instance that was killed comes back at once, or after the other has taken over its
 * work, or at once and without the state it had on disk, which is then restored from changelogs. Twice in a run both are told
 * to stop and started again, one after the other. Under the classic protocol instances are known to the group by name.
 *
 * <p>Sessions and transactions end sooner here than in the product, so that a run takes two minutes and not four. The number
 * of kills is set by the system property {@code plumbline.kills}; without it, it is 20 under the classic protocol and 8 under
 * the other, where each takes longer, or as many as there is time for.
 */
class TwoInstancesIT {

    private static final Logger LOG = LoggerFactory.getLogger(TwoInstancesIT.class);

    private static final int PARTITIONS = 4;
    private static final long SEED = 20261122;
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private static final int LEAST_KILLS = 4;
    private static final Duration TIME_FOR_KILLS = Duration.ofSeconds(75);

    private final Random random = new Random(SEED);
    private final SortedMap<String, List<Long>> waits = new TreeMap<>();

    private int killed;
    private String run;
    private Cluster cluster;
    private Topics topics;
    private TrafficFeed feed;
    private SettleWatch watch;
    private List<ProcessorProcess> instances;

    @Test
    @Timeout(900)
    void nothingIsLostDoubledOrReorderedUnderTheClassicProtocol(@TempDir Path directory) throws Exception {
        killAndRestart("classic", 20, directory);
    }

    @Test
    @Timeout(900)
    void nothingIsLostDoubledOrReorderedUnderTheStreamsProtocol(@TempDir Path directory) throws Exception {
        killAndRestart("streams", 8, directory);
    }

    private void killAndRestart(String protocol, int usualKills, Path directory) throws Exception {
        int kills = Integer.getInteger("plumbline.kills", usualKills);
        run = "protocol " + protocol + ", seed " + SEED;
        List<String> settings = List.of(
                "group.protocol=" + protocol,
                (protocol.equals("streams") ? "streams" : "consumer") + ".session.timeout.ms=6000",
                "producer.transaction.timeout.ms=6000");
        try (LocalCluster local = LocalCluster.start(directory, 0, 0)) {
            cluster = Cluster.of(local);
            topics = cluster.topics(PARTITIONS);
            try (Admin admin = cluster.admin()) {
                new TopicPlan(admin).apply(topics.all());
            }
            try (ProcessorProcess one = new ProcessorProcess(cluster, directory, "one", settings);
                    ProcessorProcess two = new ProcessorProcess(cluster, directory, "two", settings);
                    TrafficFeed traffic = new TrafficFeed(SEED, cluster, PARTITIONS);
                    SettleWatch settleWatch =
                            new SettleWatch(cluster.bootstrapServers(), topics, cluster.codecs(topics))) {
                instances = List.of(one, two);
                feed = traffic;
                watch = settleWatch;
                instances.forEach(ProcessorProcess::start);
                instances.forEach(ProcessorProcess::awaitRunning);
                feed.start();
                rollingRestart();
                letOneStayAway(one);
                long begun = System.nanoTime();
                for (int kill = 0; kill < kills && !isEnough(kill, begun); kill++) {
                    kill(kill, instances.get(kill % 2));
                }
                rollingRestart();
                TrafficFeed.Sent end = feed.finish();
                watch.await(end.pins(), end.claims(), LIMIT, this::throwIfOneEnded, status -> {});
                for (ProcessorProcess instance : instances) {
                    instance.stop();
                }
            }
            report();
            assertNothingLostDoubledOrOutOfSequence();
            assertTheWorkMoved();
        }
    }

    /** Where the number of kills was not asked for, a slow machine does not have to get through all of them. */
    private static boolean isEnough(int kills, long begun) {
        return Integer.getInteger("plumbline.kills") == null
                && kills >= LEAST_KILLS
                && System.nanoTime() - begun > TIME_FOR_KILLS.toNanos();
    }

    /** At a moment drawn at random; every second time, also drawn, before it has all its tasks running again. */
    private void kill(int number, ProcessorProcess instance) throws Exception {
        if (random.nextBoolean()) {
            instance.awaitRunning();
        }
        awaitProgress();
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(1_000)).toNanos());
        long at = System.nanoTime();
        instance.kill();
        killed++;
        if (number % 5 == 2) {
            judged("kill, taken over", at);
            instance.start();
        } else if (number % 5 == 3) {
            instance.loseState();
            instance.start();
            if (number % 2 == 1) {
                judged("kill, back without state", at);
            }
        } else {
            instance.start();
            if (number % 10 == 0) {
                judged("kill, back at once", at);
            }
        }
    }

    private void letOneStayAway(ProcessorProcess away) throws InterruptedException {
        judged("nothing", System.nanoTime());
        long stopped = System.nanoTime();
        away.stop();
        judged("stop, taken over", stopped);
        away.start();
    }

    private void rollingRestart() throws InterruptedException {
        instances.forEach(ProcessorProcess::awaitRunning);
        for (ProcessorProcess instance : instances) {
            long stopped = System.nanoTime();
            instance.stop();
            instance.start();
            instance.awaitRunning();
            judged("stop, back at once", stopped);
        }
    }

    /** Waits until everything of a claim that was sent from now on is judged in every partition. */
    private void judged(String after, long since) {
        TrafficFeed.Sent claim = feed.awaitClaim();
        watch.await(claim.pins(), claim.claims(), LIMIT, feed::throwIfFailed, status -> {});
        waits.computeIfAbsent(after, any -> new ArrayList<>()).add((System.nanoTime() - since) / 1_000_000);
    }

    /** Waits until ingest, wherever it runs, has written more than there is now. */
    private void awaitProgress() throws Exception {
        try (Admin admin = cluster.admin()) {
            long before = written(admin);
            long end = System.nanoTime() + LIMIT.toNanos();
            while (written(admin) == before) {
                feed.throwIfFailed();
                assertTrue(System.nanoTime() < end, () -> run + ": no instance writes anything");
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }

    private long written(Admin admin) throws Exception {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        IntStream.range(0, PARTITIONS)
                .forEach(partition ->
                        ends.put(new TopicPartition(topics.subjectEvents(), partition), OffsetSpec.latest()));
        return admin.listOffsets(ends).all().get().values().stream()
                .mapToLong(end -> end.offset())
                .sum();
    }

    private void throwIfOneEnded() {
        instances.forEach(ProcessorProcess::requireAlive);
    }

    private void report() {
        LOG.info("{}: {} events, {} kills", run, feed.events(), killed);
        waits.forEach((after, millis) -> LOG.info(
                "{}: all judged again after {}: {} ms, median {}",
                run,
                after,
                millis,
                millis.stream()
                        .sorted()
                        .skip((millis.size() - 1) / 2)
                        .findFirst()
                        .orElseThrow()));
        instances.forEach(instance -> LOG.info(
                "{}: {} was started {} times, had tasks running {} times, restored {} stores, ran {}",
                run,
                instance.name,
                instance.starts(),
                instance.assignments(),
                instance.restores(),
                instance.tasks()));
    }

    private void assertNothingLostDoubledOrOutOfSequence() {
        List<String> rejected = new ArrayList<>();
        read(topics.rejected(), (key, value) -> rejected.add(key));
        assertEquals(List.of(), rejected, () -> run + ": rejected");

        SortedMap<String, ExceptionRecord> found = new TreeMap<>();
        new KafkaInstallation(Playground.CONTROLS)
                .exceptions(cluster)
                .forEach(record -> found.put(record.exceptionId(), record));
        SortedMap<String, String> expected = finals(feed.expected().exceptions().values());
        assertEquals(expected, finals(found.values()), () -> run + ": final records");
        assertTrue(expected.size() > 50, () -> run + ": too little to tell: " + expected);
        Set<String> silent =
                new TreeSet<>(List.of("CHG-01", "CHG-02", "EFF-01", "JML-01", "PAM-01", "PAM-02", "SOD-01", "SOD-06"));
        found.values().forEach(record -> silent.remove(record.controlId()));
        assertEquals(Set.of(), silent, () -> run + ": these controls found nothing");
        assertAlertsFollowOneAnother(found);
        assertEvidenceSaysNothingTwice(topics.evidenceSoc());
        assertEvidenceSaysNothingTwice(topics.evidenceSox());
    }

    /** By id, of all that was not withdrawn: what must not depend on the order in which the instances got to things. */
    private static SortedMap<String, String> finals(Collection<ExceptionRecord> records) {
        SortedMap<String, String> texts = new TreeMap<>();
        records.stream()
                .filter(record -> record.status() != ExceptionStatus.WITHDRAWN)
                .forEach(record -> texts.put(
                        record.exceptionId(),
                        String.join(
                                " ",
                                record.controlId(),
                                record.kind(),
                                record.variant(),
                                record.subjectKey(),
                                record.object(),
                                record.since().toString(),
                                record.until().map(Object::toString).orElse("-"),
                                record.status().name(),
                                record.statusSince().toString(),
                                record.assertions().toString(),
                                record.severity().name())));
        return texts;
    }

    private void assertAlertsFollowOneAnother(SortedMap<String, ExceptionRecord> found) {
        SortedMap<String, List<ExceptionAlert>> alerts = new TreeMap<>();
        Deserializer<ExceptionAlert> reader =
                cluster.serdes().alerts(cluster.config()).deserializer();
        read(topics.alerts(), (key, value) -> {
            ExceptionAlert alert = reader.deserialize(topics.alerts(), value);
            alerts.computeIfAbsent(alert.exceptionId(), id -> new ArrayList<>()).add(alert);
        });
        assertEquals(found.keySet(), alerts.keySet(), () -> run + ": exceptions with alerts");
        alerts.forEach((id, ofOne) -> {
            List<Long> numbers = ofOne.stream().map(ExceptionAlert::sequence).toList();
            assertEquals(
                    LongStream.rangeClosed(1, ofOne.size()).boxed().toList(),
                    numbers,
                    () -> run + ": alerts of " + found.get(id));
            assertEquals(found.get(id).sequence(), (long) ofOne.size(), () -> run + ": last alert of " + id);
            assertEquals(
                    found.get(id).status(),
                    ofOne.get(ofOne.size() - 1).toStatus(),
                    () -> run + ": status of the last alert of " + id);
        });
    }

    /** One record per change of a verdict or of the exceptions behind it: none says of an item what the one before said. */
    private void assertEvidenceSaysNothingTwice(String topic) {
        Deserializer<AssertionRecord> reader =
                cluster.serdes().assertions(cluster.config()).deserializer();
        SortedMap<String, AssertionRecord> last = new TreeMap<>();
        List<String> repeated = new ArrayList<>();
        read(topic, (key, value) -> {
            AssertionRecord said = reader.deserialize(topic, value);
            AssertionRecord before = last.put(said.controlId() + " " + said.subjectKey() + " " + said.object(), said);
            if (before != null
                    && before.assertionId().equals(said.assertionId())
                    && before.exceptionIds().equals(said.exceptionIds())) {
                repeated.add(before + "\n  and again " + said);
            }
        });
        assertTrue(last.size() > 50, () -> run + ": too little evidence on " + topic + ": " + last.size());
        assertEquals(List.of(), repeated, () -> run + ": said twice on " + topic);
    }

    private void assertTheWorkMoved() {
        SortedSet<String> byBoth = new TreeSet<>(instances.get(0).tasks());
        byBoth.retainAll(instances.get(1).tasks());
        assertTrue(byBoth.size() >= 3, () -> run + ": tasks that both instances ran: " + byBoth);
        Set<String> monitors =
                byBoth.stream().filter(task -> task.startsWith("2_")).collect(Collectors.toSet());
        assertTrue(!monitors.isEmpty(), () -> run + ": no monitor moved, only " + byBoth);
        for (ProcessorProcess instance : instances) {
            assertTrue(
                    instance.assignments() > instance.starts() / 2,
                    () -> run + ": " + instance.name + " got tasks " + instance.assignments() + " times");
            assertTrue(
                    instance.restores() >= 4,
                    () -> run + ": " + instance.name + " restored " + instance.restores() + " stores");
        }
    }

    private interface Entry {
        void take(String key, byte[] value);
    }

    private void read(String topic, Entry entry) {
        new TopicReader(cluster.bootstrapServers(), Map.of())
                .read(topic, record -> entry.take(new String(record.key()), record.value()));
    }
}
