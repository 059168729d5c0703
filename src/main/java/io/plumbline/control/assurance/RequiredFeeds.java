package io.plumbline.control.assurance;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent.SourceDeclared;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Whether some source is declared to carry each feed that a system in scope needs. */
final class RequiredFeeds {

    private final String systemId;
    private final Reference reference;

    private RequiredFeeds(String systemId, Reference reference) {
        this.systemId = systemId;
        this.reference = reference;
    }

    /** One judgement per feed that any version of the system's registration names. */
    static List<Judgement> of(String systemId, Reference reference) {
        RequiredFeeds test = new RequiredFeeds(systemId, reference);
        SortedMap<Feed, List<Dated<SystemRegistered>>> needed = new TreeMap<>();
        for (Dated<SystemRegistered> version : reference.catalogue().registrations(systemId)) {
            version.value().requiredFeeds().forEach(feed -> needed.computeIfAbsent(feed, key -> new ArrayList<>())
                    .add(version));
        }
        return needed.entrySet().stream()
                .map(entry -> test.judgement(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Judgement judgement(Feed feed, List<Dated<SystemRegistered>> versions) {
        String object = "feed:" + feed;
        List<Dated<SystemRegistered>> inScope = versions.stream()
                .filter(version ->
                        version.value().soxInScope() || version.value().socInScope())
                .toList();
        if (inScope.isEmpty()) {
            return verdict(object, versions, Verdict.NOT_APPLICABLE, "NOT_IN_SCOPE");
        }
        List<Judgement> parts = new ArrayList<>();
        Timeline carried = carried(feed);
        for (boolean financial : List.of(true, false)) {
            Timeline needed = Timeline.of(inScope.stream()
                    .filter(version -> version.value().soxInScope() == financial)
                    .map(Dated::inForce)
                    .toList());
            needed.minus(carried).intervals().forEach(span -> parts.add(without(feed, span, financial, inScope)));
        }
        if (parts.isEmpty()) {
            parts.add(verdict(object, inScope, Verdict.OPERATED, "CARRIED"));
        }
        return Judgement.together(parts);
    }

    private Judgement without(Feed feed, Interval span, boolean financial, List<Dated<SystemRegistered>> versions) {
        String object = "feed:" + feed;
        if (!reference.completeness().reached(span.from())) {
            return verdict(object, versions, Verdict.OPERATED, "CARRIED").againAt(span.from());
        }
        Deviation lasting = Deviation.lasting(
                        "NO_FEED",
                        "NO_FEED",
                        feed + "@" + span.from(),
                        span.from(),
                        financial ? Severity.HIGH : Severity.MEDIUM)
                .because(
                        List.of(
                                systemId + " is in scope and needs " + feed + " from " + span.from() + " on",
                                span.until()
                                        .map(end -> "No source was declared to carry it before " + end)
                                        .orElse(
                                                "No source is declared to carry it, so nothing that rests on it is known")),
                        versions.stream().map(Dated::value).toList())
                .with(Map.of("system", systemId, "feed", feed.name()));
        return Judgement.deviated(
                object, systemId, versions.get(0).inForce().from(), List.of(NoBlindSpot.until(lasting, span.until())));
    }

    private Judgement verdict(String object, List<Dated<SystemRegistered>> versions, Verdict verdict, String reason) {
        return Judgement.of(
                object,
                systemId,
                versions.get(0).inForce().from(),
                verdict,
                reason,
                versions.stream().map(Dated::value).toList());
    }

    /** When any source was declared to carry the feed for the system, by every version of its declaration. */
    private Timeline carried(Feed feed) {
        List<Interval> spans = new ArrayList<>();
        declarations(reference.catalogue()).forEach((source, versions) -> {
            for (int i = 0; i < versions.size(); i++) {
                SourceDeclared version = versions.get(i);
                Optional<Instant> next = i + 1 < versions.size()
                        ? Optional.of(versions.get(i + 1).effectiveFrom())
                        : Optional.empty();
                boolean here = version.systems().isEmpty() || version.systems().contains(systemId);
                if (here && version.feeds().contains(feed)) {
                    spans.add(new Interval(version.effectiveFrom(), next));
                }
            }
        });
        return Timeline.of(spans.stream().filter(span -> !span.isEmpty()).toList());
    }

    private static SortedMap<String, List<SourceDeclared>> declarations(Catalogue catalogue) {
        SortedMap<String, List<SourceDeclared>> bySource = new TreeMap<>();
        catalogue
                .derived(RequiredFeeds.class, source -> source.entries().stream()
                        .filter(SourceDeclared.class::isInstance)
                        .map(SourceDeclared.class::cast)
                        .sorted(Comparator.comparing(SourceDeclared::effectiveFrom))
                        .toList())
                .forEach(declared -> bySource.computeIfAbsent(declared.sourceId(), key -> new ArrayList<>())
                        .add(declared));
        return bySource;
    }
}
