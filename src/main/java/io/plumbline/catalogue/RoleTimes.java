package io.plumbline.catalogue;

import io.plumbline.catalogue.RoleContent.Gap;
import io.plumbline.catalogue.RoleContent.Given;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * The content of a role over all time, told twice: whole, cut wherever anything in it changes; and by what it gives, each for as
 * long as it lasted unchanged.
 *
 * @param knownFrom from when anything is known of the role; before that nobody knows what it gave
 * @param contents oldest first, without overlap
 * @param given every way to an entitlement, with the spans in which it stood
 * @param denials every way in which an entitlement is denied, likewise
 * @param gaps spans in which something in the role is not known
 */
public record RoleTimes(
        Instant knownFrom,
        List<Dated<RoleContent>> contents,
        List<Dated<Given>> given,
        List<Dated<Given>> denials,
        List<Dated<Gap>> gaps) {

    public RoleTimes {
        contents = List.copyOf(contents);
        given = List.copyOf(given);
        denials = List.copyOf(denials);
        gaps = List.copyOf(gaps);
    }

    /** The content at {@code at}; empty before the first version. */
    public Optional<RoleContent> at(Instant at) {
        return contents.stream()
                .filter(content -> content.inForce().contains(at))
                .map(Dated::value)
                .findFirst();
    }

    /** Collects contents in order of time and joins what goes on unchanged from one to the next. */
    static final class Builder {

        private final List<Dated<RoleContent>> contents = new ArrayList<>();
        private final Spans<Given> given = new Spans<>(Given::isSame);
        private final Spans<Given> denials = new Spans<>(Given::isSame);
        private final Spans<Gap> gaps = new Spans<>(Gap::equals);

        /** The next span; {@code content} is empty where only its gaps are known. */
        void add(Interval span, Optional<RoleContent> content, List<Gap> open) {
            List<Gap> sameGaps = gaps.next(span, open, Gap::roleId);
            content.ifPresent(next -> contents.add(new Dated<>(
                    span,
                    new RoleContent(
                            next.role(),
                            given.next(span, next.given(), Given::entitlement),
                            denials.next(span, next.denials(), Given::entitlement),
                            next.depth(),
                            next.cyclicWith(),
                            sameGaps))));
        }

        RoleTimes build(Instant knownFrom) {
            return new RoleTimes(knownFrom, contents, given.all(), denials.all(), gaps.all());
        }
    }

    /** Things that stand over spans which follow one another. */
    private static final class Spans<T> {

        private record Open<T>(T value, Instant from) {}

        private final BiPredicate<T, T> isSame;
        private final List<Dated<T>> closed = new ArrayList<>();
        private Map<String, List<Open<T>>> open = new LinkedHashMap<>();
        private Optional<Instant> reached = Optional.empty();

        Spans(BiPredicate<T, T> isSame) {
            this.isSame = isSame;
        }

        /** What stands in the next span, each as the very object it was before where nothing about it changed. */
        List<T> next(Interval span, List<T> values, Function<T, String> key) {
            Map<String, List<Open<T>>> still = new LinkedHashMap<>();
            List<T> same = new ArrayList<>();
            for (T value : values) {
                Open<T> standing =
                        taken(open.get(key.apply(value)), value).orElseGet(() -> new Open<>(value, span.from()));
                same.add(standing.value());
                still.computeIfAbsent(key.apply(value), id -> new ArrayList<>()).add(standing);
            }
            close(span.from());
            open = still;
            reached = span.until();
            return same;
        }

        /** What stood before and goes on; taken out, so that what is left ends. */
        private Optional<Open<T>> taken(List<Open<T>> before, T value) {
            for (int i = 0; before != null && i < before.size(); i++) {
                if (isSame.test(before.get(i).value(), value)) {
                    return Optional.of(before.remove(i));
                }
            }
            return Optional.empty();
        }

        private void close(Instant at) {
            open.values()
                    .forEach(ended ->
                            ended.forEach(one -> closed.add(new Dated<>(Interval.of(one.from(), at), one.value()))));
        }

        List<Dated<T>> all() {
            List<Dated<T>> all = new ArrayList<>(closed);
            open.values()
                    .forEach(ended ->
                            ended.forEach(one -> all.add(new Dated<>(new Interval(one.from(), reached), one.value()))));
            all.sort(Comparator.comparing(Dated::inForce));
            return all;
        }
    }
}
