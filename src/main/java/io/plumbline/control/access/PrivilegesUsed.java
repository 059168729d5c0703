package io.plumbline.control.access;

import io.plumbline.control.Control;
import io.plumbline.control.EffectiveAccess;
import io.plumbline.control.EffectiveAccess.Unknown;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.facts.IdentityFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** EFF-02: what is held for good is used; privileges that nobody uses are given back. */
public final class PrivilegesUsed implements Control<IdentityFacts> {

    @Override
    public String id() {
        return "EFF-02";
    }

    @Override
    public Class<IdentityFacts> population() {
        return IdentityFacts.class;
    }

    /**
     * Takes every entitlement held for good, however it is reached: the privileged and finance-sensitive ones each for itself, all
     * others of a system together.
     */
    @Override
    public List<Judgement> evaluate(IdentityFacts identity, Reference reference) {
        Disuse disuse = new Disuse(identity, reference);
        List<Judgement> judgements = new ArrayList<>();
        Map<String, List<StandingEntitlement>> ordinary = new TreeMap<>();
        for (StandingEntitlement held : StandingEntitlement.of(identity, reference)) {
            if (held.everSensitive()) {
                judgements.add(disuse.ofSensitive(held));
            }
            if (held.everOrdinary()) {
                ordinary.computeIfAbsent(held.systemId(), system -> new ArrayList<>())
                        .add(held);
            }
        }
        EffectiveAccess.of(identity, reference.catalogue()).unknown().stream()
                .filter(unknown -> unknown.reason().equals("ROLE_REJECTED"))
                .collect(Collectors.groupingBy(
                        unknown -> "role:" + unknown.systemId() + "/" + unknown.entitlement(),
                        TreeMap::new,
                        Collectors.toList()))
                .forEach((object, unknown) -> judgements.add(contentUnknown(object, unknown.get(0))));
        ordinary.forEach((system, held) -> judgements.add(disuse.ofOrdinary(system, held)));
        return judgements;
    }

    /** Nobody can tell what of a role is used while nobody knows what it gives. */
    private static Judgement contentUnknown(String object, Unknown unknown) {
        return Judgement.of(
                object,
                unknown.systemId(),
                unknown.span().from(),
                Verdict.INDETERMINATE,
                unknown.reason(),
                List.of(unknown.grant().given()));
    }
}
