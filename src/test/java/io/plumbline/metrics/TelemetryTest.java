package io.plumbline.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.avro.RejectedRecord.Reason;
import io.plumbline.catalogue.Nature;
import io.plumbline.control.Deviation;
import io.plumbline.control.Verdict;
import io.plumbline.control.Watermarks;
import io.plumbline.event.Severity;
import io.plumbline.event.Subject;
import io.plumbline.exceptions.ExceptionAlert;
import io.plumbline.exceptions.ExceptionAlert.Change;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.kafka.Observer.Stage;
import io.plumbline.kafka.PartitionObserver;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.LogRecord.Tick;
import io.plumbline.monitor.Output;
import io.plumbline.monitor.PartitionClock;
import io.plumbline.monitor.Rejudging;
import io.plumbline.monitor.SubjectState;
import io.plumbline.monitor.SubjectState.VerdictOnRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TelemetryTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Telemetry telemetry = new Telemetry("1.2.3", Set.of("JML-01", "SOD-01"), false);

    @AfterEach
    void close() {
        telemetry.close();
    }

    @Test
    void tenThousandIdentitiesAddNotOneSeries() {
        PartitionObserver partition = telemetry.partition(0).orElseThrow();
        live(partition, 0);
        long series = series();
        for (int i = 1; i < 10_000; i++) {
            live(partition, i);
        }
        assertEquals(series, series());
        Exposition scrape = scrape();
        assertEquals(
                10_000,
                scrape.value("ccm_exceptions_open", "control", "JML-01", "severity", "HIGH", "scope", "SHARED")
                        .orElseThrow());
        assertEquals(
                10_000,
                scrape.value("ccm_population", "control", "JML-01", "verdict", "DEVIATED")
                        .orElseThrow());
        assertEquals(
                10_000,
                scrape.value("ccm_source_events_total", "source", "undeclared", "result", "accepted")
                        .orElseThrow());
        List<String> values = scrape.samples().stream()
                .filter(sample -> sample.name().startsWith("ccm_"))
                .flatMap(sample -> sample.labels().values().stream())
                .toList();
        assertTrue(values.stream().noneMatch(value -> value.matches("(p|acc|exc|crm|source)-\\d+")), values.toString());
    }

    @Test
    void gaugesFollowTheStateOfEachPartitionAndGoWithIt() {
        PartitionObserver first = telemetry.partition(0).orElseThrow();
        PartitionObserver second = telemetry.partition(1).orElseThrow();
        SubjectState open = state("p-1", ExceptionStatus.OPEN, Verdict.DEVIATED, "LATE");
        SubjectState ended = state("p-1", ExceptionStatus.REMEDIATED, Verdict.DEVIATED, "LATE");
        first.held(open);
        second.held(state("p-2", ExceptionStatus.ACKNOWLEDGED, Verdict.DEVIATED, "LATE"));
        assertEquals(Optional.of(2.0), openOnes());

        first.stored(Optional.of(open), ended);
        assertEquals(Optional.of(1.0), openOnes());
        assertEquals(Optional.of(2.0), scrape().value("ccm_population", "control", "JML-01", "verdict", "DEVIATED"));

        first.stored(Optional.of(ended), open);
        second.closed();
        assertEquals(Optional.of(1.0), openOnes());
        first.closed();
        assertEquals(Optional.empty(), openOnes(), "a series without a partition goes");
    }

    @Test
    void aTaskThatStartsAnewReplacesItsCountsEvenIfItsEndIsToldLate() {
        PartitionObserver before = telemetry.partition(0).orElseThrow();
        before.held(state("p-1", ExceptionStatus.OPEN, Verdict.DEVIATED, "LATE"));
        PartitionObserver after = telemetry.partition(0).orElseThrow();
        after.held(state("p-1", ExceptionStatus.OPEN, Verdict.DEVIATED, "LATE"));
        before.closed();
        assertEquals(Optional.of(1.0), openOnes());
    }

    @Test
    void anErrorOfAControlIsCountedOncePerItem() {
        PartitionObserver partition = telemetry.partition(0).orElseThrow();
        SubjectState sound = state("p-1", ExceptionStatus.OPEN, Verdict.DEVIATED, "LATE");
        SubjectState broken = state("p-1", ExceptionStatus.OPEN, Verdict.INDETERMINATE, "RULE_ERROR");
        partition.held(broken);
        assertEquals(Optional.empty(), scrape().value("ccm_control_errors_total", "control", "JML-01"));
        partition.stored(Optional.of(sound), broken);
        partition.stored(Optional.of(broken), broken);
        assertEquals(Optional.of(1.0), scrape().value("ccm_control_errors_total", "control", "JML-01"));
    }

    @Test
    void transitionsAreToldApartAndTimesFallIntoTheirBuckets() {
        PartitionObserver partition = telemetry.partition(0).orElseThrow();
        Instant detected = NOON.plus(Duration.ofMinutes(2));
        partition.said(alert(Change.RAISED, ExceptionStatus.OPEN, NOON), Mode.LIVE, detected);
        partition.said(alert(Change.UPDATED, ExceptionStatus.OPEN, NOON), Mode.LIVE, detected);
        partition.said(
                alert(Change.STATUS, ExceptionStatus.REMEDIATED, NOON.plus(Duration.ofDays(2))), Mode.LIVE, detected);
        partition.said(alert(Change.STATUS, ExceptionStatus.OPEN, NOON), Mode.CATCHING_UP, detected);

        assertEquals(Map.of("OPEN", "live", "REMEDIATED", "live", "REOPENED", "replay"), transitions());
        Exposition scrape = scrape();
        assertEquals(
                Optional.of(0.0),
                bucket(scrape, "ccm_exception_time_to_detect_seconds_bucket", "60.0", "mode", "live"));
        assertEquals(
                Optional.of(1.0),
                bucket(scrape, "ccm_exception_time_to_detect_seconds_bucket", "300.0", "mode", "live"));
        String remediation = "ccm_exception_time_to_remediate_seconds_bucket";
        assertEquals(Optional.of(0.0), bucket(scrape, remediation, "86400.0", "severity", "HIGH"));
        assertEquals(Optional.of(1.0), bucket(scrape, remediation, "259200.0", "severity", "HIGH"));
        assertEquals(
                11,
                scrape.samples().stream()
                        .filter(sample -> sample.name().equals(remediation))
                        .count(),
                "explicit buckets and no others");
    }

    @Test
    void theClockOfTheSlowestPartitionCounts() {
        clock(telemetry.partition(0).orElseThrow(), 7, Mode.LIVE, NOON);
        clock(telemetry.partition(1).orElseThrow(), 5, Mode.CATCHING_UP, NOON.minusSeconds(60));
        Exposition scrape = scrape();
        double settled = NOON.minusSeconds(60).getEpochSecond();
        assertEquals(Optional.of(settled), scrape.value("ccm_watermark_timestamp_seconds"));
        assertEquals(
                Optional.of(settled), scrape.value("ccm_source_settled_timestamp_seconds", "source", "undeclared"));
        assertEquals(Optional.of(1.0), scrape.value("ccm_mode", "mode", "CATCHING_UP"));
        assertEquals(Optional.of(0.0), scrape.value("ccm_mode", "mode", "LIVE"));
        assertEquals(5, telemetry.activity().tick());
        assertEquals(Optional.of(Mode.CATCHING_UP), telemetry.activity().mode());
    }

    @Test
    void rejectionsAreCountedByStageAndReason() {
        telemetry.rejected(Stage.INGEST, Reason.UNREADABLE, Optional.empty());
        telemetry.rejected(Stage.MONITOR, Reason.SUBJECT_TOO_LARGE, Optional.of("am"));
        telemetry.emitted(new Tick(1, Watermarks.NONE, 0, Mode.LIVE));
        System.gc();
        Exposition scrape = scrape();
        assertEquals(
                Optional.of(1.0),
                scrape.value("ccm_rejected_records_total", "stage", "ingest", "reason", "UNREADABLE"));
        assertEquals(
                Optional.of(1.0),
                scrape.value("ccm_rejected_records_total", "stage", "monitor", "reason", "SUBJECT_TOO_LARGE"));
        assertEquals(
                Optional.of(1.0), scrape.value("ccm_source_events_total", "source", "unknown", "result", "rejected"));
        assertEquals(Optional.of(1.0), scrape.value("ccm_ticks_total"));
        assertEquals(
                Map.of("UNREADABLE", 1L, "SUBJECT_TOO_LARGE", 1L),
                telemetry.activity().rejected());
    }

    @Test
    void aFamilyTakesExactlyItsLabels() {
        assertThrows(IllegalArgumentException.class, () -> telemetry.count(Family.CONTROL_ERRORS, "JML-01", "more"));
    }

    @Test
    void everyFamilyHasWhatPromtoolAsksFor() {
        Arrays.stream(Family.values()).forEach(family -> {
            assertTrue(family.prometheusName().matches("ccm_[a-z_]+"), family.prometheusName());
            assertTrue(family.description().length() > 10, family + " needs a description");
        });
    }

    private Exposition scrape() {
        return new Exposition(telemetry.scrape(false));
    }

    private long series() {
        return scrape().samples().stream()
                .filter(sample -> sample.name().startsWith("ccm_"))
                .count();
    }

    private Optional<Double> openOnes() {
        return scrape().value("ccm_exceptions_open", "control", "JML-01", "severity", "HIGH", "scope", "SHARED");
    }

    private Map<String, String> transitions() {
        return scrape().samples().stream()
                .filter(sample -> sample.name().equals("ccm_exceptions_transitions_total") && sample.value() == 1)
                .collect(Collectors.toMap(sample -> sample.labels().get("to"), sample -> sample.labels()
                        .get("mode")));
    }

    private static Optional<Double> bucket(Exposition scrape, String name, String bound, String label, String value) {
        return scrape.samples().stream()
                .filter(sample -> sample.name().equals(name))
                .filter(sample -> sample.labels().get("le").equals(bound))
                .filter(sample -> value.equals(sample.labels().get(label)))
                .map(Exposition.Sample::value)
                .findFirst();
    }

    private static void clock(PartitionObserver partition, long tick, Mode mode, Instant settled) {
        PartitionClock clock = new PartitionClock(
                tick, Watermarks.of(Map.of("am", settled)), 1, mode, true, Rejudging.NONE, new TreeMap<>());
        partition.clock(clock, Optional.of(NOON));
    }

    /** What one identity more makes the stages tell: an event, a state, an alert. */
    private void live(PartitionObserver partition, int number) {
        telemetry.accepted("source-" + number);
        partition.stored(Optional.empty(), state("p-" + number, ExceptionStatus.OPEN, Verdict.DEVIATED, "LATE"));
        partition.said(alert(Change.RAISED, ExceptionStatus.OPEN, NOON), Mode.LIVE, NOON.plusSeconds(number % 5));
        clock(partition, number + 1, Mode.LIVE, NOON.plusSeconds(number));
    }

    private static SubjectState state(String identity, ExceptionStatus status, Verdict verdict, String reason) {
        Subject subject = Subject.identity(identity);
        return new SubjectState(
                subject,
                List.of(),
                List.of(),
                List.of(exception(subject, status)),
                new TreeMap<>(Map.of("JML-01|acc-" + identity, new VerdictOnRecord(verdict, reason, "crm", NOON))),
                List.of(),
                Optional.of(NOON),
                false);
    }

    private static SortedMap<String, ExceptionStatus> regimes(ExceptionStatus status) {
        return new TreeMap<>(Map.of("SOC", status, "SOX", status));
    }

    private static ExceptionRecord exception(Subject subject, ExceptionStatus status) {
        return new ExceptionRecord(
                "exc-" + subject.id(),
                "JML-01",
                "Access of a leaver is removed",
                "1",
                "ACCESS_NOT_REMOVED",
                "ACCOUNT_ACTIVE",
                Nature.CONDITION,
                Optional.empty(),
                Optional.empty(),
                subject.key(),
                "acc-" + subject.id(),
                "crm",
                "anchor",
                Severity.HIGH,
                NOON,
                Optional.empty(),
                Optional.empty(),
                status,
                NOON,
                "REASON",
                regimes(status),
                List.of(new ExceptionRecord.Phase(NOON, status, "REASON", Optional.empty())),
                NOON,
                1,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new TreeMap<>(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                true,
                1,
                "");
    }

    private static Output alert(Change change, ExceptionStatus to, Instant changedAt) {
        return new Output.Alert(new ExceptionAlert(
                "exc-1",
                "exc-1",
                1,
                change,
                Optional.empty(),
                to,
                "REASON",
                changedAt,
                NOON,
                "JML-01",
                "Access of a leaver is removed",
                "ACCESS_NOT_REMOVED",
                "ACCOUNT_ACTIVE",
                Optional.empty(),
                "identity:p-1",
                "acc-1",
                "crm",
                Severity.HIGH,
                NOON,
                Optional.empty(),
                regimes(to),
                List.of(),
                change == Change.UPDATED ? List.of(Deviation.PRE_EXISTING) : List.of(),
                Optional.empty(),
                Optional.empty(),
                true));
    }
}
