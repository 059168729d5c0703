package io.plumbline.control.assurance;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.catalogue.Regime;
import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.ReferenceEvent.SourceDeclared;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.event.SourceHealthEvent.RetentionStated;
import io.plumbline.facts.Interval;
import io.plumbline.facts.SourceFacts;
import io.plumbline.facts.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether the stores of a source keep what is in them as long as each regime demands. */
final class KeptLongEnough {

    private final String sourceId;
    private final Reference reference;

    private KeptLongEnough(String sourceId, Reference reference) {
        this.sourceId = sourceId;
        this.reference = reference;
    }

    /** One judgement per store and regime, since what is long enough for one may be too short for the other. */
    static List<Judgement> of(SourceFacts source, Reference reference) {
        KeptLongEnough test = new KeptLongEnough(source.subject().id(), reference);
        SortedMap<String, List<RetentionStated>> byStore = new TreeMap<>();
        source.retentions().forEach(stated -> byStore.computeIfAbsent(stated.store(), store -> new ArrayList<>())
                .add(stated));
        List<Judgement> judgements = new ArrayList<>();
        byStore.forEach((store, statements) -> {
            List<Dated<RetentionStated>> versions = versions(statements);
            for (Regime regime : Regime.values()) {
                judgements.add(test.judgement(store, regime, versions));
            }
        });
        return judgements;
    }

    /** Each until the next takes effect; of two that take effect at once the one stated later. */
    private static List<Dated<RetentionStated>> versions(List<RetentionStated> statements) {
        TreeMap<Instant, RetentionStated> byStart = new TreeMap<>();
        statements.forEach(stated -> byStart.put(stated.effectiveFrom(), stated));
        List<Dated<RetentionStated>> versions = new ArrayList<>();
        byStart.forEach((from, stated) ->
                versions.add(new Dated<>(new Interval(from, Optional.ofNullable(byStart.higherKey(from))), stated)));
        return versions;
    }

    private Judgement judgement(String store, Regime regime, List<Dated<RetentionStated>> versions) {
        String object = "retention:" + store + "/" + regime;
        SortedMap<String, Timeline> scopes = inScope(regime);
        Timeline inScope = Timeline.of(scopes.values().stream()
                .flatMap(timeline -> timeline.intervals().stream())
                .toList());
        List<RetentionStated> stated = versions.stream().map(Dated::value).toList();
        Instant at = versions.get(0).inForce().from();
        if (Timeline.of(versions.stream().map(Dated::inForce).toList())
                .and(inScope)
                .isEmpty()) {
            String system = NoBlindSpot.system(sourceId, reference.catalogue(), at);
            return Judgement.of(object, system, at, Verdict.NOT_APPLICABLE, "NOT_IN_SCOPE", stated);
        }
        List<Dated<RetentionStated>> tooShort = versions.stream()
                .filter(version -> isTooShort(version.value(), regime))
                .toList();
        List<Interval> spans = Timeline.of(tooShort.stream().map(Dated::inForce).toList())
                .and(inScope)
                .intervals();
        List<Judgement> parts = new ArrayList<>();
        for (Interval span : spans) {
            String system = systemAt(span.from(), scopes);
            parts.add(
                    reference.completeness().reached(span.from())
                            ? Judgement.deviated(
                                    object, system, span.from(), List.of(deviation(store, regime, span, tooShort)))
                            : Judgement.of(object, system, at, Verdict.OPERATED, "KEPT_LONG_ENOUGH", stated)
                                    .againAt(span.from()));
        }
        if (parts.isEmpty()) {
            String system = systemAt(scopeStart(versions, inScope), scopes);
            parts.add(Judgement.of(object, system, at, Verdict.OPERATED, "KEPT_LONG_ENOUGH", stated));
        }
        return Judgement.together(parts);
    }

    private static Instant scopeStart(List<Dated<RetentionStated>> versions, Timeline inScope) {
        return Timeline.of(versions.stream().map(Dated::inForce).toList())
                .and(inScope)
                .intervals()
                .get(0)
                .from();
    }

    private boolean isTooShort(RetentionStated stated, Regime regime) {
        return stated.kept()
                .filter(kept -> kept.compareTo(demanded(stated, regime)) < 0)
                .isPresent();
    }

    /** What is demanded when the retention takes effect. */
    private Duration demanded(RetentionStated stated, Regime regime) {
        return reference
                .parameters(stated.effectiveFrom())
                .duration("retention_" + regime.name().toLowerCase(Locale.ROOT));
    }

    private Deviation deviation(String store, Regime regime, Interval span, List<Dated<RetentionStated>> tooShort) {
        List<RetentionStated> within = tooShort.stream()
                .filter(version -> version.inForce().intersect(span).isPresent())
                .map(Dated::value)
                .toList();
        List<String> lines = new ArrayList<>();
        within.forEach(stated -> lines.add(store + " of " + sourceId + " keeps what is in it for "
                + stated.kept().orElseThrow() + " from " + stated.effectiveFrom() + " on; " + regime + " demands "
                + demanded(stated, regime)));
        lines.add(span.until()
                .map(end -> "From " + end + " on it is not too short any more")
                .orElse("What is older is gone, and nobody can look at it again"));
        RetentionStated newest = within.get(within.size() - 1);
        Deviation deviation = Deviation.lasting(
                        "RETENTION_SHORT",
                        "RETENTION_SHORT",
                        regime + "@" + span.from(),
                        span.from(),
                        regime == Regime.SOX ? Severity.HIGH : Severity.MEDIUM)
                .because(lines, within)
                .onlyFor(Set.of(regime))
                .with(Map.of(
                        "source_id",
                        sourceId,
                        "store",
                        store,
                        "regime",
                        regime.name(),
                        "kept",
                        newest.kept().orElseThrow().toString(),
                        "demanded",
                        demanded(newest, regime).toString()));
        return NoBlindSpot.until(deviation, span.until());
    }

    private static String systemAt(Instant at, SortedMap<String, Timeline> scopes) {
        return scopes.entrySet().stream()
                .filter(scope -> scope.getValue().contains(at))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** When each system that the source carries was in the scope of the regime; those that never were are left out. */
    private SortedMap<String, Timeline> inScope(Regime regime) {
        Catalogue catalogue = reference.catalogue();
        List<String> declared =
                catalogue.source(sourceId).map(SourceDeclared::systems).orElse(List.of());
        SortedMap<String, Timeline> scopes = new TreeMap<>();
        for (String systemId : declared.isEmpty() ? registered(catalogue) : declared) {
            Timeline scope = Timeline.of(catalogue.registrations(systemId).stream()
                    .filter(version -> regime == Regime.SOX
                            ? version.value().soxInScope()
                            : version.value().socInScope())
                    .map(Dated::inForce)
                    .toList());
            if (!scope.isEmpty()) {
                scopes.put(systemId, scope);
            }
        }
        return scopes;
    }

    private static SortedSet<String> registered(Catalogue catalogue) {
        return catalogue.derived(KeptLongEnough.class, source -> source.entries().stream()
                .filter(SystemRegistered.class::isInstance)
                .map(entry -> ((SystemRegistered) entry).systemId())
                .collect(Collectors.toCollection(TreeSet::new)));
    }
}
