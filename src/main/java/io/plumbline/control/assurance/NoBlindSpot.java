package io.plumbline.control.assurance;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.GravestSystem;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.event.SourceHealthEvent.ClockOff;
import io.plumbline.event.SourceHealthEvent.FellSilent;
import io.plumbline.event.SourceHealthEvent.Manifest;
import io.plumbline.event.SourceHealthEvent.RecordsRejected;
import io.plumbline.event.SourceHealthEvent.StatementContradicted;
import io.plumbline.facts.Monitored;
import io.plumbline.facts.RoleFacts;
import io.plumbline.facts.SourceFacts;
import io.plumbline.facts.SystemFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * EVD-04: monitoring has no blind spot. Every source is heard of in time, says what it has lost and sends it again, delivers
 * what it says it does, keeps its clock, writes things down when they happen, and does not contradict itself; what it sends can
 * be taken in, or somebody deals with it; and what it stores is kept long enough and not tampered with. Every system in scope
 * has a source for each feed it needs, and of every sensitive entitlement that is held it is known what it lets one do.
 *
 * <p>Where the monitor itself fails at a subject, it says so under this control too, beside that subject.
 */
public final class NoBlindSpot implements Control<Monitored> {

    @Override
    public String id() {
        return "EVD-04";
    }

    @Override
    public Class<Monitored> population() {
        return Monitored.class;
    }

    /** Takes sources, the feeds that systems in scope need, and the sensitive entitlements that are held. */
    @Override
    public List<Judgement> evaluate(Monitored facts, Reference reference) {
        if (facts instanceof SourceFacts source) {
            return source(source, reference);
        } else if (facts instanceof SystemFacts system) {
            return RequiredFeeds.of(system.systemId(), reference);
        }
        return new MeaningKnown((RoleFacts) facts, reference).judgements();
    }

    /** Takes every run of deliveries, and then everything that was stated or noticed about the source. */
    private static List<Judgement> source(SourceFacts source, Reference reference) {
        Catalogue catalogue = reference.catalogue();
        List<Judgement> judgements = new ArrayList<>();
        byEpoch(source.manifests())
                .forEach((epoch, manifests) -> judgements.add(deliveries(epoch, manifests, source, catalogue)));
        LostSpan.byDay(source, catalogue).forEach((day, spans) -> judgements.add(lost(day, spans, source, catalogue)));
        source.silences().forEach(silence -> judgements.add(silence(silence, catalogue)));
        source.clocks().forEach(clock -> judgements.add(clock(clock, catalogue)));
        source.rejections().forEach(rejected -> judgements.add(rejected(rejected, catalogue)));
        judgements.addAll(RejectionsDealtWith.of(source, reference));
        source.contradictions().forEach(statement -> judgements.add(contradicted(statement, catalogue)));
        judgements.addAll(WrittenInTime.of(source, reference));
        judgements.addAll(KeptLongEnough.of(source, reference));
        judgements.addAll(StoresIntact.of(source, catalogue));
        return judgements;
    }

    private static SortedMap<String, List<Manifest>> byEpoch(List<Manifest> manifests) {
        SortedMap<String, List<Manifest>> byEpoch = new TreeMap<>();
        manifests.forEach(manifest -> byEpoch.computeIfAbsent(
                        manifest.epoch().map(epoch -> ":" + epoch).orElse(""), epoch -> new ArrayList<>())
                .add(manifest));
        return byEpoch;
    }

    /** Whether the deliveries of one run of sequences add up. */
    private static Judgement deliveries(
            String epoch, List<Manifest> manifests, SourceFacts source, Catalogue catalogue) {
        String object = "deliveries" + epoch;
        Manifest newest = manifests.get(manifests.size() - 1);
        Instant at = newest.header().occurredAt();
        List<Deviation> deviations = new ArrayList<>();
        for (SequenceHole hole : SequenceHole.in(manifests, source.backfills())) {
            deviations.add(hole.deviation(grave(source.subject().id(), catalogue, hole.since())));
        }
        for (Restatement restated : Restatement.in(manifests, source.backfills())) {
            deviations.add(restated.deviation(grave(source.subject().id(), catalogue, restated.since())));
        }
        String system = system(source.subject().id(), catalogue, at);
        return deviations.isEmpty()
                ? Judgement.of(object, system, at, Verdict.OPERATED, "DELIVERIES_ADD_UP", List.of(newest))
                : Judgement.deviated(object, system, at, deviations);
    }

    /** What the source itself says it has lost, by the day on which it begins. */
    private static Judgement lost(String day, List<LostSpan> spans, SourceFacts source, Catalogue catalogue) {
        String object = "gap:" + day;
        String id = source.subject().id();
        List<LostSpan> held = spans.stream().filter(LostSpan::counts).toList();
        if (held.isEmpty()) {
            Instant at = spans.get(0).from();
            return Judgement.of(
                    object,
                    system(id, catalogue, at),
                    at,
                    Verdict.NOT_APPLICABLE,
                    "BEFORE_COMPLETE_FROM",
                    List.of(spans.get(0).stated()));
        }
        Instant since = held.get(0).from();
        Deviation deviation = LostSpan.deviation(day, held, grave(id, catalogue, since));
        return Judgement.deviated(object, system(id, catalogue, since), since, List.of(deviation));
    }

