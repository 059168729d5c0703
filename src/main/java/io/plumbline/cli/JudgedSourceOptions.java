package io.plumbline.cli;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.event.Event;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.Subject;
import io.plumbline.monitor.Backtest;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.MonitorSettings;
import io.plumbline.monitor.SubjectState;
import io.plumbline.sources.Delivery;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Files of a source, and the reference data to judge them by without a cluster. */
final class JudgedSourceOptions extends SourceOptions {

    @Option(
            names = "--reference",
            paramLabel = "FILE",
            description =
                    "Reference data (YAML): systems, sources, roles, rules, parameters. May be given several times.")
    private List<Path> references = List.of();

    List<ReferenceEvent> reference(Workbench workbench, PrintWriter err) {
        return ReferenceFiles.read(references, List.of(), workbench, err);
    }

    /** What the files come to, in the form in which an installation answers: each subject with what is held of it. */
    Installation.Log log(Workbench workbench, PrintWriter err) {
        Delivery delivery = deliver(workbench, err);
        Backtest backtest = new Backtest(workbench.controls(), MonitorSettings.DEFAULTS, Mode.CATCHING_UP);
        delivery.facts().forEach(backtest::accept);
        List<ReferenceEvent> reference = new ArrayList<>(reference(workbench, err));
        reference.addAll(delivery.reference());
        SortedMap<Subject, List<Event>> events = new TreeMap<>();
        for (SubjectState state : backtest.subjects()) {
            events.put(state.subject(), state.events());
        }
        return new Installation.Log(events, Catalogue.of(1, reference), Optional.empty());
    }
}
