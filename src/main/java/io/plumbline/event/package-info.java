/**
 * What happened: one normalised, dated fact per record, whatever system it came from.
 *
 * <p>{@link io.plumbline.event.Event} is sealed; each inbound topic is one sealed sub-interface that lists its kinds as
 * records, and {@link io.plumbline.event.EventKind} is the table of all of them. {@link io.plumbline.event.Subject} is one
 * item of a population, {@link io.plumbline.event.Routing} says to which subjects an event is delivered, and {@link
 * io.plumbline.event.Relations} which subjects pass on what they hold, and to whom.
 *
 * <p>{@link io.plumbline.event.Header} is what every event carries. Who acts or holds is a {@link
 * io.plumbline.event.Principal}; what kind of identity that is, and whether it is a machine, says {@link
 * io.plumbline.event.IdentityEvent.IdentityType}. What {@link io.plumbline.event.ReferenceEvent reference data} is made of has
 * files of its own: {@link io.plumbline.event.Feed}, {@link io.plumbline.event.Stage}, {@link io.plumbline.event.Severity},
 * {@link io.plumbline.event.FunctionUse}, and for rules {@link io.plumbline.event.Slot} and {@link io.plumbline.event.RuleStep}.
 * {@code PersonRelations}, {@code ObjectRelations} and {@code ApproverRelations} are parts of {@code Relations}; {@link
 * io.plumbline.event.Merges} says which records are one person's.
 *
 * <p>Core: imports the JDK only. Start with {@code Event}, then {@code Routing}, then {@code Relations}.
 */
package io.plumbline.event;
