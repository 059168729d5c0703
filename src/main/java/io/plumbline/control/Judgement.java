package io.plumbline.control;

import io.plumbline.event.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a control says of one item of its population.
 *
 * @param object the item: {@code grant:g-1}, {@code session:s-7}; unique within control and subject
 * @param systemId the system it belongs to; decides scope and owners
 * @param at the instant as of which scope and owners are looked up: when the item came about
 * @param reason code that says why this verdict; never empty
 * @param deviations all of them, ended ones included; present exactly where the verdict is {@code DEVIATED}
 * @param deadlines when the answer can next change without a new event
 * @param basis what claims of absence rest on, one line per source
 * @param evidence the source events the verdict rests on
 * @param approver the person whose approval covers the item, where one does
 * @param justification the reason given with the approval or request, where one was
 * @param ticket the request or change record, where one is named
 */
public record Judgement(
        String object,
        String systemId,
        Instant at,
        Verdict verdict,
        String reason,
        List<Deviation> deviations,
        List<Deadline> deadlines,
        List<String> basis,
        List<Event> evidence,
        Optional<String> approver,
        Optional<String> justification,
        Optional<String> ticket) {

    /** From what weighs most in an item judged in parts. */
    private static final List<Verdict> WEIGHT =
            List.of(Verdict.DEVIATED, Verdict.INDETERMINATE, Verdict.PENDING, Verdict.OPERATED, Verdict.NOT_APPLICABLE);

    public Judgement {
        if (reason.isBlank() || (verdict == Verdict.DEVIATED) == deviations.isEmpty()) {
            throw new IllegalArgumentException("a judgement needs a reason, and deviations exactly where it deviated: "
                    + object + " " + verdict + " " + reason);
        }
        deviations = List.copyOf(deviations);
        deadlines = List.copyOf(deadlines);
        basis = List.copyOf(basis);
        evidence = List.copyOf(evidence);
    }

    /** A verdict without deviations. */
    public static Judgement of(
            String object,
            String systemId,
            Instant at,
            Verdict verdict,
            String reason,
            List<? extends Event> evidence) {
        return new Judgement(
                object,
                systemId,
                at,
                verdict,
                reason,
                List.of(),
                List.of(),
                List.of(),
                List.copyOf(evidence),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** A verdict with the deviations found; the reason is the variant of the first. */
    public static Judgement deviated(String object, String systemId, Instant at, List<Deviation> deviations) {
        return new Judgement(
                object,
                systemId,
                at,
                Verdict.DEVIATED,
                deviations.get(0).variant(),
                deviations,
                List.of(),
                List.of(),
                deviations.stream()
                        .flatMap(d -> d.evidence().stream())
                        .distinct()
                        .toList(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The verdict of an item that rests on an absence which is not proven. */
    public static Judgement undecided(
            String object, String systemId, Instant at, Absence absence, List<? extends Event> evidence) {
        return of(object, systemId, at, absence.verdict(), absence.reason(), evidence)
                .restingOn(absence);
    }

    /**
     * The verdict on an item that was judged in parts, one per episode, oldest first.
     *
     * <p>One deviation makes it deviated; else what is undecidable, then what is pending, weighs more than what operated, and
     * that more than what does not apply. The approval named is the newest.
     */
    public static Judgement together(List<Judgement> parts) {
        Judgement first = parts.stream()
                .min(Comparator.comparing(part -> WEIGHT.indexOf(part.verdict())))
                .orElseThrow(() -> new IllegalArgumentException("an item is judged in at least one part"));
        Judgement approved =
                parts.stream().filter(part -> part.approver().isPresent()).reduce(first, (earlier, later) -> later);
        return first.changed(draft -> {
            draft.at = parts.get(0).at;
            draft.deviations = all(parts, Judgement::deviations);
            draft.deadlines = all(parts, Judgement::deadlines);
            draft.basis = all(parts, Judgement::basis);
            draft.evidence = all(parts, Judgement::evidence);
            draft.approver = approved.approver;
            draft.justification = approved.justification;
            draft.ticket = approved.ticket;
        });
    }

    private static <T> List<T> all(List<Judgement> parts, Function<Judgement, List<T>> field) {
        return parts.stream()
                .flatMap(part -> field.apply(part).stream())
                .distinct()
                .toList();
    }

    /** The same, with the absence as part of its basis, asked again when the absence says so. */
    public Judgement restingOn(Absence absence) {
        List<String> lines = new ArrayList<>(basis);
        lines.addAll(absence.basis());
        List<Deadline> more = new ArrayList<>(deadlines);
        absence.deadline().ifPresent(more::add);
        return changed(draft -> {
            draft.deadlines = more;
            draft.basis = lines;
        });
    }

    /** The same with other deviations; not applicable, for the reason {@code without}, where there were some and none is left. */
    public Judgement withDeviations(List<Deviation> others, String without) {
        boolean noneLeft = others.isEmpty() && !deviations.isEmpty();
        return changed(draft -> {
            draft.verdict = noneLeft ? Verdict.NOT_APPLICABLE : verdict;
            draft.reason = noneLeft ? without : reason;
            draft.deviations = others;
        });
    }

    /** The same, to be asked again when the frontier reaches {@code instant}. */
    public Judgement againAt(Instant instant) {
        return waitingFor(List.of(Deadline.frontier(instant)));
    }

    /** The same, to be asked again at these deadlines too. */
    public Judgement waitingFor(List<Deadline> others) {
        List<Deadline> more = new ArrayList<>(deadlines);
        more.addAll(others);
        return changed(draft -> draft.deadlines = more);
    }

    /** The same, with who approved it and why. */
    public Judgement approvedBy(Optional<String> who, Optional<String> why, Optional<String> reference) {
        return changed(draft -> {
            draft.approver = who;
            draft.justification = why;
            draft.ticket = reference;
        });
    }

    private Judgement changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.finished();
    }

    /** A judgement in the making: what copies take over is named here and nowhere else. */
    private static final class Draft {

        private String object;
        private String systemId;
        private Instant at;
        private Verdict verdict;
        private String reason;
        private List<Deviation> deviations;
        private List<Deadline> deadlines;
        private List<String> basis;
        private List<Event> evidence;
        private Optional<String> approver;
        private Optional<String> justification;
        private Optional<String> ticket;

        Draft(Judgement from) {
            this.object = from.object;
            this.systemId = from.systemId;
            this.at = from.at;
            this.verdict = from.verdict;
            this.reason = from.reason;
            this.deviations = from.deviations;
            this.deadlines = from.deadlines;
            this.basis = from.basis;
            this.evidence = from.evidence;
            this.approver = from.approver;
            this.justification = from.justification;
            this.ticket = from.ticket;
        }

        Judgement finished() {
            return new Judgement(
                    object,
                    systemId,
                    at,
                    verdict,
                    reason,
                    deviations,
                    deadlines,
                    basis,
                    evidence,
                    approver,
                    justification,
                    ticket);
        }
    }
}
