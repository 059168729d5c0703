package io.plumbline.config;

import io.plumbline.avro.AvroSerdes;
import io.plumbline.avro.RegistryConfig;
import io.plumbline.json.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/**
 * The configuration in force: for each key the value that was given last, or its default.
 *
 * <p>Later wins: defaults, files in their order, the environment ({@code KAFKA_*} and {@code SCHEMA_REGISTRY_*}, then {@code
 * PLUMBLINE_*}), the command line. What is wrong is collected, all of it; a configuration with problems may be shown and must
 * not be used. Immutable.
 */
public final class Configuration {

    private final Map<String, Given> given = new HashMap<>();
    private final Map<String, Object> values = new HashMap<>();
    private final SortedMap<String, Given> passed = new TreeMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private Configuration() {}

    /** One line of what is in force: the value without secrets, and where it comes from. */
    public record Line(String key, String value, String from) {}

    /**
     * Resolves what was given.
     *
     * @param files properties files of the command line; they come after those of the environment
     * @param variables environment variables, of which ours and those for Kafka and the registry are read
     * @param options of the command line
     */
    public static Configuration of(List<Path> files, Map<String, String> variables, List<Given> options) {
        Configuration configuration = new Configuration();
        Environment environment = Environment.of(variables);
        List<Given> all = new ArrayList<>();
        Stream.concat(environment.files().stream(), files.stream())
                .forEach(file -> PropertiesFile.read(file, all, configuration.problems));
        all.addAll(environment.given());
        all.addAll(options);
        all.forEach(each -> configuration.take(each.named(Passed.canonical(each.name()))));
        environment
                .unused()
                .forEach(variable -> configuration.notes.add("environment " + variable
                        + ": nothing of the kind is known to Kafka's clients or the registry client; it is not read"));
        configuration.check();
        return configuration;
    }

    /** Where nobody says anything. */
    public static Configuration defaults() {
        return of(List.of(), Map.of(), List.of());
    }

    /** The value of a key that has a default. */
    public <T> T get(Key<T> key) {
        return find(key)
                .orElseThrow(() -> new IllegalArgumentException(key.name() + " has no default; ask for it with find"));
    }

    /** The value of a key; empty where it has no default and nothing was given. */
    @SuppressWarnings("unchecked") // values holds what the reader of this key has read
    public <T> Optional<T> find(Key<T> key) {
        return Optional.ofNullable((T) values.get(key.name())).or(key::standard);
    }

    /** What was given for a key; empty where its default holds. */
    public Optional<Given> given(Key<?> key) {
        return Optional.ofNullable(given.get(key.name()));
    }

    /** Settings for Kafka Streams and Kafka's clients by their own names, prefixes of clients included. */
    public SortedMap<String, String> forKafka() {
        return passed(name -> !Passed.isOfRegistry(name));
    }

    /** Settings for the serdes: all that is passed on, since a class that is plugged in may want any of it. */
    public SortedMap<String, String> forSerdes() {
        return passed(name -> true);
    }

