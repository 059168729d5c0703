package io.plumbline.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.event.AccountRef;
import io.plumbline.event.ActivityLevel;
import io.plumbline.event.Event;
import io.plumbline.event.EventKind;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.evidence.AssertionRecord;
import io.plumbline.exceptions.ExceptionAlert;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.facts.Interval;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordRoundTripTest {

    private static Stream<EventKind> inboundKinds() {
        return Stream.of(EventKind.values()).filter(kind -> kind.topic() != EventKind.InboundTopic.NONE);
    }

    @ParameterizedTest
    @MethodSource("inboundKinds")
    void an_event_of_every_kind_reads_back_equal_from_its_line(EventKind kind) {
        for (boolean full : List.of(true, false)) {
            Event event = SampleRecords.event(kind, full);
            String line = RecordWriter.event(event).toString();
            EventLines.Line read = EventLines.read("events.jsonl", List.of(line).stream())
                    .toList()
                    .get(0);
            assertEquals(List.of(), read.problems(), line);
            assertEquals(Optional.of(event), read.event());
            assertEquals(line, RecordWriter.event(read.event().orElseThrow()).toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                ExceptionRecord.class,
                ExceptionAlert.class,
                AssertionRecord.class,
                ControlDefinition.class,
                Interval.class
            })
    void any_other_record_reads_back_equal(Class<? extends Record> type) throws IOException {
        for (boolean full : List.of(true, false)) {
            Record record = SampleRecords.of(type, full);
            String text = RecordWriter.write(record).toString();
            Document document = Document.parse("record.json", new JsonFactory().createParser(text));
            Optional<? extends Record> read = RecordReader.JSON.read(document.root(), type, "", document.problems());
            assertEquals(List.of(), document.problems().all(), text);
            assertEquals(Optional.of(record), read);
        }
    }

    @Test
    void the_form_of_an_event_is_its_kind_its_header_and_its_own_fields_side_by_side() {
        Instant at = Instant.parse("2026-03-02T18:00:00Z");
        Event event = new IdentityEvent.AccountDisabled(
                Header.of("erp", "e-17", at).withActor(Principal.identity("p-9")), new AccountRef("erp", "a-1"));
        assertEquals(
                "{\"kind\":\"account.disabled\",\"source\":\"erp\",\"id\":\"e-17\",\"at\":\"2026-03-02T18:00:00Z\","
                        + "\"recordedAt\":\"2026-03-02T18:00:00Z\",\"actor\":\"p-9\",\"baseline\":false,"
                        + "\"capture\":\"SYSTEM\",\"account\":\"erp/a-1\"}",
                RecordWriter.write((Record) event).toString());
    }

    @Test
    void an_account_whose_id_has_a_slash_is_written_in_full_and_reads_back_equal() {
        AccountRef account = new AccountRef("aws", "arn:aws:iam::1:user/bob");
        Event event = new IdentityEvent.AccountDisabled(Header.of("aws", "e-1", Instant.EPOCH), account);
        String line = RecordWriter.event(event).toString();
        assertTrue(line.contains("\"account\":{\"systemId\":\"aws\",\"accountId\":\"arn:aws:iam::1:user/bob\"}"), line);
        assertEquals(
                Optional.of(event),
                EventLines.read("f", List.of(line).stream())
                        .findFirst()
                        .orElseThrow()
                        .event());
    }

    @Test
    void short_forms_of_functions_and_slots_are_written() {
        String rule = RecordWriter.event(SampleRecords.event(EventKind.SOD_RULE_PUBLISHED, true))
                .path("slots")
                .toString();
        assertTrue(rule.matches("\\[\\[\"text-\\d+\",\"text-\\d+\"\\],\\[\"text-\\d+\",\"text-\\d+\"\\]\\]"), rule);
        FunctionUse use = new FunctionUse("AP01", ActivityLevel.MAINTAIN);
        Event mapped = ReferenceEvents.entitlement(
                        Header.of("r", "1", Instant.EPOCH), "erp", "FK01", Instant.EPOCH, List.of(use))
                .build();
        assertEquals(
                "[\"AP01:MAINTAIN\"]",
                RecordWriter.event(mapped).path("functions").toString());
    }
}
