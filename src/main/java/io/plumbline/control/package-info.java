/**
 * The controls: what each tests, and the words a test answers in.
 *
 * <p>A {@link io.plumbline.control.Control} looks at the {@link io.plumbline.facts.Facts} of one subject and judges every item
 * of its population that the subject holds: one {@link io.plumbline.control.Judgement} per grant, session or deployment, with
 * the {@link io.plumbline.control.Deviation}s it found over all the history held. Whether something is absent is a question
 * to {@link io.plumbline.control.Completeness}; nothing else may claim absence. There is no clock.
 *
 * <p>One sub-package per family, one class per control; families do not import one another.
 *
 * <p>Core: imports {@code event}, {@code facts}, {@code catalogue} and the JDK.
 */
package io.plumbline.control;
