/**
 * Exceptions under management: what becomes of a deviation once it is on record.
 *
 * <p>{@link io.plumbline.exceptions.ExceptionStatus} is the life of an exception. {@link io.plumbline.exceptions.Lifecycle}
 * computes it as a pure function of the deviation, the decisions and the instant, per regime;
 * {@link io.plumbline.exceptions.Ledger} compares that with what is on record and yields the differences as alerts.
 *
 * <p>{@code ExceptionRecord} is the audit notion; a Java throwable is named {@code ...Exception}.
 *
 * <p>Core: imports {@code event}, {@code facts}, {@code catalogue}, {@code control} and the JDK.
 */
package io.plumbline.exceptions;
