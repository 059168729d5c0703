package io.plumbline.catalogue;

import java.util.Optional;
import java.util.function.Supplier;

/** Something worked out when it is first asked for, and kept; by any thread, since it comes out the same. */
final class WhenAsked<T> {

    private final Supplier<T> working;
    private volatile Optional<T> known = Optional.empty();

    WhenAsked(Supplier<T> working) {
        this.working = working;
    }

    /** What came out; nobody works it out twice. */
    T get() {
        if (known.isEmpty()) {
            synchronized (this) {
                if (known.isEmpty()) {
                    known = Optional.of(working.get());
                }
            }
        }
        return known.orElseThrow();
    }
}
