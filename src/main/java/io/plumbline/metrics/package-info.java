/**
 * Metrics: what an instance tells Prometheus about itself, through Micrometer.
 *
 * <p>{@link io.plumbline.metrics.Family} lists everything of our own with its labels and its meaning; nothing is published that
 * is not in it. {@link io.plumbline.metrics.Telemetry} listens to the stream processor and answers scrapes. Values of labels come
 * from closed sets: controls, statuses, declared sources. {@link io.plumbline.metrics.CardinalityGuard} holds that, whatever
 * arrives.
 *
 * <p>Numbers here are for operations. Meters are not transactional, so counters may count what was done twice; what an auditor
 * counts is in the topics of evidence.
 *
 * <p>Shell: imports the core, {@code avro}, {@code kafka} and Micrometer. Start with {@link io.plumbline.metrics.Family}.
 */
package io.plumbline.metrics;
