package io.plumbline.config;

import io.plumbline.json.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What does not go together, although each value by itself is right. */
final class Contradictions {

    private final Configuration configuration;
    private final List<Problem> found = new ArrayList<>();

    private Contradictions(Configuration configuration) {
        this.configuration = configuration;
    }

    static List<Problem> in(Configuration configuration) {
        Contradictions contradictions = new Contradictions(configuration);
        contradictions.groupProtocol();
        contradictions.embedded();
        contradictions.ports();
        contradictions.durations();
        return contradictions.found;
    }

    private void groupProtocol() {
        if (configuration.get(Keys.GROUP_PROTOCOL).equals("streams")) {
            refuse(
                    Keys.INSTANCE,
                    "Kafka 4.3.1 refuses named instances under group.protocol=streams; remove it, or set group.protocol=classic");
            if (configuration.get(Keys.STANDBYS) > 0) {
                refuse(
                        Keys.STANDBYS,
                        "under group.protocol=streams it is not read: set streams.num.standby.replicas of the group on the"
                                + " brokers and remove it, or set group.protocol=classic");
            }
        }
    }

    private void embedded() {
        if (configuration.get(Keys.EMBEDDED_BROKER)) {
            refuse(
                    Keys.BOOTSTRAP_SERVERS,
                    "with the embedded broker no other is used; remove it, or " + off(Keys.EMBEDDED_BROKER));
            if (configuration.get(Keys.REPLICATION_FACTOR) > 1) {
                refuse(Keys.REPLICATION_FACTOR, "the embedded broker is one, so there is one copy; remove it");
            }
        }
        if (configuration.get(Keys.EMBEDDED_REGISTRY)) {
            refuse(
                    Keys.SCHEMA_REGISTRY_URL,
                    "with the embedded registry no other is used; remove it, or " + off(Keys.EMBEDDED_REGISTRY));
            if (!configuration.get(Keys.EMBEDDED_BROKER)
                    && configuration.given(Keys.DIRECTORY).isEmpty()) {
                refuse(
                        Keys.EMBEDDED_REGISTRY,
                        "an embedded registry beside brokers elsewhere loses the ids of their schemas unless its data is"
                                + " kept as long as theirs; name a directory that is, with " + Keys.DIRECTORY.name());
            }
        }
    }

    private void ports() {
        List<Key<Integer>> used = new ArrayList<>(List.of(Keys.MANAGEMENT_PORT));
        if (configuration.get(Keys.EMBEDDED_BROKER)) {
            used.add(Keys.EMBEDDED_BROKER_PORT);
        }
        if (configuration.get(Keys.EMBEDDED_REGISTRY)) {
            used.add(Keys.EMBEDDED_REGISTRY_PORT);
        }
        for (int i = 0; i < used.size(); i++) {
            int port = configuration.get(used.get(i));
            Predicate<Key<Integer>> same = key -> port > 0 && configuration.get(key) == port;
            used.subList(0, i).stream().filter(same).findFirst().ifPresent(other -> {
                Optional<Given> given =
                        configuration.firstGiven(other, Keys.EMBEDDED_BROKER_PORT, Keys.EMBEDDED_REGISTRY_PORT);
                given.ifPresent(each -> found.add(
                        each.problem("port " + port + " is used more than once on this machine; choose another")));
            });
        }
    }

    private void durations() {
        if (configuration.get(Keys.TICK_IDLE).compareTo(configuration.get(Keys.TICK_INTERVAL)) < 0) {
            configuration
                    .firstGiven(Keys.TICK_IDLE, Keys.TICK_INTERVAL)
                    .ifPresent(given -> found.add(given.problem(Keys.TICK_IDLE.name() + " must be at least "
                            + Keys.TICK_INTERVAL.name() + "; raise the first or lower the second")));
        }
    }

    /** Says so at the place where the key was given; a default contradicts nothing. */
    private void refuse(Key<?> key, String message) {
        configuration.given(key).ifPresent(given -> found.add(given.problem(message)));
    }

    /** How to take a switch back, where it was thrown. */
    private String off(Key<Boolean> key) {
        return configuration
                .given(key)
                .map(given -> "take back " + key.name() + " (" + given.origin() + ")")
                .orElse("set " + key.name() + " to false");
    }
}
