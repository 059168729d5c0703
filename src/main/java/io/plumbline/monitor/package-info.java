/**
 * The step: one log record in, the changes out. Everything that judges goes through here, whether it runs in the stream
 * processor, in a scenario, in a backtest over files or on an auditor's desk.
 *
 * <p>Start with {@link io.plumbline.monitor.LogRecord}, what a partition's log holds, then
 * {@link io.plumbline.monitor.Monitor}, which applies one record to {@link io.plumbline.monitor.MonitorStore} and says
 * {@link io.plumbline.monitor.Output what changed}.
 *
 * <p>Core: imports every other core package and the JDK.
 */
package io.plumbline.monitor;
