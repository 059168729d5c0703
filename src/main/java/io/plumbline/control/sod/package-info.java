/**
 * Segregation of duties: controls over what one person can do alone.
 *
 * <p>Core: imports {@code control}, {@code facts}, {@code catalogue}, {@code event} and the JDK; no other family. Start with
 * {@link io.plumbline.control.sod.ConflictingFunctionsSeparated}.
 */
package io.plumbline.control.sod;
