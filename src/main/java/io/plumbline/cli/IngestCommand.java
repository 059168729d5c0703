package io.plumbline.cli;

import io.plumbline.catalogue.CatalogueChange;
import io.plumbline.config.Configuration;
import io.plumbline.sources.Delivery;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code plumbline ingest}: sends the records of a source to the inbound topics. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = {
            "Send the records of a source to the inbound topics.",
            "Reference data is sent with 'catalogue apply'."
        })
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
        Delivery delivery = options.deliver(workbench, err);
        long unapproved = delivery.reference().stream()
                .filter(CatalogueChange::isGoverned)
                .filter(entry -> CatalogueChange.idIn(entry).isEmpty())
                .count();
        if (unapproved > 0) {
            err.println(
                    "warning: " + unapproved + " reference entries of the source belong to no approved change and will"
                            + " be rejected; send them with 'plumbline catalogue apply'");
        }
        workbench.installation().ingest(configuration, delivery.events(), err);
        return ExitCode.OK.number();
    }
}
