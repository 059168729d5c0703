package io.plumbline.control.lifecycle;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.event.IdentityEvent.PositionChangeReason;
import io.plumbline.event.IdentityEvent.PositionChanged;
import io.plumbline.event.ReferenceEvent.PositionModelled;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The positions a person had, as they stand after corrections, and the moves between them.
 *
 * <p>Of two statements for the same instant the one recorded later counts, so that a move is cancelled by stating the old position
 * for the same instant. While someone acts in another position for a stated time, their own position goes on; the end of that time
 * is a move back.
 *
 * @param held every position with the time it was held
 */
record Positions(List<Held> held, List<Move> moves, List<PositionChanged> otherChanges) {

    /** A position over the time it was held. */
    record Held(PositionChanged stated, Interval during) {}

    /**
     * From one job to another.
     *
     * @param before the position given up
     * @param position the one taken, or taken again
     * @param at when it took effect
     * @param announced from when decisions may have been taken with the move in view
     * @param back whether it is the return from an acting position
     */
    record Move(PositionChanged before, PositionChanged position, Instant at, Instant announced, boolean back) {

        /** The same job under another code, as an approved mass change of the organisation says. */
        boolean isRenaming(String systemId, Catalogue catalogue) {
            Optional<PositionModelled> old = catalogue.positionModel(systemId, before.position(), at);
            Optional<PositionModelled> now = catalogue.positionModel(systemId, position.position(), at);
            return !back
                    && position.reason() == PositionChangeReason.REORG
                    && position.massChangeRef().isPresent()
                    && position.legalEntity().equals(before.legalEntity())
                    && old.isPresent()
                    && old.map(PositionModelled::entitlements).equals(now.map(PositionModelled::entitlements));
        }
    }

    static Positions of(List<PositionChanged> statements) {
        List<PositionChanged> standing = standing(statements);
        List<Held> held = new ArrayList<>();
        List<Move> moves = new ArrayList<>();
        List<PositionChanged> others = new ArrayList<>();
        PositionChanged own = null;
        for (int i = 0; i < standing.size(); i++) {
            PositionChanged next = standing.get(i);
            Optional<Instant> replaced =
                    i + 1 < standing.size() ? Optional.of(standing.get(i + 1).effectiveAt()) : Optional.empty();
            if (own != null && isActing(next)) {
                Instant end = next.until().orElseThrow();
                boolean comesBack = replaced.filter(at -> !at.isAfter(end)).isEmpty();
                held.add(new Held(next, Interval.of(next.effectiveAt(), comesBack ? end : replaced.orElseThrow())));
                others.add(next);
                if (comesBack) {
                    moves.add(new Move(next, own, end, announced(next), true));
                }
                continue;
            }
            if (own != null && isMove(own, next)) {
                moves.add(new Move(own, next, next.effectiveAt(), announced(next), false));
            } else if (own != null) {
                others.add(next);
            }
            own = next;
            held.add(new Held(next, new Interval(next.effectiveAt(), endOfOwn(standing, i))));
        }
        return new Positions(held, moves, others);
    }

    private static boolean isActing(PositionChanged change) {
        return change.reason() == PositionChangeReason.ACTING && change.until().isPresent();
    }

    private static boolean isMove(PositionChanged before, PositionChanged next) {
        return next.reason() != PositionChangeReason.CORRECTION
                && next.reason() != PositionChangeReason.MANAGER_CHANGE
                && !next.position().equals(before.position())
                && !next.header().baseline();
    }

    private static Instant announced(PositionChanged change) {
        Instant stated = change.header().occurredAt();
        return stated.isBefore(change.effectiveAt()) ? stated : change.effectiveAt();
    }

    /** The next position that is not only acted in. */
    private static Optional<Instant> endOfOwn(List<PositionChanged> standing, int i) {
        return standing.subList(i + 1, standing.size()).stream()
                .filter(later -> !isActing(later))
                .map(PositionChanged::effectiveAt)
                .findFirst();
    }

    private static List<PositionChanged> standing(List<PositionChanged> statements) {
        List<PositionChanged> asRecorded = statements.stream()
                .sorted(Comparator.comparing(
                                (PositionChanged change) -> change.header().recordedAt())
                        .thenComparing(PositionChanged::id))
                .toList();
        SortedMap<Instant, PositionChanged> standing = new TreeMap<>();
        for (PositionChanged change : asRecorded) {
            standing.put(change.effectiveAt(), change);
        }
        return List.copyOf(standing.values());
    }

    /** The moves that count for a system: where a mass change only renamed what is needed there, the job goes on. */
    List<Move> in(String systemId, Catalogue catalogue) {
        return moves.stream()
                .filter(move -> !move.isRenaming(systemId, catalogue))
                .toList();
    }

    /** When a position that the person had needed the entitlement. */
    Timeline needed(String systemId, String entitlement, Catalogue catalogue) {
        return Timeline.of(held.stream()
                .flatMap(position -> models(systemId, position, catalogue).stream()
                        .filter(model -> model.value().entitlements().contains(entitlement))
                        .map(Dated::inForce))
                .toList());
    }

    /** When it was known what the positions that the person had need in the system. */
    Timeline modelled(String systemId, Catalogue catalogue) {
        return Timeline.of(held.stream()
                .filter(position -> !isActing(position.stated()))
                .flatMap(position ->
                        models(systemId, position, catalogue).stream().map(Dated::inForce))
                .toList());
    }

    private static List<Dated<PositionModelled>> models(String systemId, Held position, Catalogue catalogue) {
        return catalogue.positionModels(systemId, position.stated().position()).stream()
                .flatMap(model -> model.inForce().intersect(position.during()).stream()
                        .map(span -> new Dated<>(span, model.value())))
                .toList();
    }

    /** Whoever was on record as manager in the span. */
    Set<String> managers(Interval span) {
        Set<String> managers = new TreeSet<>();
        held.stream()
                .filter(position -> !isActing(position.stated()))
                .filter(position -> position.during().intersect(span).isPresent())
                .forEach(position -> position.stated().managerId().ifPresent(managers::add));
        return managers;
    }
}
