/**
 * Segregation of duties: controls over what one person can do alone.
 *
 * <p>One engine finds conflicts for all of them: {@code HeldFunction} says what functions paths of effective access give,
 * {@code Conflict.among} which rules they break and when, {@code Sides} where enough sides meet in time and data. Which rules a
 * control asks about is its own part.
 *
 * <p>Core: imports {@code control}, {@code facts}, {@code catalogue}, {@code event} and the JDK; no other family. Start with
 * {@link io.plumbline.control.sod.ConflictingFunctionsSeparated}.
 */
package io.plumbline.control.sod;
