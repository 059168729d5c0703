package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.app.CommandsTest.Ended;
import io.plumbline.cli.ExitCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code plumbline whatif}: the rules asked before a grant is made. */
@Timeout(120)
class WhatIfCommandTest {

    private static final String COMPANY = "src/main/resources/demo/company/";

    @Test
    void whatWouldConflictIsSaidBeforeItIsGranted() {
        Ended answer = ask("p-tomas", "erp", "F110");

        assertEquals(ExitCode.NOT_AS_EXPECTED, answer.code(), answer.err());
        assertEquals(2, answer.lines().size(), answer.out());
        assertTrue(answer.lines().get(1).startsWith("SOD-01,P2P-01,PAIR,"), answer.out());
        assertTrue(answer.lines().get(1).contains("F110"), answer.out());
    }

    @Test
    void lookingAtPaymentsConflictsWithNothing() {
        Ended answer = ask("p-tomas", "erp", "FBL1N");

        assertEquals(ExitCode.OK, answer.code(), answer.err());
        assertEquals(1, answer.lines().size(), answer.out());
    }

    @Test
    void whoHoldsNothingYetConflictsWithNothing() {
        assertEquals(ExitCode.OK, ask("p-nobody", "erp", "F110").code());
    }

    @Test
    void aRunningInstallationIsAskedInSomebodysName() {
        Ended answer = CommandsTest.run(
                "whatif",
                "grant",
                "--identity",
                "p-1",
                "--system",
                "erp",
                "--entitlement",
                "F110",
                "--at",
                "2026-02-01T00:00:00Z");

        assertEquals(ExitCode.BAD_INPUT, answer.code());
        assertTrue(answer.err().startsWith("--asked-by is missing"), answer.err());
    }

    private static Ended ask(String identity, String system, String entitlement) {
        List<String> arguments =
                new ArrayList<>(List.of("whatif", "grant", "-o", "csv", "--at", "2026-02-01T00:00:00Z"));
        arguments.addAll(List.of("--identity", identity, "--system", system, "--entitlement", entitlement));
        arguments.addAll(
                List.of("--source", "events", "--reference", COMPANY + "reference.yaml", COMPANY + "events.jsonl"));
        return CommandsTest.run(arguments.toArray(String[]::new));
    }
}
