package io.plumbline.kafka;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.avro.AvroSerde;
import io.plumbline.avro.EventCodec;
import io.plumbline.avro.InProcessRegistryClient;
import io.plumbline.avro.RejectedRecord.Reason;
import io.plumbline.avro.Schemas;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.Principal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** The table of bad input: what each looks like in bytes, why it is rejected, and what whoever sent it is told to do. */
final class BadInputs {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Map<String, String> REGISTRY = Map.of("schema.registry.url", "mock://bad-input");

    private static final EventCodec EVENTS = new EventCodec(Schemas.bundled());
    private static final AvroSerde WIRE = wire();

    private BadInputs() {}

    record Bad(String what, byte[] value, Reason reason, String remedy) {
        @Override
        public String toString() {
            return what;
        }
    }

    record Good(String what, byte[] key, byte[] value) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Bad> bad() {
        byte[] good = bytes(granted());
        return Stream.of(
                new Bad("no value", null, Reason.UNREADABLE, "send an event that says what ended"),
                new Bad("an empty value", new byte[0], Reason.UNREADABLE, "has 0 bytes, too few"),
                new Bad("four bytes", new byte[4], Reason.UNREADABLE, "serialize values with Confluent's"),
                new Bad("another magic byte", changed(good, 0, 7), Reason.UNREADABLE, "starts with byte 7 and not 0"),
                new Bad("JSON", "{\"a\": 1}".getBytes(), Reason.UNREADABLE, "serialize values with Confluent's"),
                new Bad("a schema named by GUID", changed(good, 0, 1), Reason.UNREADABLE, "use the id prefix"),
                new Bad("no Avro after the id", Arrays.copyOf(good, 5), Reason.UNREADABLE, "send the event again"),
                new Bad("half of it", Arrays.copyOf(good, good.length / 2), Reason.UNREADABLE, "bytes are damaged"),
                new Bad("the last byte missing", Arrays.copyOf(good, good.length - 1), Reason.UNREADABLE, "damaged"),
                new Bad("a length beyond its end", changed(good, 6, 0xFE), Reason.UNREADABLE, "damaged"),
                new Bad("a text of a gigabyte", hugeText(good), Reason.UNREADABLE, "damaged"),
                new Bad(
                        "a schema id nobody has",
                        changed(good, 1, 0x7F),
                        Reason.UNKNOWN_SCHEMA,
                        "check schema.registry"),
                new Bad("another record type", bytes(stranger()), Reason.WRONG_TOPIC, "let its producer write it else"),
                new Bad(
                        "an event of another topic",
                        bytes(rehired()),
                        Reason.WRONG_TOPIC,
                        "which takes io.plumbline.ev"),
                new Bad("a schema that is no record", bytesOfText(), Reason.UNREADABLE, "where a record is expected"),
                new Bad("a kind newer than this build", bytes(newerKind()), Reason.INVALID, "upgrade Plumbline"),
                new Bad("a required field missing", bytes(without("recordedAt")), Reason.INVALID, "recordedAt"),
                new Bad("a field of another type", bytes(retyped("ticket")), Reason.INVALID, "compatible version"),
                new Bad("a blank source", with("source", " "), Reason.INVALID, "source: must not be blank"),
                new Bad(
                        "a blank event id",
                        with("sourceEventId", ""),
                        Reason.INVALID,
                        "sourceEventId: must not be blank"),
                new Bad("a blank system", payload("systemId", ""), Reason.INVALID, "payload.systemId: must not be"),
                new Bad(
                        "a blank entitlement",
                        payload("entitlement", "\t"),
                        Reason.INVALID,
                        "payload.entitlement: must"),
                new Bad(
                        "a blank account",
                        account("accountId", " "),
                        Reason.INVALID,
                        "payload.holder.account.accountId"),
                new Bad("nobody as holder", nobody(), Reason.INVALID, "payload.holder: a principal needs an identity"),
                new Bad(
                        "a NUL in an id",
                        account("accountId", "a\0b"),
                        Reason.INVALID,
                        "control character U+0000 at pos"),
                new Bad(
                        "a line break in an id",
                        with("source", "a\nb"),
                        Reason.INVALID,
                        "U+000A at position 1; remove it"),
                new Bad(
                        "a bell in a text",
                        with("ticket", "a\u0007"),
                        Reason.INVALID,
                        "ticket: holds the control char"),
                new Bad("an endless id", with("sourceEventId", "x".repeat(1_025)), Reason.INVALID, "at most 1024"),
                new Bad("an endless text", with("ticket", "x".repeat(65_537)), Reason.INVALID, "at most 65536"),
                new Bad(
                        "the end of time",
                        with("occurredAt", Long.MAX_VALUE),
                        Reason.INVALID,
                        "+292278994-08-17T07:12"),
                new Bad(
                        "the beginning of time",
                        with("occurredAt", Long.MIN_VALUE),
                        Reason.INVALID,
                        "occurredAt: -29227"),
                new Bad("before 1970", with("occurredAt", -1L), Reason.INVALID, "occurredAt: 1969-12-31T23:59:59.999Z"),
                new Bad(
                        "written in the year 1",
                        with("recordedAt", -62135596800000L),
                        Reason.INVALID,
                        "recordedAt: 0001"),
                new Bad(
                        "seconds as nanoseconds",
                        payload("validTo", 1L << 60),
                        Reason.INVALID,
                        "payload.validTo: +3653"),
                new Bad(
                        "ahead of the clock",
                        with("occurredAt", later(301)),
                        Reason.FUTURE,
                        "check clock, zone and unit"),
                new Bad("an hour ahead", with("occurredAt", later(3_600)), Reason.FUTURE, "send the event once it has"),
                new Bad(
                        "two megabytes",
                        new byte[2 << 20],
                        Reason.TOO_LARGE,
                        "at most 1000000 are taken; send it in parts"),
                new Bad("a million and one", Arrays.copyOf(good, 1_000_001), Reason.TOO_LARGE, "has 1000001 bytes"));
    }

