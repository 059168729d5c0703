package io.plumbline.control;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.ParameterDefinition;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** The parameters of one control in force at one instant: the customer's own value, else the default. */
public final class Parameters {

    private final ControlDefinition definition;
    private final Catalogue catalogue;
    private final Instant at;

    Parameters(ControlDefinition definition, Catalogue catalogue, Instant at) {
        this.definition = definition;
        this.catalogue = catalogue;
        this.at = at;
    }

    public Duration duration(String name) {
        return Duration.parse(text(name));
    }

    public long integer(String name) {
        return Long.parseLong(text(name));
    }

    public BigDecimal decimal(String name) {
        return new BigDecimal(text(name));
    }

    public boolean flag(String name) {
        return Boolean.parseBoolean(text(name));
    }

    /**
     * The value as text. A customer's value that its definition does not allow is not used; the default is.
     *
     * @throws IllegalArgumentException if the control defines no such parameter
     */
    public String text(String name) {
        ParameterDefinition parameter = definition
                .parameter(name)
                .orElseThrow(
                        () -> new IllegalArgumentException(definition.id() + " defines no parameter '" + name + "'"));
        return catalogue
                .parameter(definition.id(), name, at)
                .filter(value -> parameter.problemWith(value).isEmpty())
                .orElse(parameter.defaultValue());
    }

    /** All values in force, by name, for evidence. */
    public SortedMap<String, String> all() {
        SortedMap<String, String> values = new TreeMap<>();
        definition.parameters().forEach(parameter -> values.put(parameter.name(), text(parameter.name())));
        return values;
    }
}
