package io.plumbline.control.nonhuman;

import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvent.MandateGranted;
import io.plumbline.event.IdentityEvent.MandateRevoked;
import io.plumbline.facts.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The mandates of a machine identity, every version of each.
 *
 * @param versions in order of mandate id, then of time
 */
record Mandates(List<Version> versions) {

    private static final Comparator<MandateGranted> AS_STATED = Comparator.comparing(
                    (MandateGranted mandate) -> mandate.header().occurredAt())
            .thenComparing(mandate -> mandate.header().recordedAt())
            .thenComparing(MandateGranted::id);

    /**
     * One statement of a mandate.
     *
     * @param decided since when it may count: a mandate covers nothing that was done before it was decided
     * @param inForce from when it takes effect until its end, its revocation or the next statement
     */
    record Version(MandateGranted stated, Instant decided, Interval inForce) {

        /** When it covers anything, if none may be older than {@code maxAge}. */
        Interval covers(Duration maxAge) {
            Instant tooOld = decided.plus(maxAge);
            return inForce.until().filter(end -> end.isBefore(tooOld)).isPresent()
                    ? inForce
                    : Interval.of(inForce.from(), tooOld);
        }
    }

    static Mandates of(List<IdentityEvent> stated) {
        SortedMap<String, List<MandateGranted>> byId = stated.stream()
                .filter(MandateGranted.class::isInstance)
                .map(MandateGranted.class::cast)
                .sorted(AS_STATED)
                .collect(Collectors.groupingBy(MandateGranted::mandateId, TreeMap::new, Collectors.toList()));
        Map<String, List<Instant>> revoked = stated.stream()
                .filter(MandateRevoked.class::isInstance)
                .map(MandateRevoked.class::cast)
                .collect(Collectors.groupingBy(
                        MandateRevoked::mandateId,
                        Collectors.mapping(end -> end.header().occurredAt(), Collectors.toList())));
        List<Version> versions = new ArrayList<>();
        byId.forEach((id, statements) -> {
            for (int i = 0; i < statements.size(); i++) {
                versions.add(version(
                        statements.get(i),
                        statements.subList(i + 1, statements.size()),
                        revoked.getOrDefault(id, List.of())));
            }
        });
        return new Mandates(List.copyOf(versions));
    }

    private static Version version(MandateGranted stated, List<MandateGranted> following, List<Instant> revoked) {
        Instant occurred = stated.header().occurredAt();
        boolean before = stated.header().baseline();
        Instant decided = before && stated.validFrom().isBefore(occurred) ? stated.validFrom() : occurred;
        Optional<Instant> until = Stream.of(
                        stated.validTo().stream(),
                        following.stream().limit(1).map(next -> next.header().occurredAt()),
                        revoked.stream().filter(end -> !end.isBefore(occurred)))
                .flatMap(ends -> ends)
                .min(Instant::compareTo);
        Instant from = stated.validFrom().isAfter(decided) ? stated.validFrom() : decided;
        return new Version(stated, decided, new Interval(from, until));
    }
}
