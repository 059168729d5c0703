package io.plumbline.avro;

import java.util.Optional;

/** One change of a registry's content. The content is the fold of its changes in order. */
public sealed interface RegistryChange {

    /** A schema became the next version of a subject. {@code schema.schema()} is the canonical text. */
    record Registered(RegisteredSchema schema) implements RegistryChange {}

    /** A compatibility level was set, for one subject or, without a subject, for all that have none of their own. */
    record LevelSet(Optional<String> subject, CompatibilityLevel level) implements RegistryChange {}
}
