/**
 * Controls over changes to production: deployments, configuration edits and data patches.
 *
 * <p>Start with {@link io.plumbline.control.change.ChangesApproved}; {@code ChangeCover} says how far a change record covers
 * what was done, {@code Implementation} what belongs to the population.
 *
 * <p>Core: imports {@code control}, {@code catalogue}, {@code facts}, {@code event} and the JDK; no other family.
 */
package io.plumbline.control.change;