    static Stream<Good> good() {
        return Stream.of(
                new Good("no key", null, bytes(granted())),
                new Good("a key that is no text", new byte[] {(byte) 0xFF, 0}, bytes(granted())),
                new Good("a field newer than this build", null, bytes(newerField())),
                new Good("an enum symbol newer than this build", null, bytes(newerSymbol())),
                new Good("a newer schema with further kinds", null, bytes(as(granted(), withNewKind()))),
                new Good("a line break in a text", null, with("ticket", "a\r\n\tb")),
                new Good("valid for ever", null, payload("validTo", 253402300799999L)),
                new Good("at the tolerance of the clock", null, with("occurredAt", later(300))),
                new Good("the longest id", null, with("sourceEventId", "x".repeat(1_024))));
    }

    private static long later(int seconds) {
        return NOON.plus(Duration.ofSeconds(seconds)).toEpochMilli();
    }

    static GenericRecord granted() {
        return EVENTS.toEnvelope(AccessEvents.granted(
                        Header.of("am", "g-1", NOON.minusSeconds(10)).withTicket("T-1"),
                        "grant-1",
                        Principal.account("crm", "a1"),
                        "crm",
                        "sign-in")
                .until(NOON.plusSeconds(10))
                .build());
    }

    private static GenericRecord rehired() {
        return EVENTS.toEnvelope(new IdentityEvent.Rehired(Header.of("hr", "e-1", NOON), "p-1", NOON));
    }

    private static GenericRecord stranger() {
        Schema schema = parse("{'type':'record','name':'Login','fields':[{'name':'user','type':'string'}]}");
        GenericRecord login = new GenericData.Record(schema);
        login.put("user", "ann");
        return login;
    }

    static byte[] with(String field, Object value) {
        return edited(envelope -> envelope.put(field, value));
    }

    private static byte[] payload(String field, Object value) {
        return edited(envelope -> ((GenericRecord) envelope.get("payload")).put(field, value));
    }

    static byte[] account(String field, Object value) {
        return edited(envelope -> ((GenericRecord) holder(envelope).get("account")).put(field, value));
    }

    private static byte[] nobody() {
        return edited(envelope -> holder(envelope).put("account", null));
    }

    private static GenericRecord holder(GenericRecord envelope) {
        return (GenericRecord) ((GenericRecord) envelope.get("payload")).get("holder");
    }

    private static byte[] edited(Consumer<GenericRecord> edit) {
        GenericRecord envelope = granted();
        edit.accept(envelope);
        return bytes(envelope);
    }

