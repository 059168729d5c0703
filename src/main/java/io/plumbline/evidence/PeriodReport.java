package io.plumbline.evidence;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.Nature;
import io.plumbline.catalogue.Regime;
import io.plumbline.control.Deviation;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What controls came to in one period, for each regime by itself, as far as is known now.
 *
 * <p>The population of a regime is every item it has evidence of that came about before the end of the period, with its latest
 * verdict. An exception is of the period where its act was done in it, or its condition lasted in a part of it. Withdrawn ones
 * are left out; those dismissed or retired are counted as such and listed with their reasons.
 *
 * @param from beginning of the period
 * @param to its end, which is not part of it
 */
public record PeriodReport(Instant from, Instant to, List<Measure> measures, List<Item> exceptions) {

    /**
     * One number of one control, for both regimes side by side.
     *
     * @param measure what is counted: {@code population}, {@code verdict OPERATED}, {@code status OPEN} and so on
     * @param soc absent where the control makes no claim to the regime
     * @param sox absent where the control makes no claim to the regime
     */
    public record Measure(String control, String measure, Optional<Long> soc, Optional<Long> sox) {}

    /**
     * One exception of the period, with where it stands in each regime.
     *
     * @param soc its status for SOC; absent where it is none there
     * @param sox its status for SOX; absent where it is none there
     * @param reason code that says why it stands where it stands
     * @param difference why the regimes differ; absent where they do not
     * @param flags {@code NEW_RULE} where its rule came into force over what was there already, and others
     */
    public record Item(
            String control,
            String exceptionId,
            String kind,
            String variant,
            Optional<String> rule,
            String subjectKey,
            String object,
            String systemId,
            Instant since,
            Optional<Instant> until,
            Optional<ExceptionStatus> soc,
            Optional<ExceptionStatus> sox,
            String reason,
            Optional<Difference> difference,
            List<String> flags) {}

    /** Why an exception does not stand in one regime where it stands in the other. */
    public enum Difference {
        /** The control makes no claim to the other regime. */
        CONTROL_NOT_FOR_REGIME,
        /** Deviations of its kind are for one regime only. */
        KIND_NOT_FOR_REGIME,
        /** The system was in scope of one regime only when it began. */
        SYSTEM_NOT_IN_SCOPE,
        /** Its rule is for one regime only. */
        RULE_NOT_FOR_REGIME,
        /** What was missing was done late, which one regime takes for a remedy and the other does not. */
        LATE_CURE_NOT_ACCEPTED,
        /** Somebody decided about it for one regime only. */
        DECIDED_FOR_ONE_REGIME
    }

    public PeriodReport {
        measures = List.copyOf(measures);
        exceptions = List.copyOf(exceptions);
    }

    /** What is reported from. */
    public record Known(
            Collection<AssertionRecord> assertions, Collection<ExceptionRecord> exceptions, Catalogue catalogue) {}

    /**
     * The report of a period.
     *
     * @param controls the controls to report on
     * @param assertions of {@code known} in the order they were written
     * @param ofSystem which systems are reported on
     */
    public static PeriodReport of(
            List<ControlDefinition> controls, Known known, Instant from, Instant to, Predicate<String> ofSystem) {
        List<Measure> measures = new ArrayList<>();
        List<Item> items = new ArrayList<>();
        for (ControlDefinition control : controls) {
            List<Item> ours = known.exceptions().stream()
                    .filter(record -> record.controlId().equals(control.id()))
                    .filter(record -> ofSystem.test(record.systemId()))
                    .filter(record -> !record.onTrial() && record.status() != ExceptionStatus.WITHDRAWN)
                    .filter(record -> isOf(record, from, to))
                    .sorted(Comparator.comparing(ExceptionRecord::since).thenComparing(ExceptionRecord::exceptionId))
                    .map(record -> item(control, record, known.catalogue()))
                    .toList();
            Map<Regime, Collection<AssertionRecord>> latest = new EnumMap<>(Regime.class);
            for (Regime regime : control.assertions().keySet()) {
                latest.put(regime, latest(control, regime, known.assertions(), to, ofSystem));
            }
            measures.addAll(measures(control, latest, ours, from));
            items.addAll(ours);
        }
        return new PeriodReport(from, to, measures, items);
    }

    private static boolean isOf(ExceptionRecord record, Instant from, Instant to) {
        boolean act = record.nature() == Nature.ACT;
        boolean lastsIntoIt = record.until().map(until -> until.isAfter(from)).orElse(true);
        return record.since().isBefore(to) && (act ? !record.since().isBefore(from) : lastsIntoIt);
    }

