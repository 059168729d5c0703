package io.plumbline.control.nonhuman;

import io.plumbline.control.Control;
import io.plumbline.control.HolderType;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.facts.IdentityFacts;
import java.util.List;

/** NHC-05: every workload, owner and environment has credentials of its own. */
public final class CredentialsSeparate implements Control<IdentityFacts> {

    @Override
    public String id() {
        return "NHC-05";
    }

    @Override
    public Class<IdentityFacts> population() {
        return IdentityFacts.class;
    }

    /** Takes every machine identity whose credentials were used: by which environments, by which workloads, by whom. */
    @Override
    public List<Judgement> evaluate(IdentityFacts identity, Reference reference) {
        if (!HolderType.of(identity).isMachine()) {
            return List.of();
        }
        ReuseCase test = new ReuseCase(identity, reference);
        if (!test.isUsed()) {
            return List.of();
        }
        Judgement whole = Judgement.together(List.of(test.environments(), test.workloads(), test.owners()));
        return List.of(whole.verdict() == Verdict.NOT_APPLICABLE ? test.verdict(Verdict.OPERATED, "SEPARATE") : whole);
    }
}
