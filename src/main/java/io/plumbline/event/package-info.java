/**
 * What happened: one normalised, dated fact per record, whatever system it came from.
 *
 * <p>{@link io.plumbline.event.Event} is sealed; each inbound topic is one sealed sub-interface that lists its kinds as
 * records, and {@link io.plumbline.event.EventKind} is the table of all of them. {@link io.plumbline.event.Subject} is one
 * item of a population, {@link io.plumbline.event.Routing} says to which subjects an event is delivered, and {@link
 * io.plumbline.event.Relations} which subjects pass on what they hold, and to whom.
 *
 * <p>Core: imports the JDK only. Start with {@code Event}, then {@code Routing}, then {@code Relations}.
 */
package io.plumbline.event;
