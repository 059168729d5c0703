package io.plumbline.cli;

import io.plumbline.config.Configuration;
import io.plumbline.config.Given;
import io.plumbline.config.Key;
import io.plumbline.config.Keys;
import io.plumbline.json.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Where a running installation is reached, as far as the command line says it; files and the environment say the rest. */
final class Connection {

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT,...",
            description = "Kafka brokers. The key bootstrap.servers.")
    private String bootstrapServers;

    @Option(
            names = "--schema-registry",
            paramLabel = "URL,...",
            description = "Schema registry with Confluent's API. The key schema.registry.url.")
    private String schemaRegistry;

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            description = "Prefix of topic names. The key plumbline.topic.prefix.")
    private String prefix;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Properties file of keys, and of settings of Kafka and the registry client by their own names. May be"
                            + " given several times; later files win, and come after those of PLUMBLINE_CONFIG.")
    private List<Path> config = List.of();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Any key or setting; not for secrets, which others on the machine could read. May be given several"
                            + " times.")
    private Map<String, String> set = new LinkedHashMap<>();

    /**
     * The configuration in force, with what further options say.
     *
     * @throws InputException with all that is wrong with it
     */
    Configuration configuration(Workbench workbench, List<Given> more) {
        Configuration configuration = read(workbench, more);
        if (!configuration.problems().isEmpty()) {
            throw new InputException(
                    configuration.problems().stream().map(Problem::toString).toList());
        }
        return configuration;
    }

    Configuration configuration(Workbench workbench) {
        return configuration(workbench, List.of());
    }

    /** The configuration as it is, problems included. */
    Configuration read(Workbench workbench, List<Given> more) {
        List<Given> options = new ArrayList<>();
        set.forEach((name, value) -> options.add(Given.set(name, value)));
        Stream.of(
                        given(Keys.BOOTSTRAP_SERVERS, bootstrapServers),
                        given(Keys.SCHEMA_REGISTRY_URL, schemaRegistry),
                        given(Keys.TOPIC_PREFIX, prefix))
                .flatMap(Optional::stream)
                .forEach(options::add);
        options.addAll(more);
        return Configuration.of(config, workbench.environment(), options);
    }

    /** What an option said; empty where it was not there. */
    static Optional<Given> given(Key<?> key, Object value) {
        return Optional.ofNullable(value).map(key::givenAsOption);
    }
}
