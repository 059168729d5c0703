package io.plumbline.monitor;

import io.plumbline.evidence.AssertionRecord;
import io.plumbline.exceptions.ExceptionAlert;
import io.plumbline.exceptions.ExceptionRecord;

/** What a step has to say: to related subjects, to ticketing, to whoever keeps the current state, to the auditors. */
public sealed interface Output {

    /** An event passed on to a related subject, through the same log. */
    record Forward(LogRecord.Delivery delivery) implements Output {}

    /** An event that a subject could not take in any more, and why. */
    record Refused(LogRecord.Delivery delivery, String why) implements Output {}

    /** An exception changed; one message per transition. */
    record Alert(ExceptionAlert alert) implements Output {}

    /** The exception as it now stands. */
    record Current(ExceptionRecord exception) implements Output {}

    /** A verdict on an item changed: one record per regime in whose scope the item is. */
    record Evidence(AssertionRecord assertion) implements Output {}
}
