package io.plumbline.control.ownership;

import io.plumbline.control.Control;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.facts.SystemFacts;
import java.util.List;
import java.util.stream.Stream;

/** OWN-01: systems in scope have distinct, active, confirmed owners. */
public final class SystemsOwned implements Control<SystemFacts> {

    @Override
    public String id() {
        return "OWN-01";
    }

    @Override
    public Class<SystemFacts> population() {
        return SystemFacts.class;
    }

    /** Takes every duty of a registered system, then the confirmations of its owners and their independence. */
    @Override
    public List<Judgement> evaluate(SystemFacts system, Reference reference) {
        if (reference.catalogue().registrations(system.systemId()).isEmpty()) {
            return List.of();
        }
        OwnersCase test = new OwnersCase(system, reference);
        return Stream.concat(
                        Stream.of(Duty.values()).map(duty -> new DutyCase(duty, test, reference).judgement()),
                        new RegisterCase(test, reference).judgements().stream())
                .toList();
    }
}
