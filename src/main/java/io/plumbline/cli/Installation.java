package io.plumbline.cli;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.CatalogueChange;
import io.plumbline.config.Configuration;
import io.plumbline.event.Event;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.Subject;
import io.plumbline.evidence.AssertionRecord;
import io.plumbline.exceptions.ExceptionRecord;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/** What commands ask of a running installation, or of the means to start one. */
public interface Installation {

    /** Every exception as it stands, by id, from the compacted exceptions topic. */
    List<ExceptionRecord> exceptions(Configuration configuration);

    /** Everything that controls and rules on trial found as it stands, by id, from its own compacted topic. */
    List<ExceptionRecord> foundOnTrial(Configuration configuration);

    /** Every assertion record of both regimes; those of one item in the order they were written. */
    List<AssertionRecord> assertions(Configuration configuration);

    /** Everything every subject holds, from the subject log, and the reference data in force. */
    Log log(Configuration configuration);

    /**
     * What the log says.
     *
     * @param events by subject, in order of time in the world
     * @param readAt when it was read; absent where files stand in for it
     */
    record Log(SortedMap<Subject, List<Event>> events, Catalogue catalogue, Optional<Instant> readAt) {}

    /** Sends events in this order; before a heartbeat everything sent so far is on the brokers, and the heartbeat says how far. */
    void ingest(Configuration configuration, List<Event> events, PrintWriter progress);

    /** Every closed version of the reference data. */
    CatalogueLog catalogue(Configuration configuration);

    /**
     * The reference data over time.
     *
     * @param versions oldest first
     * @param readAt when it was read
     */
    record CatalogueLog(List<Version> versions, Instant readAt) {

        /**
         * A closed version.
         *
         * @param chain SHA-256 chained over every change of all versions so far, in hexadecimal; verified
         * @param changes what this version brought
         */
        public record Version(long number, String chain, Instant closedAt, List<ReferenceEvent> changes) {}

        /** Number of the newest version; 0 before the first. */
        public long newest() {
            return versions.isEmpty() ? 0 : versions.get(versions.size() - 1).number();
        }

        /** The catalogue as of a version. */
        public Catalogue at(long number) {
            return Catalogue.of(
                    number,
                    versions.stream()
                            .filter(version -> version.number() <= number)
                            .flatMap(version -> version.changes().stream())
                            .toList());
        }
    }

    /** Sends a change of the reference data and waits until it is in force or refused, at most so long. */
    ChangeResult apply(Configuration configuration, CatalogueChange change, Duration limit, PrintWriter progress);

    /**
     * What became of a change.
     *
     * @param version the version that holds it; empty where it was refused, or nothing was heard in time
     * @param refusals why it was refused
     */
    record ChangeResult(OptionalLong version, List<String> refusals) {}

    /** How the topics of the cluster differ from the plan, one line each; empty where they do not. */
    List<String> planTopics(Configuration configuration);

    /** Creates missing topics; what differs otherwise is listed and left alone. */
    List<String> applyTopics(Configuration configuration);

    /** The topology, as Kafka Streams describes it. */
    String topology(String prefix);

    /** Runs the processor until it is told to stop. */
    ExitCode run(Configuration configuration, PrintWriter progress);

    /**
     * Shows the product on real data: starts everything, feeds the demonstration sets, prints what was found.
     *
     * @param directory where everything is kept; a temporary one where absent
     * @param keep go on running afterwards
     */
    ExitCode demo(Optional<Path> directory, boolean keep, PrintWriter out, PrintWriter progress);
}
