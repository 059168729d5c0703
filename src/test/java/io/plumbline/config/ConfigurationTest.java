package io.plumbline.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.json.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {

    @TempDir
    private Path directory;

    @Test
    void whereNobodySaysAnythingTheDefaultsHoldAndNothingIsWrong() {
        Configuration defaults = Configuration.defaults();

        assertEquals(List.of(), defaults.problems());
        assertEquals("ccm.", defaults.get(Keys.TOPIC_PREFIX));
        assertEquals(Optional.empty(), defaults.find(Keys.INSTANCE));
        assertTrue(defaults.forSerdes().isEmpty());
        assertTrue(defaults.lines().stream().allMatch(line -> line.from().equals("default")));
    }

    @Test
    void eachSourceWinsOverTheOneBefore() {
        String key = "plumbline.partitions";
        Path one = file("one", key + "=11\nplumbline.directory=one\nplumbline.clock.skew=1s\nnum.stream.threads=1");
        Path two = file("two", key + "=12\nplumbline.directory=two\nplumbline.clock.skew=2s");
        Path three = file("three", key + "=13\nplumbline.directory=three");
        Map<String, String> variables = Map.of(
                "PLUMBLINE_CONFIG", one + ", " + two, "PLUMBLINE_DIRECTORY", "variable", "PLUMBLINE_PARTITIONS", "14");

        Configuration configuration =
                Configuration.of(List.of(three), variables, List.of(Keys.PARTITIONS.givenAsOption(15)));

        assertEquals(List.of(), configuration.problems());
        assertEquals(15, configuration.get(Keys.PARTITIONS), "the option");
        assertEquals(Path.of("variable"), configuration.get(Keys.DIRECTORY), "the variable");
        assertEquals(Duration.ofSeconds(2), configuration.get(Keys.CLOCK_SKEW), "the later of two files");
        assertEquals(1, configuration.get(Keys.THREADS), "the only file that says it");
        assertEquals(2, Configuration.defaults().get(Keys.THREADS), "the default");
        assertEquals("command line --partitions", from(configuration, key));
        assertEquals("environment PLUMBLINE_DIRECTORY", from(configuration, "plumbline.directory"));
        assertEquals(two + ":3", from(configuration, "plumbline.clock.skew"));
        assertEquals("default", from(configuration, "plumbline.tick.idle"));
    }

    @Test
    void settingsOfKafkaAndOfTheRegistryGoThroughUnderTheirOwnNamesAndTheSamePrecedence() {
        Path file = file(
                "client",
                """
                security.protocol=SSL
                consumer.max.poll.records=100
                schema.registry.basic.auth.credentials.source=USER_INFO
                basic.auth.user.info=ann:wonder
                interceptor.of.mine=x
                """);
        Configuration configuration = Configuration.of(
                List.of(file),
                Map.of("KAFKA_SECURITY_PROTOCOL", "SASL_SSL", "SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO", "bob:builder"),
                List.of());

        assertEquals(List.of(), configuration.problems());
        assertEquals(
                Map.of("security.protocol", "SASL_SSL", "consumer.max.poll.records", "100", "interceptor.of.mine", "x"),
                configuration.forKafka(),
                "settings of the registry, secrets among them, are nothing for Kafka's clients");
        assertEquals("bob:builder", configuration.forSerdes().get("basic.auth.user.info"));
        assertEquals("USER_INFO", configuration.forSerdes().get("basic.auth.credentials.source"));
        assertEquals("SASL_SSL", configuration.forSerdes().get("security.protocol"));
        assertEquals(1, configuration.notes().size());
        assertTrue(configuration.notes().get(0).contains("interceptor.of.mine"));
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceWithPlaceKeyAndRemedy() {
        Path file = file(
                "wrong.properties",
                """
                # a comment
                plumbline.tick.intervall = 1s
                plumbline.partitions = many
                processing.guarantee = at_least_once
                max.poll.records = few
                """);
        Configuration configuration = Configuration.of(
                List.of(directory.resolve("absent"), file),
                Map.of("PLUMBLINE_PARTITON", "3", "PLUMBLINE_CLOCK_SKEW", "-1s", "KAFKA_APPLICATION_ID", "mine"),
                List.of(Keys.TOPIC_PREFIX.givenAsOption("a b")));

        String wrong = file.toString();
        assertProblems(
                configuration,
                directory.resolve("absent") + ": cannot be read as a properties file",
                wrong + ":2: plumbline.tick.intervall: there is no such key; did you mean plumbline.tick.interval?",
                wrong + ":4: processing.guarantee: cannot be set: every verdict is published exactly once",
                "environment: KAFKA_APPLICATION_ID: cannot be set: changelogs and group are named after"
                        + " plumbline.topic.prefix; set that",
                "environment: PLUMBLINE_PARTITON: there is no such key; did you mean PLUMBLINE_PARTITIONS?",
                "command line: --prefix: must be 1 to 100 letters, digits, dots, underscores, hyphens, was 'a b'",
                wrong + ":3: plumbline.partitions: must be a whole number from 1 to 100000, was 'many'",
                "environment: PLUMBLINE_CLOCK_SKEW: must be a duration from 0ms to 1d, such as 500ms, 10s, 5m, 2h or PT30S,"
                        + " was '-1s'",
                wrong + ":5: max.poll.records: is refused: Invalid value few for configuration max.poll.records");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "management.port=1                     | write plumbline.management.port",
                "plumbline.bootstrap.servers=a:1       | it is bootstrap.servers, by its own name",
                "plumbline.security.protocol=SSL       | it is security.protocol, by its own name",
                "security.protocl=SASL_SSL             | did you mean security.protocol?",
                "consumer.max.poll.record=1            | did you mean consumer.max.poll.records?",
                "producer.acks=1                       | cannot be set",
                "main.consumer.group.instance.id=a     | set group.instance.id",
                "plumbline.embedded.broker=yes         | must be true or false, was 'yes'",
                "group.protocol=consumer               | must be classic or streams",
                "plumbline.management.port=65536       | must be a whole number from 0 to 65535, or -1",
                "replication.factor=0                  | must be a whole number from 1 to 32767, or -1",
                "plumbline.clock.skew=1y               | must be a duration",
                "plumbline.partitions=                 | was ''",
                "bootstrap.servers=localhost           | must be HOST:PORT",
                "schema.registry.url=registry:8081     | must list addresses such as http://127.0.0.1:8081",
                "bearer.auth.credentials.source=CUSTOM | only STATIC_TOKEN is built in",
                "ssl.protocol=\\u00g1                  | is no key=value line",
            })
    void aSettingThatCannotBeIsToldWithWhatToDo(String line, String remedy) {
        Configuration configuration = Configuration.of(List.of(file("one.properties", line)), Map.of(), List.of());

        assertEquals(1, configuration.problems().size(), configuration.problems()::toString);
        String problem = configuration.problems().get(0).toString();
        assertTrue(problem.contains(remedy), problem);
        assertTrue(problem.contains("one.properties:1: "), problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "group.protocol=streams;group.instance.id=a            | refuses named instances",
                "group.protocol=streams;num.standby.replicas=1         | streams.num.standby.replicas",
                "plumbline.embedded.broker=true;bootstrap.servers=a:1  | with the embedded broker no other is used",
                "plumbline.embedded.broker=true;replication.factor=3   | there is one copy",
                "plumbline.embedded.broker=true;plumbline.embedded.registry=true;schema.registry.url=http://a:1"
                        + " | with the embedded registry no other is used",
                "plumbline.embedded.registry=true                      | name a directory that is, with plumbline.directory",
                "plumbline.embedded.broker=true;plumbline.management.port=19092 | port 19092 is used more than once",
                "plumbline.tick.interval=2m                            | plumbline.tick.idle must be at least",
                "plumbline.partitions=1;plumbline.partitions=2         | is set in line 1 as well; keep one",
                "bearer.auth.token=t;bearer.auth.credentials.source=STATIC_TOKEN;basic.auth.user.info=a:b;"
                        + "basic.auth.credentials.source=USER_INFO | keep one",
            })
    void whatContradictsItselfIsTold(String lines, String remedy) {
        Path file = file("two.properties", lines.replace(';', '\n'));
        Configuration configuration = Configuration.of(List.of(file), Map.of(), List.of());

        assertEquals(1, configuration.problems().size(), configuration.problems()::toString);
        String problem = configuration.problems().get(0).toString();
        assertTrue(problem.contains(remedy), problem);
    }

    @Test
    void whatGoesTogetherIsNotTakenForAContradiction() {
        for (String lines : List.of(
                "num.standby.replicas=1",
                "plumbline.embedded.broker=true\nplumbline.embedded.registry=true",
                "plumbline.embedded.registry=true\nplumbline.directory=kept\nbootstrap.servers=a:1",
                "plumbline.embedded.broker.port=0\nplumbline.embedded.broker=true\nplumbline.management.port=0",
                "sasl.jaas.config=${file:secrets:jaas}\nconfig.providers=file",
                "schema.registry.url=https://ann:secret@one.example,https://two.example:81/r")) {
            Configuration configuration = Configuration.of(List.of(file("fine", lines)), Map.of(), List.of());
            assertEquals(List.of(), configuration.problems(), lines);
        }
    }

    @Test
    void aFileIsReadAsPropertiesAreAndEveryValueKnowsItsLine() {
        Path file = file(
                "form",
                """
                ! a comment with a backslash \\
                plumbline.directory : /var/lib/pl\\u00fcmb

                sasl.jaas.config = one \\
                    two \\
                    three
                plumbline.partitions 7
                """);
        Configuration configuration = Configuration.of(List.of(file), Map.of(), List.of());

        assertEquals(List.of(), configuration.problems());
        assertEquals(Path.of("/var/lib/plümb"), configuration.get(Keys.DIRECTORY));
        assertEquals("one two three", configuration.forKafka().get("sasl.jaas.config"));
        assertEquals(7, configuration.get(Keys.PARTITIONS));
        assertEquals(file + ":7", from(configuration, "plumbline.partitions"));
        assertEquals(file + ":4", from(configuration, "sasl.jaas.config"));
    }

    @Test
    void aFileThatIsNotUtf8IsToldAsAWhole() throws IOException {
        Path file =
                Files.write(directory.resolve("latin"), "plumbline.directory=ü".getBytes(StandardCharsets.ISO_8859_1));
        assertProblems(
                Configuration.of(List.of(file), Map.of(), List.of()), file + ": cannot be read as a properties file");
    }

    @Test
    void aLoginThatTheRegistryCannotReadIsToldWithoutQuotingIt() {
        Path file = file(
                "login", "basic.auth.credentials.source=SASL_INHERIT\nsasl.jaas.config=Module hush username=hush\n");
        Configuration configuration = Configuration.of(List.of(file), Map.of(), List.of());
        assertProblems(configuration, file + ":2: sasl.jaas.config: cannot be read for the schema registry");
        assertFalse(configuration.problems().toString().contains("hush"));
    }

    @Test
    void secretsAreNeitherShownNorSaidInProblems() {
        Path file = file(
                "secret",
                """
                sasl.jaas.config=hush1
                ssl.keystore.password=hush2
                producer.ssl.key.password=hush3
                schema.registry.ssl.truststore.password=hush4
                basic.auth.user.info=ann:hush5
                request.header.Authorization=hush6
                bearer.auth.token=hush7
                my.plugin.secret.key=hush8
                schema.registry.url=https://ann:hush9@one.example/r, nonsense
                ssl.endpoint.identification.algorithm=https
                """);
        Configuration configuration =
                Configuration.of(List.of(file), Map.of("KAFKA_SASL_LOGIN_CONNECT_TIMEOUT_MS", "5"), List.of());

        configuration
                .forSerdes()
                .keySet()
                .forEach(name -> assertTrue(line(configuration, name).isPresent(), name));
        String said = configuration.lines().toString() + configuration.problems() + configuration.notes();
        assertFalse(said.contains("hush"), said);
        assertEquals(Secrets.HIDDEN, value(configuration, "sasl.jaas.config"));
        assertEquals("https", value(configuration, "ssl.endpoint.identification.algorithm"));
        assertEquals("5", value(configuration, "sasl.login.connect.timeout.ms"));
        assertEquals("https://one.example/r, nonsense", value(configuration, "schema.registry.url"));
        assertFalse(configuration.problems().isEmpty());
    }

    private static void assertProblems(Configuration configuration, String... beginnings) {
        List<String> problems =
                configuration.problems().stream().map(Problem::toString).toList();
        assertEquals(beginnings.length, problems.size(), () -> String.join("\n", problems));
        for (int i = 0; i < beginnings.length; i++) {
            assertTrue(problems.get(i).startsWith(beginnings[i]), problems.get(i) + "\nshould begin: " + beginnings[i]);
        }
    }

    private static String from(Configuration configuration, String key) {
        return line(configuration, key).map(Configuration.Line::from).orElseThrow();
    }

    private static String value(Configuration configuration, String key) {
        return line(configuration, key).map(Configuration.Line::value).orElseThrow();
    }

    private static Optional<Configuration.Line> line(Configuration configuration, String key) {
        Stream<Configuration.Line> lines = configuration.lines().stream();
        return lines.filter(each -> each.key().equals(key)).findFirst();
    }

    private Path file(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
