package io.plumbline.exceptions;

/**
 * Where an exception stands. A pure function of the deviation, the decisions about it, and the instant.
 *
 * <pre>
 *   from          to            by
 *   (none)        OPEN          the deviation is proven
 *   OPEN          ACKNOWLEDGED  decision ACKNOWLEDGE
 *   OPEN, ACKN.   MITIGATED     decision MITIGATE until a date
 *   OPEN, ACKN.   ACCEPTED      decision ACCEPT until a date
 *   MITIGATED     OPEN          the date passes without a performance of the control, or decision REOPEN
 *   ACCEPTED      OPEN          the date passes, or decision REOPEN
 *   any live      REMEDIATED    conditions: the facts show the end
 *   any live      CLOSED        acts: decision CLOSE with a second person
 *   any live      DISMISSED     decision DISMISS with a second person
 *   any live      RETIRED       its rule stopped applying
 *   REMEDIATED    OPEN          the facts no longer show the end
 *   CLOSED, DISM. OPEN          decision REOPEN
 *   any           WITHDRAWN     the facts no longer show the deviation
 *   WITHDRAWN     OPEN          they show it again
 * </pre>
 */
public enum ExceptionStatus {
    /** Proven: a condition that lasts, or an act. */
    OPEN,
    /** Someone took it. It still counts as open. */
    ACKNOWLEDGED,
    /** A valid, in-date, performed mitigating control covers it. Lapses to OPEN. */
    MITIGATED,
    /** The risk owner accepts it until a date. Expires to OPEN, and the expiry is an alert. */
    ACCEPTED,
    /** Conditions only: the facts show its end. Opens again when they no longer do. */
    REMEDIATED,
    /** Acts only: reviewed, documented and closed by a person and a second one. */
    CLOSED,
    /** Judged not to be an exception, with a reason and a second person. Listed with the reason when a period is tested. */
    DISMISSED,
    /** Its rule or control stopped applying; it stays in the period it occurred in. */
    RETIRED,
    /** Later facts show that it never was. It does not count, and stays on record. */
    WITHDRAWN;

    /** Whether someone still has to do something about it. */
    public boolean live() {
        return switch (this) {
            case OPEN, ACKNOWLEDGED, MITIGATED, ACCEPTED -> true;
            case REMEDIATED, CLOSED, DISMISSED, RETIRED, WITHDRAWN -> false;
        };
    }
}
