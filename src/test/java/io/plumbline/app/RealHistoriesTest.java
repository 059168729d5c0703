package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.EffectiveAccess;
import io.plumbline.control.Verdict;
import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.Event;
import io.plumbline.event.EventKind;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.SubjectKind;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.facts.Credential;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.monitor.Backtest;
import io.plumbline.monitor.ControlLibrary;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.MonitorSettings;
import io.plumbline.monitor.SubjectState;
import io.plumbline.sources.Delivery;
import io.plumbline.sources.DemoSet;
import io.plumbline.sources.SourceAdapter;
import io.plumbline.sources.cloudtrail.CloudTrailAdapter;
import io.plumbline.sources.gochanges.GoChangesAdapter;
import io.plumbline.sources.rustteam.RustTeamAdapter;
import io.plumbline.yaml.FileTree;
import io.plumbline.yaml.ReferenceFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the controls find in the three real histories, against facts known about them from elsewhere. */
class RealHistoriesTest {

    private static final ControlLibrary CONTROLS = Controls.library();

    private static final Instant APPROVALS_RECORDED = Instant.parse("2015-01-01T00:00:00Z");

    // ── CloudTrail ──────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void cloudTrailGivesExactlyTheExceptionsOfTheGoldenListWithOneReasonEach() throws IOException {
        Backtest cloudTrail = run(new CloudTrailAdapter(), DemoSet.CLOUDTRAIL, "cloudtrail", reference -> true);
        String found = standing(cloudTrail).stream()
                .sorted(Comparator.comparing(ExceptionRecord::since).thenComparing(ExceptionRecord::object))
                .map(record -> String.join(
                        "  ",
                        record.since().toString(),
                        record.controlId(),
                        record.variant(),
                        record.status().name(),
                        record.subjectKey(),
                        record.object(),
                        "because " + String.join(" ", record.explanation())))
                .collect(Collectors.joining("\n", "", "\n"))
                .replaceAll("ASIA[A-Z0-9]+([A-Z0-9]{4})", "key..$1");
        assertEquals(golden("cloudtrail-exceptions.txt", found), found);
    }

    @Test
    void withoutADeclaredApprovalSourceWhatDependsOnApprovalsIsIndeterminate() {
        Backtest cloudTrail = run(
                new CloudTrailAdapter(),
                DemoSet.CLOUDTRAIL,
                "cloudtrail",
                event -> !(event instanceof ReferenceEvent.SourceDeclared source
                        && source.sourceId().equals("access-approvals")));
        assertEquals(
                Set.of("PAM-02"),
                standing(cloudTrail).stream().map(ExceptionRecord::controlId).collect(Collectors.toSet()),
                "that privilege stands outside the register needs no approvals to be seen");
        assertEquals(
                Map.of("EFF-01 INDETERMINATE NO_SOURCE_DECLARED", 12L, "PAM-01 INDETERMINATE NO_SOURCE_DECLARED", 10L),
                verdicts(cloudTrail, item -> item.startsWith("EFF-01") || item.startsWith("PAM-01")));
    }

    @Test
    void everySessionAPersonOpenedIsAnExceptionOfItsOwnThoughTheyComeInPairs() {
        List<ExceptionRecord> sessions =
                standing(run(new CloudTrailAdapter(), DemoSet.CLOUDTRAIL, "cloudtrail", reference -> true)).stream()
                        .filter(record -> record.controlId().equals("PAM-01"))
                        .toList();
        assertEquals(10, sessions.size());
        assertEquals(
                10, sessions.stream().map(ExceptionRecord::object).distinct().count());
        assertEquals(5, sessions.stream().map(ExceptionRecord::since).distinct().count());
    }

    @Test
    void noKeyOutlivesItsUser() {
        List<Credential> keys =
                run(new CloudTrailAdapter(), DemoSet.CLOUDTRAIL, "cloudtrail", reference -> true).subjects().stream()
                        .filter(state -> state.subject().kind() == SubjectKind.ACCOUNT)
                        .flatMap(state -> IdentityFacts.of(state.subject(), state.events()).credentials().stream())
                        .filter(credential -> credential.credentialId().startsWith("AKIA"))
                        .toList();
        assertEquals(2, keys.size());
        keys.forEach(key -> assertEquals(
                Instant.parse("2023-07-10T12:28:24Z"), key.live().until().orElseThrow()));
    }

    @Test
    void keysThatLiveMinutesAreInOrderAndNobodyKnowsWhosePasswordsTheyAre() {
        Backtest cloudTrail = run(new CloudTrailAdapter(), DemoSet.CLOUDTRAIL, "cloudtrail", reference -> true);
        assertEquals(
                Map.of("NHC-02 OPERATED ENDED_IN_TIME", 2L, "NHC-02 INDETERMINATE HOLDER_TYPE_UNKNOWN", 2L),
                verdicts(cloudTrail, item -> item.startsWith("NHC-")));
    }

    @Test
    void everySuccessfulWritingCallIsMappedOrListed() {
        Delivery delivery = new CloudTrailAdapter().read(DemoSet.CLOUDTRAIL.files());
        assertEquals(300, delivery.tally().failed());
        assertEquals(List.of(), delivery.tally().unknown());
        assertEquals(List.of(), delivery.rejections());
    }

    // ── Go ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void goChangesSince2015AreCountedByWhoApprovedAndWhoDeployed() {
        Backtest go = run(new GoChangesAdapter(), DemoSet.GO_CHANGES, "go-changes", reference -> true);
        List<SubjectState> since2015 = go.subjects().stream()
                .filter(state -> state.subject().kind() == SubjectKind.IMPLEMENTATION)
                .filter(state -> !deployedAt(state).isBefore(APPROVALS_RECORDED))
                .toList();
        assertEquals(1_107, since2015.size());
        assertEquals(
                Map.of(
                        "CHG-01 OPERATED APPROVED_INDEPENDENTLY", 741L,
                        "CHG-01 OPERATED APPROVED_BY_IMPLEMENTER", 352L,
                        "CHG-01 OPERATED APPROVED_BY_AUTHOR_ONLY", 14L),
                verdicts(since2015, item -> item.startsWith("CHG-01")));
        assertEquals(1_093, 741 + 352, "approved by someone else as well");
        Map<String, Long> variants = standing(go).stream()
                .collect(Collectors.groupingBy(
                        record -> record.controlId() + " " + record.variant(), TreeMap::new, Collectors.counting()));
        assertEquals(
                Map.of(
                        "CHG-02 AUTHOR_APPROVED", 14L,
                        "CHG-02 AUTHOR_DEPLOYED", 356L,
                        "EVD-01 CONTEXT_MISSING", 773L),
                variants,
                "Gerrit says of no approval how the approver had signed in: one exception for each approver and month");
    }

    @Test
    void goChangesBeforeApprovalsWereRecordedAreIndeterminateAndNoExceptions() {
        Backtest go = run(new GoChangesAdapter(), DemoSet.GO_CHANGES, "go-changes", reference -> true);
        List<SubjectState> before2015 = go.subjects().stream()
                .filter(state -> state.subject().kind() == SubjectKind.IMPLEMENTATION)
                .filter(state -> deployedAt(state).isBefore(APPROVALS_RECORDED))
                .toList();
        assertEquals(241, before2015.size());
        assertTrue(before2015.stream().allMatch(state -> state.exceptions().isEmpty()));
        assertEquals(
                Map.of("CHG-02 INDETERMINATE NOT_YET_RECORDING", 241L),
                verdicts(before2015, item -> item.startsWith("CHG-02")));
    }

    // ── Rust ────────────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void rustHas402ActiveMembersAndTheKnownNumbersInConflictEachExplainedByTheirTeams() {
        Backtest rust = run(new RustTeamAdapter(), DemoSet.RUST_TEAM, "rust-team", reference -> true);
        List<ExceptionRecord> open = standing(rust).stream()
                .filter(record -> record.controlId().equals("SOD-01") && record.status() == ExceptionStatus.OPEN)
                .toList();
        assertEquals(136, persons(open, "RUST-01"));
        assertEquals(130, persons(open, "RUST-02"));
        assertEquals(402, activeMembers(rust));
        for (ExceptionRecord record : open) {
            assertTrue(
                    teams(record, rust).stream()
                            .anyMatch(team -> record.explanation().toString().contains(team)),
                    () -> record.subjectKey() + " is not explained by a team: " + record.explanation());
        }
    }

    @Test
    void whatTheFirstSnapshotBroughtIsBaselineAndNoAlarm() {
        Backtest rust = run(new RustTeamAdapter(), DemoSet.RUST_TEAM, "rust-team", reference -> true);
        Map<String, Long> grants = verdicts(rust, item -> item.startsWith("EFF-01"));
        assertEquals(
                Set.of("EFF-01 INDETERMINATE NO_SOURCE_DECLARED", "EFF-01 NOT_APPLICABLE BASELINE"), grants.keySet());
        assertEquals(168, grants.get("EFF-01 NOT_APPLICABLE BASELINE"));
    }

    // ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

    private static Backtest run(
            SourceAdapter adapter, DemoSet set, String directory, Predicate<ReferenceEvent> declared) {
        String file = "demo/" + directory + "/reference.yaml";
        List<ReferenceEvent> reference = ReferenceFile.read(
                        file, FileTree.ofProduct().read(file).orElseThrow(), CONTROLS.definitions())
                .orElseThrow()
                .events();
        Backtest backtest = new Backtest(CONTROLS, MonitorSettings.DEFAULTS, Mode.CATCHING_UP);
        backtest.publish(reference.stream().filter(declared).toList());
        for (Event event : adapter.read(set.files()).events()) {
            backtest.accept(event);
        }
        return backtest;
    }

    private static List<ExceptionRecord> standing(Backtest backtest) {
        return backtest.exceptions().values().stream()
                .filter(record -> record.status() != ExceptionStatus.WITHDRAWN)
                .toList();
    }

    private static Map<String, Long> verdicts(Backtest backtest, Predicate<String> items) {
        return verdicts(List.copyOf(backtest.subjects()), items);
    }

    private static Map<String, Long> verdicts(List<SubjectState> states, Predicate<String> items) {
        return states.stream()
                .flatMap(state -> state.verdicts().entrySet().stream())
                .filter(entry -> items.test(entry.getKey()))
                .filter(entry -> entry.getValue().verdict() != Verdict.PENDING)
                .collect(Collectors.groupingBy(
                        entry -> entry.getKey().substring(0, 6) + " "
                                + entry.getValue().verdict() + " "
                                + entry.getValue().reason(),
                        TreeMap::new,
                        Collectors.counting()));
    }

    private static Instant deployedAt(SubjectState state) {
        return state.events().stream()
                .filter(event -> event.kind() == EventKind.DEPLOYMENT_EXECUTED)
                .findFirst()
                .orElseThrow()
                .header()
                .occurredAt();
    }

    private static long persons(List<ExceptionRecord> open, String rule) {
        return open.stream()
                .filter(record -> record.rule().orElse("").equals(rule))
                .map(ExceptionRecord::subjectKey)
                .distinct()
                .count();
    }

    private static long activeMembers(Backtest rust) {
        return rust.subjects().stream()
                .filter(state -> state.subject().kind() == SubjectKind.IDENTITY)
                .filter(state -> IdentityFacts.of(state.subject(), state.events()).grants().stream()
                        .anyMatch(grant -> grant.held().until().isEmpty() && grant.path() == GrantPath.ROLE))
                .count();
    }

    private static Set<String> teams(ExceptionRecord record, Backtest rust) {
        Catalogue catalogue = rust.catalogue();
        return rust.subjects().stream()
                .filter(state -> state.subject().key().equals(record.subjectKey()))
                .flatMap(state ->
                        EffectiveAccess.of(IdentityFacts.of(state.subject(), state.events()), catalogue)
                                .paths()
                                .stream())
                .flatMap(path -> path.through().stream())
                .map(ReferenceEvent.RoleDefined::roleId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The golden file; written anew with {@code -Dplumbline.golden.write=true}. */
    private static String golden(String name, String found) throws IOException {
        if (Boolean.getBoolean("plumbline.golden.write")) {
            Files.writeString(Path.of("src/test/resources/golden", name), found);
        }
        try (InputStream in = RealHistoriesTest.class.getResourceAsStream("/golden/" + name)) {
            return in == null
                    ? Files.readString(Path.of("src/test/resources/golden", name))
                    : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
