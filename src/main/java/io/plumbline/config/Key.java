package io.plumbline.config;

import java.util.Locale;
import java.util.Optional;

/**
 * The declaration of one key: all there is to know about it.
 *
 * @param name as it stands in a properties file; names of Kafka and Confluent are theirs, all others begin with {@code plumbline.}
 * @param standard the value where nothing is said; absent where the description says what then holds
 * @param description a sentence or two for the operator
 * @param option the command line option that sets it, where there is one
 */
public record Key<T>(String name, Kind<T> kind, Optional<T> standard, String description, Optional<String> option) {

    /** What the names of our own keys begin with. */
    public static final String PREFIX = "plumbline.";

    static final String ENVIRONMENT_PREFIX = "PLUMBLINE_";

    static <T> Key<T> of(String name, Kind<T> kind, T standard, String description) {
        return new Key<>(name, kind, Optional.of(standard), description, Optional.empty());
    }

    static <T> Key<T> withoutDefault(String name, Kind<T> kind, String description) {
        return new Key<>(name, kind, Optional.empty(), description, Optional.empty());
    }

    Key<T> withOption(String name) {
        return new Key<>(this.name, kind, standard, description, Optional.of(name));
    }

    /** The environment variable that sets it: {@code plumbline.tick.interval} is {@code PLUMBLINE_TICK_INTERVAL}. */
    public String environmentName() {
        String own = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        return ENVIRONMENT_PREFIX + own.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** The value as text, where nothing is said. */
    public Optional<String> standardText() {
        return standard.map(kind::write);
    }

    /** The value that its command line option was given. */
    public Given givenAsOption(Object value) {
        return new Given(name, value.toString(), Given.COMMAND_LINE, 0, option.orElse(name));
    }
}
