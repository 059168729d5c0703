package io.plumbline.facts;

import io.plumbline.event.ChangeEvent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A change record as its events tell it, each list in order of time; what is stated under any of its ids is one record.
 *
 * @param changeId the id it goes by: the first, in order, under which it was requested, else the first
 * @param ids all its ids
 * @param assessments of what it does
 * @param postReviews of it once it was live
 */
public record ChangeRecord(
        String changeId,
        Set<String> ids,
        List<ChangeEvent.Requested> requests,
        List<ChangeEvent.Approved> approvals,
        List<ChangeEvent.Rejected> rejections,
        List<ChangeEvent.Closed> closures,
        List<ChangeEvent.Merged> merges,
        List<ChangeEvent.ImpactAssessed> assessments,
        List<ChangeEvent.Tested> tests,
        List<ChangeEvent.PostReviewed> postReviews) {

    /** The record that {@code events} of this change tell; other events are passed over. */
    static ChangeRecord of(Set<String> ids, List<? extends ChangeEvent.RecordEvent> events) {
        List<ChangeEvent.Requested> requests = only(ChangeEvent.Requested.class, events);
        TreeSet<String> all = new TreeSet<>(ids);
        TreeSet<String> requested = new TreeSet<>();
        requests.forEach(request -> requested.add(request.changeId()));
        return new ChangeRecord(
                requested.isEmpty() ? all.first() : requested.first(),
                Set.copyOf(all),
                requests,
                only(ChangeEvent.Approved.class, events),
                only(ChangeEvent.Rejected.class, events),
                only(ChangeEvent.Closed.class, events),
                only(ChangeEvent.Merged.class, events),
                only(ChangeEvent.ImpactAssessed.class, events),
                only(ChangeEvent.Tested.class, events),
                only(ChangeEvent.PostReviewed.class, events));
    }

    /** Whether nothing is stated of it but what else it is called. */
    boolean isEmpty() {
        return requests.isEmpty()
                && approvals.isEmpty()
                && rejections.isEmpty()
                && closures.isEmpty()
                && merges.isEmpty()
                && assessments.isEmpty()
                && tests.isEmpty()
                && postReviews.isEmpty();
    }

    private static <T> List<T> only(Class<T> kind, List<?> events) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
