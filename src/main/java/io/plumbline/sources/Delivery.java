package io.plumbline.sources;

import io.plumbline.event.Event;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.SourceHealthEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the files of one source say, in an order that depends on their content only.
 *
 * @param facts what happened, by time and then by event id
 * @param reference reference data that the source itself states, by time and then by event id
 * @param manifests one per file, by file name: its count of records and digest
 * @param gaps the instants of rejected records: what happened then is not known
 * @param heartbeat the claim that ends the delivery; absent where no record could be dated. {@code completeTo} is one
 *     millisecond, the smallest step of event time, after the newest record, and exclusive: the files hold everything up to
 *     and including the newest record. Its pins are empty; whoever sends the events fills them in.
 * @param rejections records that were not understood, by file and place
 * @param tally what became of every record
 */
public record Delivery(
        String sourceId,
        List<Event> facts,
        List<ReferenceEvent> reference,
        List<SourceHealthEvent.Manifest> manifests,
        List<SourceHealthEvent.Gap> gaps,
        Optional<SourceHealthEvent.Heartbeat> heartbeat,
        List<Rejection> rejections,
        Tally tally) {

    public Delivery {
        facts = List.copyOf(facts);
        reference = List.copyOf(reference);
        manifests = List.copyOf(manifests);
        gaps = List.copyOf(gaps);
        rejections = List.copyOf(rejections);
    }

    /** Everything in the order to send it: facts, reference data, manifests, gaps, and the heartbeat last. */
    public List<Event> events() {
        List<Event> all = new ArrayList<>(facts);
        all.addAll(reference);
        all.addAll(manifests);
        all.addAll(gaps);
        heartbeat.ifPresent(all::add);
        return all;
    }
}
