package io.plumbline.avro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.Event;
import io.plumbline.event.EventId;
import io.plumbline.event.EventKind;
import io.plumbline.event.EventKind.InboundTopic;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Events keep their meaning through both Avro forms, and wrong records say which field is wrong. */
class EventCodecTest {

    private static final Schemas SCHEMAS = Schemas.bundled();
    private static final EventCodec CODEC = new EventCodec(SCHEMAS);

    @ParameterizedTest
    @MethodSource("io.plumbline.avro.Samples#inboundKinds")
    void everyKindComesBackUnchangedFromTheEnvelopeOfItsTopic(EventKind kind) throws IOException {
        for (Event event : samples(kind)) {
            GenericRecord envelope = CODEC.toEnvelope(event);
            assertEquals(CODEC.schemaOf(kind.topic()), envelope.getSchema());
            assertEquals(event, CODEC.fromEnvelope(throughBytes(envelope)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyKindComesBackUnchangedFromTheFormOfOurOwnLog(EventKind kind) throws IOException {
        for (Event event : samples(kind)) {
            assertEquals(event, CODEC.fromAnyEvent(throughBytes(CODEC.toAnyEvent(event))));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyKindComesBackUnchangedFromTheBytesOfStateAndOwnTopics(EventKind kind) {
        BinaryCodec<Event> bytes = BinaryCodec.of(Event.class, SCHEMAS.named(EventCodec.ANY_EVENT));
        for (Event event : samples(kind)) {
            assertEquals(event, bytes.decode(bytes.encode(event)));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void theEnvelopeOfATopicCarriesExactlyTheKindsOfTheTopic(InboundTopic topic) {
        assertEquals(
                Stream.of(EventKind.values())
                        .filter(kind -> kind.topic() == topic)
                        .map(EventCodec::payloadName)
                        .toList(),
                payloadNames(CODEC.schemaOf(topic)));
    }

    @Test
    void ourOwnLogCarriesEveryKindInTheOrderOfTheTable() {
        assertEquals(
                Stream.of(EventKind.values()).map(EventCodec::payloadName).toList(),
                payloadNames(CODEC.anyEventSchema()));
        assertEquals("DeploymentRolledBack", EventCodec.payloadName(EventKind.DEPLOYMENT_ROLLED_BACK));
    }

    @Test
    void theHeaderStandsFlatInTheEnvelopeBesideAnIdDerivedFromIt() {
        GenericRecord envelope = CODEC.toEnvelope(granted(AccessEvent.GrantPath.ROLE));

        assertEquals("hr", envelope.get("source"));
        assertEquals("e-1", envelope.get("sourceEventId"));
        assertEquals(Instant.parse("2023-07-10T12:00:00Z").toEpochMilli(), envelope.get("occurredAt"));
        assertNull(envelope.get("actor"));
        assertEquals(
                "AccessGranted",
                ((GenericRecord) envelope.get("payload")).getSchema().getName());
        assertEquals(EventCodec.uuidOf(new EventId("hr", "e-1")).toString(), envelope.get("eventId"));
    }

    @Test
    void theIdOfAnEventNeverChanges() {
        assertEquals(
                "bb7ea202-b290-3295-9b26-30dd9aeff26f",
                EventCodec.uuidOf(new EventId("hr", "e-1")).toString());
        assertNotEquals(EventCodec.uuidOf(new EventId("a", "b:c")), EventCodec.uuidOf(new EventId("a:b", "c")));
    }

    @Test
    void theIdInTheEnvelopeIsIgnoredWhenReading() {
        Event event = granted(AccessEvent.GrantPath.ROLE);
        GenericRecord envelope = CODEC.toEnvelope(event);
        envelope.put("eventId", null);

        assertEquals(event, CODEC.fromEnvelope(envelope));
    }

    @Test
    void aWrongFieldIsNamedWithItsPlace() {
        GenericRecord envelope = CODEC.toEnvelope(granted(AccessEvent.GrantPath.ROLE));
        GenericRecord holder = (GenericRecord) ((GenericRecord) envelope.get("payload")).get("holder");
        ((GenericRecord) holder.get("account")).put("systemId", " ");

        MappingException wrong = assertThrows(MappingException.class, () -> CODEC.fromEnvelope(envelope));

        assertEquals("payload.holder.account.systemId", wrong.path());
        assertEquals("must not be blank; send the id that the source uses", wrong.reason());
        assertEquals(wrong.path() + ": " + wrong.reason(), wrong.getMessage());
    }

    @Test
    void aWrongHeaderFieldIsNamedWithoutPrefixBecauseItStandsInTheEnvelope() {
        GenericRecord envelope = CODEC.toEnvelope(granted(AccessEvent.GrantPath.ROLE));
        envelope.put("occurredAt", null);

        assertEquals(
                "occurredAt: must not be null",
                assertThrows(MappingException.class, () -> CODEC.fromEnvelope(envelope))
                        .getMessage());
    }

    @Test
    void anEnvelopeWithoutPayloadSaysWhatItMayHold() {
        GenericRecord envelope = CODEC.toEnvelope(granted(AccessEvent.GrantPath.ROLE));
        envelope.put("payload", null);

        MappingException wrong = assertThrows(MappingException.class, () -> CODEC.fromEnvelope(envelope));
        assertEquals("payload", wrong.path());
        assertTrue(wrong.reason().contains("AccessRevoked"), wrong.reason());
    }

    @Test
    void kindsThatOnlyPlumblineWritesHaveNoInboundTopic() {
        Event registered = Samples.filled(EventKind.EXCEPTION_REGISTERED, 0);

        assertThrows(IllegalArgumentException.class, () -> CODEC.toEnvelope(registered));
        assertThrows(IllegalArgumentException.class, () -> CODEC.schemaOf(InboundTopic.NONE));
    }

    @Test
    void aRecordThatIsNoEnvelopeIsRefused() {
        GenericRecord holder = (GenericRecord) ((GenericRecord)
                        CODEC.toEnvelope(granted(AccessEvent.GrantPath.ROLE)).get("payload"))
                .get("holder");

        assertTrue(assertThrows(MappingException.class, () -> CODEC.fromEnvelope(holder))
                .getMessage()
                .startsWith("io.plumbline.common.Principal is no envelope of events"));
    }

    @Test
    void aRecordReadWithoutReaderSchemaIsResolvedToOurVersion() throws IOException {
        Event event = granted(AccessEvent.GrantPath.ROLE);
        String ours = CODEC.schemaOf(InboundTopic.ACCESS).toString();
        Schema copy = new Schema.Parser().parse(ours);
        Schema shorter = new Schema.Parser().parse(ours.replaceFirst("\\{\"name\":\"ticket\".*?},", ""));
        GenericRecord envelope = CODEC.toEnvelope(event);

        assertNull(shorter.getField("ticket"));
        assertEquals(event, CODEC.fromEnvelope(throughBytes(envelope, copy)));
        assertEquals(event, CODEC.fromEnvelope(throughBytes(envelope, shorter)));
    }

    @Test
    void aRecordWhoseSchemaIsNoVersionOfOursIsRefused() throws IOException {
        String ours = CODEC.schemaOf(InboundTopic.ACCESS).toString();
        Schema without = new Schema.Parser().parse(ours.replaceFirst("\\{\"name\":\"source\".*?},", ""));
        GenericRecord envelope = throughBytes(CODEC.toEnvelope(granted(AccessEvent.GrantPath.ROLE)), without);

        String message = assertThrows(MappingException.class, () -> CODEC.fromEnvelope(envelope))
                .getMessage();
        assertTrue(
                message.startsWith(
                        "the record was written with a schema that is no version of io.plumbline.events.AccessEvent"),
                message);
        assertTrue(message.contains("source"), message);
    }

    @Test
    void aKindOfANarrowerTypeIsCheckedWhenAnyEventIsRead() {
        BinaryCodec<Event> any = BinaryCodec.of(Event.class, CODEC.anyEventSchema());
        BinaryCodec<AccessEvent> access = BinaryCodec.of(AccessEvent.class, CODEC.anyEventSchema());
        Event grant = granted(AccessEvent.GrantPath.ROLE);
        Event step = Samples.filled(EventKind.STEP_PERFORMED, 0);

        assertEquals(grant, access.decode(any.encode(grant)));
        assertEquals(
                "payload: StepPerformed is no AccessEvent",
                assertThrows(MappingException.class, () -> access.decode(any.encode(step)))
                        .getMessage());
    }

    @Test
    void schemasWithoutAKindRefuseToStartAndSaySo() {
        String access = SCHEMAS.named("io.plumbline.events.AccessEvent").toString();
        Schema without =
                new Schema.Parser().parse(access.replace("\"name\":\"AccessObserved\"", "\"name\":\"AccessGuessed\""));

        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> RecordMapper.of(AccessEvent.class, without));
        assertTrue(
                refused.getMessage().contains("AccessGuessed is the payload of no event kind"), refused.getMessage());
        assertTrue(refused.getMessage().contains("has no AccessObserved for access.observed"), refused.getMessage());
    }

    @Test
    void aPayloadInTheEnvelopeOfAnotherTopicRefusesToStart() {
        Schemas mixed = Schemas.parse(path -> {
            String text = textOf(path);
            return Optional.of(
                    path.equals("inbound/AccessEvent.avsc")
                            ? text.replace("\"AccessObserved\"", "\"AccountLinked\"")
                            : text);
        });

        assertEquals(
                """
                the table of event kinds does not fit its schema:
                  io.plumbline.events.AccessEvent.payload: AccountLinked belongs to the topic IDENTITY; move it there
                  io.plumbline.events.AccessEvent.payload: has no AccessObserved for access.observed; add it to the union""",
                assertThrows(IllegalArgumentException.class, () -> new EventCodec(mixed))
                        .getMessage());
    }

    private static String textOf(String path) {
        try {
            return Files.readString(Path.of("schemas", path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Event> samples(EventKind kind) {
        List<Event> samples = new ArrayList<>();
        for (int seed = 0; seed < 12; seed++) {
            samples.add(Samples.filled(kind, seed));
        }
        samples.add(Samples.empty(kind));
        return samples;
    }

    private static AccessEvent.Granted granted(AccessEvent.GrantPath path) {
        return AccessEvents.granted(
                        Header.of("hr", "e-1", Instant.parse("2023-07-10T12:00:00Z")),
                        Principal.account("aws", "alice"),
                        "aws",
                        "AdministratorAccess")
                .path(path)
                .build();
    }

    private static List<String> payloadNames(Schema envelope) {
        return envelope.getField("payload").schema().getTypes().stream()
                .map(Schema::getName)
                .toList();
    }

    private static GenericRecord throughBytes(GenericRecord datum) throws IOException {
        return throughBytes(datum, datum.getSchema());
    }

    private static GenericRecord throughBytes(GenericRecord datum, Schema reader) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(datum.getSchema()).write(datum, encoder);
        encoder.flush();
        return new GenericDatumReader<GenericRecord>(datum.getSchema(), reader)
                .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
    }
}
