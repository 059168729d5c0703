package io.plumbline.avro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.event.Event;
import io.plumbline.event.EventId;
import io.plumbline.event.EventKind;
import io.plumbline.event.EventKind.InboundTopic;
import io.plumbline.event.Subject;
import io.plumbline.evidence.AssertionRecord;
import io.plumbline.exceptions.ExceptionAlert;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.monitor.LogRecord;
import io.plumbline.monitor.PartitionClock;
import io.plumbline.monitor.SubjectState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything read, written and kept comes back unchanged through Kafka's bytes, and what cannot be read says why. */
class CoreSerdesTest {

    private static final Schemas SCHEMAS = Schemas.bundled();
    private static final CoreSerdes SERDES = new CoreSerdes(SCHEMAS);
    private static final String SCOPE = "CoreSerdesTest";
    private static final Map<String, ?> MOCK = Map.of(RegistryConfig.URL, "mock://" + SCOPE);

    @AfterEach
    void forgetTheRegistry() {
        InProcessRegistryClient.dropScope(SCOPE);
    }

    @Test
    void deliveriesAndTicksComeBackUnchanged() {
        comesBack(SERDES.logRecords(), samples(LogRecord.Delivery.class));
        comesBack(SERDES.logRecords(), samples(LogRecord.Tick.class));
    }

    @ParameterizedTest
    @EnumSource
    void aDeliveryCarriesEveryKindOfEvent(EventKind kind) {
        comesBack(
                SERDES.logRecords(),
                samples(kind.type()).stream()
                        .map(event -> new LogRecord.Delivery(
                                Subject.identity("p-1"), event, event.header().recordedAt(), 0))
                        .toList());
    }

    @Test
    void stateComesBackUnchanged() {
        comesBack(SERDES.subjectStates(), samples(SubjectState.class));
        comesBack(SERDES.clocks(), samples(PartitionClock.class));
        comesBack(SERDES.clocks(), List.of(PartitionClock.INITIAL));
    }

    @Test
    void equalStatesHaveEqualBytes() {
        for (int seed = 0; seed < 12; seed++) {
            byte[] once = bytes(SERDES.subjectStates(), Samples.filled(SubjectState.class, seed));
            byte[] again = bytes(SERDES.subjectStates(), Samples.filled(SubjectState.class, seed));
            assertTrue(Arrays.equals(once, again));
        }
    }

    @Test
    void alertsComeBackUnchangedFromTheWireFormat() {
        comesBackThroughRegistry(
                SERDES.alerts(MOCK), samples(ExceptionAlert.class), "io.plumbline.outbound.ExceptionAlert");
    }

    @Test
    void exceptionsComeBackUnchangedFromTheWireFormat() {
        comesBackThroughRegistry(
                SERDES.exceptions(MOCK), samples(ExceptionRecord.class), "io.plumbline.outbound.ExceptionRecord");
    }

    @Test
    void assertionsComeBackUnchangedFromTheWireFormat() {
        comesBackThroughRegistry(
                SERDES.assertions(MOCK), samples(AssertionRecord.class), "io.plumbline.outbound.AssertionRecord");
    }

    @Test
    void rejectedRecordsComeBackUnchangedFromTheWireFormat() {
        comesBackThroughRegistry(
                SERDES.rejected(MOCK), samples(RejectedRecord.class), "io.plumbline.outbound.RejectedRecord");
    }

    @ParameterizedTest
    @MethodSource("io.plumbline.avro.Samples#inboundKinds")
    void eventsOfEveryKindComeBackUnchangedFromTheirTopic(EventKind kind) {
        comesBackThroughRegistry(
                SERDES.events(kind.topic(), MOCK),
                List.copyOf(samples(kind.type())),
                new EventCodec(SCHEMAS).schemaOf(kind.topic()).getFullName());
    }

    @Test
    void aTombstoneStaysOne() {
        List<Serde<?>> all = List.of(
                SERDES.logRecords(),
                SERDES.subjectStates(),
                SERDES.clocks(),
                SERDES.alerts(MOCK),
                SERDES.exceptions(MOCK),
                SERDES.assertions(MOCK),
                SERDES.rejected(MOCK),
                SERDES.events(InboundTopic.ACCESS, MOCK));
        for (Serde<?> serde : all) {
            assertNull(serde.serializer().serialize("t", null));
            assertNull(serde.serializer().serialize("t", new RecordHeaders(), null));
            assertNull(serde.deserializer().deserialize("t", (byte[]) null));
            assertNull(serde.deserializer().deserialize("t", new RecordHeaders(), (byte[]) null));
        }
    }

    @Test
    void anEventWrittenWithAnEarlierVersionOfItsSchemaIsRead() {
        Event event = Samples.empty(EventKind.ACCESS_GRANTED);
        GenericRecord ours = new EventCodec(SCHEMAS).toEnvelope(event);
        String earlier = ours.getSchema().toString().replaceFirst("\\{\"name\":\"ticket\".*?},", "");
        GenericRecord old = new GenericData.Record(new Schema.Parser().parse(earlier));
        old.getSchema().getFields().forEach(field -> old.put(field.name(), ours.get(field.name())));

        assertFalse(old.hasField("ticket"));
        assertEquals(event, value(SERDES.events(InboundTopic.ACCESS, MOCK), wire(old)));
    }

