package io.plumbline.kafka;

import io.plumbline.avro.RejectedRecord.Reason;
import io.plumbline.catalogue.CatalogueChange;
import io.plumbline.event.EventId;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.CatalogueChangeApproved;
import io.plumbline.kafka.Progress.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The gate before the catalogue: reference data that is governed takes effect as a whole change, approved by a second person, or
 * not at all. It knows no Kafka and no clock; the instant is handed in.
 *
 * <p>The parts of a change arrive in any order, and any number of times. They wait here until the approval and as many entries
 * as it names are there. If nothing is wrong with the change then, all of it is let through at once; else all of it is refused.
 * What is wrong with the approval by itself refuses the change at once. The id of a change is used once: what carries it later
 * and was not part of it is refused.
 *
 * <p>What is not governed and belongs to no change passes.
 */
final class CatalogueChanges {

    /** How long the first part of a change waits for the last one, and how old an approval may be when it comes in. */
    static final Duration PATIENCE = Duration.ofDays(1);

    /** Characters of all parts of incomplete changes together; about 100,000 entries. Beyond, a change is refused. */
    static final long MAX_WAITING = 50_000_000;

    /** A part of a change, and where it came in. */
    record Part(ReferenceEvent event, Place place) {}

    /** A part that was refused. */
    record Refusal(Part part, Reason reason, String message) {}

    /** What came of something: what takes effect now, in this order, and what never will. */
    record Outcome(List<ReferenceEvent> inForce, List<Refusal> refused) {

        static final Outcome NOTHING = new Outcome(List.of(), List.of());

        Outcome {
            inForce = List.copyOf(inForce);
            refused = List.copyOf(refused);
        }

        static Outcome inForce(ReferenceEvent event) {
            return new Outcome(List.of(event), List.of());
        }

        static Outcome refused(Part part, Reason reason, String message) {
            return new Outcome(List.of(), List.of(new Refusal(part, reason, message)));
        }
    }

    /** What it remembers, to go on from after a restart. */
    interface Memory {

        /** All parts that wait. */
        Collection<Part> waiting();

        void hold(String changeId, Part part);

        void release(String changeId, Part part);

        /** What became of a change: an empty text where it is in force, else why it was refused. */
        Optional<String> decided(String changeId);

        void decide(String changeId, String outcome);

        /** Whether exactly this was let through before. */
        boolean isInForce(ReferenceEvent event);
    }

    private static final String IN_FORCE = "";
    private static final int PROBLEMS_TOLD = 10;
    private static final int CHARS_TOLD = 3_000;

    /** A change of which something is still missing. */
    private static final class Open {
        private final SortedMap<EventId, Part> entries = new TreeMap<>();
        private Optional<Part> approval = Optional.empty();
        private Instant since = Instant.MAX;

        private void add(Part part) {
            if (part.event() instanceof CatalogueChangeApproved) {
                approval = Optional.of(part);
            } else {
                entries.put(part.event().id(), part);
            }
            since = part.place().receivedAt().isBefore(since) ? part.place().receivedAt() : since;
        }

        /** What stands in the place of an event: the same again, or something else under its id. */
        private Optional<Part> inPlaceOf(ReferenceEvent event) {
            return event instanceof CatalogueChangeApproved ? approval : Optional.ofNullable(entries.get(event.id()));
        }

        private List<Part> parts() {
            List<Part> parts = new ArrayList<>(entries.values());
            approval.ifPresent(parts::add);
            return parts;
        }
    }

    private final Memory memory;
    private final SortedMap<String, Open> open = new TreeMap<>();
    private long waiting;

    CatalogueChanges(Memory memory) {
        this.memory = memory;
        memory.waiting().forEach(part -> add(CatalogueChange.idIn(part.event()).orElseThrow(), part));
    }

    /** Takes in one reference event. */
    Outcome take(Part part, Instant now) {
        ReferenceEvent event = part.event();
        Optional<String> change = CatalogueChange.idIn(event);
        Optional<String> badIds = CatalogueChange.problemOfIds(event);
        if (change.isPresent() && badIds.isPresent()) {
            return Outcome.refused(part, Reason.BAD_CHANGE, badIds.get());
        } else if (change.isPresent()) {
            return take(change.get(), part, now);
        } else if (event instanceof CatalogueChangeApproved approval) {
            return Outcome.refused(part, Reason.BAD_CHANGE, text(CatalogueChange.problemsOf(approval)));
        } else if (CatalogueChange.isGoverned(event)) {
            return Outcome.refused(
                    part,
                    Reason.UNAPPROVED,
                    event.kind().wireName()
                            + " counts only as part of an approved change, and this one names none as its"
                            + " ticket; send it with 'plumbline catalogue apply'");
        }
        return Outcome.inForce(event);
    }

