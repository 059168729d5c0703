package io.plumbline.monitor;

import io.plumbline.evidence.AssertionRecord;
import io.plumbline.exceptions.ExceptionAlert;
import io.plumbline.exceptions.ExceptionRecord;

/** What a step has to say: to related subjects, to ticketing, to whoever keeps the current state, to the auditors. */
public sealed interface Output {

    /** An event passed on to a related subject, through the same log. */
    record Forward(LogRecord.Delivery delivery) implements Output {}

    /** An event that was not taken in, why, and what to do, in words. */
    record Refused(LogRecord.Delivery delivery, Reason reason, String why) implements Output {

        /** Why an event was not taken in. */
        public enum Reason {
            /** Its subject holds as much as it may. */
            SUBJECT_TOO_LARGE,
            /** It happened before the horizon. */
            TOO_OLD
        }
    }

    /** An exception changed; one message per transition. */
    record Alert(ExceptionAlert alert) implements Output {}

    /** What a control or rule on trial finds, as it now stands: nobody is told of it. */
    record OnTrial(ExceptionRecord finding) implements Output {}

    /** The exception as it now stands. */
    record Current(ExceptionRecord exception) implements Output {}

    /** A verdict on an item changed: one record per regime in whose scope the item is. */
    record Evidence(AssertionRecord assertion) implements Output {}
}
