/**
 * What happened: one normalised, dated fact per record, whatever system it came from.
 *
 * <p>{@link io.plumbline.event.Event} is sealed; each inbound topic is one sealed sub-interface that lists its kinds as
 * records, and {@link io.plumbline.event.EventKind} is the table of all of them. {@link io.plumbline.event.Subject} is one
 * item of a population, and {@link io.plumbline.event.Routing} says to which subjects an event is delivered and which
 * subjects pass on what they learn.
 *
 * <p>Core: imports the JDK only. Start with {@code Event}, then {@code Routing}.
 */
package io.plumbline.event;
