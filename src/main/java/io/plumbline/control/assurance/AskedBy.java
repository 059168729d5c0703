package io.plumbline.control.assurance;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Regime;
import io.plumbline.control.GravestSystem;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.ReviewEvent.AttestationSigned;
import io.plumbline.facts.DecisionMade;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whose question a decision is: of an attestation that of the regime it was signed for, else that of all. */
final class AskedBy {

    private AskedBy() {}

    /** The one regime that the decision was made for; empty where it may concern all. */
    static Set<Regime> regimes(DecisionMade decision) {
        return signedFor(decision).map(Set::of).orElse(Set.of());
    }

    /**
     * The system it is filed under: the one it concerns, else the gravest at the time, of an attestation among those in scope of
     * its regime; the source where none is registered.
     */
    static String system(DecisionMade decision, Catalogue catalogue) {
        return decision.systemId()
                .or(() -> signedFor(decision).flatMap(regime -> gravest(regime, decision, catalogue)))
                .or(() -> GravestSystem.ofAll(catalogue, decision.at()))
                .orElse(decision.event().header().source());
    }

    private static Optional<String> gravest(Regime regime, DecisionMade decision, Catalogue catalogue) {
        return GravestSystem.of(
                catalogue.systems(decision.at()).stream()
                        .filter(regime == Regime.SOX ? SystemRegistered::soxInScope : SystemRegistered::socInScope)
                        .map(SystemRegistered::systemId)
                        .toList(),
                catalogue,
                decision.at());
    }

    private static Optional<Regime> signedFor(DecisionMade decision) {
        return decision.event() instanceof AttestationSigned signed
                ? Stream.of(Regime.values())
                        .filter(regime -> regime.name().equals(signed.regime()))
                        .findFirst()
                : Optional.empty();
    }
}
