package io.plumbline.catalogue;

/** Whether a deviation can end. */
public enum Nature {
    /** It lasts and can end: access held, a key live. */
    CONDITION,
    /** It happened and cannot unhappen: a session without approval. */
    ACT
}
