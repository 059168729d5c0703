/**
 * AWS CloudTrail: the record of API calls of an AWS account.
 *
 * <p>An AWS account is a system, {@code aws/<account id>}; its IAM users and roles are that system's accounts, {@code user/<name>}
 * and {@code role/<name>}. Start with {@link io.plumbline.sources.cloudtrail.CloudTrailAdapter}, then {@code CallMapping} for
 * what is mapped and {@code NotModelledCalls} for what is not and why.
 */
package io.plumbline.sources.cloudtrail;
