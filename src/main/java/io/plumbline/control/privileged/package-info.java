/**
 * Controls over privileged access: sessions, elevations, shared accounts and break-glass.
 *
 * <ul>
 *   <li>PAM-01 {@link io.plumbline.control.privileged.SessionsElevated}: {@code SessionCase} is one session under test, {@code
 *       SessionCover} what allowed it and when, {@code ElevationTicket} whether its ticket stood.
 *   <li>PAM-02 {@link io.plumbline.control.privileged.StandingPrivilege}: {@code HeldPrivilege} is what was held, {@code
 *       Register} what may stand.
 *   <li>PAM-03 {@link io.plumbline.control.privileged.ActionsAttributable}: {@code SharedUse} is what was done with a shared
 *       account, {@code Bindings} who was bound to it, {@code Attribution} what follows, {@code UseSeverity} how grave it is.
 *   <li>PAM-04 {@link io.plumbline.control.privileged.BreakglassUseReviewed}: {@code BreakglassUse} is what was done, {@code
 *       BreakglassCase} its test, {@code BreakglassReviews} and {@code Relock} what happened afterwards.
 * </ul>
 *
 * <p>{@code People} says who is one and the same, and who had left; {@code ActionsDigest} tells lists of actions apart.
 *
 * <p>Core: imports {@code control}, {@code catalogue}, {@code facts}, {@code event} and the JDK; no other family.
 */
package io.plumbline.control.privileged;
