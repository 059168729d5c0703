package io.plumbline.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.Event;
import io.plumbline.event.Header.CaptureMethod;
import io.plumbline.event.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventLinesTest {

    private static final String GOOD =
            "{\"kind\":\"account.disabled\",\"source\":\"erp\",\"id\":\"e-1\",\"at\":\"2026-03-02T18:00:00Z\","
                    + "\"account\":\"erp/a-1\"}";

    @Test
    void what_is_absent_is_empty_false_or_unknown_and_recorded_when_it_happened() {
        AccessEvent.Granted granted = (AccessEvent.Granted) event("{'kind':'access.granted','source':'erp','id':'e-1',"
                + "'at':'2026-03-02T18:00:00Z','holder':'p-1','systemId':'erp','entitlement':'FK01'}");
        assertEquals(Optional.empty(), granted.grantId());
        assertEquals(AccessEvent.GrantPath.UNKNOWN, granted.path());
        assertEquals(List.of(), granted.scope());
        assertEquals(Principal.identity("p-1"), granted.holder());
        assertEquals(granted.header().occurredAt(), granted.header().recordedAt());
        assertEquals(CaptureMethod.UNKNOWN, granted.header().capture());
    }

    @Test
    void the_long_names_of_id_and_time_are_accepted_and_an_offset_is_kept() {
        Event event = event("{'kind':'account.deleted','source':'erp','sourceEventId':'e-1',"
                + "'occurredAt':'2026-03-02T19:00:00.1239+02:00','account':'erp/x/a-1'}");
        assertEquals(Instant.parse("2026-03-02T17:00:00.123Z"), event.header().occurredAt());
        assertEquals(Optional.of("+02:00"), event.header().offset());
        assertEquals("e-1", event.header().sourceEventId());
    }

    @Test
    void blank_lines_are_passed_over_and_a_bad_line_does_not_stop_the_file() {
        List<EventLines.Line> lines = EventLines.read(
                        "events.jsonl", Stream.of("\uFEFF" + GOOD, "", "{\"kind\":", "   ", GOOD))
                .toList();
        assertEquals(
                List.of(1, 3, 5), lines.stream().map(EventLines.Line::number).toList());
        assertTrue(lines.get(0).event().isPresent() && lines.get(2).event().isPresent());
        assertEquals(Optional.empty(), lines.get(1).event());
        assertTrue(
                lines.get(1).problems().get(0).toString().startsWith("events.jsonl:3: cannot be parsed: "),
                lines.get(1).problems().toString());
    }

    @Test
    void every_problem_of_a_line_is_named_with_file_line_field_and_remedy() {
        assertEquals(
                List.of(
                        "events.jsonl:1: source: is missing; it must be a text",
                        "events.jsonl:1: id: must be a text, was 7",
                        "events.jsonl:1: at: must be an instant such as 2026-03-02T17:00:00Z, was '2 March'",
                        "events.jsonl:1: baseline: must be true or false, was 'yes'",
                        "events.jsonl:1: holdr: unknown key; remove it or use one of actor, at, authentication, "
                                + "baseline, capture, entitlement, grantId, holder, id, kind, occurredAt, offset, onBehalfOf, path, "
                                + "recordedAt, requestId, scope, source, sourceEventId, systemId, ticket, validFrom, "
                                + "validTo",
                        "events.jsonl:1: holder: is missing; it must be an identity id, or an object with the key "
                                + "account, identityId or both",
                        "events.jsonl:1: systemId: must not be blank; give a text or leave the key out where it is "
                                + "optional",
                        "events.jsonl:1: path: must be one of DIRECT, ROLE, GROUP, TEMPORARY, EMERGENCY, BIRTHRIGHT, DELEGATED, MIGRATION, "
                                + "UNKNOWN, was 'MAGIC'",
                        "events.jsonl:1: scope[1]: must be a text, was a list"),
                problems("{'kind':'access.granted','id':7,'at':'2 March','baseline':'yes','holdr':'p-1','systemId':' ',"
                        + "'entitlement':'FK01','path':'MAGIC','scope':['company=1000',[]]}"));
    }

    @Test
    void a_key_that_stands_twice_is_an_error() {
        assertEquals(
                List.of("events.jsonl:1: account: stands twice; keep one"),
                problems(GOOD.replace('"', '\'').replace("}", ",'account':'erp/a-2'}")));
        assertEquals(
                List.of("events.jsonl:1: occurredAt: says the same as 'at'; keep one of the two"),
                problems(GOOD.replace('"', '\'').replace("}", ",'occurredAt':'2026-03-02T18:00:00Z'}")));
    }

    @Test
    void a_line_must_be_one_object_of_a_known_kind() {
        assertEquals(List.of("events.jsonl:1: must be an object with keys and values, was a list"), problems("['a']"));
        assertEquals(List.of("events.jsonl:1: must be an object with keys and values, was nothing"), problems("null"));
        assertEquals(
                List.of("events.jsonl:1: holds more than one document; keep the first and remove the rest"),
                problems(GOOD.replace('"', '\'') + " {}"));
        assertEquals(
                List.of("events.jsonl:1: kind: 'exception.registered' is written by Plumbline itself; leave it out"),
                problems("{'kind':'exception.registered'}"));
        List<String> unknown = problems("{'kind':'account.vanished'}");
        assertEquals(1, unknown.size());
        assertTrue(
                unknown.get(0).startsWith("events.jsonl:1: kind: must be one of identity.created, identity.updated, ")
                        && unknown.get(0).endsWith(", integrity.checked, was 'account.vanished'"),
                unknown.get(0));
    }

    @Test
    void short_forms_say_what_they_should_look_like() {
        assertEquals(
                List.of("events.jsonl:1: account: must be an account such as erp/a-1, was 'a-1'"),
                problems(GOOD.replace('"', '\'').replace("erp/a-1", "a-1")));
        assertEquals(
                List.of(
                        "events.jsonl:1: functions[0]: must be a function and its level such as AP01:MAINTAIN, the level "
                                + "one of DISPLAY, MAINTAIN, POST, APPROVE, ADMIN, UNKNOWN, was 'AP01'"),
                problems("{'kind':'entitlement.mapped','source':'r','id':'1','at':'2026-01-01T00:00:00Z',"
                        + "'systemId':'erp','entitlement':'FK01','effectiveFrom':'2026-01-01T00:00:00Z',"
                        + "'functions':['AP01']}"));
        assertEquals(
                List.of("events.jsonl:1: holder: a principal needs an identity or an account"),
                problems("{'kind':'access.revoked','source':'r','id':'1','at':'2026-01-01T00:00:00Z','holder':{},"
                        + "'systemId':'erp','entitlement':'FK01'}"));
    }

    @Test
    void numbers_must_be_whole_where_a_whole_number_is_wanted() {
        String heartbeat =
                "{'kind':'source.heartbeat','source':'hr','id':'1','at':'2026-01-01T00:00:00Z','sourceId':'hr',"
                        + "'completeTo':'2026-01-01T00:00:00Z','pins':[{'topic':'t','partition':0,'nextOffset':%s}]}";
        assertEquals(List.of(), problems(heartbeat.formatted("5000000000")));
        assertEquals(
                List.of("events.jsonl:1: pins[0].nextOffset: must be a whole number, was 1.5"),
                problems(heartbeat.formatted("1.5")));
        assertEquals(
                List.of("events.jsonl:1: pins[0].nextOffset: must be a whole number, was '1e3'"),
                problems(heartbeat.formatted("1e3")));
    }

    @Test
    void lines_are_read_as_they_are_asked_for() {
        List<Integer> seen = new ArrayList<>();
        EventLines.read("f", Stream.of(GOOD, GOOD, GOOD).peek(line -> seen.add(line.length())))
                .findFirst();
        assertEquals(1, seen.size());
    }

    private static Event event(String line) {
        EventLines.Line read = EventLines.read("events.jsonl", Stream.of(line.replace('\'', '"')))
                .findFirst()
                .orElseThrow();
        assertEquals(List.of(), read.problems());
        return read.event().orElseThrow();
    }

    private static List<String> problems(String line) {
        return EventLines.read("events.jsonl", Stream.of(line.replace('\'', '"')))
                .findFirst()
                .orElseThrow()
                .problems()
                .stream()
                .map(Problem::toString)
                .toList();
    }
}
