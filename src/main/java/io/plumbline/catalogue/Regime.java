package io.plumbline.catalogue;

/** An assurance regime; each gets its own assertion, owners, evidence and verdict. */
public enum Regime {
    /** SOC 2: does the service keep its promises? Asserted per Trust Services Criterion. */
    SOC,
    /** SOX: could the financial statements be distorted? Asserted per general IT control domain. */
    SOX
}
