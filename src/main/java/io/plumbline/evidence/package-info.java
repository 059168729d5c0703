/**
 * What lets someone else reach the same verdict: one assertion record per regime and change of verdict.
 *
 * <p>Records of the two regimes share the events and never the conclusion.
 *
 * <p>Core: imports {@code event}, {@code facts}, {@code catalogue}, {@code control}, {@code exceptions} and the JDK.
 */
package io.plumbline.evidence;