    private static GenericRecord newerField() {
        return as(granted(), grown("'fields':[", "'fields':[{'name':'mood','type':'string','default':'calm'},"));
    }

    static GenericRecord newerSymbol() {
        GenericRecord envelope = as(granted(), grown("'symbols':['SYSTEM',", "'symbols':['TELEPATHY','SYSTEM',"));
        Schema capture = envelope.getSchema().getField("capture").schema();
        envelope.put("capture", new GenericData.EnumSymbol(capture, "TELEPATHY"));
        return envelope;
    }

    private static GenericRecord newerKind() {
        GenericRecord envelope = as(granted(), withNewKind());
        Schema teleported =
                envelope.getSchema().getField("payload").schema().getTypes().get(0);
        GenericRecord payload = new GenericData.Record(teleported);
        payload.put("to", "elsewhere");
        envelope.put("payload", payload);
        return envelope;
    }

    private static Schema withNewKind() {
        return grown(
                "'name':'payload','type':[",
                "'name':'payload','type':[{'type':'record','name':'AccessTeleported',"
                        + "'fields':[{'name':'to','type':'string'}]},");
    }

    private static GenericRecord without(String field) {
        Schema whole = granted().getSchema();
        List<Schema.Field> fields = whole.getFields().stream()
                .filter(each -> !each.name().equals(field))
                .map(each -> new Schema.Field(each, each.schema()))
                .toList();
        return as(granted(), Schema.createRecord(whole.getName(), "", whole.getNamespace(), false, fields));
    }

    private static GenericRecord retyped(String field) {
        Schema whole = granted().getSchema();
        List<Schema.Field> fields = whole.getFields().stream()
                .map(each -> each.name().equals(field)
                        ? new Schema.Field(field, Schema.create(Schema.Type.DOUBLE), "", 1.0)
                        : new Schema.Field(each, each.schema()))
                .toList();
        GenericRecord envelope =
                new GenericData.Record(Schema.createRecord(whole.getName(), "", whole.getNamespace(), false, fields));
        whole.getFields().forEach(each -> envelope.put(each.name(), granted().get(each.name())));
        envelope.put(field, 1.0);
        return envelope;
    }

    /** The schema of the topic with a change; quotes in the texts are single. */
    private static Schema grown(String at, String instead) {
        String text = granted().getSchema().toString();
        String from = at.replace('\'', '"');
        assertTrue(text.contains(from), "the schema has changed: " + text);
        int first = text.indexOf(from);
        return new Schema.Parser()
                .parse(text.substring(0, first) + instead.replace('\'', '"') + text.substring(first + from.length()));
    }

    private static Schema parse(String text) {
        return new Schema.Parser().parse(text.replace('\'', '"'));
    }

    /** The record as a writer with the other schema would have made it. */
    private static GenericRecord as(GenericRecord record, Schema other) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
            encoder.flush();
            return new GenericDatumReader<GenericRecord>(record.getSchema(), other)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each schema under a subject of its own: what one registry refuses, another has taken. */
    static byte[] bytes(GenericRecord record) {
        return WIRE.serializer().serialize("written-with-" + record.getSchema().hashCode(), record);
    }

    private static byte[] bytesOfText() {
        int id = InProcessRegistryClient.forScope("bad-input").register("text", "\"string\"", false);
        return ByteBuffer.allocate(7)
                .put((byte) 0)
                .putInt(id)
                .put((byte) 2)
                .put((byte) 'a')
                .array();
    }

    private static byte[] changed(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        changed[at] = (byte) value;
        return changed;
    }

    /** The first text of the record, the event id, claims 1,000,000,000 bytes. */
    private static byte[] hugeText(byte[] good) {
        byte[] claim = {(byte) 0x80, (byte) 0xA8, (byte) 0xD6, (byte) 0xB9, 0x07};
        return ByteBuffer.allocate(6 + claim.length + 40)
                .put(good, 0, 5)
                .put((byte) 2)
                .put(claim)
                .put(new byte[40])
                .array();
    }

    private static AvroSerde wire() {
        AvroSerde serde = new AvroSerde();
        serde.configure(REGISTRY, false);
        return serde;
    }
}
