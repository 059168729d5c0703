package io.plumbline.control.ownership;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.control.Judgement;
import io.plumbline.event.Event;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.Routing;
import io.plumbline.event.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The system under which it is filed who answers for something, and when that is asked. What concerns the monitoring of all
 * systems is filed under one after the other, and so are its items apart.
 *
 * @param suffix of the items; empty where all is filed under the system itself
 * @param delegatedIn where a delegation has to be good for somebody to stand in
 */
record Filing(String systemId, String suffix, String delegatedIn, List<Claim> claims) {

    private static final String PLUMBLINE = Routing.OWN.substring(0, Routing.OWN.length() - 1);

    /** That of a registered system, or those of a part of Plumbline itself; none where nothing is registered. */
    static List<Filing> of(OwnersCase owners, Catalogue catalogue) {
        String systemId = owners.systemId();
        if (!owners.versions().isEmpty()) {
            return List.of(new Filing(systemId, "", systemId, Claim.of(owners.versions())));
        } else if (!systemId.startsWith(Routing.OWN)) {
            return List.of();
        }
        Map<String, List<Claim>> bySystem = new LinkedHashMap<>();
        Claim.ofAll(catalogue).forEach(claim -> bySystem.computeIfAbsent(claim.systemId(), id -> new ArrayList<>())
                .add(claim));
        return bySystem.entrySet().stream()
                .map(filed -> new Filing(filed.getKey(), "@" + filed.getKey(), PLUMBLINE, filed.getValue()))
                .toList();
    }

    boolean isOfPart() {
        return !suffix.isEmpty();
    }

    /**
     * Judges one item; not applicable where it was never asked for, and nothing where another filing has it.
     *
     * @param object the item
     * @param words what the person is called who answers for it
     * @param details what deviations of it say besides
     * @param versions what is stated of it, oldest first
     * @param named who is named for it, in the same order
     */
    List<Judgement> judge(
            String object,
            String bearer,
            String words,
            Map<String, String> details,
            List<? extends Dated<? extends ReferenceEvent>> versions,
            List<Tenure.Named> named,
            BiFunction<Charge, List<Tenure>, List<Judgement>> judge) {
        List<Tenure> tenures = Tenure.of(named, claims, regimes -> Severity.MEDIUM);
        if (versions.isEmpty() || tenures.isEmpty() && isOfPart()) {
            return List.of();
        }
        Instant at = tenures.isEmpty()
                ? versions.get(0).inForce().from()
                : tenures.get(0).span().from();
        Charge charge = new Charge(
                object + suffix,
                bearer,
                words,
                systemId,
                delegatedIn,
                at,
                Optional.empty(),
                details,
                versions.stream().map(Dated::value).map(Event.class::cast).toList());
        return judge.apply(charge, tenures);
    }
}
