package io.plumbline.control.assurance;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Regime;
import io.plumbline.control.Parameters;
import io.plumbline.control.Privilege;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.ReviewEvent.AttestationSigned;
import io.plumbline.facts.DecisionMade;
import io.plumbline.facts.DecisionMade.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How one who decides must have signed in, by what is decided.
 *
 * @param level authenticator assurance level asked of every decision
 * @param strong whether level 3 is asked for, or one below it with an authenticator that cannot be phished
 * @param grave whether the decision is one that SOX rests on: an attestation or an exemption
 * @param stepUp how old a sign-in may be whatever its level, where the decision asks for a new one
 */
record RequiredAssurance(int level, boolean strong, boolean grave, Optional<Duration> stepUp) {

    static RequiredAssurance of(DecisionMade decision, String systemId, Catalogue catalogue, Parameters parameters) {
        boolean attestation = decision.kind() == Kind.ATTESTATION;
        boolean exemption = decision.kind() == Kind.EXEMPTION_GRANT
                && catalogue
                        .system(systemId, decision.at())
                        .filter(SystemRegistered::soxInScope)
                        .isPresent();
        boolean ofSox = decision.event() instanceof AttestationSigned signed
                ? signed.regime().equals(Regime.SOX.name())
                : exemption;
        return new RequiredAssurance(
                Math.toIntExact(parameters.integer("required_aal")),
                attestation || exemption || isTierZero(decision, systemId, catalogue),
                ofSox,
                attestation ? Optional.of(parameters.duration("step_up_for_attestation")) : Optional.empty());
    }

    /** In words, for evidence. */
    String words() {
        return strong ? "AAL3, or AAL" + level + " that cannot be phished" : "AAL" + level;
    }

    private static boolean isTierZero(DecisionMade decision, String systemId, Catalogue catalogue) {
        return decision.entitlements().stream().anyMatch(id -> givesTierZero(systemId, id, decision.at(), catalogue));
    }

    private static boolean givesTierZero(String systemId, String id, Instant at, Catalogue catalogue) {
        return isTierZero(systemId, id, at, catalogue)
                || catalogue
                        .roleTimes(systemId, id)
                        .filter(role -> role.given().stream()
                                .filter(given -> given.inForce().contains(at))
                                .map(given -> given.value().entitlement())
                                .anyMatch(entitlement -> isTierZero(systemId, entitlement, at, catalogue)))
                        .isPresent();
    }

    private static boolean isTierZero(String systemId, String entitlement, Instant at, Catalogue catalogue) {
        return catalogue.mapping(systemId, entitlement).stream()
                .filter(version -> version.inForce().contains(at))
                .anyMatch(version -> Privilege.tier(version.value())
                        .filter(tier -> tier == 0)
                        .isPresent());
    }
}
