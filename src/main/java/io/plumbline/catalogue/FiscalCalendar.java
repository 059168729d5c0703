package io.plumbline.catalogue;

import io.plumbline.event.ReferenceEvent.FiscalPeriodPublished;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The spans of financial reporting, in order of their ends; of several statements about one the last in force counts. */
public final class FiscalCalendar {

    private final List<FiscalPeriodPublished> periods;

    private FiscalCalendar(List<FiscalPeriodPublished> statements) {
        TreeMap<String, FiscalPeriodPublished> last = new TreeMap<>();
        statements.forEach(period -> last.put(period.periodId(), period));
        periods = last.values().stream()
                .sorted(Comparator.comparing(FiscalPeriodPublished::endsAt)
                        .thenComparing(FiscalPeriodPublished::periodId))
                .toList();
    }

    public static FiscalCalendar of(Catalogue catalogue) {
        return catalogue.derived(
                FiscalCalendar.class,
                source -> new FiscalCalendar(source.entries().stream()
                        .filter(FiscalPeriodPublished.class::isInstance)
                        .map(FiscalPeriodPublished.class::cast)
                        .toList()));
    }

    public List<FiscalPeriodPublished> periods() {
        return periods;
    }

    /** The first end of a period after {@code at}; empty where none is published. */
    public Optional<Instant> firstEndAfter(Instant at) {
        return periods.stream()
                .map(FiscalPeriodPublished::endsAt)
                .filter(end -> end.isAfter(at))
                .findFirst();
    }
}
