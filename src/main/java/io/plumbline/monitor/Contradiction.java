package io.plumbline.monitor;

import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.SourceHealthEvent.StatementContradicted;
import io.plumbline.event.Subject;
import io.plumbline.event.SubjectKind;
import io.plumbline.monitor.LogRecord.Delivery;
import java.time.Instant;
import java.util.Optional;

/** Notices that a source stated two different things under one event id, and tells the source as a subject. */
final class Contradiction {

    /** Plumbline corrects its own statements under their ids; that is no contradiction. */
    private static final String ITSELF = "plumbline";

    private Contradiction() {}

    /**
     * What is to be told, where the delivered event is another statement than the one held under its id.
     *
     * <p>Any subject may notice, and several do. The statement is dated by the one that counts, so that all say the same, and
     * what is noticed of a third statement replaces what was said of two, whatever came first.
     */
    static Optional<Delivery> noticed(SubjectState before, Delivery delivery) {
        Event news = delivery.event();
        if (news.header().source().equals(ITSELF)) {
            return Optional.empty();
        }
        return before.contradicted(news).map(counts -> told(counts, delivery.ingestedAt()));
    }

    private static Delivery told(Event counts, Instant noticedAt) {
        String source = counts.header().source();
        String event = counts.header().sourceEventId();
        StatementContradicted statement = new StatementContradicted(
                Header.of(
                        ITSELF,
                        "contradicted/" + source + "/" + event,
                        counts.header().recordedAt()),
                source,
                event);
        return new Delivery(new Subject(SubjectKind.SOURCE, source), statement, noticedAt, 1);
    }
}
