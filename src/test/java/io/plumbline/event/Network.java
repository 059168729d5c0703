package io.plumbline.event;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Subjects that pass events on to one another. What one sends to another arrives in the order sent, as in one partition;
 * apart from that anything may overtake anything.
 */
final class Network {

    private record Message(Event event, int hops, String way) {

        Message on(Event other, Subject by) {
            return new Message(
                    other,
                    hops + 1,
                    way + " > " + by + " says " + other.kind() + " "
                            + other.header().sourceEventId());
        }

        static Message first(Event event) {
            return new Message(event, 0, event.kind() + " " + event.header().sourceEventId());
        }
    }

    private final Map<Subject, List<Event>> held = new TreeMap<>();
    private final Map<String, Deque<Message>> channels = new LinkedHashMap<>();
    private final Map<String, Subject> receivers = new LinkedHashMap<>();
    int longest;

    Network(List<Event> events, Random random) {
        List<Event> arrivals = new ArrayList<>(events);
        Collections.shuffle(arrivals, random);
        arrivals.forEach(event -> Routing.subjectsOf(event)
                .forEach(to -> send("ingest of " + event.id() + " for " + to, to, Message.first(event))));
        while (!channels.isEmpty()) {
            List<String> waiting = List.copyOf(channels.keySet());
            String channel = waiting.get(random.nextInt(waiting.size()));
            Message next = channels.get(channel).remove();
            Subject to = receivers.get(channel);
            if (channels.get(channel).isEmpty()) {
                channels.remove(channel);
            }
            receive(to, next);
        }
    }

    private void send(String channel, Subject to, Message message) {
        receivers.put(channel, to);
        channels.computeIfAbsent(channel, key -> new ArrayDeque<>()).add(message);
    }

    private void receive(Subject subject, Message message) {
        longest = Math.max(longest, message.hops());
        assertTrue(message.hops() <= Routing.MAX_HOPS, () -> message.way() + " to " + subject);
        List<Event> before = held.getOrDefault(subject, List.of());
        if (before.contains(message.event())) {
            return;
        }
        List<Event> now = new ArrayList<>(before);
        now.add(message.event());
        held.put(subject, now);
        Routing.statedBy(subject, before, message.event()).forEach(statement -> Routing.subjectsOf(statement)
                .forEach(to -> send(subject + " says to " + to, to, message.on(statement, subject))));
        Relations then = Relations.of(subject, before);
        Relations relations = Relations.of(subject, now);
        for (Subject to : relations.to().keySet()) {
            for (Event event : now) {
                boolean told = !event.equals(message.event()) && then.passes(to, event);
                if (!told && relations.passes(to, event)) {
                    send(subject + " to " + to, to, message.on(event, subject));
                }
            }
        }
    }

    Map<String, Set<String>> heldBySubject() {
        Map<String, Set<String>> all = new TreeMap<>();
        held.forEach((subject, events) -> {
            Set<String> ids = new TreeSet<>();
            events.forEach(event -> ids.add(event.header().sourceEventId()));
            all.put(subject.key(), ids);
        });
        return all;
    }
}
