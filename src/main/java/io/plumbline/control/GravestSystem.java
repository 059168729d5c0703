package io.plumbline.control;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.event.ReferenceEvent.SourceDeclared;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The one system under which a judgement is filed that concerns several: the one that most is claimed about. In scope of SOX
 * comes before in scope of SOC only, and that before in scope of neither; among equals the first id counts.
 */
public final class GravestSystem {

    private static final Comparator<SystemRegistered> MOST_CLAIMED_FIRST = Comparator.comparing(
                    SystemRegistered::soxInScope)
            .thenComparing(SystemRegistered::socInScope)
            .reversed()
            .thenComparing(SystemRegistered::systemId);

    private GravestSystem() {}

    /** Of these systems, as registered at {@code at}; empty where none was. */
    public static Optional<String> of(Collection<String> systemIds, Catalogue catalogue, Instant at) {
        return first(systemIds.stream().map(id -> catalogue.system(id, at)).flatMap(Optional::stream));
    }

    /**
     * Of the systems a source is declared for, as registered at {@code at}. A source that is declared for all, or not at all,
     * may have said anything about any system, so all count. Empty where none is registered.
     */
    public static Optional<String> ofSource(String sourceId, Catalogue catalogue, Instant at) {
        List<String> declared =
                catalogue.source(sourceId).map(SourceDeclared::systems).orElse(List.of());
        return declared.isEmpty() ? first(catalogue.systems(at).stream()) : of(declared, catalogue, at);
    }

    /** Of all registered at {@code at}, for what concerns a control and no one system; empty where none was. */
    public static Optional<String> ofAll(Catalogue catalogue, Instant at) {
        return first(catalogue.systems(at).stream());
    }

    private static Optional<String> first(Stream<SystemRegistered> systems) {
        return systems.min(MOST_CLAIMED_FIRST).map(SystemRegistered::systemId);
    }
}
