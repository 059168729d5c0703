package io.plumbline.control.change;

import io.plumbline.control.Control;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.event.Routing;
import io.plumbline.facts.ChangeFacts;
import io.plumbline.facts.Facts;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.SystemFacts;
import java.util.List;

/**
 * CHG-05: what controls depend on is changed only with the approval of who owns the control.
 *
 * <p>Several populations: edits of configuration, each by itself ({@link BoundaryEdit}) and once more with what its editor may do
 * ({@link ConflictedEdits}); the scope of systems and mappings ({@link ScopeChanges}); and the rules, parameters and stages of
 * Plumbline itself ({@link OwnChanges}).
 */
public final class BoundaryProtected implements Control<Facts> {

    /** Flag: it was taken back, and what depends on it has to be tested again for the time in between. */
    static final String RE_TEST = "RE_TEST_DEPENDENT_CONTROLS";

    @Override
    public String id() {
        return "CHG-05";
    }

    @Override
    public Class<Facts> population() {
        return Facts.class;
    }

    @Override
    public List<Judgement> evaluate(Facts facts, Reference reference) {
        if (facts instanceof ChangeFacts change) {
            return BoundaryEdit.judge(change, reference);
        } else if (facts instanceof IdentityFacts identity) {
            return new ConflictedEdits(identity, reference).judge();
        } else if (facts instanceof SystemFacts system) {
            return system.systemId().startsWith(Routing.OWN)
                    ? new OwnChanges(system, reference).judge()
                    : new ScopeChanges(system.systemId(), reference).judge();
        }
        return List.of();
    }
}
