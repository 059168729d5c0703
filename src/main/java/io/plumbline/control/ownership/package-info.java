/**
 * Controls over who answers for systems, and over what is done about exceptions.
 *
 * <p>Start with {@link io.plumbline.control.ownership.ExceptionsDealtWith}, which tests what the other controls found, and
 * {@link io.plumbline.control.ownership.SystemsOwned}. Core: imports {@code control}, {@code catalogue}, {@code facts}, {@code event}.
 */
package io.plumbline.control.ownership;
