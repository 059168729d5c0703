package io.plumbline.catalogue;

import io.plumbline.facts.Interval;

/** One version of a reference entry and the interval in which it is in force. */
public record Dated<T>(Interval inForce, T value) {}
