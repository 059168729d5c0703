/**
 * The composition root: the only place where the parts are put together.
 *
 * <p>Start with {@link io.plumbline.app.Main}. {@link io.plumbline.app.Controls} is the list of all controls, {@code Sources}
 * that of all adapters. {@code KafkaInstallation} answers what commands ask of a cluster, {@code ProcessorInstance} is the
 * running processor, {@code Management} what answers those who watch it, {@code LocalCluster} a broker and a registry for it in this process, and {@code Demo} all of it at once.
 */
package io.plumbline.app;
