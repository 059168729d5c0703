package io.plumbline.control;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names as one field of evidence: each once, in alphabetical order. */
public final class Names {

    private Names() {}

    public static String of(Stream<String> names) {
        return names.distinct().sorted().collect(Collectors.joining(", "));
    }

    /** No more than so many: a record must stay small enough to be sent; how many are left out is said. */
    public static String atMost(int most, Stream<String> names) {
        List<String> all = names.distinct().sorted().toList();
        return all.size() <= most
                ? String.join(", ", all)
                : String.join(", ", all.subList(0, most)) + " and " + (all.size() - most) + " more";
    }
}
