package io.plumbline.sources;

import java.util.Comparator;

/**
 * Where a record stands.
 *
 * @param unit what {@code number} counts: {@code line} in files of lines, else {@code record}
 * @param number from 1
 */
public record Place(String file, String unit, long number) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::file).thenComparing(Place::number).thenComparing(Place::unit);

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return file + " " + unit + " " + number;
    }
}
