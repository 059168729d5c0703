package io.plumbline.sources;

import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.SourceHealthEvent.Gap;
import io.plumbline.event.SourceHealthEvent.Heartbeat;
import io.plumbline.event.SourceHealthEvent.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The reading of one delivery: takes the records in, sets bad ones aside, and closes with manifests, gaps and heartbeat.
 *
 * @param <T> what a record says
 */
public final class Intake<T> {

    /** Event time has milliseconds; a claim that ends "just after" an instant ends this much later. */
    private static final Duration SMALLEST_STEP = Duration.ofMillis(1);

    private static final Comparator<Event> BY_TIME = Comparator.comparing(
                    (Event event) -> event.header().occurredAt())
            .thenComparing(Event::id)
            .thenComparing(Event::toString);

    /** A record that was understood, and where it stands. */
    public record Reading<T>(
            Place place, Instant occurredAt, OptionalLong sequence, Disposition disposition, T content) {}

    private final String sourceId;
    private final List<Contents> contents = new ArrayList<>();
    private final List<Reading<T>> readings = new ArrayList<>();
    private final List<Rejection> rejections = new ArrayList<>();

    /** What a file held, as its manifest says it. */
    private record Contents(SourceFile file, long count, Optional<Instant> newest, LongSummaryStatistics sequences) {}

    private Intake(String sourceId) {
        this.sourceId = sourceId;
    }

    /** Reads every record of every file. */
    public static <T> Intake<T> read(String sourceId, List<SourceFile> files, RecordReader<T> reader) {
        Intake<T> intake = new Intake<>(sourceId);
        files.stream()
                .sorted(Comparator.comparing(SourceFile::name).thenComparing(SourceFile::digest))
                .forEach(file -> intake.take(file, reader));
        return intake;
    }

    /** What was understood, in no dependable order. */
    public List<Reading<T>> readings() {
        return List.copyOf(readings);
    }

    /** Sets records aside that only turned out to be wrong beside the others. */
    public void reject(Predicate<T> wrong, String field, String reason) {
        List<Reading<T>> found = readings.stream()
                .filter(reading -> wrong.test(reading.content()))
                .toList();
        found.forEach(reading -> rejections.add(
                new Rejection(reading.place(), Optional.of(field), reason, Optional.of(reading.occurredAt()))));
        readings.removeIf(reading -> wrong.test(reading.content()));
    }

    /** Closes the delivery with the events that the records gave. */
    public Delivery deliver(Collection<? extends Event> facts, Collection<? extends ReferenceEvent> reference) {
        rejections.sort(Comparator.naturalOrder());
        Optional<Instant> oldest = instants().min(Comparator.naturalOrder());
        Optional<Instant> end = instants().max(Comparator.naturalOrder()).map(newest -> newest.plus(SMALLEST_STEP));
        return new Delivery(
                sourceId,
                facts.stream()
                        .<Event>map(event -> event)
                        .sorted(BY_TIME)
                        .distinct()
                        .toList(),
                reference.stream()
                        .<ReferenceEvent>map(event -> event)
                        .sorted(BY_TIME)
                        .distinct()
                        .toList(),
                contents.stream().map(this::manifest).distinct().toList(),
                oldest.isPresent() && end.isPresent() ? gaps(oldest.get(), end.get()) : List.of(),
                end.map(this::heartbeat),
                rejections,
                Tally.of(
                        readings.size() + rejections.size(),
                        readings.stream().map(Reading::disposition).toList(),
                        rejections.size()));
    }

    private void take(SourceFile file, RecordReader<T> reader) {
        RawRecords raw = RawRecords.of(file, reader.takesWholeDocuments());
        rejections.addAll(raw.rejections());
        int before = readings.size();
        raw.records().forEach(each -> take(each, reader));
        List<Reading<T>> taken = readings.subList(before, readings.size());
        contents.add(new Contents(
                file,
                raw.records().size() + raw.rejections().size(),
                taken.stream().map(Reading::occurredAt).max(Comparator.naturalOrder()),
                taken.stream()
                        .flatMapToLong(reading -> reading.sequence().stream())
                        .summaryStatistics()));
    }

    private void take(RawRecord raw, RecordReader<T> reader) {
        Optional<Instant> at = Optional.empty();
        try {
            at = Optional.of(reader.occurredAt(raw));
            OptionalLong sequence = reader.sequence(raw);
            RecordReader.Understood<T> understood = reader.read(raw);
            readings.add(
                    new Reading<>(raw.place(), at.get(), sequence, understood.disposition(), understood.content()));
        } catch (BadRecordException e) {
            rejections.add(e.at(raw.place(), at));
        }
    }

    private Stream<Instant> instants() {
        return Stream.concat(
                readings.stream().map(Reading::occurredAt), rejections.stream().flatMap(r -> r.at().stream()));
    }

    private Manifest manifest(Contents held) {
        SourceFile file = held.file();
        Instant at = held.newest()
                .or(() -> instants().max(Comparator.naturalOrder()))
                .orElse(Instant.EPOCH);
        LongSummaryStatistics sequences = held.sequences();
        boolean numbered = sequences.getCount() > 0;
        return new Manifest(
                Header.of(sourceId, "manifest/" + file.name() + "/" + file.digest(), at),
                sourceId,
                file.name(),
                held.count(),
                numbered ? Optional.of(Long.toString(sequences.getMin())) : Optional.empty(),
                numbered ? Optional.of(Long.toString(sequences.getMax())) : Optional.empty(),
                file.digest(),
                Optional.empty());
    }

    /**
     * A rejected record leaves its instant unknown; one without a readable time may be about any instant of the delivery. It is stated as of the end of
     * the delivery, so that a span sent again before, and now with a record missing, is open again.
     */
    private List<Gap> gaps(Instant oldest, Instant end) {
        Map<List<Instant>, Gap> bySpan = new LinkedHashMap<>();
        for (Rejection rejection : rejections) {
            Instant from = rejection.at().orElse(oldest);
            Instant to = rejection.at().map(at -> at.plus(SMALLEST_STEP)).orElse(end);
            bySpan.computeIfAbsent(
                    List.of(from, to),
                    span -> new Gap(
                            Header.of(sourceId, "gap/" + from + "/" + to, from).withRecordedAt(end),
                            sourceId,
                            from,
                            to));
        }
        return List.copyOf(bySpan.values());
    }

    private Heartbeat heartbeat(Instant completeTo) {
        return new Heartbeat(
                Header.of(sourceId, "heartbeat/" + completeTo, completeTo),
                sourceId,
                completeTo,
                List.of(),
                Optional.empty());
    }
}
