package io.plumbline.monitor;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.control.Control;
import io.plumbline.control.Coverage;
import io.plumbline.control.Reference;
import io.plumbline.control.Watermarks;
import io.plumbline.facts.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** All controls, each with its definition, in order of id. */
public final class ControlLibrary {

    /** A control with its definition. */
    public record Entry(Control<?> control, ControlDefinition definition) {

        /** Whether it tests how what others found is dealt with, so that it is asked after them. */
        boolean testsFindings() {
            return control.population().equals(Findings.class);
        }
    }

    private final Map<String, Entry> entries;
    private final Set<String> asked;

    /**
     * Pairs controls with definitions by id.
     *
     * @throws IllegalArgumentException naming every definition without code and every control without definition
     */
    public ControlLibrary(List<? extends Control<?>> controls, List<ControlDefinition> definitions) {
        this.entries = new TreeMap<>();
        Map<String, ControlDefinition> byId = new TreeMap<>();
        definitions.forEach(definition -> byId.put(definition.id(), definition));
        Set<String> coded = new TreeSet<>();
        List<String> problems = new ArrayList<>();
        for (Control<?> control : controls) {
            coded.add(control.id());
            ControlDefinition definition = byId.get(control.id());
            if (definition == null) {
                problems.add(control.id() + " has code but no control.yaml: add its folder to the controls index");
            } else {
                entries.put(control.id(), new Entry(control, definition));
            }
        }
        byId.keySet().stream()
                .filter(id -> !coded.contains(id))
                .forEach(id -> problems.add(id + " has a control.yaml but no code: add its class to the control list"));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        this.asked = coded;
    }

    private ControlLibrary(Map<String, Entry> entries, Set<String> asked) {
        this.entries = entries;
        this.asked = asked;
    }

    /**
     * The same library, of which only these controls are asked; all, where one of them tests what the others find, or what
     * exempts from them. Others can still be looked up: what any other control finds rests on their definitions at most.
     */
    ControlLibrary asking(Set<String> controlIds) {
        if (controlIds.stream().flatMap(id -> entry(id).stream()).anyMatch(Entry::testsFindings)
                || controlIds.contains(Coverage.CONTROL)) {
            return this;
        }
        return new ControlLibrary(entries, controlIds);
    }

    /** The controls that are asked, in order of id. */
    public List<Entry> entries() {
        return entries.values().stream()
                .filter(entry -> asked.contains(entry.control().id()))
                .toList();
    }

    /** The control of an id; empty where the library has none. */
    public Optional<Entry> entry(String controlId) {
        return Optional.ofNullable(entries.get(controlId));
    }

    public List<ControlDefinition> definitions() {
        return entries.values().stream().map(Entry::definition).toList();
    }

    /** What a control is evaluated against; it may ask for what others find that are applied at any time. */
    Reference reference(ControlDefinition control, Catalogue catalogue, Watermarks settled) {
        return new Reference(control, catalogue, settled, id -> entry(id)
                .map(Entry::definition)
                .filter(other -> Staging.of(other, catalogue).isEverApplied()));
    }
}
