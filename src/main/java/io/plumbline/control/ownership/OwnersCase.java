package io.plumbline.control.ownership;

import io.plumbline.catalogue.BusinessCalendar;
import io.plumbline.catalogue.Dated;
import io.plumbline.catalogue.Regime;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.Employment;
import io.plumbline.facts.SystemFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One system with what the register says of it, over all time. */
final class OwnersCase {

    private final SystemFacts system;
    private final Reference reference;
    private final List<Dated<SystemRegistered>> versions;

    OwnersCase(SystemFacts system, Reference reference) {
        this.system = system;
        this.reference = reference;
        this.versions = reference.catalogue().registrations(system.systemId());
    }

    String systemId() {
        return system.systemId();
    }

    List<Dated<SystemRegistered>> versions() {
        return versions;
    }

    Optional<Employment> employment(String personId) {
        return Optional.ofNullable(system.persons().get(personId));
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

    /** So much later by the calendar of the system: whole days are working days. */
    Instant workingTime(SystemRegistered version, Instant from, Duration time) {
        BusinessCalendar calendar =
                reference.catalogue().calendar(version.calendarId().orElse("default"), from);
        return calendar.plus(from, time);
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

    Judgement verdict(String object, Verdict verdict, String reason) {
        return Judgement.of(object, systemId(), at(), verdict, reason, stated());
    }
}
