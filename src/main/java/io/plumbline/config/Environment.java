package io.plumbline.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What environment variables say.
 *
 * <p>{@code PLUMBLINE_X_Y} is the key {@code plumbline.x.y}, or the declared key {@code x.y} of Kafka or Confluent. {@code KAFKA_X_Y} is
 * Kafka's setting {@code x.y}; {@code SCHEMA_REGISTRY_X_Y} the registry client's {@code x.y}. In these two a double underscore is an
 * underscore and a triple one a hyphen, as in Kafka's own container image. An empty variable counts as not set, and so does
 * what Kubernetes sets for services that happen to be called {@code kafka}, {@code plumbline} or {@code schema-registry}.
 *
 * @param files properties files that a variable names
 * @param given in the order of precedence, the last wins
 * @param unused variables with one of these prefixes that nothing knows; images of brokers and registries have many
 */
record Environment(List<Path> files, List<Given> given, List<String> unused) {

    /** Names files of properties, separated by commas. */
    static final String FILES = "PLUMBLINE_CONFIG";

    /** Read by the launcher and by the logging. */
    static final Set<String> OF_THE_LAUNCHER = Set.of("PLUMBLINE_JAVA_OPTS", "PLUMBLINE_LOG");

    private static final String KAFKA = "KAFKA_";
    private static final String REGISTRY = "SCHEMA_REGISTRY_";
    private static final Pattern OF_KUBERNETES =
            Pattern.compile(".*_SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)|.*_PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?");
    private static final Pattern ADDRESS_OF_KUBERNETES = Pattern.compile("(tcp|udp|sctp)://.*");

    static Environment of(Map<String, String> variables) {
        List<Given> given = new ArrayList<>();
        List<String> unused = new ArrayList<>();
        new TreeMap<>(variables).forEach((variable, value) -> {
            if (value.isBlank() || isOfKubernetes(variable, value)) {
                return;
            }
            if (variable.startsWith(Key.ENVIRONMENT_PREFIX)) {
                if (!variable.equals(FILES) && !OF_THE_LAUNCHER.contains(variable)) {
                    given.add(given(own(variable), variable, value));
                }
            } else if (variable.startsWith(KAFKA)) {
                take(dotted(variable.substring(KAFKA.length())), variable, value, given, unused);
            } else if (variable.startsWith(REGISTRY)) {
                take(
                        "schema.registry." + dotted(variable.substring(REGISTRY.length())),
                        variable,
                        value,
                        given,
                        unused);
            }
        });
        given.sort(Comparator.comparing(each -> each.said().startsWith(Key.ENVIRONMENT_PREFIX)));
        List<Path> files = Stream.of(variables.getOrDefault(FILES, "").split(","))
                .map(String::strip)
                .filter(file -> !file.isEmpty())
                .map(Path::of)
                .toList();
        return new Environment(files, List.copyOf(given), List.copyOf(unused));
    }

    /** The name of Kafka's that a variable stands for, without its prefix. */
    static String dotted(String variable) {
        return variable.toLowerCase(Locale.ROOT)
                .replace("___", "-")
                .replace("__", "\0")
                .replace('_', '.')
                .replace('\0', '_');
    }

    private static void take(String name, String variable, String value, List<Given> given, List<String> unused) {
        if (Keys.find(name).isPresent()
                || Passed.isKnown(name)
                || Owned.reason(name).isPresent()
                || Nearest.isTypo(name)) {
            given.add(given(name, variable, value));
        } else {
            unused.add(variable);
        }
    }

    private static Given given(String name, String variable, String value) {
        return new Given(name, value, Given.ENVIRONMENT, 0, variable);
    }

    /** The declared key of that variable; else a name under our prefix, which nobody declared. */
    private static String own(String variable) {
        return Keys.ALL.stream()
                .filter(key -> key.environmentName().equals(variable))
                .findFirst()
                .<String>map(Key::name)
                .orElseGet(() -> Key.PREFIX + dotted(variable.substring(Key.ENVIRONMENT_PREFIX.length())));
    }

    private static boolean isOfKubernetes(String variable, String value) {
        return OF_KUBERNETES.matcher(variable).matches()
                || variable.endsWith("_PORT")
                        && ADDRESS_OF_KUBERNETES.matcher(value).matches();
    }
}
