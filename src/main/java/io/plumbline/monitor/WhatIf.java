package io.plumbline.monitor;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.Nature;
import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Watermarks;
import io.plumbline.event.AccessEvent.Granted;
import io.plumbline.event.Event;
import io.plumbline.event.ReferenceEvent.SourceDeclared;
import io.plumbline.event.Subject;
import io.plumbline.facts.Facts;
import io.plumbline.facts.Held;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What would deviate if somebody were given something: the controls over conflicting functions, asked before the grant is made.
 *
 * <p>The same controls judge the same facts twice, as they are and with the grant, as if nothing else happened until a day after
 * it; what is found only the second time is the answer. Nothing is stored.
 */
public final class WhatIf {

    /** Overlaps are put down to the order of grants and revocations for at most a day, so that a day later they are conflicts. */
    private static final Duration LATER = Duration.ofDays(1).plusMillis(1);

    /** Controls of this family judge what is held; others judge how it was given, which a question cannot show. */
    private static final String FAMILY = "sod";

    private final ControlLibrary controls;

    public WhatIf(ControlLibrary controls) {
        this.controls = controls;
    }

    /** One departure that the grant would bring. */
    public record Predicted(ControlDefinition control, Judgement judgement, Deviation deviation) {

        /** Control, rule and version of the rule, as {@code access.predicted} states them. */
        public String conflict() {
            return control.id()
                    + deviation.rule().map(rule -> " " + rule).orElse("")
                    + deviation.ruleVersion().map(version -> " " + version).orElse("");
        }
    }

    /** What {@code grant} would bring to the subject that holds {@code events}; in order of control. */
    public List<Predicted> grant(Subject subject, List<Event> events, Granted grant, Catalogue catalogue) {
        List<Event> then = new ArrayList<>(events);
        then.add(grant);
        Watermarks settled = settled(catalogue, grant.header().occurredAt().plus(LATER));
        Set<String> before = found(subject, events, catalogue, settled).stream()
                .map(WhatIf::identity)
                .collect(Collectors.toSet());
        return found(subject, then, catalogue, settled).stream()
                .filter(predicted -> !before.contains(identity(predicted)))
                .toList();
    }

    private static String identity(Predicted predicted) {
        Deviation deviation = predicted.deviation();
        return String.join(
                "|",
                predicted.control().id(),
                deviation.kind(),
                deviation.rule().orElse(""),
                predicted.judgement().object(),
                deviation.since().toString());
    }

    private List<Predicted> found(Subject subject, List<Event> events, Catalogue catalogue, Watermarks settled) {
        Optional<Facts> facts = events.isEmpty() ? Optional.empty() : Judge.facts(subject, inOrder(events), false);
        List<Predicted> found = new ArrayList<>();
        for (ControlLibrary.Entry entry : controls.entries()) {
            boolean asked = entry.definition().family().equals(FAMILY)
                    && facts.filter(entry.control().population()::isInstance).isPresent();
            if (asked) {
                Reference reference = new Reference(entry.definition(), catalogue, settled);
                evaluate(entry.control(), facts.orElseThrow(), reference)
                        .forEach(judgement -> judgement.deviations().stream()
                                .filter(deviation -> isCondition(entry.definition(), deviation))
                                .forEach(deviation ->
                                        found.add(new Predicted(entry.definition(), judgement, deviation))));
            }
        }
        return found;
    }

    private static List<Event> inOrder(List<Event> events) {
        return events.stream()
                .map(event -> new Held(event, event.header().recordedAt()))
                .sorted()
                .map(Held::event)
                .toList();
    }

    private static boolean isCondition(ControlDefinition control, Deviation deviation) {
        return control.kind(deviation.kind()).nature() == Nature.CONDITION;
    }

    private static <F extends Facts> List<Judgement> evaluate(Control<F> control, Facts facts, Reference reference) {
        return control.evaluate(control.population().cast(facts), reference);
    }

    /** As if every declared source had been heard up to then. */
    private static Watermarks settled(Catalogue catalogue, Instant to) {
        Map<String, Instant> settled = new TreeMap<>();
        settled.put("what-if", to);
        for (SourceDeclared source : catalogue.sources()) {
            settled.put(source.sourceId(), to.plus(source.grace()));
        }
        return Watermarks.of(settled);
    }
}
