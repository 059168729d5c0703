/**
 * The Go project's changes: commits of golang/crypto with their review trailers.
 *
 * <p>One system, {@code golang/crypto}; a commit on its main branch is the release. Start with {@link
 * io.plumbline.sources.gochanges.GoChangesAdapter}.
 */
package io.plumbline.sources.gochanges;
