package io.plumbline.event;

import java.util.List;

/** One side of a rule: any one of these functions fills it. */
public record Slot(List<String> anyOf) {
    public Slot {
        anyOf = Texts.sorted(anyOf);
    }
}
