/**
 * What is known of a subject: the fold of its events, as intervals.
 *
 * <p>{@link io.plumbline.facts.Held} events are the state; {@link io.plumbline.facts.IdentityFacts}, {@link
 * io.plumbline.facts.ChangeFacts}, {@link io.plumbline.facts.ApproverFacts} and {@link io.plumbline.facts.SourceFacts} are views
 * computed from the whole set, so that neither the order of arrival nor a duplicate can make a difference. An event a subject
 * holds is a source fact; nothing here is a conclusion. What an identity holds of others (machines it owns, their owners,
 * secrets it may know) is kept apart from its own.
 *
 * <p>Core: imports {@code event} and the JDK. Start with {@code IdentityFacts}; {@code IdentityFold} computes it.
 */
package io.plumbline.facts;
