package io.plumbline.catalogue;

import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.DelegationRecorded;
import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.event.ReferenceEvent.ExemptionRevoked;
import io.plumbline.event.ReferenceEvent.MitigationPerformed;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What people settled beforehand: exemptions, the performances of the mitigating controls that exemptions rest on, and who may
 * decide for whom.
 *
 * <p>Exemptions and delegations are never back-dated: one that is to count from before it was decided counts from its decision
 * on, which is its {@code header.occurredAt}. Until then the version decided before it goes on.
 */
final class StandingDecisions {

    private static final Comparator<ReferenceEvent> IN_ORDER = Comparator.comparing(StandingDecisions::counts)
            .thenComparing(event -> event.header().recordedAt())
            .thenComparing(ReferenceEvent::id);

    /** The subject key of exemptions that name none. */
    private static final String ANY = "";

    private final Map<String, Map<String, List<Dated<ExemptionGranted>>>> exemptions = new TreeMap<>();
    private final Map<String, List<MitigationPerformed>> performances = new TreeMap<>();
    private final List<Dated<DelegationRecorded>> delegations = new ArrayList<>();

    StandingDecisions(Collection<ReferenceEvent> entries) {
        Map<String, List<ReferenceEvent>> decided = new TreeMap<>();
        for (ReferenceEvent entry : entries) {
            if (entry instanceof MitigationPerformed performed) {
                if (isEvidenced(performed)) {
                    performances
                            .computeIfAbsent(performed.mitigationRef(), ref -> new ArrayList<>())
                            .add(performed);
                }
            } else if (entry instanceof ExemptionGranted
                    || entry instanceof ExemptionRevoked
                    || entry instanceof DelegationRecorded) {
                decided.computeIfAbsent(EntryKey.of(entry), key -> new ArrayList<>())
                        .add(entry);
            }
        }
        performances
                .values()
                .forEach(all -> all.sort(Comparator.comparing(MitigationPerformed::effectiveFrom)
                        .thenComparing(MitigationPerformed::id)));
        decided.values().forEach(versions -> {
            versions.sort(IN_ORDER);
            for (int i = 0; i < versions.size(); i++) {
                Optional<Instant> next =
                        i + 1 < versions.size() ? Optional.of(counts(versions.get(i + 1))) : Optional.empty();
                add(versions.get(i), new Interval(counts(versions.get(i)), next));
            }
        });
    }

    /** From when a decision counts; one that takes something back may reach back. */
    private static Instant counts(ReferenceEvent event) {
        Instant decided = event.header().occurredAt();
        return event instanceof ExemptionRevoked || decided.isBefore(event.effectiveFrom())
                ? event.effectiveFrom()
                : decided;
    }

    /** What is said to be performed later than it was stated was not performed. */
    private static boolean isEvidenced(MitigationPerformed performed) {
        return performed.evidenceRef().filter(ref -> !ref.isBlank()).isPresent()
                && !performed.effectiveFrom().isAfter(performed.header().occurredAt());
    }

    private void add(ReferenceEvent version, Interval inForce) {
        if (version instanceof ExemptionGranted granted) {
            inForce.intersect(Interval.of(Instant.MIN, granted.validTo())).ifPresent(valid -> exemptions
                    .computeIfAbsent(granted.controlId(), id -> new TreeMap<>())
                    .computeIfAbsent(granted.subjectKey().orElse(ANY), key -> new ArrayList<>())
                    .add(new Dated<>(valid, granted)));
        } else if (version instanceof DelegationRecorded delegation) {
            inForce.intersect(Interval.of(Instant.MIN, delegation.validTo()))
                    .ifPresent(valid -> delegations.add(new Dated<>(valid, delegation)));
        }
    }

    List<Dated<ExemptionGranted>> exemptions() {
        return inOrder(exemptions.values().stream().flatMap(bySubject -> bySubject.values().stream()));
    }

    List<Dated<ExemptionGranted>> exemptions(String controlId) {
        return inOrder(exemptions.getOrDefault(controlId, Map.of()).values().stream());
    }

    List<Dated<ExemptionGranted>> exemptions(String controlId, String subjectKey) {
        Map<String, List<Dated<ExemptionGranted>>> bySubject = exemptions.getOrDefault(controlId, Map.of());
        return inOrder(Stream.of(ANY, subjectKey).distinct().map(key -> bySubject.getOrDefault(key, List.of())));
    }

    private static List<Dated<ExemptionGranted>> inOrder(Stream<List<Dated<ExemptionGranted>>> lists) {
        return lists.flatMap(List::stream)
                .sorted(Comparator.comparing(
                                (Dated<ExemptionGranted> dated) -> dated.value().exemptionId())
                        .thenComparing(Dated::inForce))
                .toList();
    }

    List<MitigationPerformed> performances(String mitigationRef) {
        return List.copyOf(performances.getOrDefault(mitigationRef, List.of()));
    }

    List<Dated<DelegationRecorded>> delegations() {
        return List.copyOf(delegations);
    }

    /** @param from whether an id is that of whoever is to be stood in for */
    Set<String> delegates(Predicate<String> from, String systemId, Instant at) {
        Set<String> delegates = new TreeSet<>();
        for (Dated<DelegationRecorded> dated : delegations) {
            DelegationRecorded delegation = dated.value();
            if (dated.inForce().contains(at)
                    && from.test(delegation.fromId())
                    && (delegation.systems().isEmpty() || delegation.systems().contains(systemId))) {
                delegates.add(delegation.toId());
            }
        }
        return delegates;
    }
}
