/**
 * What is known of a subject: the fold of its events, as intervals.
 *
 * <p>{@link io.plumbline.facts.Held} events are the state; {@link io.plumbline.facts.IdentityFacts} and
 * {@link io.plumbline.facts.ChangeFacts} are views computed from the whole set, so that neither the order of arrival nor a
 * duplicate can make a difference. An event a subject holds is a source fact; nothing here is a conclusion.
 *
 * <p>Core: imports {@code event} and the JDK.
 */
package io.plumbline.facts;