    /** All that is wrong, each with place, key and remedy. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** What is odd and may well be meant. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** All that is in force, keys first, then what is passed on; secrets hidden. */
    public List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (Key<?> key : Keys.ALL) {
            lines.add(given(key)
                    .map(Configuration::line)
                    .orElseGet(() -> new Line(key.name(), key.standardText().orElse(""), "default")));
        }
        passed.values().forEach(each -> lines.add(line(each)));
        return List.copyOf(lines);
    }

    Optional<Given> firstGiven(Key<?>... keys) {
        return Stream.of(keys).flatMap(key -> given(key).stream()).findFirst();
    }

    private static Line line(Given each) {
        return new Line(each.name(), Secrets.shown(each.name(), each.value()), each.origin());
    }

    private SortedMap<String, String> passed(Predicate<String> which) {
        SortedMap<String, String> settings = new TreeMap<>();
        passed.forEach((name, each) -> {
            if (which.test(name)) {
                settings.put(name, each.value());
            }
        });
        return settings;
    }

    private void take(Given each) {
        if (Keys.find(each.name()).isPresent()) {
            put(given, each);
        } else if (each.name().startsWith(Key.PREFIX)) {
            problems.add(each.problem("there is no such key; " + remedy(each)));
        } else if (Owned.reason(each.name()).isPresent()) {
            problems.add(
                    each.problem("cannot be set: " + Owned.reason(each.name()).get()));
        } else if (Keys.find(Key.PREFIX + each.name()).isPresent()) {
            problems.add(each.problem("there is no such key; write " + Key.PREFIX + each.name()));
        } else if (!Passed.isKnown(each.name()) && Nearest.isTypo(each.name())) {
            problems.add(each.problem("neither Kafka nor the registry client knows it; did you mean "
                    + Nearest.nearest(each.name()).orElseThrow() + "?"));
        } else {
            if (!Passed.isKnown(each.name())) {
                notes.add(each.origin() + " (" + each.said()
                        + "): neither Kafka nor the registry client knows it; it is passed on for what is plugged in");
            }
            put(passed, each);
        }
    }

    private void put(Map<String, Given> into, Given each) {
        Given before = into.put(each.name(), each);
        if (before != null && each.line() > 0 && before.place().equals(each.place()) && before.line() != each.line()) {
            problems.add(each.problem("is set in line " + before.line() + " as well; keep one"));
        }
    }

    private static String remedy(Given each) {
        boolean variable = each.place().equals(Given.ENVIRONMENT);
        String own = each.name().substring(Key.PREFIX.length());
        if (Keys.find(own).isPresent() || Passed.isKnown(own)) {
            return variable
                    ? "settings of Kafka begin with KAFKA_, those of the registry client with SCHEMA_REGISTRY_"
                    : "it is " + own + ", by its own name";
        }
        Key<?> nearest = Nearest.nearestKey(each.name());
        return "did you mean " + (variable ? nearest.environmentName() : nearest.name())
                + "? 'plumbline config show' lists all";
    }

    private void check() {
        Keys.ALL.forEach(key -> given(key).ifPresent(each -> read(key, each)));
        passed.values().forEach(each -> Passed.refused(each.name(), each.value())
                .ifPresent(why -> problems.add(each.problem(why))));
        problems.addAll(Contradictions.in(this));
        if (problems.isEmpty()) {
            checkRegistry();
        }
    }

    private void read(Key<?> key, Given each) {
        Optional<?> value = key.kind().read(each.value());
        if (value.isPresent()) {
            values.put(key.name(), value.get());
        } else {
            problems.add(each.problem(
                    "must be " + key.kind().words() + ", was '" + Secrets.shown(key.name(), each.value()) + "'"));
        }
    }

    /** What only the registry client can tell: whether its settings go together. Classes that are plugged in check theirs. */
    private void checkRegistry() {
        boolean pluggedIn = Stream.of(
                        AvroSerdes.SERDE_CLASS, AvroSerdes.SERIALIZER_CLASS, AvroSerdes.DESERIALIZER_CLASS)
                .anyMatch(passed::containsKey);
        boolean later = passed.values().stream().anyMatch(each -> each.value().contains("${"));
        if (pluggedIn || later) {
            return;
        }
        Map<String, String> settings = forSerdes();
        settings.put(RegistryConfig.URL, get(Keys.SCHEMA_REGISTRY_URL));
        try {
            new RegistryConfig(settings);
        } catch (ConfigException e) {
            String message = Secrets.withoutUser(String.valueOf(e.getMessage()));
            Optional<Given> at = Stream.concat(passed.values().stream(), given.values().stream())
                    .filter(each -> message.contains(each.name()))
                    .findFirst();
            problems.add(at.map(each -> each.problem(message))
                    .orElseGet(() -> new Problem("schema registry", 0, "", message)));
        } catch (KafkaException | IllegalArgumentException e) {
            // What it says may quote the login.
            Optional.ofNullable(passed.get("sasl.jaas.config"))
                    .ifPresent(each -> problems.add(each.problem(
                            "cannot be read for the schema registry, which basic.auth.credentials.source=SASL_INHERIT asks for; give one"
                                    + " login module with username and password")));
        }
    }
}
