package io.plumbline.metrics;

import io.plumbline.control.Deviation;
import io.plumbline.control.Verdict;
import io.plumbline.event.Severity;
import io.plumbline.exceptions.ExceptionAlert;
import io.plumbline.exceptions.ExceptionAlert.Change;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.kafka.PartitionObserver;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.Output;
import io.plumbline.monitor.PartitionClock;
import io.plumbline.monitor.SubjectState;
import io.plumbline.monitor.SubjectState.VerdictOnRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What one partition contributes to the numbers of its instance: open exceptions and verdicts, counted from its state when its
 * task starts and kept by difference from then on. Written by the thread of the task, read by scrapes.
 */
final class PartitionCounts implements PartitionObserver {

    private static final String RULE_ERROR = "RULE_ERROR";

    private final Meters meters;
    private final Set<String> controls;
    private final Consumer<PartitionCounts> onClose;
    private final Map<Open, Integer> open = new ConcurrentHashMap<>();
    private final Map<Stands, Integer> verdicts = new ConcurrentHashMap<>();
    private volatile Optional<PartitionClock> clock = Optional.empty();
    private volatile Optional<Instant> tickEmitted = Optional.empty();

    /** Open exceptions of a control, a severity and a scope. */
    record Open(String control, Severity severity, String scope) {}

    /** Items of a control on which a verdict stands. */
    record Stands(String control, Verdict verdict) {}

    /** @param controls ids of all controls; what belongs to another is counted under one name */
    PartitionCounts(Meters meters, Set<String> controls, Consumer<PartitionCounts> onClose) {
        this.meters = meters;
        this.controls = controls;
        this.onClose = onClose;
    }

    Map<Open, Integer> open() {
        return open;
    }

    Map<Stands, Integer> verdicts() {
        return verdicts;
    }

    Optional<PartitionClock> clock() {
        return clock;
    }

    /** When the last tick was emitted; empty before the first since the task started. */
    Optional<Instant> tickEmitted() {
        return tickEmitted;
    }

    @Override
    public void held(SubjectState subject) {
        add(Optional.empty(), subject);
    }

    @Override
    public void stored(Optional<SubjectState> before, SubjectState after) {
        add(before, after);
        after.verdicts().forEach((item, verdict) -> {
            boolean known = before.map(state -> state.verdicts().get(item))
                    .filter(was -> was.reason().equals(RULE_ERROR))
                    .isPresent();
            if (verdict.reason().equals(RULE_ERROR) && !known) {
                meters.count(Family.CONTROL_ERRORS, controlOf(item));
            }
        });
    }

    @Override
    public void said(Output output, Mode mode, Instant at) {
        if (output instanceof Output.Alert alert) {
            transition(alert.alert(), mode == Mode.LIVE ? "live" : "replay", at);
        } else if (output instanceof Output.Evidence evidence) {
            meters.count(Family.EVIDENCE_RECORDS, evidence.assertion().regime().name());
        }
    }

    @Override
    public void clock(PartitionClock now, Optional<Instant> emittedAt) {
        clock = Optional.of(now);
        tickEmitted = emittedAt;
    }

    @Override
    public void closed() {
        onClose.accept(this);
    }

    private void transition(ExceptionAlert alert, String mode, Instant at) {
        if (alert.change() != Change.RAISED && alert.change() != Change.STATUS) {
            return;
        }
        String control = control(alert.controlId());
        String severity = alert.severity().name();
        String scope = scope(alert.assertions().keySet());
        boolean again = alert.change() == Change.STATUS && alert.toStatus() == ExceptionStatus.OPEN;
        String to = again ? "REOPENED" : alert.toStatus().name();
        meters.count(Family.TRANSITIONS, control, severity, scope, to, mode);
        if (alert.change() == Change.RAISED && !alert.flags().contains(Deviation.PRE_EXISTING)) {
            meters.time(Family.TIME_TO_DETECT, Duration.between(alert.since(), at), control, scope, mode);
        }
        if (alert.toStatus() == ExceptionStatus.REMEDIATED) {
            meters.time(
                    Family.TIME_TO_REMEDIATE,
                    Duration.between(alert.since(), alert.changedAt()),
                    control,
                    severity,
                    scope);
        }
    }

    private void add(Optional<SubjectState> before, SubjectState after) {
        Map<Open, Integer> exceptions = new HashMap<>();
        Map<Stands, Integer> standing = new HashMap<>();
        before.ifPresent(state -> {
            count(state.exceptions(), -1, exceptions);
            count(state.verdicts(), -1, standing);
        });
        count(after.exceptions(), 1, exceptions);
        count(after.verdicts(), 1, standing);
        exceptions.forEach((key, change) -> open.merge(key, change, PartitionCounts::sum));
        standing.forEach((key, change) -> verdicts.merge(key, change, PartitionCounts::sum));
    }

    private void count(Collection<ExceptionRecord> exceptions, int by, Map<Open, Integer> into) {
        for (ExceptionRecord record : exceptions) {
            if (record.status() == ExceptionStatus.OPEN || record.status() == ExceptionStatus.ACKNOWLEDGED) {
                Open key = new Open(
                        control(record.controlId()),
                        record.severity(),
                        scope(record.assertions().keySet()));
                into.merge(key, by, PartitionCounts::sum);
            }
        }
    }

    private void count(Map<String, VerdictOnRecord> standing, int by, Map<Stands, Integer> into) {
        standing.forEach((item, verdict) ->
                into.merge(new Stands(controlOf(item), verdict.verdict()), by, PartitionCounts::sum));
    }

    /** The control of an item of a population, whose key is {@code control|object}. */
    private String controlOf(String item) {
        return control(item.substring(0, item.indexOf('|')));
    }

    private String control(String id) {
        return controls.contains(id) ? id : CardinalityGuard.OTHER;
    }

    /** SOC or SOX where it counts for one regime, SHARED where for both, NONE where its system is in neither scope. */
    private static String scope(Set<String> regimes) {
        return switch (regimes.size()) {
            case 0 -> "NONE";
            case 1 -> regimes.iterator().next();
            default -> "SHARED";
        };
    }

    /** Null takes an entry out of a map, which is what becomes of one that counts nothing. */
    private static Integer sum(Integer a, Integer b) {
        return a + b == 0 ? null : (Integer) (a + b);
    }
}
