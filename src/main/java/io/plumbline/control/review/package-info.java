/**
 * Controls over access reviews.
 *
 * <ul>
 *   <li>REV-03 {@link io.plumbline.control.review.ReviewersIndependent}: {@code DecisionTest} of one decision, {@code Reviewers}
 *       says who could make it, {@code Fitness} what came of it.
 *   <li>REV-04 {@link io.plumbline.control.review.ReviewsGenuine}: {@code ReviewConduct} of one reviewer in one review, {@code
 *       ReviewedRisk} of one item.
 *   <li>REV-05 {@link io.plumbline.control.review.ReviewsFitForReporting}: {@code ReportingDecision} says what one decision
 *       lacks.
 * </ul>
 *
 * <p>Core: imports {@code control}, {@code facts}, {@code catalogue}, {@code event} and the JDK; no other family.
 */
package io.plumbline.control.review;
