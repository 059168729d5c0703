/**
 * The commands of {@code bin/plumbline}.
 *
 * <p>Data goes to standard output in the form asked for, progress and messages go to standard error, and
 * {@link io.plumbline.cli.ExitCode} says how it went. What a command needs of a running installation it asks
 * {@link io.plumbline.cli.Installation}, with the configuration that files, the environment and the options give together;
 * nothing here knows Kafka.
 *
 * <p>Shell: imports the core, {@code json}, {@code yaml}, {@code sources} and {@code config}. Start with {@link io.plumbline.cli.Commands}.
 */
package io.plumbline.cli;
