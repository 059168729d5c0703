/**
 * Segregation of duties: controls over what one person can do alone.
 *
 * <p>One engine finds conflicts for all of them: {@code HeldFunction} says what functions paths of effective access give,
 * {@code Conflict.among} which rules they break and when, {@code Sides} where enough sides meet in time and data. Which rules a
 * control asks about is its own part.
 *
 * <p>One set of classes per control, which reads as the procedure:
 *
 * <ul>
 *   <li>SOD-01 {@link io.plumbline.control.sod.ConflictingFunctionsSeparated}: {@code Conflict}, {@code RoleChange} where a
 *       change of a role brought it, {@code PredictedConflict} where somebody had been told.
 *   <li>SOD-02 {@link io.plumbline.control.sod.UnionOfAccessSeparated}: {@code Union} of what a person and {@code Controlled}
 *       machines can do, {@code Contribution} of more than one holder.
 *   <li>SOD-03 {@link io.plumbline.control.sod.StepsSeparatedOnObjects}: {@code ObjectSteps}, their {@code Combinations},
 *       {@code Meeting} on one object and {@code Sameness} of who did them make a {@code StepConflict}.
 *   <li>SOD-04 {@link io.plumbline.control.sod.RolesFreeOfConflict}: {@code RoleConflicts} of a role, each a {@code
 *       RoleConflict}.
 *   <li>SOD-05 {@link io.plumbline.control.sod.TemporaryAccessSeparated}: {@code TemporaryAccess} with its {@code Elevations},
 *       {@code StepwiseConflict} where functions were never held together.
 *   <li>SOD-06 {@link io.plumbline.control.sod.ApprovalsIndependent}: {@code Independence} of one decision, {@code Reciprocity}
 *       of two.
 *   <li>SOD-07 {@link io.plumbline.control.sod.ExemptionsUpheld}: {@code ExemptionCase} of one exemption, {@code
 *       ExemptionBreaches} of one version of it.
 * </ul>
 *
 * <p>{@code Uses} says which functions a business step used.
 *
 * <p>Core: imports {@code control}, {@code facts}, {@code catalogue}, {@code event} and the JDK; no other family. Start with
 * {@link io.plumbline.control.sod.ConflictingFunctionsSeparated}.
 */
package io.plumbline.control.sod;
