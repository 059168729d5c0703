package io.plumbline.event;

/** What may be done with a function; looking at it never conflicts with anything. */
public enum ActivityLevel {
    DISPLAY,
    MAINTAIN,
    POST,
    APPROVE,
    ADMIN,
    /** Not stated, or a value newer than this build; treated as able to act. */
    UNKNOWN;

    /** Whether something can be done at it. */
    public boolean acts() {
        return this != DISPLAY;
    }
}
