/**
 * Joiners, movers and leavers: controls over access that an event of employment should start or end.
 *
 * <p>Core: imports {@code control}, {@code facts}, {@code catalogue}, {@code event} and the JDK; no other family. Start with
 * {@link io.plumbline.control.lifecycle.LeaverAccessRemoved}.
 */
package io.plumbline.control.lifecycle;
