package io.plumbline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.avro.CoreSerdes;
import io.plumbline.avro.RejectedRecord.Reason;
import io.plumbline.avro.Schemas;
import io.plumbline.control.Gaps;
import io.plumbline.control.Watermarks;
import io.plumbline.event.Event;
import io.plumbline.event.EventKind.InboundTopic;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.ReferenceEvent.BirthrightPublished;
import io.plumbline.event.SourceHealthEvent.Pin;
import io.plumbline.facts.Interval;
import io.plumbline.monitor.LogRecord.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

/** What the timekeeper reads, writes and keeps comes back unchanged; what cannot be read says whose fault it is. */
class AvroCodecsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.001Z");
    private static final Topics TOPICS = Topics.of(1);
    private static final Codecs CODECS = codecs("mock://avro-codecs");

    @Test
    void progressComesBackUnchanged() {
        comesBack(
                CODECS.progress(),
                new Progress.Reached(List.of(new Pin("ccm.access", 3, 42)), Optional.of(NOON)),
                new Progress.Reached(List.of(), Optional.empty()),
                new Progress.Stated(birthright()),
                new Progress.Stated(birthright(), Optional.of(new Progress.Place("ccm.reference", 3, 42, NOON))),
                new Progress.Acknowledged(2, 7, true));
    }

    @Test
    void catalogueRecordsComeBackUnchangedAndKeepTheChainOfDigests() {
        comesBack(
                CODECS.catalogue(),
                new CatalogueRecord.Entry(1, birthright()),
                new CatalogueRecord.Closed(1, 1, CatalogueRecord.chain(CatalogueRecord.NO_DIGEST, birthright())));
        CatalogueRecord.Entry read =
                (CatalogueRecord.Entry) through(CODECS.catalogue(), new CatalogueRecord.Entry(1, birthright()));
        assertEquals(CatalogueRecord.chain("", birthright()), CatalogueRecord.chain("", read.event()));
    }

    @Test
    void theTimekeepersStateComesBackUnchanged() {
        Pin pin = new Pin("ccm.access", 0, 9);
        Gaps.Word lost = new Gaps.Word(NOON, NOON.plusSeconds(1), NOON.plusSeconds(2), "gap-1", true);
        comesBack(
                CODECS.timekeeper(),
                TimekeeperState.INITIAL,
                new TimekeeperState(
                        5,
                        Optional.of(NOON),
                        Mode.LIVE,
                        new Watermarks(
                                new TreeMap<>(Map.of("am", NOON)),
                                new TreeMap<>(Map.of("hr", List.of(Interval.of(NOON, NOON.plusSeconds(1)))))),
                        new Gaps(new TreeMap<>(Map.of("hr", List.of(lost)))),
                        true,
                        List.of(0, 3),
                        List.of(pin),
                        List.of(
                                new Claims.Waiting(
                                        "am", Optional.of(NOON), Optional.empty(), List.of(pin), NOON, Optional.of(4L)),
                                new Claims.Waiting(
                                        "am",
                                        Optional.empty(),
                                        Optional.of(lost),
                                        List.of(pin),
                                        NOON,
                                        Optional.empty())),
                        List.of(new Claims.Stage(
                                4, new TreeMap<>(Map.of("am", NOON)), new TreeMap<>(Map.of("hr", List.of(lost))))),
                        List.of(new AssumedTime.Declared("am", NOON, NOON, "ref:am", true)),
                        new Timekeeper.Versions(4, 4, 3, 2, "abc"),
                        Optional.of(NOON),
                        List.of(new SourceWatch.Watched(
                                "am",
                                NOON,
                                NOON,
                                Optional.of(Duration.ofHours(1)),
                                Optional.of(Duration.ofMinutes(2)),
                                NOON,
                                Optional.of(new SourceWatch.Silence(NOON, NOON, Optional.of(NOON), NOON)),
                                Optional.of(NOON),
                                Optional.of(new SourceWatch.ClockSpan(NOON, Duration.ofMinutes(-3), NOON))))));
    }

    @Test
    void whatIsWrongWithARecordRejectsIt() {
        String identity = TOPICS.inbound(InboundTopic.IDENTITY);
        byte[] good =
                bytes(InboundTopic.IDENTITY, new IdentityEvent.Rehired(Header.of("hr", "e-1", NOON), "p-1", NOON));
        assertEquals("hr:e-1", CODECS.inbound().decode(identity, good).id().toString());
        assertEquals(
                Optional.of("hr:e-1"), CODECS.inbound().idOf(identity, good).map(Object::toString));

        assertEquals(Reason.UNREADABLE, rejection(identity, new byte[] {9, 9}).reason());
        assertEquals(
                Reason.UNKNOWN_SCHEMA,
                rejection(identity, new byte[] {0, 0, 99, 99, 99, 1}).reason());
        assertEquals(
                Reason.WRONG_TOPIC,
                rejection(TOPICS.inbound(InboundTopic.ACCESS), good).reason());
        byte[] cut = Arrays.copyOf(good, good.length - 3);
        assertTrue(rejection(identity, cut).getMessage().contains("ccm.identity"));
    }

    @Test
    void aRegistryThatDoesNotAnswerIsNoFaultOfTheRecord() {
        Codecs unreachable = AvroCodecs.of(
                TOPICS,
                new CoreSerdes(Schemas.bundled()),
                Schemas.bundled(),
                Map.of("schema.registry.url", "http://127.0.0.1:1", "max.retries", 0));
        assertThrows(
                RegistryUnavailableException.class,
                () -> unreachable.inbound().decode("ccm.identity", new byte[] {0, 0, 0, 0, 1, 1}));
        assertEquals(
                "reading from ccm.identity",
                unreachable.registry().waiting().orElseThrow().doing());
        assertFalse(unreachable.registry().tryAgain());
        assertEquals(2, unreachable.registry().waiting().orElseThrow().attempts());
    }

    private static Codecs codecs(String registry) {
        return AvroCodecs.of(
                TOPICS, new CoreSerdes(Schemas.bundled()), Schemas.bundled(), Map.of("schema.registry.url", registry));
    }

    private static BadRecordException rejection(String topic, byte[] value) {
        return assertThrows(BadRecordException.class, () -> CODECS.inbound().decode(topic, value));
    }

    private static byte[] bytes(InboundTopic topic, Event event) {
        return new CoreSerdes(Schemas.bundled())
                .events(topic, Map.of("schema.registry.url", "mock://avro-codecs"))
                .serializer()
                .serialize(TOPICS.inbound(topic), event);
    }

    private static BirthrightPublished birthright() {
        return new BirthrightPublished(Header.of("reference", "b-1", NOON), "crm", "sign-in", NOON);
    }

    @SafeVarargs
    private static <T> void comesBack(Serde<T> serde, T... values) {
        for (T value : values) {
            assertEquals(value, through(serde, value));
        }
    }

    private static <T> T through(Serde<T> serde, T value) {
        return serde.deserializer().deserialize("t", serde.serializer().serialize("t", value));
    }
}
