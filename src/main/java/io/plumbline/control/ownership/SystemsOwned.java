package io.plumbline.control.ownership;

import io.plumbline.control.Control;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.facts.SystemFacts;
import java.util.ArrayList;
import java.util.List;

/** OWN-01: systems, controls and exemptions in scope have distinct, active, confirmed owners. */
public final class SystemsOwned implements Control<SystemFacts> {

    @Override
    public String id() {
        return "OWN-01";
    }

    @Override
    public Class<SystemFacts> population() {
        return SystemFacts.class;
    }

    /**
     * Takes every duty of a registered system, the confirmations of its owners and their independence; then the exemptions and
     * the controls whose owners are judged here.
     */
    @Override
    public List<Judgement> evaluate(SystemFacts system, Reference reference) {
        List<Judgement> judgements = new ArrayList<>();
        OwnersCase owners = new OwnersCase(system, reference);
        if (!owners.versions().isEmpty()) {
            for (Duty duty : Duty.values()) {
                Charge charge = owners.charge(duty.object(), duty.words(), duty.only());
                judgements.add(new HolderCase(charge, duty.tenures(owners), system, reference).judgement());
            }
            judgements.addAll(new RegisterCase(owners, reference).judgements());
        }
        for (Filing filing : Filing.of(owners, reference.catalogue())) {
            judgements.addAll(new ExemptionOwners(system, filing, reference).judgements());
            judgements.addAll(new ControlOwners(system, filing, reference).judgements());
        }
        return judgements;
    }
}
