package io.plumbline.control;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The answer to "is it certain that nothing more will be heard about this span?".
 *
 * @param state whether absence may be claimed
 * @param reason why not, as a code; empty where it may
 * @param deadline when to ask again, where waiting helps
 * @param basis what the answer rests on, one line per source, in words for evidence
 */
public record Absence(State state, String reason, Optional<Deadline> deadline, List<String> basis) {

    /** Whether absence may be claimed. */
    public enum State {
        /** Every source that could say otherwise has been heard from past the span and its grace. */
        PROVEN,
        /** Not yet, but waiting will decide it. */
        NOT_YET,
        /**
         * Waiting decides nothing: no source is declared, it was not recording, or it has a gap. One declared complete to a
         * date may yet be heard from past it; then the absence carries a deadline.
         */
        UNDECIDABLE
    }

    public Absence {
        basis = List.copyOf(basis);
    }

    /** The claim that rests on several absences: undecidable if one is, else as late as the first that is not proven. */
    public static Absence all(List<Absence> absences) {
        List<String> basis = absences.stream()
                .flatMap(absence -> absence.basis.stream())
                .distinct()
                .toList();
        Absence weakest = absences.stream()
                .max(Comparator.comparing(Absence::state))
                .orElseThrow(() -> new IllegalArgumentException("a claim of absence rests on at least one source"));
        return new Absence(weakest.state, weakest.reason, weakest.deadline, basis);
    }

    public boolean proven() {
        return state == State.PROVEN;
    }

    /** The verdict of what rests on this absence while it is not proven. */
    public Verdict verdict() {
        return switch (state) {
            case PROVEN -> throw new IllegalStateException("a proven absence decides nothing by itself");
            case NOT_YET -> Verdict.PENDING;
            case UNDECIDABLE -> Verdict.INDETERMINATE;
        };
    }
}
