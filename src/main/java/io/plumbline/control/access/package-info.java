/**
 * Access is authorised: controls over grants and what was approved.
 *
 * <p>Core: imports {@code control}, {@code facts}, {@code catalogue}, {@code event} and the JDK; no other family. Start with
 * {@link io.plumbline.control.access.AccessAuthorised}.
 */
package io.plumbline.control.access;
