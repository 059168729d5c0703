package io.plumbline.event;

import java.util.Collection;
import java.util.List;

/** The canonical form of sets of texts in events: sorted, without repetition, immutable. */
final class Texts {

    private Texts() {}

    static List<String> sorted(Collection<String> texts) {
        return texts.stream().sorted().distinct().toList();
    }
}
