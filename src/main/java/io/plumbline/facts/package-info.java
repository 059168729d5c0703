/**
 * What is known of a subject: the fold of its events, as intervals.
 *
 * <p>{@link io.plumbline.facts.Held} events are the state; {@link io.plumbline.facts.IdentityFacts}, {@link
 * io.plumbline.facts.ChangeFacts}, {@link io.plumbline.facts.ApproverFacts}, {@link io.plumbline.facts.ObjectFacts}, {@link
 * io.plumbline.facts.RoleFacts} and {@link io.plumbline.facts.SourceFacts} are views computed from the whole set, so that neither the order of arrival nor a duplicate can make a difference. An event a subject
 * holds is a source fact; nothing here is a conclusion. What an identity holds of others (machines it owns, their owners,
 * secrets it may know) is kept apart from its own.
 *
 * <ul>
 *   <li>Time: {@link io.plumbline.facts.Interval}, and {@link io.plumbline.facts.Timeline} with holes.
 *   <li>Of an identity: {@link io.plumbline.facts.Employment} and {@link io.plumbline.facts.Departure}, {@link
 *       io.plumbline.facts.Account}, {@link io.plumbline.facts.Grant}, {@link io.plumbline.facts.Credential} and {@link
 *       io.plumbline.facts.Secret}, {@link io.plumbline.facts.Session}, {@link io.plumbline.facts.Ownership}.
 *   <li>Of others: {@link io.plumbline.facts.Machine}, {@link io.plumbline.facts.Owner}, {@link io.plumbline.facts.Person},
 *       {@link io.plumbline.facts.KnownSecret}.
 *   <li>Of acts: {@link io.plumbline.facts.Deed} of whoever did it, {@link io.plumbline.facts.Performer} who was behind a step.
 * </ul>
 *
 * <p>Core: imports {@code event} and the JDK. Start with {@code IdentityFacts}; {@code IdentityFold} computes it.
 */
package io.plumbline.facts;
