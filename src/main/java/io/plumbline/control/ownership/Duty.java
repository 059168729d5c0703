package io.plumbline.control.ownership;

import io.plumbline.catalogue.Regime;
import io.plumbline.event.Owners;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What somebody has to answer for in a system. */
enum Duty {
    /** What the system is used for. */
    BUSINESS("business owner", Set.of(Regime.SOC, Regime.SOX)),
    /** Its operation. */
    SYSTEM("system owner", Set.of(Regime.SOC, Regime.SOX)),
    /** The security risk, for SOC alone. */
    SECURITY_RISK("owner of the security risk", Set.of(Regime.SOC)),
    /** The risk to financial reporting, for SOX alone. */
    REPORTING_RISK("owner of the financial-reporting risk", Set.of(Regime.SOX));

    private final String words;
    private final Set<Regime> regimes;

    Duty(String words, Set<Regime> regimes) {
        this.words = words;
        this.regimes = regimes;
    }

    String words() {
        return words;
    }

    /** The item of the population: {@code owner:security-risk}. */
    String object() {
        return "owner:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Who holds it; empty where nobody is named. */
    Optional<String> holder(SystemRegistered system) {
        Owners owners = system.owners();
        Optional<String> named =
                switch (this) {
                    case BUSINESS -> owners.businessOwner();
                    case SYSTEM -> owners.systemOwner();
                    case SECURITY_RISK -> owners.securityRiskOwner();
                    case REPORTING_RISK -> owners.icfrRiskOwner();
                };
        return named.filter(id -> !id.isBlank());
    }

    /** The regime it is asked for by alone; empty where both do. */
    Optional<Regime> only() {
        return regimes.size() == 1 ? regimes.stream().findFirst() : Optional.empty();
    }

    /** When it has to be held for whom, and who is named for it. */
    List<Tenure> tenures(OwnersCase owners) {
        List<Claim> claims = Claim.of(owners.versions()).stream()
                .map(claim -> new Claim(claim.span(), asking(claim.regimes()), claim.systemId(), claim.calendarId()))
                .filter(claim -> !claim.regimes().isEmpty())
                .toList();
        return Tenure.of(
                owners.versions().stream()
                        .map(version -> new Tenure.Named(version.inForce(), holder(version.value()), version.value()))
                        .toList(),
                claims,
                OwnersCase::severity);
    }

    private Set<Regime> asking(Set<Regime> scope) {
        Set<Regime> asking = new TreeSet<>(scope);
        asking.retainAll(regimes);
        return asking;
    }
}
