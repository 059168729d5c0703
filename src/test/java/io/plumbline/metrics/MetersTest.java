package io.plumbline.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetersTest {

    @Test
    void aCounterBelowZeroIsLeftOutAndTheScrapeIsAnswered() {
        try (Meters meters = new Meters(true)) {
            FunctionCounter.builder("kafka.of.nothing", this, any -> -1).register(meters.registry());
            FunctionCounter.builder("kafka.of.something", this, any -> 3).register(meters.registry());
            Exposition scrape = new Exposition(meters.scrape(false));
            assertEquals(Optional.of(3.0), scrape.value("kafka_of_something_total"));
            assertEquals(Optional.empty(), scrape.value("kafka_of_nothing_total"));

            FunctionCounter.builder("kafka.of.nothing", this, any -> -1).register(meters.registry());
            assertFalse(meters.scrape(false).contains("kafka_of_nothing"), "and is not let in again");
        }
    }

    @Test
    void ofKafkaOnlyWhatIsListedIsPublishedUnlessAllIsAskedFor() {
        try (Meters listed = new Meters(false);
                Meters all = new Meters(true)) {
            for (Meters meters : List.of(listed, all)) {
                Gauge.builder("kafka.stream.thread.poll.rate", () -> 1).register(meters.registry());
                Gauge.builder("kafka.stream.thread.something.else", () -> 1).register(meters.registry());
                Gauge.builder("kafka.stream.state.number.open.files", () -> 1).register(meters.registry());
            }
            assertEquals(List.of("kafka.stream.thread.poll.rate"), ofKafka(listed));
            assertEquals(List.of("kafka.stream.thread.poll.rate", "kafka.stream.thread.something.else"), ofKafka(all));
        }
    }

    @Test
    void aLabelWithTooManyValuesEndsInOtherAndSaysSo() {
        try (Meters meters = new Meters(false)) {
            Map<List<String>, Double> bySource = new HashMap<>();
            for (int i = 0; i < 1_000; i++) {
                meters.count(Family.SOURCE_EVENTS, "s" + i, "accepted");
                bySource.put(List.of("s" + i), (double) i);
                Counter.builder("ccm.of.another.part")
                        .tags(Tags.of("to", "t" + i))
                        .register(meters.registry())
                        .increment();
            }
            meters.replace(Family.SOURCE_SETTLED, bySource, Math::min);
            Exposition scrape = new Exposition(meters.scrape(false));
            assertEquals(201, series(scrape, "ccm_source_events_total"));
            assertEquals(201, series(scrape, "ccm_source_settled_timestamp_seconds"));
            assertEquals(201, series(scrape, "ccm_of_another_part_total"));
            assertEquals(
                    Optional.of(800.0),
                    scrape.value("ccm_source_events_total", "source", "other", "result", "accepted"));
            assertTrue(scrape.value("ccm_metrics_dropped_total").orElseThrow() >= 2_400);
        }
    }

    @Test
    void rowsThatAreNotGivenAnyMoreGo() {
        try (Meters meters = new Meters(false)) {
            meters.replace(Family.CATALOGUE_INFO, Map.of(List.of("1", "aa"), 1.0), Math::max);
            meters.replace(Family.CATALOGUE_INFO, Map.of(List.of("2", "bb"), 1.0), Math::max);
            Exposition scrape = new Exposition(meters.scrape(false));
            assertEquals(1, series(scrape, "ccm_catalogue_info"));
            assertEquals(Optional.of(1.0), scrape.value("ccm_catalogue_info", "version", "2", "digest", "bb"));
        }
    }

    private static List<String> ofKafka(Meters meters) {
        return meters.registry().getMeters().stream()
                .map(Meter::getId)
                .map(Meter.Id::getName)
                .filter(name -> name.startsWith("kafka."))
                .sorted()
                .toList();
    }

    private static long series(Exposition scrape, String name) {
        return scrape.samples().stream()
                .filter(sample -> sample.name().equals(name))
                .count();
    }
}
