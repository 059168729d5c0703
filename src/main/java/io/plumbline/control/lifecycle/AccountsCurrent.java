package io.plumbline.control.lifecycle;

import io.plumbline.control.Control;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.facts.IdentityFacts;
import java.util.List;

/** JML-05: every account that can be signed in to belongs to someone, is within its time, and is used. */
public final class AccountsCurrent implements Control<IdentityFacts> {

    @Override
    public String id() {
        return "JML-05";
    }

    @Override
    public Class<IdentityFacts> population() {
        return IdentityFacts.class;
    }

    /** Takes every account of the identity, or the account itself where it belongs to none. */
    @Override
    public List<Judgement> evaluate(IdentityFacts identity, Reference reference) {
        return identity.accounts().stream()
                .map(account -> new AccountCase(account, identity, reference).judged())
                .toList();
    }
}
