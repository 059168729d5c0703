package io.plumbline.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.event.SourceHealthEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class IntakeTest {

    private static final Instant NOON = Instant.parse("2024-03-01T12:00:00Z");

    @Test
    void reads_a_document_of_records_and_a_file_of_lines_alike() {
        SourceFile document = SourceFile.of(
                "a.json", "{\"Version\":{\"x\":[1]},\"Records\":[" + note(1, 0) + "," + note(2, 1) + "]}");
        SourceFile array = SourceFile.of("a.json", "[" + note(1, 0) + "," + note(2, 1) + "]");
        SourceFile lines = SourceFile.of("a.jsonl", note(1, 0) + "\n\n" + note(2, 1) + "\n");
        SourceFile compressed = SourceFile.of("a.jsonl.gz", gzip(note(1, 0) + "\n" + note(2, 1)));
        for (SourceFile file : List.of(document, array, lines, compressed)) {
            Delivery delivery = deliver(file);
            assertEquals(2, delivery.tally().mapped(), file.name());
            assertEquals(List.of(), delivery.rejections(), file.name());
        }
    }

    @Test
    void a_manifest_counts_the_records_and_digests_the_bytes_as_received() {
        byte[] bytes = gzip(note(7, 1) + "\n" + note(3, 0) + "\nnot json\n");
        SourceHealthEvent.Manifest manifest =
                deliver(SourceFile.of("notes.jsonl.gz", bytes)).manifests().get(0);
        assertEquals("notes.jsonl.gz", manifest.delivery());
        assertEquals(3, manifest.count());
        assertEquals(Optional.of("3"), manifest.firstSequence());
        assertEquals(Optional.of("7"), manifest.lastSequence());
        assertEquals(SourceFile.of("other name", bytes).digest(), manifest.contentDigest());
        assertEquals(NOON.plusSeconds(1), manifest.header().occurredAt());
    }

    @Test
    void the_digest_is_sha_256() {
        assertEquals(
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                SourceFile.of("abc", "abc").digest());
    }

    @Test
    void a_delivery_is_complete_up_to_and_including_its_newest_record() {
        SourceHealthEvent.Heartbeat heartbeat = deliver(SourceFile.of("a.jsonl", note(1, 5) + "\n" + note(2, 3)))
                .heartbeat()
                .orElseThrow();
        assertEquals(NOON.plusSeconds(5).plusMillis(1), heartbeat.completeTo());
        assertEquals(List.of(), heartbeat.pins());
    }

    @Test
    void a_delivery_without_a_dated_record_claims_nothing() {
        Delivery delivery = deliver(SourceFile.of("empty.json", "{\"Records\":[]}"));
        assertEquals(Optional.empty(), delivery.heartbeat());
        assertEquals(0, delivery.manifests().get(0).count());
        assertEquals(0, delivery.tally().records());
    }

    @Test
    void the_heartbeat_is_sent_last() {
        List<?> events = deliver(SourceFile.of("a.jsonl", note(1, 0) + "\n{}")).events();
        assertTrue(events.get(events.size() - 1) instanceof SourceHealthEvent.Heartbeat);
    }

    @Test
    void a_bad_record_is_set_aside_with_place_field_and_reason_and_the_rest_is_read() {
        Delivery delivery = deliver(SourceFile.of(
                "a.jsonl",
                note(1, 0) + "\n{\"seq\":\"two\",\"time\":\"2024-03-01T12:00:01Z\"}\nnot json\n[]\n" + note(5, 4)));
        assertEquals(2, delivery.tally().mapped());
        assertEquals(3, delivery.tally().rejected());
        assertEquals(5, delivery.tally().records());
        assertEquals(
                List.of(
                        "a.jsonl line 2: field 'seq' must be a whole number, was \"two\"",
                        "a.jsonl line 3: is not JSON: Unrecognized token 'not': was expecting (JSON String, Number, Array,"
                                + " Object or token 'null', 'true' or 'false')",
                        "a.jsonl line 4: is not a JSON object"),
                delivery.rejections().stream().map(Rejection::toString).toList());
    }

    @Test
    void a_document_that_breaks_off_keeps_what_came_before() {
        Delivery delivery =
                deliver(SourceFile.of("a.json", "{\"Records\":[" + note(1, 0) + "," + note(2, 1) + ",{\"se"));
        assertEquals(2, delivery.tally().mapped());
        assertEquals(
                new Place("a.json", "record", 3), delivery.rejections().get(0).place());
    }

    @Test
    void a_document_without_records_says_what_was_expected() {
        String reason = deliver(SourceFile.of("a.json", "{\"digest\":1}"))
                .rejections()
                .get(0)
                .reason();
        assertTrue(reason.contains("expected {\"Records\": [...]}"), reason);
    }

    @Test
    void a_rejected_record_leaves_a_gap_at_its_instant_or_over_the_whole_delivery_where_it_has_none() {
        Delivery dated =
                deliver(SourceFile.of("a.jsonl", note(1, 0) + "\n{\"time\":\"2024-03-01T12:00:01Z\"}\n" + note(3, 9)));
        assertEquals(NOON.plusSeconds(1), dated.gaps().get(0).from());
        assertEquals(NOON.plusSeconds(1).plusMillis(1), dated.gaps().get(0).to());

        Delivery undated = deliver(SourceFile.of("a.jsonl", note(1, 0) + "\n{}\n{}\n" + note(3, 9)));
        assertEquals(1, undated.gaps().size());
        assertEquals(NOON, undated.gaps().get(0).from());
        assertEquals(
                undated.heartbeat().orElseThrow().completeTo(),
                undated.gaps().get(0).to());
    }

    @Test
    void the_order_of_files_does_not_matter() {
        SourceFile one = SourceFile.of("one.jsonl", note(1, 0) + "\nbroken");
        SourceFile two = SourceFile.of("two.jsonl", note(2, 1) + "\n{}");
        assertEquals(deliver(one, two), deliver(two, one));
    }

    @Test
    void a_tally_that_loses_a_record_cannot_exist() {
        assertThrows(IllegalArgumentException.class, () -> new Tally(3, 1, List.of(), 1, 0, 0));
    }

    private static Delivery deliver(SourceFile... files) {
        return Intake.read("notes", List.of(files), new NoteReader()).deliver(List.of(), List.of());
    }

    private static String note(int sequence, int second) {
        return "{\"seq\":%d,\"time\":\"2024-03-01T12:00:%02dZ\"}".formatted(sequence, second);
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static final class NoteReader implements RecordReader<Long> {
        @Override
        public Instant occurredAt(RawRecord raw) throws BadRecordException {
            return raw.time("time").toInstant();
        }

        @Override
        public OptionalLong sequence(RawRecord raw) throws BadRecordException {
            return OptionalLong.of(raw.number("seq"));
        }

        @Override
        public Understood<Long> read(RawRecord raw) throws BadRecordException {
            return new Understood<>(Disposition.mapped("note"), raw.number("seq"));
        }
    }
}
