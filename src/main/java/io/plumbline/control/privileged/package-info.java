/**
 * Controls over privileged access: sessions, elevations and break-glass.
 *
 * <p>{@link io.plumbline.control.privileged.SessionsElevated} reads as the procedure; {@code SessionCover} says what allowed
 * a session and when.
 *
 * <p>Core: imports {@code control}, {@code catalogue}, {@code facts}, {@code event} and the JDK; no other family.
 */
package io.plumbline.control.privileged;
