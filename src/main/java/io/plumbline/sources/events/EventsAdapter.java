package io.plumbline.sources.events;

import io.plumbline.event.Event;
import io.plumbline.event.EventKind;
import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.SourceHealthEvent.Manifest;
import io.plumbline.json.EventLines;
import io.plumbline.json.Problem;
import io.plumbline.sources.Delivery;
import io.plumbline.sources.Place;
import io.plumbline.sources.Rejection;
import io.plumbline.sources.SourceAdapter;
import io.plumbline.sources.SourceFile;
import io.plumbline.sources.Tally;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads events that are already in Plumbline's JSON form. They are passed on in the order of the files, and speak for whatever
 * sources they name; heartbeats among them count where they stand, so a file ends with those of its sources.
 */
public final class EventsAdapter implements SourceAdapter {

    @Override
    public String id() {
        return "events";
    }

    @Override
    public Delivery read(List<SourceFile> files) {
        List<Event> facts = new ArrayList<>();
        List<ReferenceEvent> reference = new ArrayList<>();
        List<Manifest> manifests = new ArrayList<>();
        List<Rejection> rejections = new ArrayList<>();
        long records = 0;
        for (SourceFile file : files) {
            List<EventLines.Line> lines = lines(file);
            lines.forEach(line -> sort(line, file, facts, reference, rejections));
            records += lines.size();
            manifests.add(manifest(file, lines));
        }
        long rejected = records - facts.size() - reference.size();
        Tally tally = new Tally(records, facts.size() + (long) reference.size(), List.of(), 0, 0, rejected);
        return new Delivery(id(), facts, reference, manifests, List.of(), Optional.empty(), rejections, tally);
    }

    private static List<EventLines.Line> lines(SourceFile file) {
        try (BufferedReader reader = file.open()) {
            return EventLines.read(file.name(), reader.lines()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file.name(), e);
        }
    }

    private static void sort(
            EventLines.Line line,
            SourceFile file,
            List<Event> facts,
            List<ReferenceEvent> reference,
            List<Rejection> rejections) {
        Place place = new Place(file.name(), "line", line.number());
        Optional<Event> own = line.event().filter(event -> event.kind().topic() == EventKind.InboundTopic.NONE);
        if (own.isPresent()) {
            String reason = own.get().kind().wireName() + " is written by Plumbline alone; leave it out";
            rejections.add(new Rejection(place, Optional.of("kind"), reason, Optional.empty()));
        } else if (line.event().isPresent()) {
            Event event = line.event().get();
            if (event instanceof ReferenceEvent entry) {
                reference.add(entry);
            } else {
                facts.add(event);
            }
        } else {
            for (Problem problem : line.problems()) {
                Optional<String> field = Optional.of(problem.field()).filter(name -> !name.isEmpty());
                rejections.add(new Rejection(place, field, problem.message(), Optional.empty()));
            }
        }
    }

    private Manifest manifest(SourceFile file, List<EventLines.Line> lines) {
        Instant newest = lines.stream()
                .flatMap(line -> line.event().stream())
                .map(event -> event.header().occurredAt())
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        return new Manifest(
                Header.of(id(), "manifest/" + file.name() + "/" + file.digest(), newest),
                id(),
                file.name(),
                lines.size(),
                Optional.empty(),
                Optional.empty(),
                file.digest(),
                Optional.empty());
    }
}
