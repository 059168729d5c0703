package io.plumbline.control.ownership;

import io.plumbline.control.Deviation;
import io.plumbline.control.Parameters;
import io.plumbline.facts.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds the exceptions that open again and again: of the same control, kind, rule and object about one subject. */
final class Recurrence {

    private record Opening(Instant at, String exceptionId) {}

    private final SortedMap<String, List<Opening>> openings = new TreeMap<>();

    Recurrence(List<Finding> findings) {
        for (Finding finding : findings) {
            List<Opening> ofKey = openings.computeIfAbsent(key(finding), key -> new ArrayList<>());
            new Course(finding.history()).openings().forEach(at -> ofKey.add(new Opening(at, finding.exceptionId())));
        }
        openings.values()
                .forEach(ofKey -> ofKey.sort(Comparator.comparing(Opening::at).thenComparing(Opening::exceptionId)));
    }

    private static String key(Finding finding) {
        return String.join(
                "|", finding.controlId(), finding.kind(), finding.rule().orElse(""), finding.object());
    }

    /** One for each time the exception opened as the last of so many within the window; then counting starts anew. */
    List<Deviation> of(Finding finding, Parameters parameters) {
        int most = Math.toIntExact(parameters.integer("repeat_n"));
        Duration window = parameters.duration("repeat_window");
        List<Deviation> found = new ArrayList<>();
        List<Opening> counted = new ArrayList<>();
        for (Opening opening : openings.get(key(finding))) {
            counted.removeIf(earlier -> earlier.at().plus(window).isBefore(opening.at()));
            counted.add(opening);
            if (counted.size() >= most) {
                if (opening.exceptionId().equals(finding.exceptionId())) {
                    found.add(deviation(finding, opening.at(), counted, window));
                }
                counted.clear();
            }
        }
        return found;
    }

    private static Deviation deviation(Finding finding, Instant at, List<Opening> counted, Duration window) {
        return Deviation.lasting("REPEAT", "REPEAT", finding.exceptionId() + "@" + at, at, finding.severity())
                .because(
                        List.of(
                                finding.controlId() + " found " + finding.kind() + " of " + finding.object() + " "
                                        + counted.size() + " times within " + window + ", the first time at "
                                        + counted.get(0).at(),
                                "What is remedied and comes back has a cause that nobody removed"),
                        List.of())
                .with(Map.of(
                        "exception_id", finding.exceptionId(),
                        "control", finding.controlId(),
                        "openings", Integer.toString(counted.size()),
                        "first_opening", counted.get(0).at().toString()));
    }
}
