package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.event.Event;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.monitor.Backtest;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.MonitorSettings;
import io.plumbline.sources.DemoSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The core over files and the stream processor on a broker with four partitions come to the same final records. */
@Timeout(300)
class ReplayEqualsStreamingIT {

    private static final Map<String, DemoSet> SETS = new TreeMap<>(
            Map.of("cloudtrail", DemoSet.CLOUDTRAIL, "go-changes", DemoSet.GO_CHANGES, "rust-team", DemoSet.RUST_TEAM));

    @Test
    void theThreeSetsEndInTheSameRecords(@TempDir Path directory) throws Exception {
        List<ReferenceEvent> reference = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        SETS.forEach((name, set) -> {
            reference.addAll(
                    DemoStory.reference("/demo/" + name + "/reference.yaml", Playground.CONTROLS.definitions()));
            events.addAll(Sources.all().get(name).read(set.files()).events());
        });

        SortedMap<String, String> replayed = finalRecords(replay(reference, events));
        SortedMap<String, String> streamed;
        try (Playground playground = new Playground(directory, 4)) {
            List<Event> all = new ArrayList<>(Playground.approved(reference));
            all.addAll(events);
            playground.feed(all);
            streamed = finalRecords(playground.exceptions());
        }

        assertEquals(replayed, streamed);
        assertEquals(
                new TreeSet<>(List.of("CHG-02", "EFF-01", "EVD-01", "OWN-01", "PAM-01", "PAM-02", "SOD-01", "SOD-04")),
                replayed.values().stream()
                        .map(text -> text.substring(0, text.indexOf(' ')))
                        .collect(Collectors.toCollection(TreeSet::new)),
                "the sets show something of each of these controls");
        assertTrue(replayed.size() > 600, "and much of it: " + replayed.size());
    }

    private static Collection<ExceptionRecord> replay(List<ReferenceEvent> reference, List<Event> events) {
        Backtest backtest = new Backtest(Playground.CONTROLS, MonitorSettings.DEFAULTS, Mode.CATCHING_UP);
        backtest.publish(reference);
        events.forEach(backtest::accept);
        backtest.settle(Map.of());
        return backtest.exceptions().values();
    }

    /** What must not depend on the way: by id, of all that was not withdrawn. */
    private static SortedMap<String, String> finalRecords(Collection<ExceptionRecord> records) {
        SortedMap<String, String> texts = new TreeMap<>();
        records.stream()
                .filter(record -> record.status() != ExceptionStatus.WITHDRAWN)
                .forEach(record -> texts.put(
                        record.exceptionId(),
                        String.join(
                                " ",
                                record.controlId(),
                                record.kind(),
                                record.variant(),
                                record.subjectKey(),
                                record.object(),
                                record.since().toString(),
                                record.until().map(Object::toString).orElse("-"),
                                record.status().name(),
                                record.severity().name())));
        return texts;
    }
}
