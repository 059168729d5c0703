package io.plumbline.sources;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of every record of a delivery; the parts always add up to {@code records}.
 *
 * <p>Counts records, not events: one record may give several events, and a record that stands in two files counts twice.
 *
 * @param notModelled by kind of record, in order of name, unknown kinds among them
 */
public record Tally(
        long records, long mapped, List<NotModelled> notModelled, long failed, long readOnly, long rejected) {

    /**
     * A kind of record that gives no events.
     *
     * @param unknown true where the adapter had never heard of it
     */
    public record NotModelled(String name, String reason, boolean unknown, long count) {}

    public Tally {
        notModelled = List.copyOf(notModelled);
        long sum = mapped + count(notModelled) + failed + readOnly + rejected;
        if (sum != records) {
            throw new IllegalArgumentException("of " + records + " records only " + sum + " are accounted for");
        }
    }

    static Tally of(long records, Collection<Disposition> dispositions, long rejected) {
        Map<String, NotModelled> left = new TreeMap<>();
        long mapped = 0;
        long failed = 0;
        long readOnly = 0;
        for (Disposition disposition : dispositions) {
            switch (disposition.kind()) {
                case MAPPED -> mapped++;
                case FAILED -> failed++;
                case READ_ONLY -> readOnly++;
                case NOT_MODELLED, UNKNOWN ->
                    left.merge(
                            disposition.name(),
                            new NotModelled(
                                    disposition.name(),
                                    disposition.reason(),
                                    disposition.kind() == Disposition.Kind.UNKNOWN,
                                    1),
                            (a, b) -> new NotModelled(a.name(), a.reason(), a.unknown(), a.count() + b.count()));
            }
        }
        return new Tally(records, mapped, List.copyOf(left.values()), failed, readOnly, rejected);
    }

    public long notModelledCount() {
        return count(notModelled);
    }

    /** The kinds of record the adapter had never heard of. */
    public List<NotModelled> unknown() {
        return notModelled.stream().filter(NotModelled::unknown).toList();
    }

    private static long count(List<NotModelled> kinds) {
        return kinds.stream().mapToLong(NotModelled::count).sum();
    }
}
