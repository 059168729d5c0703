package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.control.Verdict;
import io.plumbline.event.ChangeEvent;
import io.plumbline.event.Event;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.monitor.Backtest;
import io.plumbline.monitor.ControlLibrary;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.MonitorSettings;
import io.plumbline.monitor.SubjectState;
import io.plumbline.sources.Delivery;
import io.plumbline.sources.DemoSet;
import io.plumbline.sources.gochanges.GoChangesAdapter;
import io.plumbline.yaml.FileTree;
import io.plumbline.yaml.ReferenceFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * People of golang/crypto have several addresses, and the history does not say whose they are. What reference data says of two
 * addresses turns exactly the verdicts that rest on their being two persons.
 *
 * <p>That the two addresses of each pair are one person's is assumed for the test; nothing is known of it.
 */
class PersonsOfRealChangesTest {

    private static final ControlLibrary CONTROLS = Controls.library();
    private static final Instant APPROVALS_RECORDED = Instant.parse("2015-01-01T00:00:00Z");
    private static final Delivery DELIVERY = new GoChangesAdapter().read(DemoSet.GO_CHANGES.files());

    private static SortedMap<String, String> withoutAliases;

    @BeforeAll
    static void judgeWithoutAliases() {
        withoutAliases = verdicts(judged(List.of()));
    }

    @Test
    void ten_changes_lose_their_independent_approver_when_two_addresses_are_one_persons() {
        assertTurned("p_caf660da35", "p_250b37dc03", 10);
    }

    @Test
    void which_of_the_addresses_stands_for_the_person_makes_no_difference() {
        assertTurned("p_250b37dc03", "p_caf660da35", 10);
    }

    @Test
    void two_changes_lose_their_independent_approver_when_two_other_addresses_are_one_persons() {
        assertTurned("p_0ab110bcaa", "p_46c4de4772", 2);
    }

    @Test
    void an_address_that_occurs_nowhere_turns_nothing() {
        assertEquals(withoutAliases, verdicts(judged(List.of(alias("p_1111111111", "p_250b37dc03")))));
    }

    @Test
    void what_is_said_once_all_changes_were_judged_turns_the_same_verdicts() {
        Backtest backtest = judged(List.of());
        backtest.publish(List.of(alias("p_caf660da35", "p_250b37dc03")));
        backtest.end();
        assertEquals(verdicts(judged(List.of(alias("p_caf660da35", "p_250b37dc03")))), verdicts(backtest));
    }

    /** Exactly the changes that one of the two wrote and only the other approved turn, and each says why. */
    private static void assertTurned(String aliasId, String personId, int count) {
        Backtest backtest = judged(List.of(alias(aliasId, personId)));
        SortedMap<String, String> found = verdicts(backtest);
        Set<String> turned = new TreeSet<>(found.keySet());
        turned.removeIf(commit -> found.get(commit).equals(withoutAliases.get(commit)));
        assertEquals(writtenByOneAndApprovedByTheOther(aliasId, personId), turned);
        assertEquals(count, turned.size());
        for (String commit : turned) {
            assertEquals("OPERATED SEPARATED", withoutAliases.get(commit), commit);
            List<ExceptionRecord> records = backtest.exceptions().values().stream()
                    .filter(record -> record.controlId().equals("CHG-02"))
                    .filter(record -> record.subjectKey().endsWith("/" + commit))
                    .toList();
            assertEquals(
                    List.of("AUTHOR_APPROVED"),
                    records.stream().map(ExceptionRecord::variant).toList());
            assertEquals(ExceptionStatus.OPEN, records.get(0).status());
            assertTrue(
                    records.get(0)
                            .explanation()
                            .contains("It was approved or reviewed only by who wrote it: " + personId + "."),
                    () -> records.get(0).explanation().toString());
        }
    }

    /** Worked out from the events alone: by whom each change was written, and by whom approved. */
    private static Set<String> writtenByOneAndApprovedByTheOther(String one, String other) {
        Map<String, String> authors = new HashMap<>();
        Map<String, Set<String>> approvers = new HashMap<>();
        for (Event event : DELIVERY.facts()) {
            if (event instanceof ChangeEvent.Merged merged
                    && !event.header().occurredAt().isBefore(APPROVALS_RECORDED)) {
                authors.put(merged.changeId(), merged.authorIds().get(0));
            } else if (event instanceof ChangeEvent.Approved approved) {
                approvers
                        .computeIfAbsent(approved.changeId(), id -> new HashSet<>())
                        .add(approved.approverId());
            }
        }
        Set<String> both = Set.of(one, other);
        return authors.keySet().stream()
                .filter(commit -> both.contains(authors.get(commit)))
                .filter(commit -> both.containsAll(approvers.get(commit)))
                .filter(commit -> !approvers.get(commit).equals(Set.of(authors.get(commit))))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static ReferenceEvent alias(String aliasId, String personId) {
        String entry =
                """
                reference:
                  - kind: person.aliased
                    aliasId: %s
                    effectiveFrom: 2026-01-01T00:00:00Z
                    personId: %s
                """
                        .formatted(aliasId, personId);
        return ReferenceFile.read("persons.yaml", entry, CONTROLS.definitions())
                .orElseThrow()
                .events()
                .get(0);
    }

    private static Backtest judged(List<ReferenceEvent> aliases) {
        String file = "demo/go-changes/reference.yaml";
        List<ReferenceEvent> reference = new ArrayList<>(
                ReferenceFile.read(file, FileTree.ofProduct().read(file).orElseThrow(), CONTROLS.definitions())
                        .orElseThrow()
                        .events());
        reference.addAll(aliases);
        Backtest backtest = new Backtest(CONTROLS, MonitorSettings.DEFAULTS, Mode.CATCHING_UP);
        backtest.publish(reference);
        DELIVERY.events().forEach(backtest::accept);
        return backtest;
    }

    /** What CHG-02 says of each deployment, by its commit. */
    private static SortedMap<String, String> verdicts(Backtest backtest) {
        SortedMap<String, String> verdicts = new TreeMap<>();
        for (SubjectState state : backtest.subjects()) {
            state.verdicts().forEach((item, standing) -> {
                if (item.startsWith("CHG-02|deployment:") && standing.verdict() != Verdict.NOT_APPLICABLE) {
                    verdicts.put(
                            state.subject().id().substring(GoChangesAdapter.SYSTEM.length() + 1),
                            standing.verdict() + " " + standing.reason());
                }
            });
        }
        return verdicts;
    }
}
