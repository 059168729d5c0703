package io.plumbline.http;

/**
 * One thing a probe looks at.
 *
 * @param name what is looked at, in few words
 * @param passes whether it is as it should be
 * @param says what was seen
 */
public record Check(String name, boolean passes, String says) {}
