/**
 * The step: one log record in, the changes out. Everything that judges goes through here, whether it runs in the stream
 * processor, in a scenario, in a backtest over files or on an auditor's desk.
 *
 * <p>Start with {@link io.plumbline.monitor.LogRecord}, what a partition's log holds, then
 * {@link io.plumbline.monitor.Monitor}, which applies one record to {@link io.plumbline.monitor.MonitorStore} and says
 * {@link io.plumbline.monitor.Output what changed}. {@code PassingOn} tells others, {@code Judge}
 * judges one subject by the {@code Answers} of all controls; {@code Staging} is what drafts, trials and
 * retirement make of their answers, {@code Failures} what is said where one has none, {@code GapPass} how far subjects that
 * rested on a gap have been judged anew.
 *
 * <p>What is kept is a {@link io.plumbline.monitor.SubjectState} for each subject and a {@link
 * io.plumbline.monitor.PartitionClock}; {@link io.plumbline.monitor.Rejudging} is how far judging anew has come after a change
 * of reference data, {@code Concern} whom such a change concerns. {@link io.plumbline.monitor.Backtest} is
 * the whole in memory, {@link io.plumbline.monitor.ScenarioRunner} holds it against {@link io.plumbline.monitor.Scenario}s,
 * {@link io.plumbline.monitor.WhatIf} asks it before a grant is made.
 *
 * <p>Core: imports every other core package and the JDK.
 */
package io.plumbline.monitor;
