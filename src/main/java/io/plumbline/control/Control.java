package io.plumbline.control;

import io.plumbline.facts.Facts;
import java.util.List;

/**
 * One control as a test of everything a subject holds.
 *
 * <p>Implementations are pure: the same facts and reference give the same judgements, in the same order.
 *
 * @param <F> the facts of the population it tests
 */
public interface Control<F extends Facts> {

    /** Id of its definition, for example {@code JML-01}. */
    String id();

    /** The facts it tests; subjects with other facts are not of its population. */
    Class<F> population();

    /** One judgement per item of the population that the subject holds; empty where it holds none. */
    List<Judgement> evaluate(F facts, Reference reference);
}