    @Test
    void anEventOnTheWrongTopicIsRefusedWhenReadAndWhenWritten() {
        Event step = Samples.empty(EventKind.STEP_PERFORMED);
        EventSerde access = SERDES.events(InboundTopic.ACCESS, MOCK);
        byte[] bytes = bytes(SERDES.events(InboundTopic.BUSINESS_ACTIVITY, MOCK), step);

        WrongTopicException read = assertThrows(WrongTopicException.class, () -> value(access, bytes));
        assertEquals(
                "a record of type io.plumbline.events.BusinessActivityEvent does not belong to the topic access, which takes "
                        + "io.plumbline.events.AccessEvent; let its producer write it elsewhere",
                read.getMessage());
        assertEquals(
                "txn.step does not belong to the topic access; write it to business-activity",
                assertThrows(WrongTopicException.class, () -> bytes(access, step))
                        .getMessage());
        assertEquals(Optional.of(RejectedRecord.Reason.WRONG_TOPIC), RejectedRecord.Reason.of(read));
        assertEquals(Optional.of(step.id()), access.idOf("t", new RecordHeaders(), bytes));
    }

    @Test
    void anEventWithAFieldThatCannotBeIsInvalidAndKeepsItsIdentity() {
        GenericRecord envelope = new EventCodec(SCHEMAS).toEnvelope(Samples.empty(EventKind.ACCESS_GRANTED));
        ((GenericRecord) ((GenericRecord) ((GenericRecord) envelope.get("payload")).get("holder")).get("account"))
                .put("systemId", " ");
        envelope.put("source", "okta");
        envelope.put("sourceEventId", "e-1");
        EventSerde access = SERDES.events(InboundTopic.ACCESS, MOCK);
        byte[] bytes = wire(envelope);

        MappingException wrong = assertThrows(MappingException.class, () -> value(access, bytes));

        assertEquals("payload.holder.account.systemId", wrong.path());
        assertEquals(Optional.of(RejectedRecord.Reason.INVALID), RejectedRecord.Reason.of(wrong));
        assertEquals(Optional.of(new EventId("okta", "e-1")), access.idOf("t", new RecordHeaders(), bytes));
    }

    @Test
    void bytesThatAreNotTheWireFormatAreUnreadableAndHaveNoIdentity() {
        EventSerde access = SERDES.events(InboundTopic.ACCESS, MOCK);
        byte[] bytes = {'{', '}', ' ', ' ', ' ', ' '};

        SerializationException wrong = assertThrows(SerializationException.class, () -> value(access, bytes));

        assertEquals(Optional.of(RejectedRecord.Reason.UNREADABLE), RejectedRecord.Reason.of(wrong));
        assertEquals(Optional.empty(), access.idOf("t", new RecordHeaders(), bytes));
        assertEquals(Optional.empty(), access.idOf("t", new RecordHeaders(), null));
    }

    @Test
    void aRecordThatIsCutIsUnreadable() {
        EventSerde access = SERDES.events(InboundTopic.ACCESS, MOCK);
        byte[] bytes = bytes(access, Samples.filled(EventKind.ACCESS_GRANTED, 0));
        byte[] cut = Arrays.copyOf(bytes, bytes.length / 2);

        SerializationException wrong = assertThrows(SerializationException.class, () -> value(access, cut));

        assertEquals(Optional.of(RejectedRecord.Reason.UNREADABLE), RejectedRecord.Reason.of(wrong));
    }

    @Test
    void anIdTheRegistryDoesNotKnowPassesThroughAsWhatItIs() {
        EventSerde access = SERDES.events(InboundTopic.ACCESS, MOCK);
        byte[] bytes = ByteBuffer.allocate(9).put((byte) 0).putInt(4711).array();

        UnknownSchemaException wrong = assertThrows(UnknownSchemaException.class, () -> value(access, bytes));

        assertEquals(4711, wrong.id());
        assertEquals(Optional.of(RejectedRecord.Reason.UNKNOWN_SCHEMA), RejectedRecord.Reason.of(wrong));
    }

    @Test
    void whatIsNotTheRecordsFaultIsNoReasonToRejectIt() {
        assertEquals(
                Optional.empty(), RejectedRecord.Reason.of(new RetriableException("the registry is out of reach") {}));
        assertEquals(Optional.empty(), RejectedRecord.Reason.of(new IllegalStateException("a defect")));
    }

    @Test
    void nobodyWritesToTheTopicOfKindsThatOnlyPlumblineWrites() {
        assertThrows(IllegalArgumentException.class, () -> SERDES.events(InboundTopic.NONE, MOCK));
    }

    private static <T> void comesBackThroughRegistry(Serde<T> serde, List<T> samples, String schemaName) {
        comesBack(serde, samples);
        SchemaRegistry registry = InProcessRegistryClient.forScope(SCOPE).registry();
        assertEquals(List.of("t-value"), registry.subjects());
        assertEquals(
                SCHEMAS.named(schemaName),
                new Schema.Parser().parse(registry.latest("t-value").schema()));
        assertEquals(0, bytes(serde, samples.get(0))[0]);
    }

    private static <T> void comesBack(Serde<T> serde, List<? extends T> samples) {
        for (T sample : samples) {
            assertEquals(sample, value(serde, bytes(serde, sample)));
        }
    }

    private static <T> List<T> samples(Class<T> type) {
        List<T> samples = new ArrayList<>();
        for (int seed = 0; seed < 12; seed++) {
            samples.add(Samples.filled(type, seed));
        }
        samples.add(Samples.empty(type));
        return samples;
    }

    private static <T> byte[] bytes(Serde<T> serde, T value) {
        return serde.serializer().serialize("t", new RecordHeaders(), value);
    }

    private static <T> T value(Serde<T> serde, byte[] bytes) {
        return serde.deserializer().deserialize("t", new RecordHeaders(), bytes);
    }

    private static byte[] wire(GenericRecord envelope) {
        try (Serde<GenericRecord> wire = AvroSerdes.value(MOCK)) {
            return wire.serializer().serialize("t", envelope);
        }
    }
}
