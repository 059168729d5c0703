package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.app.CommandsTest.Ended;
import io.plumbline.cli.ExitCode;
import io.plumbline.yaml.ReferenceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code plumbline rules}: what is listed, and that what is exported is reference data. */
class RulesCommandTest {

    @Test
    void the_rules_are_listed_with_the_functions_they_keep_apart() {
        Ended list = CommandsTest.run("rules", "list", "-o", "csv");

        assertEquals(ExitCode.OK, list.code());
        assertEquals(61, list.lines().size());
        assertTrue(
                list.lines().get(1).startsWith("P2P-01,PAIR,CRITICAL,SOX SOC,AP01 + AP06,"),
                list.lines().get(1));
    }

    @Test
    void an_export_is_a_reference_file_for_one_system() {
        Ended export = CommandsTest.run(
                "rules", "export", "--system", "erp", "--application", "sap", "--from", "2026-01-01T00:00:00Z");

        assertEquals(ExitCode.OK, export.code(), export.err());
        ReferenceFile file =
                ReferenceFile.read("rules.yaml", export.out(), List.of()).orElseThrow();
        assertTrue(file.events().size() > 60 + 73, "was " + file.events().size());
    }

    @Test
    void what_the_rules_do_not_know_is_refused_with_what_they_know() {
        Ended application = CommandsTest.run(
                "rules", "export", "--system", "erp", "--application", "abacus", "--from", "2026-01-01T00:00:00Z");
        assertEquals(ExitCode.BAD_INPUT, application.code());
        assertEquals(
                "--application abacus: the rules know the codes of erpnext, generic, netsuite, oracle-fusion, sap",
                application.err().strip());

        Ended set = CommandsTest.run("rules", "list", "--set", "house");
        assertEquals(ExitCode.BAD_INPUT, set.code());
        assertEquals(
                "--set house: there is no such set; use one of base, aws-escalation",
                set.err().strip());
    }
}
