/**
 * Raw records of real systems, read as {@link io.plumbline.event.Event}s.
 *
 * <p>A {@link io.plumbline.sources.SourceAdapter} turns the files of one source into one {@link
 * io.plumbline.sources.Delivery}: the facts, the reference data the source itself states, and what it says about its own
 * completeness. It is a pure function of the content of the files; neither the order of files nor the order of records
 * matters, and the same record twice gives the same event ids. Nothing is dropped silently: every record has a {@link
 * io.plumbline.sources.Disposition}, and the {@link io.plumbline.sources.Tally} adds up.
 *
 * <p>One sub-package per source; they know this package and not each other. {@link io.plumbline.sources.Intake} is what they
 * share: it reads the records, sets bad ones aside, and closes the delivery.
 *
 * <p>Shell: imports {@code event}, Jackson and the JDK. Start with {@code SourceAdapter}, then {@code Delivery}.
 */
package io.plumbline.sources;
