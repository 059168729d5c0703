package io.plumbline.event;

/** What kind of segregation-of-duties rule it is. */
public enum SodRuleType {
    /** Two functions in one application. */
    PAIR,
    /** More than two, or a number of them, in one application. */
    MULTI,
    /** Functions contributed by two or more applications. */
    CROSS_APP,
    /** At least one function through a machine identity. */
    NHI,
    /** Steps on the same object, or a chain of objects, by one person. */
    SAME_OBJECT,
    /** Who acts is whom the record is about. */
    SELF_RECORD,
    /** Steps in order on one object, whoever acts. */
    SEQUENCE,
    /** Not stated, or a value newer than this build. */
    UNKNOWN
}
