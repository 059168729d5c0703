package io.plumbline.cli;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.config.Configuration;
import io.plumbline.event.Event;
import io.plumbline.event.Subject;
import io.plumbline.exceptions.ExceptionRecord;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** What commands ask of a running installation, or of the means to start one. */
public interface Installation {

    /** Every exception as it stands, by id, from the compacted exceptions topic. */
    List<ExceptionRecord> exceptions(Configuration configuration);

    /** Everything every subject holds, from the subject log, and the reference data in force. */
    Log log(Configuration configuration);

    /**
     * What the log says.
     *
     * @param events by subject, in order of time in the world
     */
    record Log(SortedMap<Subject, List<Event>> events, Catalogue catalogue) {}

    /** Sends events in this order; before a heartbeat everything sent so far is on the brokers, and the heartbeat says how far. */
    void ingest(Configuration configuration, List<Event> events, PrintWriter progress);

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
