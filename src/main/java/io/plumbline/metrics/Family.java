package io.plumbline.metrics;

import java.time.Duration;
import java.util.List;

/**
 * Every metric of our own: name, type, labels and meaning. The table in the documents is made from this list.
 *
 * <p>A new metric is a constant here and a call of {@link Telemetry#count} or {@link Telemetry#time}. Its labels must come from
 * closed sets: never the id of an identity, an exception or a resource. Ratios are published as two numbers, since ratios of
 * several instances cannot be added up.
 */
public enum Family {
    BUILD_INFO("ccm.build.info", Type.INFO, "The build that runs", "version", "java"),
    STREAMS_STATE(
            "ccm.streams.state",
            Type.STATES,
            "1 for the state the stream processor of the instance is in, else 0",
            "state"),
    MODE(
            "ccm.mode",
            Type.STATES,
            "1 for LIVE where facts are judged as they arrive, for CATCHING_UP while any partition reads a backlog",
            "mode"),

    SOURCE_EVENTS(
            "ccm.source.events",
            Type.COUNTER,
            "Inbound records by source: accepted (seen before or not) or rejected by ingest. Source undeclared stands for all"
                    + " sources that reference data does not declare, unknown for records too broken to name theirs",
            "source",
            "result"),
    REJECTED_RECORDS(
            "ccm.rejected.records",
            Type.COUNTER,
            "Records on the rejected topic, by the stage that refused them and the reason",
            "stage",
            "reason"),
    SOURCE_SETTLED(
            "ccm.source.settled.timestamp",
            Type.SECONDS,
            "Instant up to which a source is settled, in the partition told least; what rests on absence waits for it",
            "source"),
    WATERMARK(
            "ccm.watermark.timestamp",
            Type.SECONDS,
            "Newest instant up to which any source is settled, in the partition told least"),
    TICK("ccm.tick.timestamp", Type.SECONDS, "When the last tick was emitted, in the partition told least"),
    TICKS("ccm.ticks", Type.COUNTER, "Ticks emitted by this instance while it kept the time"),

    CATALOGUE_VERSION("ccm.catalogue.version", Type.GAUGE, "Newest complete version of the reference data read"),
    CATALOGUE_INFO(
            "ccm.catalogue.info",
            Type.INFO,
            "Digest of the newest complete version of the reference data read",
            "version",
            "digest"),

    EXCEPTIONS_OPEN(
            "ccm.exceptions.open",
            Type.GAUGE,
            "Exceptions with status OPEN or ACKNOWLEDGED in the partitions of this instance, from state",
            "control",
            "severity",
            "scope"),
    POPULATION(
            "ccm.population",
            Type.GAUGE,
            "Items a control has judged, by the verdict that stands, in the partitions of this instance, from state",
            "control",
            "verdict"),
    TRANSITIONS(
            "ccm.exceptions.transitions",
            Type.COUNTER,
            "Changes of status of exceptions. To OPEN is the first time, REOPENED every later one; mode replay is a backlog",
            "control",
            "severity",
            "scope",
            "to",
            "mode"),
    TIME_TO_DETECT(
            "ccm.exception.time.to.detect",
            Type.HISTOGRAM,
            "From the beginning of a deviation to its exception, in wall time; without those that began before monitoring",
            "control",
            "scope",
            "mode"),
    TIME_TO_REMEDIATE(
            "ccm.exception.time.to.remediate",
            Type.HISTOGRAM,
            "From the beginning of a deviation to its end, in time of the world; counted again when it opens and ends again",
            "control",
            "severity",
            "scope"),
    CONTROL_ERRORS(
            "ccm.control.errors",
            Type.COUNTER,
            "Items on which a control failed with an error (reason RULE_ERROR); their verdict is INDETERMINATE",
            "control"),
    EVIDENCE_RECORDS("ccm.evidence.records", Type.COUNTER, "Records published to the topics of evidence", "regime"),

    RESTORE_PARTITIONS(
            "ccm.restore.partitions", Type.GAUGE, "Stores times partitions being read back from their changelogs now"),
    RESTORE_REMAINING(
            "ccm.restore.remaining.records", Type.GAUGE, "Offsets left to read back before these partitions work"),
    RESTORE_RECORDS("ccm.restore.records", Type.COUNTER, "Records read back from changelogs since the start"),

    DROPPED(
            "ccm.metrics.dropped",
            Type.COUNTER,
            "Times a value of a label was replaced by other because the label has too many values");

    /** What Prometheus makes of it. */
    enum Type {
        GAUGE,
        /** A gauge in seconds: an instant, as seconds since 1970. */
        SECONDS,
        COUNTER,
        /** Durations in seconds, in explicit buckets. */
        HISTOGRAM,
        /** Always 1; what it says is in its labels. */
        INFO,
        /** One series per state, 1 for the one that holds. */
        STATES
    }

    private static final List<Duration> DETECTION = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofDays(1));

    private static final List<Duration> REMEDIATION = List.of(
            Duration.ofHours(1),
            Duration.ofHours(4),
            Duration.ofHours(8),
            Duration.ofDays(1),
            Duration.ofDays(3),
            Duration.ofDays(7),
            Duration.ofDays(14),
            Duration.ofDays(30),
            Duration.ofDays(60),
            Duration.ofDays(90));

    private final String meter;
    private final Type type;
    private final String description;
    private final List<String> labels;

    Family(String meter, Type type, String description, String... labels) {
        this.meter = meter;
        this.type = type;
        this.description = description;
        this.labels = List.of(labels);
    }

    /** Its name in Prometheus, with the suffixes of unit and type. */
    public String prometheusName() {
        String name = meter.replace('.', '_');
        return switch (type) {
            case SECONDS, HISTOGRAM -> name + "_seconds";
            case COUNTER -> name + "_total";
            case GAUGE, INFO, STATES -> name;
        };
    }

    /** What Prometheus calls its type. */
    public String prometheusType() {
        return switch (type) {
            case GAUGE, SECONDS, STATES, INFO -> "gauge";
            case COUNTER -> "counter";
            case HISTOGRAM -> "histogram";
        };
    }

    public String description() {
        return description;
    }

    /** Names of its labels. */
    public List<String> labels() {
        return labels;
    }

    String meter() {
        return meter;
    }

    Type type() {
        return type;
    }

    /** Upper bounds of the buckets of a histogram. */
    List<Duration> buckets() {
        return this == TIME_TO_DETECT ? DETECTION : REMEDIATION;
    }
}
