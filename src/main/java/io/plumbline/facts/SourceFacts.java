package io.plumbline.facts;

import io.plumbline.event.DecisionEvent.RejectionsSettled;
import io.plumbline.event.Event;
import io.plumbline.event.SourceHealthEvent.Backfilled;
import io.plumbline.event.SourceHealthEvent.ClockOff;
import io.plumbline.event.SourceHealthEvent.FellSilent;
import io.plumbline.event.SourceHealthEvent.Gap;
import io.plumbline.event.SourceHealthEvent.IntegrityChecked;
import io.plumbline.event.SourceHealthEvent.Manifest;
import io.plumbline.event.SourceHealthEvent.RecordsRejected;
import io.plumbline.event.SourceHealthEvent.RetentionStated;
import io.plumbline.event.SourceHealthEvent.StatementBackdated;
import io.plumbline.event.SourceHealthEvent.StatementContradicted;
import io.plumbline.event.Subject;
import java.util.List;

/**
 * What is known of a source's own health, each list in order of time: what it stated itself, what Plumbline noticed of it, and
 * what people stated of its rejected records.
 * Its heartbeats are not among it; the timekeeper has them. What it was declared to be stands in the catalogue.
 *
 * @param manifests what its deliveries held
 * @param gaps what it lost or withheld
 * @param backfills what of that it has sent again
 * @param silences spans in which it was not heard of, with their end where there is one
 * @param clocks spans in which its clock was off
 * @param rejections days on which records of it were not taken in
 * @param settlements what people say became of such records
 * @param contradictions events of which it stated two different things
 * @param backdated what it wrote down days after it happened
 * @param retentions how long its stores keep what is in them, of all stores
 * @param checks whether its stores were tampered with, of all stores
 */
public record SourceFacts(
        Subject subject,
        List<Manifest> manifests,
        List<Gap> gaps,
        List<Backfilled> backfills,
        List<FellSilent> silences,
        List<ClockOff> clocks,
        List<RecordsRejected> rejections,
        List<RejectionsSettled> settlements,
        List<StatementContradicted> contradictions,
        List<StatementBackdated> backdated,
        List<RetentionStated> retentions,
        List<IntegrityChecked> checks)
        implements Monitored {

    /** The fold of everything the subject holds; {@code events} in the order of {@link Held}. */
    public static SourceFacts of(Subject subject, List<Event> events) {
        return new SourceFacts(
                subject,
                only(Manifest.class, events),
                only(Gap.class, events),
                only(Backfilled.class, events),
                only(FellSilent.class, events),
                only(ClockOff.class, events),
                only(RecordsRejected.class, events),
                only(RejectionsSettled.class, events),
                only(StatementContradicted.class, events),
                only(StatementBackdated.class, events),
                only(RetentionStated.class, events),
                only(IntegrityChecked.class, events));
    }

    private static <T> List<T> only(Class<T> kind, List<Event> events) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
