package io.plumbline.control.change;

import io.plumbline.control.Deviation;
import io.plumbline.event.ChangeEvent.ImpactAssessed;
import io.plumbline.event.Event;
import io.plumbline.facts.ChangeRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is known of the assessments and tests of an implementation, in words, fields and events. */
record AssuranceExplanation(Implementation implementation, List<ChangeAssurance> changes) {

    /** Flag: several changes were assessed in the very same words, so the answers may have been copied. */
    static final String COPIED_ANSWERS = "COPIED_ANSWERS";

    /**
     * @param wrong what is wrong with it, as a sentence
     * @param keyItems what was touched of that on which financial reporting rests
     */
    Deviation of(Deviation deviation, String wrong, List<String> keyItems) {
        Deviation explained = deviation.because(lines(wrong), evidence()).with(details(keyItems));
        return hasCopies() ? explained.flagged(COPIED_ANSWERS) : explained;
    }

    private List<String> lines(String wrong) {
        List<String> lines = new ArrayList<>(List.of(implementation.words(), wrong));
        if (changes.isEmpty()) {
            lines.add("It names no change record, and none approves it: nothing was assessed or tested for it.");
        }
        changes.forEach(change -> {
            String name = "Change " + change.changeId();
            lines.add(name + " "
                    + change.assessment()
                            .map(one -> "was assessed at " + one.header().occurredAt() + " by " + one.assessorId()
                                    + ", financial reporting affected: " + one.icfrImpact() + ".")
                            .orElse("was not assessed by anybody but who wrote it."));
            lines.add(name + " "
                    + change.test()
                            .map(one -> "was tested at " + one.header().occurredAt() + " by "
                                    + one.testerId().orElse("a pipeline") + ".")
                            .or(() -> change.testByAuthor()
                                    .map(one -> "was tested only by who wrote it, "
                                            + one.testerId().orElse("") + "."))
                            .orElse("has no passed test of what was implemented."));
        });
        implementation
                .rolledBackAt()
                .ifPresent(at -> lines.add("It was rolled back, and that verified, at " + at + "."));
        return lines;
    }

    private List<Event> evidence() {
        List<Event> events = new ArrayList<>(implementation.evidence());
        changes.forEach(change -> {
            events.addAll(change.assessments());
            events.addAll(change.tests());
        });
        implementation.facts().rolledBack().ifPresent(events::add);
        return events;
    }

    private Map<String, String> details(List<String> keyItems) {
        Map<String, String> details = new TreeMap<>();
        details.put("changeIds", String.join(", ", implementation.changeIds()));
        details.put("content", implementation.content());
        changes.forEach(change -> {
            change.assessment().ifPresent(one -> {
                put(details, "assessor", Optional.of(one.assessorId()));
                put(details, "icfrImpact", Optional.of(one.icfrImpact().name()));
                put(details, "impactRef", one.impactRef());
            });
            change.test().or(change::testByAuthor).ifPresent(one -> {
                put(details, "tester", one.testerId());
                put(details, "testRef", one.testRef());
                put(details, "testEnvironment", one.environment());
            });
        });
        put(details, "keyItemsTouched", Optional.of(String.join(", ", keyItems)));
        return details;
    }

    private static void put(Map<String, String> details, String name, Optional<String> value) {
        value.filter(text -> !text.isEmpty())
                .ifPresent(text -> details.merge(name, text, (a, b) -> a.equals(b) ? a : a + ", " + b));
    }

    /** Whether two changes, releases included, were assessed in the same words. */
    private boolean hasCopies() {
        Set<String> seen = new HashSet<>();
        return Stream.of(
                        implementation.facts().records().own(),
                        implementation.facts().records().wholes())
                .map(Map::values)
                .flatMap(Collection::stream)
                .map(ChangeRecord::assessments)
                .flatMap(assessments -> assessments.stream()
                        .map(ImpactAssessed::textHash)
                        .flatMap(Optional::stream)
                        .distinct())
                .anyMatch(hash -> !seen.add(hash));
    }
}
