package io.plumbline.control.lifecycle;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Control;
import io.plumbline.control.EffectiveAccess;
import io.plumbline.control.FunctionConflicts;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.IdentityEvent.PositionChanged;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** JML-04: who moves to another position gives back, or has approved anew, what the new position does not need. */
public final class MoversAccessRemoved implements Control<IdentityFacts> {

    @Override
    public String id() {
        return "JML-04";
    }

    @Override
    public Class<IdentityFacts> population() {
        return IdentityFacts.class;
    }

    /**
     * Takes everything that was held when its holder moved. Where nobody said what the new position needs in a system, it says so
     * once for the system. A change of position that is no move is listed with the reason.
     */
    @Override
    public List<Judgement> evaluate(IdentityFacts identity, Reference reference) {
        Positions positions = Positions.of(identity.positions());
        List<Judgement> judgements = new ArrayList<>();
        positions.otherChanges().forEach(change -> judgements.add(noMove(change)));
        if (positions.moves().isEmpty()) {
            return judgements;
        }
        Catalogue catalogue = reference.catalogue();
        FunctionConflicts conflicts = new FunctionConflicts(EffectiveAccess.of(identity, catalogue), catalogue);
        Map<String, List<Judgement>> withoutModel = new TreeMap<>();
        for (Grant grant : identity.grants()) {
            String systemId = grant.systemId();
            List<Judgement> parts = new ArrayList<>();
            RetainedAccess retained = new RetainedAccess(grant, positions, conflicts, identity, reference);
            for (Duty duty : duties(grant, positions, identity, catalogue)) {
                if (positions
                        .modelled(systemId, catalogue)
                        .and(new Interval(duty.move().at(), duty.until()))
                        .isEmpty()) {
                    withoutModel
                            .computeIfAbsent(systemId, id -> new ArrayList<>())
                            .add(noModel(systemId, duty.move(), catalogue));
                } else {
                    retained.add(duty);
                }
            }
            parts.addAll(retained.judged());
            positions.moves().stream()
                    .filter(move -> move.isRenaming(systemId, catalogue) && heldAt(grant, move.at()))
                    .forEach(move -> parts.add(Judgement.of(
                            grant.object(),
                            systemId,
                            grant.held().from(),
                            Verdict.NOT_APPLICABLE,
                            "MASS_CHANGE",
                            List.of(move.position()))));
            if (!parts.isEmpty()) {
                judgements.add(Judgement.together(parts));
            }
        }
        withoutModel.values().forEach(parts -> judgements.add(Judgement.together(parts)));
        return judgements;
    }

    /**
     * What a move asks for, until the next move of the same person asks anew or the employment ends.
     *
     * @param until absent where neither is on record
     */
    record Duty(Positions.Move move, Optional<Instant> until) {}

    private static List<Duty> duties(Grant grant, Positions positions, IdentityFacts identity, Catalogue catalogue) {
        List<Positions.Move> moves = positions.in(grant.systemId(), catalogue);
        Timeline employed = Timeline.of(Interval.since(Instant.MIN))
                .minus(Timeline.of(RemovalDuty.of(identity).stream()
                        .map(duty -> new Interval(duty.from(), duty.until()))
                        .toList()));
        List<Duty> duties = new ArrayList<>();
        for (int i = 0; i < moves.size(); i++) {
            Positions.Move move = moves.get(i);
            Optional<Instant> next =
                    i + 1 < moves.size() ? Optional.of(moves.get(i + 1).at()) : Optional.empty();
            if (heldAt(grant, move.at())) {
                employed.and(new Interval(move.at(), next)).intervals().stream()
                        .filter(span -> span.from().equals(move.at()))
                        .forEach(span -> duties.add(new Duty(move, span.until())));
            }
        }
        return duties;
    }

    /** Given before, and not yet taken away. */
    private static boolean heldAt(Grant grant, Instant at) {
        return grant.held().from().isBefore(at) && grant.held().contains(at);
    }

    private static Judgement noModel(String systemId, Positions.Move move, Catalogue catalogue) {
        boolean modelled = catalogue.modelsPositionsOf(systemId);
        return Judgement.of(
                "position:" + systemId,
                systemId,
                move.at(),
                modelled ? Verdict.INDETERMINATE : Verdict.NOT_APPLICABLE,
                modelled ? "POSITION_NOT_MODELLED" : "NO_POSITION_MODEL",
                List.of(move.position()));
    }

    private static Judgement noMove(PositionChanged change) {
        String reason =
                switch (change.reason()) {
                    case CORRECTION -> "CORRECTION";
                    case MANAGER_CHANGE -> "MANAGER_CHANGE";
                    case ACTING -> change.until().isPresent() ? "ACTING" : "SAME_POSITION";
                    case TRANSFER, REORG, UNKNOWN -> change.header().baseline() ? "BASELINE" : "SAME_POSITION";
                };
        return Judgement.of(
                "position-change:" + change.id(),
                change.header().source(),
                change.effectiveAt(),
                Verdict.NOT_APPLICABLE,
                reason,
                List.of(change));
    }
}
