/**
 * GitHub: what its webhooks say of pull requests, reviews, pushes, deployments, branch protection and access.
 *
 * <p>Start with {@link io.plumbline.sources.github.GithubAdapter}; {@code PayloadMapping} is the table of what each payload
 * means, {@code PassedOver} of what gives no event and why.
 */
package io.plumbline.sources.github;
