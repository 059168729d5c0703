package io.plumbline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.avro.CoreSerdes;
import io.plumbline.avro.RejectedRecord;
import io.plumbline.avro.Schemas;
import io.plumbline.event.AccessEvent;
import io.plumbline.event.Event;
import io.plumbline.event.EventKind.InboundTopic;
import io.plumbline.event.Header.CaptureMethod;
import io.plumbline.event.SourceHealthEvent.RecordsRejected;
import io.plumbline.event.SubjectKind;
import io.plumbline.monitor.LogRecord;
import io.plumbline.monitor.LogRecord.Delivery;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of {@linkplain BadInputs bad input}, and of what comes before and after it. */
class BadInputTest {

    private static final Topics TOPICS = Topics.of(1);
    private static final String ACCESS = TOPICS.inbound(InboundTopic.ACCESS);

    @TempDir
    private Path directory;

    private final List<Event> delivered = new ArrayList<>();
    private TopologyTestDriver driver;

    @BeforeEach
    void start() {
        Schemas schemas = Schemas.bundled();
        Codecs codecs = AvroCodecs.of(TOPICS, new CoreSerdes(schemas), schemas, BadInputs.REGISTRY);
        driver = new TopologyTestDriver(
                new MonitorTopology(TOPICS, codecs, partition -> (record, store, out) -> keep(record)).build(),
                PlumblineStreams.properties(StreamsSettings.of("nowhere:1", "test", directory)),
                BadInputs.NOON);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @ParameterizedTest
    @MethodSource("io.plumbline.kafka.BadInputs#bad")
    void isRejectedWithItsReasonAndWhatToDoWhileTheRecordsAroundItArePassed(BadInputs.Bad bad) {
        send(null, BadInputs.bytes(BadInputs.granted()));
        send(null, bad.value());
        send(null, BadInputs.bytes(BadInputs.granted()));

        List<RejectedRecord> rejections = rejections();
        assertEquals(1, rejections.size());
        RejectedRecord rejection = rejections.get(0);
        assertEquals(bad.reason(), rejection.reason(), rejection.message());
        assertTrue(rejection.message().contains(bad.remedy()), rejection.message());
        assertEquals("ccm.access-0@1", rejection.topic() + "-" + rejection.partition() + "@" + rejection.offset());
        byte[] value = bad.value() == null ? new byte[0] : bad.value();
        assertEquals(value.length, rejection.size());
        assertEquals(ByteBuffer.wrap(value, 0, Math.min(value.length, 65_536)), rejection.raw());
        assertEquals(2, delivered.stream().filter(AccessEvent.class::isInstance).count());
    }

    @ParameterizedTest
    @MethodSource("io.plumbline.kafka.BadInputs#good")
    void isTakenInThoughItLooksOdd(BadInputs.Good good) {
        send(good.key(), good.value());

        assertEquals(List.of(), rejections());
        assertEquals(1, delivered.size());
    }

    @Test
    void aSymbolNewerThanThisBuildIsReadAsUnknown() {
        send(null, BadInputs.bytes(BadInputs.newerSymbol()));

        assertEquals(CaptureMethod.UNKNOWN, delivered.get(0).header().capture());
    }

    @Test
    void whatCanBeReadOfARejectedEventNamesIt() {
        send(null, BadInputs.account("accountId", "a\0b"));
        send(null, BadInputs.with("sourceEventId", ""));

        assertEquals(
                List.of(Optional.of("g-1"), Optional.empty()),
                rejections().stream().map(RejectedRecord::sourceEventId).toList());
    }

    private void keep(LogRecord record) {
        boolean ofPlumbline = record instanceof Delivery told && told.event() instanceof RecordsRejected;
        if (record instanceof Delivery delivery && !ofPlumbline && delivery.to().kind() != SubjectKind.ROLE) {
            delivered.add(delivery.event());
        }
    }

    private void send(byte[] key, byte[] value) {
        TestInputTopic<byte[], byte[]> topic =
                driver.createInputTopic(ACCESS, new ByteArraySerializer(), new ByteArraySerializer());
        topic.pipeInput(key, value, BadInputs.NOON);
    }

    private List<RejectedRecord> rejections() {
        CoreSerdes serdes = new CoreSerdes(Schemas.bundled());
        return driver
                .createOutputTopic(TOPICS.rejected(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readValuesToList()
                .stream()
                .map(bytes -> serdes.rejected(BadInputs.REGISTRY).deserializer().deserialize(TOPICS.rejected(), bytes))
                .toList();
    }
}
