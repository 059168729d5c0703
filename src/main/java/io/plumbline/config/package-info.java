/**
 * The configuration: every key declared once, and what files, the environment and the command line say about them.
 *
 * <p>A package of its own and not part of {@code app}, since the commands need it as well: they turn their options into
 * values of keys. It reads no environment itself; {@code app} hands the variables in.
 *
 * <p>Shell: imports {@code json} for problems, {@code kafka}, {@code monitor} and {@code avro} for the defaults of their settings and
 * for the names that Kafka's clients and the registry client know. Start with {@link io.plumbline.config.Keys}, the list of all keys,
 * then {@link io.plumbline.config.Configuration}, which resolves them. {@code Passed} are the settings of Kafka and of the
 * registry client that go through by their own names, {@code Owned} those that do not and why, {@code Contradictions} what does not go
 * together.
 */
package io.plumbline.config;
