package io.plumbline.control.review;

import java.util.Optional;

/**
 * Whether one decision in an access review was made by somebody who was fit to make it.
 *
 * @param fault the variant that says what is wrong with it; empty where nothing is
 * @param doubt reason code why that cannot be said; empty where it can
 * @param words what was found, in words
 */
record Fitness(Optional<String> fault, Optional<String> doubt, String words) {

    static Fitness fit(String words) {
        return new Fitness(Optional.empty(), Optional.empty(), words);
    }

    static Fitness fault(String variant, String words) {
        return new Fitness(Optional.of(variant), Optional.empty(), words);
    }

    static Fitness doubt(String reason, String words) {
        return new Fitness(Optional.empty(), Optional.of(reason), words);
    }

    boolean sound() {
        return fault.isEmpty() && doubt.isEmpty();
    }
}
