/**
 * Access reviews: whether everything held was asked about and decided in time, and whether what was decided was done.
 *
 * <p>Who has to be asked about is taken from what holders could really do, never from the reviewing tool. Core: imports {@code
 * control}, {@code facts}, {@code catalogue}, {@code event} and the JDK; no other family. Start with {@link
 * io.plumbline.control.review.AccessReviewed}.
 */
package io.plumbline.control.review;