    /** Refuses what has waited too long for the rest of its change. */
    Outcome expire(Instant now) {
        List<Refusal> refused = new ArrayList<>();
        for (Map.Entry<String, Open> each : List.copyOf(open.entrySet())) {
            Open change = each.getValue();
            if (change.since.plus(PATIENCE).isBefore(now)) {
                int came = change.entries.size();
                String missing = change.approval
                        .map(part ->
                                came + " of " + ((CatalogueChangeApproved) part.event()).entries() + " entries came")
                        .orElse(came + " entries and no approval came");
                refused.addAll(refuse(
                        each.getKey(),
                        "the change was not complete within " + PATIENCE.toHours() + " hours: " + missing
                                + "; send all of it again under another id"));
            }
        }
        return new Outcome(List.of(), refused);
    }

    private Outcome take(String changeId, Part part, Instant now) {
        Optional<String> decided = memory.decided(changeId);
        if (decided.isPresent()) {
            return late(changeId, part, decided.get());
        }
        Optional<Part> known =
                Optional.ofNullable(open.get(changeId)).flatMap(change -> change.inPlaceOf(part.event()));
        if (known.filter(before -> before.event().equals(part.event())).isPresent()) {
            return Outcome.NOTHING;
        }
        if (known.isPresent()) {
            return refuse(
                    changeId,
                    part,
                    part.event().id() + " came twice with different content; send the change again under another id");
        } else if (waiting + sizeOf(part) > MAX_WAITING) {
            return refuse(
                    changeId,
                    part,
                    "incomplete changes hold more than " + MAX_WAITING
                            + " characters; complete those, or send smaller ones");
        }
        add(changeId, part);
        memory.hold(changeId, part);
        return decide(changeId, now);
    }

    /** What comes for a change after it was decided: again what is in force, or what never was part of it. */
    private Outcome late(String changeId, Part part, String decided) {
        if (!decided.equals(IN_FORCE)) {
            return Outcome.refused(part, Reason.BAD_CHANGE, of(changeId, decided));
        }
        return memory.isInForce(part.event())
                ? Outcome.NOTHING
                : Outcome.refused(
                        part,
                        Reason.UNAPPROVED,
                        of(changeId, "the change is in force and this was no part of it; send it as another change"));
    }

    private Outcome decide(String changeId, Instant now) {
        Open change = open.get(changeId);
        if (change.approval.isEmpty()) {
            return Outcome.NOTHING;
        }
        CatalogueChangeApproved approval =
                (CatalogueChangeApproved) change.approval.get().event();
        List<String> problems = new ArrayList<>(CatalogueChange.problemsOf(approval));
        if (!approval.backdated() && approval.effectiveFrom().plus(PATIENCE).isBefore(now)) {
            problems.add("it was approved at " + approval.effectiveFrom() + " and came in more than "
                    + PATIENCE.toHours() + " hours later; send it with a new approval, or as backdated");
        }
        if (problems.isEmpty() && change.entries.size() < approval.entries()) {
            return Outcome.NOTHING;
        }
        CatalogueChange whole = new CatalogueChange(
                change.entries.values().stream().map(Part::event).toList(), approval);
        if (problems.isEmpty()) {
            problems.addAll(whole.problems());
        }
        if (!problems.isEmpty()) {
            return new Outcome(List.of(), refuse(changeId, text(problems)));
        }
        close(changeId, IN_FORCE);
        return new Outcome(whole.events(), List.of());
    }

    /** Refuses a change and what has just come for it. */
    private Outcome refuse(String changeId, Part part, String why) {
        List<Refusal> refused = new ArrayList<>(refuse(changeId, why));
        refused.add(new Refusal(part, Reason.BAD_CHANGE, of(changeId, why)));
        return new Outcome(List.of(), refused);
    }

    private List<Refusal> refuse(String changeId, String why) {
        return close(changeId, why).stream()
                .map(part -> new Refusal(part, Reason.BAD_CHANGE, of(changeId, why)))
                .toList();
    }

    /** Forgets the parts of a change, remembers what became of it. */
    private List<Part> close(String changeId, String outcome) {
        List<Part> parts =
                Optional.ofNullable(open.remove(changeId)).map(Open::parts).orElse(List.of());
        parts.forEach(part -> memory.release(changeId, part));
        waiting -= parts.stream().mapToLong(CatalogueChanges::sizeOf).sum();
        memory.decide(changeId, outcome);
        return parts;
    }

    private void add(String changeId, Part part) {
        open.computeIfAbsent(changeId, id -> new Open()).add(part);
        waiting += sizeOf(part);
    }

    private static long sizeOf(Part part) {
        return part.event().toString().length();
    }

    private static String of(String changeId, String why) {
        return "change " + changeId + ": " + why;
    }

    private static String text(List<String> problems) {
        String first = problems.stream().limit(PROBLEMS_TOLD).collect(Collectors.joining("; "));
        String all = problems.size() <= PROBLEMS_TOLD
                ? first
                : first + "; and " + (problems.size() - PROBLEMS_TOLD) + " more";
        return all.length() <= CHARS_TOLD ? all : all.substring(0, CHARS_TOLD) + "...";
    }
}
