/**
 * Objects of the identity governance system midPoint, as it exports them in XML: users and their assignments, roles and what they
 * induce, and which of them exclude one another.
 *
 * <p>Shell: imports {@code sources}, {@code event} and the JDK. Start with {@link io.plumbline.sources.midpoint.MidpointAdapter}.
 */
package io.plumbline.sources.midpoint;
