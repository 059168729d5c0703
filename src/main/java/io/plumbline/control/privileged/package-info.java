/**
 * Controls over privileged access: sessions, elevations, shared accounts and break-glass.
 *
 * <p>{@link io.plumbline.control.privileged.SessionsElevated} reads as the procedure; {@code SessionCover} says what allowed
 * a session and when. For shared accounts start with {@link io.plumbline.control.privileged.ActionsAttributable}: {@code
 * SharedUse} is what was done, {@code Binding} who was bound to the account, {@code Attribution} what follows. For break-glass
 * start with {@link io.plumbline.control.privileged.BreakglassUseReviewed}: {@code BreakglassUse} is what was done, {@code
 * BreakglassReviews} and {@code Relock} what happened afterwards. {@code People} says who is one and the same, and who had left.
 *
 * <p>Core: imports {@code control}, {@code catalogue}, {@code facts}, {@code event} and the JDK; no other family.
 */
package io.plumbline.control.privileged;
