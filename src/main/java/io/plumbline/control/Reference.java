package io.plumbline.control;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.ControlDefinition;
import java.time.Instant;

/** Everything but the facts that one control is evaluated against: its definition, the catalogue, and what is complete. */
public final class Reference {

    private final ControlDefinition definition;
    private final Catalogue catalogue;
    private final Completeness completeness;

    public Reference(ControlDefinition definition, Catalogue catalogue, Watermarks watermarks) {
        this.definition = definition;
        this.catalogue = catalogue;
        this.completeness = new Completeness(catalogue, watermarks);
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
}
