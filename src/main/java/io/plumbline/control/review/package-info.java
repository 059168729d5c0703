/**
 * Controls over access reviews: whether everything held was asked about and decided in time, whether what was decided was done, and
 * whether those who decided were fit to, looked, and answered what reporting asks.
 *
 * <ul>
 *   <li>REV-01 {@link io.plumbline.control.review.AccessReviewed}: who has to be asked about is taken from what holders could really
 *       do, never from the reviewing tool.
 *   <li>REV-02 {@link io.plumbline.control.review.RevocationsExecuted}: what became of decisions to take access away.
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
