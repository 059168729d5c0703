package io.plumbline.cli;

import io.plumbline.config.Configuration;
import io.plumbline.event.Event;
import io.plumbline.sources.Delivery;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code plumbline ingest}: sends the records of a source to the inbound topics. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = "Send the records of a source, and reference data, to the inbound topics.")
final class IngestCommand implements Callable<Integer> {

    private final Workbench workbench;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SourceOptions options;

    @Mixin
    private Connection connection;

    IngestCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Configuration configuration = connection.configuration(workbench);
        List<Event> events = new ArrayList<>(options.reference(workbench, err));
        Delivery delivery = options.deliver(workbench, err);
        events.addAll(delivery.events());
        workbench.installation().ingest(configuration, events, err);
        return ExitCode.OK.number();
    }
}
