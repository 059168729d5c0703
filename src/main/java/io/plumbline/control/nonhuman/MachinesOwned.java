package io.plumbline.control.nonhuman;

import io.plumbline.control.Control;
import io.plumbline.control.HolderType;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.event.CredentialEvent.CredentialType;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.SubjectKind;
import io.plumbline.facts.IdentityFacts;
import java.util.List;

/** NHC-01: machine identities have an accountable, active owner who confirms them. */
public final class MachinesOwned implements Control<IdentityFacts> {

    @Override
    public String id() {
        return "NHC-01";
    }

    @Override
    public Class<IdentityFacts> population() {
        return IdentityFacts.class;
    }

    /**
     * Takes every machine identity: by its own record, by a statement of who owns it, or by what a system says of its account. Of
     * an account that belongs to no identity it takes those that a system says are a machine's.
     */
    @Override
    public List<Judgement> evaluate(IdentityFacts identity, Reference reference) {
        IdentityType type = HolderType.of(identity);
        boolean unnamed = type == IdentityType.UNKNOWN && !identity.ownerships().isEmpty();
        if (!type.isMachine() && !unnamed) {
            return List.of();
        }
        OwnershipCase test = new OwnershipCase(identity, type, reference);
        return List.of(isInstance(identity, type) ? test.instance() : Judgement.together(test.parts()));
    }

    /** An instance of a workload that lives on tokens only: its template is what has an owner. */
    private static boolean isInstance(IdentityFacts identity, IdentityType type) {
        return type == IdentityType.WORKLOAD
                && identity.subject().kind() == SubjectKind.IDENTITY
                && identity.accounts().isEmpty()
                && !identity.secrets().isEmpty()
                && identity.secrets().stream().allMatch(secret -> secret.type() == CredentialType.WORKLOAD_TOKEN);
    }
}
