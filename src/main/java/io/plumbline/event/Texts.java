package io.plumbline.event;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;

/** Canonical forms of values in events, so that the same statement is the same record however it was written. */
final class Texts {

    private Texts() {}

    /** An amount without trailing zeros and without exponent: 10 and 10.00 are the same. */
    static BigDecimal plain(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** Sorted, without repetition, immutable. */
    static List<String> sorted(Collection<String> texts) {
        return texts.stream().sorted().distinct().toList();
    }
}
