/**
 * Plumbline: continuous controls monitoring. This is the map of the house.
 *
 * <pre>
 *   CORE, the JDK only; each imports those above it
 *   event       what happened; whom it concerns (Routing), who tells whom (Relations)
 *   facts       what is known of a subject: the fold of its events
 *   catalogue   what verdicts are measured against: control definitions and approved reference data
 *   control     the controls, one family per sub-package, none knowing another
 *   exceptions  deviations under management
 *   evidence    what lets someone else reach the same verdict
 *   monitor     the step: one log record in, the changes out
 *
 *   SHELL, one technology per package
 *   avro        bytes, schemas and their registry          json, yaml   text forms
 *   kafka       the three stages of the stream processor   sources      adapters of real systems
 *   metrics     what is counted for Prometheus             http         the management port
 *   config      every key that can be set                  cli          commands
 *   app         where everything is put together; the only place that does
 * </pre>
 *
 * <p><b>An event on its way.</b> {@code kafka.IngestProcessor} reads, checks and delivers it to the subjects that {@code
 * event.Routing} names; {@code kafka.MonitorProcessor} hands the delivery to {@code monitor.Monitor}, which folds it, passes it
 * on as {@code event.Relations} says, and has {@code monitor.Judge} ask the controls; {@code exceptions.Ledger} turns
 * deviations into alerts, {@code evidence.Trail} verdicts into assertion records. It never goes back: what others must hear is
 * a new record of the same log. Beside it runs time: {@code kafka.Timekeeper} decides how far each source is settled.
 *
 * <p>What may import what is held by {@code ArchitectureTest}. Start with {@link io.plumbline.event}, then {@link
 * io.plumbline.monitor}.
 */
package io.plumbline;
