package io.plumbline.control.ownership;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.catalogue.Persons;
import io.plumbline.catalogue.Regime;
import io.plumbline.control.Parameters;
import io.plumbline.control.Reference;
import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.Interval;
import io.plumbline.facts.SystemFacts;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One system with what the register says of it, over all time. */
final class OwnersCase {

    private final SystemFacts system;
    private final List<Dated<SystemRegistered>> versions;

    OwnersCase(SystemFacts system, Reference reference) {
        this.system = system;
        this.versions = versions(system.systemId(), reference.catalogue());
    }

    /** Every version of the registration of a system; what has been retired needs no owner, unless it is registered anew. */
    static List<Dated<SystemRegistered>> versions(String systemId, Catalogue catalogue) {
        Optional<Instant> gone = catalogue.retired(systemId, Instant.MAX);
        return catalogue.registrations(systemId).stream()
                .map(version -> gone.filter(version.inForce().from()::isBefore)
                        .map(end -> version.inForce().intersect(Interval.of(Instant.MIN, end)))
                        .map(cut -> new Dated<>(cut.orElseThrow(), version.value()))
                        .orElse(version))
                .toList();
    }

    String systemId() {
        return system.systemId();
    }

    List<Dated<SystemRegistered>> versions() {
        return versions;
    }

    static Set<Regime> scope(SystemRegistered version) {
        Set<Regime> scope = new TreeSet<>();
        if (version.socInScope()) {
            scope.add(Regime.SOC);
        }
        if (version.soxInScope()) {
            scope.add(Regime.SOX);
        }
        return scope;
    }

    static Severity severity(Set<Regime> regimes) {
        return regimes.contains(Regime.SOX) ? Severity.HIGH : Severity.MEDIUM;
    }

    /** Whether a regime wants the owner of its risk to be somebody else than who operates the system. */
    static boolean wantsDistinct(Regime regime, Parameters parameters) {
        return parameters.flag("distinct_for_" + regime.name().toLowerCase(Locale.ROOT));
    }

    /** Whether two ids are one person's, as reference data or the personnel system says. */
    static boolean isSame(String one, String other, SystemFacts system, Persons persons) {
        return persons.isSame(system.survivor(one), system.survivor(other));
    }

    String survivor(String id) {
        return system.survivor(id);
    }

    boolean isSame(String one, String other, Persons persons) {
        return isSame(one, other, system, persons);
    }

    /** Whether it exempts from the segregation of duties. */
    static boolean isFromSeparation(ExemptionGranted exemption) {
        return exemption.controlId().startsWith("SOD-");
    }

    /** Something of the system that somebody has to answer for. */
    Charge charge(String object, String words, Optional<Regime> only) {
        return new Charge(
                object, systemId(), words, systemId(), systemId(), at(), only, Map.of(), List.copyOf(stated()));
    }

    /** When it was in scope, without asking who holds a duty. */
    List<Tenure> inScope() {
        return Tenure.of(
                versions.stream()
                        .map(version -> new Tenure.Named(version.inForce(), Optional.empty(), version.value()))
                        .toList(),
                Claim.of(versions),
                OwnersCase::severity);
    }

    /** The first instant from which it is in scope, else from which it is registered: when its items came about. */
    Instant at() {
        return versions.stream()
                .filter(version -> !scope(version.value()).isEmpty())
                .findFirst()
                .orElse(versions.get(0))
                .inForce()
                .from();
    }

    /** Every version of its registration. */
    List<SystemRegistered> stated() {
        return versions.stream().map(Dated::value).toList();
    }
}
