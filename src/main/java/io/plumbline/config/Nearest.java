package io.plumbline.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The known name that a misspelled one was most likely meant to be. */
final class Nearest {

    /** A name of nobody's that is this close to a known one was mistyped; a plug-in would not be called so. */
    private static final int TYPO = 2;

    private static final int SHORTEST = 8;

    private Nearest() {}

    /** Whether nobody knows the name and a known one is a slip of the keyboard away. */
    static boolean isTypo(String name) {
        return name.length() >= SHORTEST
                && nearest(name).filter(known -> distance(name, known) <= TYPO).isPresent();
    }

    /** Among the keys and the settings of Kafka and the registry client. */
    static Optional<String> nearest(String name) {
        Collection<String> known = new TreeSet<>(Passed.names());
        Keys.ALL.forEach(key -> known.add(key.name()));
        return known.stream().min(Comparator.comparingInt(each -> distance(name, each)));
    }

    /** Among the declared keys only. */
    static Key<?> nearestKey(String name) {
        return Keys.ALL.stream()
                .min(Comparator.comparingInt(key -> distance(name, key.name())))
                .orElseThrow();
    }

    /** Letters to insert, delete or replace until one is the other. */
    static int distance(String one, String other) {
        int[] row = IntStream.rangeClosed(0, other.length()).toArray();
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
