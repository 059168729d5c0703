/**
 * Machine identities and machine credentials: controls over who answers for them and how long their secrets live.
 *
 * <p>Core: imports {@code control}, {@code facts}, {@code catalogue}, {@code event} and the JDK; no other family. Start with
 * {@link io.plumbline.control.nonhuman.CredentialsRotated}.
 */
package io.plumbline.control.nonhuman;
