package io.plumbline.control.assurance;

import io.plumbline.control.Deviation;
import io.plumbline.event.Severity;
import io.plumbline.event.SourceHealthEvent.Backfilled;
import io.plumbline.event.SourceHealthEvent.Manifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A delivery that is stated again, under the same name, to have held something else: another number of records or another
 * digest. It lasts until the source states again what it first had, or has sent that time again.
 */
record Restatement(Manifest first, Manifest other, Optional<Instant> until) {

    /** The restatements among the deliveries of one run, given in order of time. */
    static List<Restatement> in(List<Manifest> manifests, List<Backfilled> backfills) {
        Map<String, List<Manifest>> byName = new LinkedHashMap<>();
        manifests.forEach(manifest -> byName.computeIfAbsent(manifest.delivery(), name -> new ArrayList<>())
                .add(manifest));
        List<Restatement> restatements = new ArrayList<>();
        byName.values().forEach(statements -> ofOne(statements, backfills, restatements));
        return restatements;
    }

    private static void ofOne(List<Manifest> statements, List<Backfilled> backfills, List<Restatement> found) {
        Manifest first = statements.get(0);
        Optional<Manifest> other = Optional.empty();
        for (Manifest next : statements) {
            boolean same = next.count() == first.count() && next.contentDigest().equals(first.contentDigest());
            if (other.isEmpty() && !same) {
                other = Optional.of(next);
            } else if (other.isPresent() && same) {
                add(first, other.get(), Optional.of(next.header().occurredAt()), backfills, found);
                other = Optional.empty();
            }
        }
        other.ifPresent(lasting -> add(first, lasting, Optional.empty(), backfills, found));
    }

    private static void add(
            Manifest first,
            Manifest other,
            Optional<Instant> takenBack,
            List<Backfilled> backfills,
            List<Restatement> found) {
        Optional<Instant> until = SequenceHole.earliest(takenBack, SequenceHole.sentAgain(first, other, backfills));
        if (until.filter(at -> !at.isAfter(other.header().occurredAt())).isEmpty()) {
            found.add(new Restatement(first, other, until));
        }
    }

    Instant since() {
        return other.header().occurredAt();
    }

    Deviation deviation(Severity severity) {
        Deviation deviation = Deviation.lasting(
                        "MANIFEST_MISMATCH",
                        "MANIFEST_MISMATCH",
                        other.delivery() + "@" + other.header().sourceEventId(),
                        since(),
                        severity)
                .because(
                        List.of(
                                "The delivery " + first.delivery() + " was first stated to hold " + first.count()
                                        + " records with digest " + first.contentDigest(),
                                "It was stated again at " + since() + " to hold " + other.count()
                                        + " records with digest " + other.contentDigest(),
                                until.map(at -> "That was settled at " + at)
                                        .orElse("Which of the two it held is not known")),
                        List.of(first, other))
                .with(Map.of(
                        "source_id", other.sourceId(),
                        "delivery", other.delivery(),
                        "expected_count", Long.toString(first.count()),
                        "received_count", Long.toString(other.count()),
                        "expected_digest", first.contentDigest(),
                        "received_digest", other.contentDigest()));
        return NoBlindSpot.until(deviation, until);
    }
}
