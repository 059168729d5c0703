package io.plumbline.cli;

import io.plumbline.catalogue.Catalogue;
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
    List<ExceptionRecord> exceptions(Connection connection);

    /** Everything every subject holds, from the subject log, and the reference data in force. */
    Log log(Connection connection);

    /**
     * What the log says.
     *
     * @param events by subject, in order of time in the world
     */
    record Log(SortedMap<Subject, List<Event>> events, Catalogue catalogue) {}

    /** Sends events in this order; before a heartbeat everything sent so far is on the brokers, and the heartbeat says how far. */
    void ingest(Connection connection, List<Event> events, PrintWriter progress);

    /** How the topics of the cluster differ from the plan, one line each; empty where they do not. */
    List<String> planTopics(Connection connection, int partitions);

    /** Creates missing topics; what differs otherwise is listed and left alone. */
    List<String> applyTopics(Connection connection, int partitions);

    /** The topology, as Kafka Streams describes it. */
    String topology(String prefix);

    /**
     * Runs the processor until it is told to stop.
     *
     * @param directory where state is kept, and the broker's data where there is no cluster
     * @param cluster the cluster; a broker and a registry of its own are started where absent
     * @param properties files of settings for Kafka Streams, its clients and the registry client
     * @param instance name of the instance in its group
     * @param management where it answers those who watch it
     */
    ExitCode run(
            Optional<Connection> cluster,
            Path directory,
            int partitions,
            List<Path> properties,
            Optional<String> instance,
            ManagementOptions management,
            PrintWriter progress);

    /**
     * Shows the product on real data: starts everything, feeds the demonstration sets, prints what was found.
     *
     * @param directory where everything is kept; a temporary one where absent
     * @param keep go on running afterwards
     */
    ExitCode demo(Optional<Path> directory, boolean keep, PrintWriter out, PrintWriter progress);
}
