package io.plumbline.control.nonhuman;

import io.plumbline.control.Control;
import io.plumbline.control.HolderType;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.facts.IdentityFacts;
import java.util.ArrayList;
import java.util.List;

/** NHC-03: machine identities and their credentials go when their system, vendor or purpose does. */
public final class MachinesRetired implements Control<IdentityFacts> {

    @Override
    public String id() {
        return "NHC-03";
    }

    @Override
    public Class<IdentityFacts> population() {
        return IdentityFacts.class;
    }

    /** Takes every machine identity that has or had anything to act with: first whether it is used, then every end of its purpose. */
    @Override
    public List<Judgement> evaluate(IdentityFacts identity, Reference reference) {
        IdentityType type = HolderType.of(identity);
        boolean unnamed = type == IdentityType.UNKNOWN && !identity.ownerships().isEmpty();
        LiveAccess access = LiveAccess.of(identity);
        if (!type.isMachine() && !unnamed || access.means().isEmpty()) {
            return List.of();
        }
        List<Judgement> judgements = new ArrayList<>();
        judgements.add(new UseCase(identity, access, reference).judged());
        for (PurposeEnd end : PurposeEnd.of(identity, access, reference.catalogue())) {
            LiveAccess concerned = access.where(
                    one -> end.systemId().map(one.systemId()::equals).orElse(true));
            judgements.add(new PurposeCase(identity, end, concerned, reference).judged());
        }
        LiveAccess inProduction = access.inProduction(reference.catalogue());
        for (PurposeEnd end : PurposeEnd.leftInProduction(identity, inProduction, reference)) {
            judgements.add(new PurposeCase(identity, end, inProduction, reference).judged());
        }
        return judgements;
    }
}
