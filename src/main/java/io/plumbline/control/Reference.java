package io.plumbline.control;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.ControlDefinition;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Everything but the facts that one control is evaluated against: its definition, the catalogue, and what is complete. */
public final class Reference {

    private final ControlDefinition definition;
    private final Catalogue catalogue;
    private final Completeness completeness;
    private final Function<String, Optional<ControlDefinition>> others;

    public Reference(ControlDefinition definition, Catalogue catalogue, Watermarks watermarks) {
        this(definition, catalogue, watermarks, id -> Optional.empty());
    }

    /** @param others definitions of the controls beside it, by id */
    public Reference(
            ControlDefinition definition,
            Catalogue catalogue,
            Watermarks watermarks,
            Function<String, Optional<ControlDefinition>> others) {
        this(definition, catalogue, new Completeness(catalogue, watermarks), others);
    }

    private Reference(
            ControlDefinition definition,
            Catalogue catalogue,
            Completeness completeness,
            Function<String, Optional<ControlDefinition>> others) {
        this.definition = definition;
        this.catalogue = catalogue;
        this.completeness = completeness;
        this.others = others;
    }

    public ControlDefinition definition() {
        return definition;
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    public Completeness completeness() {
        return completeness;
    }

    /** The parameters in force when the thing judged happened. */
    public Parameters parameters(Instant at) {
        return new Parameters(definition, catalogue, at);
    }

    /**
     * What another control of the family is evaluated against, for a control that asks what that one finds; what is asked of
     * sources counts as asked by both. Empty where there is no such control.
     */
    public Optional<Reference> of(String controlId) {
        return others.apply(controlId).map(other -> new Reference(other, catalogue, completeness, others));
    }
}
