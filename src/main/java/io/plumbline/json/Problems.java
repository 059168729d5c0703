package io.plumbline.json;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Collects the problems of one file, so that all of them are reported together. */
public final class Problems {

    private final String file;
    private final ToIntFunction<String> lineOf;
    private final List<Problem> found = new ArrayList<>();

    /** For a file in which {@code lineOf} knows the line of a field path, 0 where it does not. */
    public Problems(String file, ToIntFunction<String> lineOf) {
        this.file = file;
        this.lineOf = lineOf;
    }

    String file() {
        return file;
    }

    public void add(String field, String message) {
        found.add(new Problem(file, lineOf.applyAsInt(field), field, message));
    }

    /** All so far, in the order found. */
    public List<Problem> all() {
        return List.copyOf(found);
    }

    public int count() {
        return found.size();
    }

    /** The path of a key of the object at {@code path}. */
    public static String key(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** The path of an item, counted from 0, of the list at {@code path}. */
    public static String item(String path, int index) {
        return path + "[" + index + "]";
    }
}