    private static Collection<AssertionRecord> latest(
            ControlDefinition control,
            Regime regime,
            Collection<AssertionRecord> assertions,
            Instant to,
            Predicate<String> ofSystem) {
        SortedMap<String, AssertionRecord> latest = new TreeMap<>();
        assertions.stream()
                .filter(assertion -> assertion.regime() == regime)
                .filter(assertion -> assertion.controlId().equals(control.id()))
                .forEach(assertion -> latest.put(assertion.subjectKey() + "\n" + assertion.object(), assertion));
        return latest.values().stream()
                .filter(assertion -> ofSystem.test(assertion.systemId()))
                .filter(assertion -> assertion.at().isBefore(to))
                .toList();
    }

    private static List<Measure> measures(
            ControlDefinition control,
            Map<Regime, Collection<AssertionRecord>> latest,
            List<Item> items,
            Instant from) {
        Map<String, Map<Regime, Long>> counts = new TreeMap<>();
        latest.forEach((regime, assertions) -> {
            Counting counting = new Counting(counts, regime);
            counting.nothing("1 population");
            counting.nothing("2 came about in the period");
            counting.nothing("4 exceptions");
            assertions.forEach(assertion -> {
                counting.one("1 population");
                counting.one("3 verdict " + assertion.verdict());
                assertion.missing().forEach(field -> counting.one("8 missing " + field));
                if (!assertion.at().isBefore(from)) {
                    counting.one("2 came about in the period");
                }
            });
            items.forEach(item -> statusIn(item, regime).ifPresent(status -> {
                counting.one("4 exceptions");
                counting.one("5 status " + status);
                item.difference().ifPresent(why -> counting.one("7 differs " + why));
                if (item.flags().contains(Deviation.NEW_RULE)) {
                    counting.one("6 " + Deviation.NEW_RULE);
                }
            }));
        });
        return counts.entrySet().stream()
                .map(count -> new Measure(
                        control.id(),
                        count.getKey().substring(2),
                        of(Regime.SOC, control, count.getValue()),
                        of(Regime.SOX, control, count.getValue())))
                .toList();
    }

    /** Counts of one regime; keys begin with a digit that orders them. */
    private record Counting(Map<String, Map<Regime, Long>> counts, Regime regime) {

        void one(String key) {
            add(key, 1);
        }

        void nothing(String key) {
            add(key, 0);
        }

        private void add(String key, long number) {
            counts.computeIfAbsent(key, any -> new EnumMap<>(Regime.class)).merge(regime, number, Long::sum);
        }
    }

    private static Optional<Long> of(Regime regime, ControlDefinition control, Map<Regime, Long> counts) {
        return control.assertions().containsKey(regime)
                ? Optional.of(counts.getOrDefault(regime, 0L))
                : Optional.empty();
    }

    private static Optional<ExceptionStatus> statusIn(Item item, Regime regime) {
        return switch (regime) {
            case SOC -> item.soc();
            case SOX -> item.sox();
        };
    }

    private static Item item(ControlDefinition control, ExceptionRecord record, Catalogue catalogue) {
        Optional<ExceptionStatus> soc = record.statusIn(Regime.SOC);
        Optional<ExceptionStatus> sox = record.statusIn(Regime.SOX);
        return new Item(
                record.controlId(),
                record.exceptionId(),
                record.kind(),
                record.variant(),
                record.rule(),
                record.subjectKey(),
                record.object(),
                record.systemId(),
                record.since(),
                record.until(),
                soc,
                sox,
                record.statusReason(),
                soc.equals(sox) ? Optional.empty() : Optional.of(difference(control, record, catalogue)),
                record.flags());
    }

    private static Difference difference(ControlDefinition control, ExceptionRecord record, Catalogue catalogue) {
        for (Regime regime : Regime.values()) {
            if (record.statusIn(regime).isEmpty()) {
                return absence(regime, control, record, catalogue);
            }
        }
        Set<Regime> curedLateFor = control.kind(record.kind()).curedLateFor();
        boolean cured = curedLateFor.stream()
                .anyMatch(regime -> record.statusIn(regime).equals(Optional.of(ExceptionStatus.REMEDIATED)));
        boolean curedForAll = curedLateFor.containsAll(List.of(Regime.values()));
        return cured && !curedForAll ? Difference.LATE_CURE_NOT_ACCEPTED : Difference.DECIDED_FOR_ONE_REGIME;
    }

    private static Difference absence(
            Regime regime, ControlDefinition control, ExceptionRecord record, Catalogue catalogue) {
        if (!control.assertions().containsKey(regime)) {
            return Difference.CONTROL_NOT_FOR_REGIME;
        } else if (!control.kind(record.kind()).isFor(regime)) {
            return Difference.KIND_NOT_FOR_REGIME;
        } else if (!Trail.scope(control, catalogue, record.systemId(), record.since())
                .contains(regime)) {
            return Difference.SYSTEM_NOT_IN_SCOPE;
        }
        return Difference.RULE_NOT_FOR_REGIME;
    }
}