    /** It was due; a heartbeat stated by then that came late shows that it never was silent. */
    private static Judgement silence(FellSilent silence, Catalogue catalogue) {
        Instant since = silence.header().occurredAt();
        String object = "silence:" + silence.lastHeardAt();
        String system = system(silence.sourceId(), catalogue, since);
        Optional<Instant> again = silence.heardAgainAt();
        if (again.filter(at -> !at.isAfter(since)).isPresent()) {
            return Judgement.of(object, system, since, Verdict.OPERATED, "HEARD_IN_TIME", List.of(silence));
        }
        Duration allowed = Duration.between(silence.lastHeardAt(), since);
        Deviation deviation = Deviation.lasting(
                        "FEED_SILENT",
                        "FEED_SILENT",
                        silence.lastHeardAt().toString(),
                        since,
                        grave(silence.sourceId(), catalogue, since))
                .because(
                        List.of(
                                silence.sourceId() + " was last heard of at " + silence.lastHeardAt()
                                        + " and is declared to be heard of every " + allowed,
                                again.map(at -> "It was heard of again at " + at)
                                        .orElse("Since " + since + " nothing it could say is known")),
                        List.of(silence))
                .with(Map.of(
                        "source_id",
                        silence.sourceId(),
                        "last_heard_at",
                        silence.lastHeardAt().toString(),
                        "silent_after",
                        allowed.toString()));
        return Judgement.deviated(object, system, since, List.of(until(deviation, again)));
    }

    private static Judgement clock(ClockOff clock, Catalogue catalogue) {
        Instant since = clock.header().occurredAt();
        Deviation deviation = Deviation.lasting("CLOCK_SKEW", "CLOCK_SKEW", since.toString(), since, Severity.MEDIUM)
                .because(
                        List.of(
                                clock.sourceId() + " stated at " + since + " that its clock was off by "
                                        + clock.clockOffset() + ", more than it is declared to be",
                                clock.steadyAgainAt()
                                        .map(at -> "It was within its tolerance again at " + at)
                                        .orElse("What it dates from then on may have happened at another time")),
                        List.of(clock))
                .with(Map.of(
                        "source_id",
                        clock.sourceId(),
                        "clock_offset",
                        clock.clockOffset().toString()));
        return Judgement.deviated(
                "clock:" + since,
                system(clock.sourceId(), catalogue, since),
                since,
                List.of(until(deviation, clock.steadyAgainAt())));
    }

    private static Judgement rejected(RecordsRejected rejected, Catalogue catalogue) {
        Instant since = rejected.header().occurredAt();
        String what = rejected.topic() + "/" + rejected.reason() + "/" + rejected.day();
        Deviation deviation = Deviation.lasting(
                        "RECORDS_REJECTED",
                        "RECORDS_REJECTED",
                        what,
                        since,
                        grave(rejected.sourceId(), catalogue, since))
                .because(
                        List.of(
                                "On " + rejected.day() + " records of " + rejected.sourceId() + " on "
                                        + rejected.topic() + " were not taken in: " + rejected.reason(),
                                "Each of them stands on the rejected topic, with its place and what is wrong with it"),
                        List.of(rejected))
                .with(Map.of(
                        "source_id", rejected.sourceId(),
                        "topic", rejected.topic(),
                        "reason", rejected.reason(),
                        "day", rejected.day()));
        return Judgement.deviated(
                "rejected:" + what, system(rejected.sourceId(), catalogue, since), since, List.of(deviation));
    }

    private static Judgement contradicted(StatementContradicted statement, Catalogue catalogue) {
        Instant since = statement.header().occurredAt();
        Deviation deviation = Deviation.lasting(
                        "CONTRADICTED", "CONTRADICTED", statement.contradictedEventId(), since, Severity.MEDIUM)
                .because(
                        List.of(
                                statement.sourceId() + " stated two different things under the id "
                                        + statement.contradictedEventId(),
                                "The one it recorded later counts, at " + since),
                        List.of(statement))
                .with(Map.of(
                        "source_id", statement.sourceId(), "contradicted_event_id", statement.contradictedEventId()));
        return Judgement.deviated(
                "event:" + statement.contradictedEventId(),
                system(statement.sourceId(), catalogue, since),
                since,
                List.of(deviation));
    }

    /** The deviation with its end, where it has one. */
    static Deviation until(Deviation deviation, Optional<Instant> end) {
        return end.map(at -> deviation.ended(at, Ending.ENDED)).orElse(deviation);
    }

    static String system(String sourceId, Catalogue catalogue, Instant at) {
        return GravestSystem.ofSource(sourceId, catalogue, at).orElse(sourceId);
    }

    /** High where a system in scope of SOX is concerned. */
    static Severity grave(String sourceId, Catalogue catalogue, Instant at) {
        return GravestSystem.ofSource(sourceId, catalogue, at)
                        .flatMap(system -> catalogue.system(system, at))
                        .filter(SystemRegistered::soxInScope)
                        .isPresent()
                ? Severity.HIGH
                : Severity.MEDIUM;
    }
}
