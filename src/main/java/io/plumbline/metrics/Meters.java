package io.plumbline.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BinaryOperator;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registry with our own families in it, and the scrape of it. */
final class Meters implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Meters.class);

    /** Values a label may have; there are fewer controls and, it is hoped, fewer sources. */
    private static final int MOST_VALUES = 200;

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final CardinalityGuard guard = new CardinalityGuard(MOST_VALUES);
    private final Set<Meter.Id> unfit = ConcurrentHashMap.newKeySet();
    private final Map<Family, MultiGauge> rows = new EnumMap<>(Family.class);
    /** The registry itself would let go of them. */
    private final List<DoubleSupplier> asked = new CopyOnWriteArrayList<>();

    private final Map<Series, Counter> counters = new ConcurrentHashMap<>();
    private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

    Meters(boolean allOfKafka) {
        registry.config()
                .meterFilter(guard)
                .meterFilter(new KafkaFamilies(allOfKafka))
                .meterFilter(MeterFilter.deny(unfit::contains));
        counter(Family.DROPPED, guard::dropped);
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    void count(Family family, String... values) {
        Series series = series(family, values);
        counters.computeIfAbsent(series, any -> Counter.builder(family.meter())
                        .description(family.description())
                        .tags(series.tags())
                        .register(registry))
                .increment();
    }

    void time(Family family, Duration duration, String... values) {
        Series series = series(family, values);
        timers.computeIfAbsent(series, any -> Timer.builder(family.meter())
                        .description(family.description())
                        .serviceLevelObjectives(family.buckets().toArray(Duration[]::new))
                        .tags(series.tags())
                        .register(registry))
                .record(duration.isNegative() ? Duration.ZERO : duration);
    }

    /** A counter kept elsewhere, asked for at each scrape. */
    void counter(Family family, DoubleSupplier value) {
        asked.add(value);
        FunctionCounter.builder(family.meter(), value, DoubleSupplier::getAsDouble)
                .description(family.description())
                .register(registry);
    }

    /**
     * Replaces all series of a family.
     *
     * @param values by the values of its labels
     * @param together what becomes of two series that the guard makes one
     */
    void replace(Family family, Map<List<String>, Double> values, BinaryOperator<Double> together) {
        Map<Series, Double> guarded = new LinkedHashMap<>();
        values.forEach(
                (labels, value) -> guarded.merge(series(family, labels.toArray(String[]::new)), value, together));
        rows.computeIfAbsent(family, this::multiGauge)
                .register(
                        guarded.entrySet().stream()
                                .map(row -> MultiGauge.Row.of(row.getKey().tags(), row.getValue()))
                                .collect(Collectors.toList()),
                        true);
    }

    static String contentType(boolean openMetrics) {
        return openMetrics ? OPEN_METRICS : TEXT;
    }

    /**
     * Everything, as text. A counter that reports less than nothing would make all of it fail; it is taken out, for good, and the
     * rest is answered.
     */
    String scrape(boolean openMetrics) {
        try {
            return registry.scrape(contentType(openMetrics));
        } catch (RuntimeException e) {
            long removed = removeNegative();
            LOG.warn("a scrape failed; {} counters below zero are left out from now on", removed, e);
        }
        return registry.scrape(contentType(openMetrics));
    }

    @Override
    public void close() {
        registry.close();
    }

    private long removeNegative() {
        List<FunctionCounter> negative = registry.getMeters().stream()
                .filter(FunctionCounter.class::isInstance)
                .map(FunctionCounter.class::cast)
                .filter(counter -> counter.count() < 0)
                .toList();
        negative.forEach(counter -> {
            unfit.add(counter.getId());
            registry.remove(counter);
        });
        return negative.size();
    }

    private MultiGauge multiGauge(Family family) {
        MultiGauge.Builder builder = MultiGauge.builder(family.meter()).description(family.description());
        return (family.type() == Family.Type.SECONDS ? builder.baseUnit("seconds") : builder).register(registry);
    }

    private Series series(Family family, String... values) {
        if (values.length != family.labels().size()) {
            throw new IllegalArgumentException(
                    family + " has the labels " + family.labels() + ", given were " + Arrays.toString(values));
        }
        return new Series(
                family,
                IntStream.range(0, values.length)
                        .mapToObj(i -> family.type() == Family.Type.INFO
                                ? values[i]
                                : guard.value(family.meter(), family.labels().get(i), values[i]))
                        .toList());
    }

    /** One series: a family with values of its labels that the guard let pass. */
    private record Series(Family family, List<String> values) {

        Tags tags() {
            return Tags.of(IntStream.range(0, values.size())
                    .mapToObj(i -> Tag.of(family.labels().get(i), values.get(i)))
                    .toList());
        }
    }
}
