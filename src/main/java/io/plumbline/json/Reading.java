package io.plumbline.json;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What came of reading a file: the value, or everything that is wrong with it.
 *
 * @param value present exactly where there are no problems
 */
public record Reading<T>(Optional<T> value, List<Problem> problems) {

    public Reading {
        if (value.isPresent() == !problems.isEmpty()) {
            throw new IllegalArgumentException("a reading has a value or problems, never both and never neither");
        }
        problems = List.copyOf(problems);
    }

    /** The value where nothing was found wrong, else the problems. */
    public static <T> Reading<T> of(T value, List<Problem> problems) {
        return new Reading<>(problems.isEmpty() ? Optional.of(value) : Optional.empty(), problems);
    }

    /**
     * The value.
     *
     * @throws IllegalArgumentException with one line per problem, if there are any
     */
    public T orElseThrow() {
        return value.orElseThrow(() -> new IllegalArgumentException(
                problems.stream().map(Problem::toString).collect(Collectors.joining("\n"))));
    }
}
