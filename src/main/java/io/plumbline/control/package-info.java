/**
 * The controls: what each tests, and the words a test answers in.
 *
 * <p>A {@link io.plumbline.control.Control} looks at the {@link io.plumbline.facts.Facts} of one subject and judges every item
 * of its population that the subject holds: one {@link io.plumbline.control.Judgement} per grant, session or deployment, with
 * the {@link io.plumbline.control.Deviation}s it found over all the history held. Whether something is absent is a question
 * to {@link io.plumbline.control.Completeness}; nothing else may claim absence. There is no clock.
 *
 * <ul>
 *   <li>What a control is given: {@link io.plumbline.control.Reference}, and in it {@link io.plumbline.control.Parameters} and
 *       {@code Completeness}, which answers with an {@link io.plumbline.control.Absence} by {@link
 *       io.plumbline.control.Watermarks} and {@link io.plumbline.control.Gaps}.
 *   <li>What it answers with: {@code Judgement}, {@link io.plumbline.control.Verdict}, {@code Deviation}, and the {@link
 *       io.plumbline.control.Deadline}s at which the answer can change.
 *   <li>What several families ask of an identity: {@link io.plumbline.control.EffectiveAccess} what it can really do, {@link
 *       io.plumbline.control.Privilege} whether that is privileged, {@link io.plumbline.control.FunctionConflicts} whether it
 *       conflicts, {@link io.plumbline.control.Usage} whether it was used, {@link io.plumbline.control.HolderType} what kind of
 *       identity it is.
 *   <li>What exemptions do about a deviation: {@link io.plumbline.control.Coverage} gives {@link io.plumbline.control.Cover}s,
 *       never to one of the {@link io.plumbline.control.Parties}; a mitigation lasts as {@code MitigationLease} says. {@code exceptions.Exemptions} makes decisions of them.
 * </ul>
 *
 * <p>One sub-package per family, one class per control; families do not import one another.
 *
 * <p>Core: imports {@code event}, {@code facts}, {@code catalogue} and the JDK.
 */
package io.plumbline.control;
