package io.plumbline.facts;

import io.plumbline.event.ChangeEvent;
import java.util.List;

/** A change record as its events tell it, each list in order of time. */
public record ChangeRecord(
        String changeId,
        List<ChangeEvent.Requested> requests,
        List<ChangeEvent.Approved> approvals,
        List<ChangeEvent.Rejected> rejections,
        List<ChangeEvent.Closed> closures,
        List<ChangeEvent.Merged> merges) {

    /** The record that {@code events} of this change tell; other events are passed over. */
    static ChangeRecord of(String changeId, List<? extends ChangeEvent.RecordEvent> events) {
        return new ChangeRecord(
                changeId,
                only(ChangeEvent.Requested.class, events),
                only(ChangeEvent.Approved.class, events),
                only(ChangeEvent.Rejected.class, events),
                only(ChangeEvent.Closed.class, events),
                only(ChangeEvent.Merged.class, events));
    }

    private static <T> List<T> only(Class<T> kind, List<?> events) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
