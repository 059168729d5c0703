package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plumbline.app.CommandsTest.Ended;
import io.plumbline.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The report of a quarter in which SOC and SOX do not come to the same. */
@Timeout(120)
class PeriodReportTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String REFERENCE =
            """
            reference:
              - {kind: system.registered, systemId: erp, effectiveFrom: 2020-01-01T00:00:00Z, production: true, soxInScope: true, socInScope: true, processes: [P2P], owners: {businessOwner: p-b, systemOwner: p-s, securityRiskOwner: p-q}}
              - {kind: system.registered, systemId: web, effectiveFrom: 2020-01-01T00:00:00Z, production: true, socInScope: true, owners: {systemOwner: p-s, securityRiskOwner: p-q}}
              - {kind: source.declared, sourceId: itsm, effectiveFrom: 2020-01-01T00:00:00Z, feeds: [CHANGES], systems: [erp, web], grace: PT6H}
              - {kind: source.declared, sourceId: erp-log, effectiveFrom: 2020-01-01T00:00:00Z, feeds: [ACCOUNTS, GRANTS], systems: [erp], grace: PT0S}
              - {kind: entitlement.mapped, systemId: erp, entitlement: AP01, effectiveFrom: 2020-01-01T00:00:00Z, functions: ["AP01:MAINTAIN"]}
              - {kind: entitlement.mapped, systemId: erp, entitlement: AP06, effectiveFrom: 2020-01-01T00:00:00Z, functions: ["AP06:POST"]}
              - {kind: rule.published, ruleId: P2P-01, version: "1", effectiveFrom: 2026-02-01T00:00:00Z, title: Vendors and payments, slots: [[AP01], [AP06]], severity: HIGH, regimes: [SOX]}
            """;

    private static final List<String> EVENTS = List.of(
            deployed("d-0", "erp", "2025-12-20T10:00:00Z", "[]"),
            granted("g-1", "AP01", "2026-01-10T00:00:00Z"),
            granted("g-2", "AP06", "2026-01-11T00:00:00Z"),
            "{'kind':'change.requested','source':'itsm','id':'r1','at':'2026-03-01T08:00:00Z','changeId':'C-1',"
                    + "'changeType':'NORMAL','systemId':'erp','requesterId':'p-dev'}",
            deployed("d-1", "erp", "2026-03-02T10:00:00Z", "['C-1']"),
            "{'kind':'change.approved','source':'itsm','id':'a1','at':'2026-03-02T10:30:00Z','changeId':'C-1',"
                    + "'systemId':'erp','approverId':'p-cab'}",
            deployed("d-2", "web", "2026-03-03T10:00:00Z", "[]"),
            "{'kind':'change.requested','source':'itsm','id':'r3','at':'2026-03-01T08:00:00Z','changeId':'C-3',"
                    + "'changeType':'NORMAL','systemId':'erp','requesterId':'p-dev'}",
            deployed("d-3", "erp", "2026-03-04T10:00:00Z", "['C-3']"),
            deployed("d-4", "erp", "2026-03-05T10:00:00Z", "[]"),
            heartbeat("itsm", 1, "2026-03-10T00:00:00Z"),
            heartbeat("erp-log", 1, "2026-03-10T00:00:00Z"),
            "{'kind':'change.approved','source':'itsm','id':'a3','at':'2026-03-03T09:00:00Z','changeId':'C-3',"
                    + "'systemId':'erp','approverId':'p-cab'}",
            heartbeat("itsm", 2, "2026-03-20T00:00:00Z"),
            heartbeat("erp-log", 2, "2026-03-20T00:00:00Z"));

    @TempDir
    private Path directory;

    private Path reference;
    private Path events;

    @BeforeEach
    void write() throws IOException {
        reference = Files.writeString(directory.resolve("reference.yaml"), REFERENCE);
        events = directory.resolve("events.jsonl");
        write(EVENTS);
        List<String> more = new ArrayList<>(EVENTS);
        more.add("{'kind':'exception.decided','source':'grc','id':'x4','at':'2026-03-21T00:00:00Z','exceptionId':'"
                + exceptions("--control", "CHG-01")
                        .get("deployment:erp/d-4")
                        .get("exceptionId")
                        .textValue()
                + "','action':'DISMISS','decidedBy':'p-8','secondPerson':'p-9','reason':'a rehearsal'}");
        more.add(heartbeat("itsm", 3, "2026-03-22T00:00:00Z"));
        write(more);
    }

    @Test
    void statusesOfBothRegimesStandSideBySideWithTheReasonWhyTheyDiffer() throws IOException {
        Map<String, JsonNode> changes = exceptions("--control", "CHG-01");
        assertEquals(
                List.of("deployment:erp/d-1", "deployment:erp/d-4", "deployment:web/d-2"),
                List.copyOf(changes.keySet()),
                "what was withdrawn, and what was done before the period, is left out");
        assertEquals("REMEDIATED OPEN LATE_CURE_NOT_ACCEPTED", standing(changes.get("deployment:erp/d-1")));
        assertEquals("OPEN - SYSTEM_NOT_IN_SCOPE", standing(changes.get("deployment:web/d-2")));
        assertEquals("DISMISSED DISMISSED -", standing(changes.get("deployment:erp/d-4")));

        JsonNode conflict = exceptions("--control", "SOD-01").get("system:erp");
        assertEquals("- OPEN RULE_NOT_FOR_REGIME", standing(conflict));
        assertEquals("NEW_RULE", conflict.get("flags").get(0).textValue());
        assertEquals(1, exceptions("--control", "CHG-01", "--system", "web").size());
    }

    @Test
    void eachRegimeHasItsOwnNumbers() throws IOException {
        Map<String, String> changes = measures("--control", "CHG-01");
        assertEquals("5 4", changes.get("population"));
        assertEquals("4 3", changes.get("came about in the period"));
        assertEquals("1 1", changes.get("verdict OPERATED"));
        assertEquals("4 3", changes.get("verdict DEVIATED"));
        assertEquals("3 2", changes.get("exceptions"));
        assertEquals("1 1", changes.get("status OPEN"));
        assertEquals("1 0", changes.get("status REMEDIATED"));
        assertEquals("1 1", changes.get("status DISMISSED"));
        assertEquals("1 1", changes.get("differs LATE_CURE_NOT_ACCEPTED"));
        assertEquals("1 0", changes.get("differs SYSTEM_NOT_IN_SCOPE"));
        assertEquals("0 4", changes.get("missing riskOwner"), "nobody is named for the risk to the accounts");
        Map<String, String> conflicts = measures("--control", "SOD-01");
        assertEquals("0 1", conflicts.get("exceptions"));
        assertEquals("0 1", conflicts.get("NEW_RULE"));
    }

    @Test
    void aControlForOneRegimeIsReportedWhenItIsNamed() throws IOException {
        assertTrue(report("results").lines().stream().noneMatch(line -> line.contains("\"EFF-02\"")));
        Ended single = report("results", "--control", "EFF-02");
        assertTrue(single.lines().get(0).contains("\"soc\":"), single.out());
        assertTrue(single.lines().stream().noneMatch(line -> line.contains("\"sox\":")), single.out());
    }

    @Test
    void aPeriodEndsAfterItBegins() {
        Ended ended =
                CommandsTest.run("report", "period", "--from", "2026-04-01T00:00:00Z", "--to", "2026-01-01T00:00:00Z");
        assertEquals(ExitCode.BAD_INPUT, ended.code());
        assertTrue(ended.err().contains("--to"), ended.err());
    }

    private static String standing(JsonNode item) {
        return String.join(
                " ",
                item.path("soc").asText("-"),
                item.path("sox").asText("-"),
                item.path("difference").asText("-"));
    }

    private Map<String, JsonNode> exceptions(String... more) throws IOException {
        Map<String, JsonNode> byObject = new TreeMap<>();
        for (String line : report("exceptions", more).lines()) {
            JsonNode item = JSON.readTree(line);
            byObject.put(item.get("object").textValue(), item);
        }
        return byObject;
    }

    private Map<String, String> measures(String... more) throws IOException {
        Map<String, String> byName = new TreeMap<>();
        for (String line : report("results", more).lines()) {
            JsonNode measure = JSON.readTree(line);
            byName.put(
                    measure.get("measure").textValue(),
                    measure.path("soc").asText() + " " + measure.path("sox").asText());
        }
        return byName;
    }

    private Ended report(String show, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "report",
                "period",
                "--from",
                "2026-01-01T00:00:00Z",
                "--to",
                "2026-04-01T00:00:00Z",
                "--show",
                show,
                "-o",
                "ndjson",
                "--source",
                "events",
                "--reference",
                reference.toString(),
                events.toString()));
        arguments.addAll(List.of(more));
        Ended ended = CommandsTest.run(arguments.toArray(new String[0]));
        assertEquals(ExitCode.OK, ended.code(), ended.err());
        return ended;
    }

    private void write(List<String> lines) throws IOException {
        Files.write(events, lines.stream().map(line -> line.replace('\'', '"')).toList());
    }

    private static String deployed(String id, String system, String at, String changes) {
        return "{'kind':'deployment.executed','source':'pipeline','id':'" + id + "','at':'" + at + "','deploymentId':'"
                + id + "','systemId':'" + system + "','environment':'production','changeIds':" + changes
                + ",'artefactDigest':'sha-" + id + "','deployer':'p-ops'}";
    }

    private static String granted(String id, String entitlement, String at) {
        return "{'kind':'access.granted','source':'erp-log','id':'" + id + "','at':'" + at + "','grantId':'" + id
                + "','holder':'p-1','systemId':'erp','entitlement':'" + entitlement + "'}";
    }

    private static String heartbeat(String source, int number, String completeTo) {
        return "{'kind':'source.heartbeat','source':'" + source + "','id':'hb-" + source + number + "','at':'"
                + completeTo + "','sourceId':'" + source + "','completeTo':'" + completeTo + "'}";
    }
}
