package io.plumbline.monitor;

import io.plumbline.event.Relations;
import io.plumbline.event.Routing;
import io.plumbline.event.Subject;
import io.plumbline.event.SubjectKind;
import io.plumbline.facts.Held;
import io.plumbline.monitor.LogRecord.Delivery;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What a subject tells others when an event reaches it: what they have to know, what counts instead, and that it is there. */
final class PassingOn {

    private PassingOn() {}

    /** Passes on what related subjects are told of: the event, and everything held that is theirs to know since it came. */
    static SubjectState toRelated(SubjectState before, Delivery delivery, Consumer<Output> out) {
        Held news = new Held(delivery.event(), delivery.ingestedAt());
        SubjectState state = before.with(news);
        Relations then = Relations.of(state.subject(), before.events());
        Relations now = Relations.of(state.subject(), state.events());
        for (Subject to : now.to().keySet()) {
            for (Held held : now.sameAs(then, to) ? List.of(news) : state.held()) {
                boolean told = !held.equals(news) && then.passes(to, held.event());
                if (!told && now.passes(to, held.event())) {
                    out.accept(
                            new Output.Forward(new Delivery(to, held.event(), held.ingestedAt(), delivery.hops() + 1)));
                }
            }
        }
        before.heldInsteadOf(delivery.event())
                .ifPresent(statement ->
                        correct(then.toldOf(statement.event(), now, delivery.event()), news, state.subject(), out));
        return state.passedTo(now.to().keySet().stream()
                .filter(to -> to.kind() != SubjectKind.OBJECT)
                .map(Subject::key)
                .sorted()
                .toList());
    }

    /**
     * Tells the statement that counts to others who hold one that does not. For them it is as if it came from outside, so it may
     * go as far again: what was settled meanwhile is judged once more.
     */
    static void correct(Set<Subject> others, Held counts, Subject from, Consumer<Output> out) {
        others.stream()
                .filter(to -> !to.equals(from))
                .forEach(
                        to -> out.accept(new Output.Forward(new Delivery(to, counts.event(), counts.ingestedAt(), 0))));
    }

    /** Says what the subject has to say by itself since the event reached it: that it is there, and who wrote what. */
    static void state(SubjectState before, Delivery news, Consumer<Output> out) {
        Routing.statedBy(news.to(), before.events(), news.event()).forEach(statement -> Routing.subjectsOf(statement)
                .forEach(to -> out.accept(
                        new Output.Forward(new Delivery(to, statement, news.ingestedAt(), news.hops() + 1)))));
    }
}
