package io.plumbline.cli;

import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.ParameterChanged;
import io.plumbline.json.Problem;
import io.plumbline.json.Reading;
import io.plumbline.monitor.Scenario;
import io.plumbline.yaml.ReferenceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A company's own values of parameters, from one file that is checked whole.
 *
 * @param given whether there is a file at all
 * @param latest of each parameter the value that applies last, in order of control and name
 */
record OwnParameters(boolean given, List<ParameterChanged> latest) {

    /** Before everything a scenario says, so that its own values of a parameter come after. */
    private static final Instant BEFORE_ALL = Instant.parse("1990-01-01T00:00:00Z");

    /**
     * The values of a file; none where {@code file} is null.
     *
     * @throws InputException with everything that is wrong with it
     */
    static OwnParameters read(Path file, Workbench workbench) {
        if (file == null) {
            return new OwnParameters(false, List.of());
        }
        Reading<ReferenceFile> reading;
        try {
            reading = ReferenceFile.readParameters(
                    file.toString(),
                    Files.readString(file),
                    workbench.controls().definitions());
        } catch (IOException e) {
            throw new InputException(List.of(file + ": cannot be read: " + e.getMessage()));
        }
        if (!reading.problems().isEmpty()) {
            throw new InputException(
                    reading.problems().stream().map(Problem::toString).toList());
        }
        Map<String, ParameterChanged> latest = new TreeMap<>();
        reading.orElseThrow().events().stream()
                .map(ParameterChanged.class::cast)
                .sorted(Comparator.comparing(ParameterChanged::effectiveFrom))
                .forEach(changed -> latest.put(changed.controlId() + " " + changed.parameter(), changed));
        return new OwnParameters(true, List.copyOf(latest.values()));
    }

    /** Values of one control, by name. */
    Map<String, String> of(String controlId) {
        Map<String, String> values = new TreeMap<>();
        latest.stream()
                .filter(changed -> changed.controlId().equals(controlId))
                .forEach(changed -> values.put(changed.parameter(), changed.value()));
        return values;
    }

    /** Whether there is a value of any of these controls, or no file, so that all are concerned. */
    boolean concern(Set<String> controls) {
        return !given || latest.stream().anyMatch(changed -> controls.contains(changed.controlId()));
    }

    /** The same history under the values; where it states a value of its own, that one counts from then on. */
    Scenario in(Scenario scenario) {
        List<ReferenceEvent> reference = new ArrayList<>(scenario.reference());
        latest.forEach(changed -> reference.add(new ParameterChanged(
                changed.header(),
                changed.controlId(),
                changed.parameter(),
                changed.value(),
                BEFORE_ALL,
                changed.reason(),
                changed.approvedBy())));
        return new Scenario(
                scenario.name(),
                scenario.covers(),
                scenario.controls(),
                List.copyOf(reference),
                scenario.steps(),
                scenario.expected());
    }

    /** One line per value: what it is, why, and who approved it. */
    List<String> lines() {
        return latest.stream()
                .map(changed -> "with " + changed.controlId() + " " + changed.parameter() + " " + changed.value()
                        + " from " + changed.effectiveFrom() + ": " + changed.reason() + " (approved by "
                        + changed.approvedBy().orElseThrow() + ")")
                .toList();
    }
}
