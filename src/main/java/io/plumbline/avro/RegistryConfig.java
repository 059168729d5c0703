package io.plumbline.avro;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/**
 * The settings of the Avro serde, under Confluent's own names and with Confluent's own defaults, so that one set of
 * properties serves both. Every name is also accepted with {@code schema.registry.} before it, which then wins; the
 * {@code ssl.} settings are accepted only with it. Settings that are not listed here are ignored, but for those that
 * would change what is written or read: they are refused.
 */
public final class RegistryConfig {
    public static final String URL = "schema.registry.url";
    public static final String AUTO_REGISTER = "auto.register.schemas";
    public static final String USE_LATEST = "use.latest.version";
    public static final String LATEST_STRICT = "latest.compatibility.strict";
    public static final String NORMALIZE = "normalize.schemas";
    public static final String KEY_STRATEGY = "key.subject.name.strategy";
    public static final String VALUE_STRATEGY = "value.subject.name.strategy";
    public static final String REMOVE_JAVA_PROPERTIES = "avro.remove.java.properties";
    public static final String BASIC_SOURCE = "basic.auth.credentials.source";
    public static final String BASIC_USER_INFO = "basic.auth.user.info";
    public static final String BEARER_SOURCE = "bearer.auth.credentials.source";
    public static final String BEARER_TOKEN = "bearer.auth.token";
    public static final String CONNECT_TIMEOUT = "http.connect.timeout.ms";
    public static final String READ_TIMEOUT = "http.read.timeout.ms";
    public static final String MAX_RETRIES = "max.retries";
    public static final String RETRIES_WAIT = "retries.wait.ms";
    public static final String RETRIES_MAX_WAIT = "retries.max.wait.ms";
    public static final String PROXY_HOST = "proxy.host";
    public static final String PROXY_PORT = "proxy.port";

    private static final String PREFIX = "schema.registry.";
    private static final String SSL_PREFIX = PREFIX + "ssl.";
    private static final String HEADER_PREFIX = "request.header.";
    private static final String MOCK = "mock://";
    private static final Map<String, String> FIXED = Map.of(
            "use.schema.id", "-1",
            "specific.avro.reader", "false",
            "avro.use.logical.type.converters", "false",
            "latest.cache.ttl.sec", "-1");

    /** Every setting with its default and meaning. */
    public static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    URL,
                    Type.LIST,
                    Importance.HIGH,
                    "Registries, tried in order; or one mock://scope inside the process.")
            .define(AUTO_REGISTER, Type.BOOLEAN, true, Importance.MEDIUM, "Register unknown schemas when writing.")
            .define(
                    USE_LATEST,
                    Type.BOOLEAN,
                    false,
                    Importance.LOW,
                    "Write with the newest registered schema; only " + "without " + AUTO_REGISTER + ".")
            .define(
                    LATEST_STRICT,
                    Type.BOOLEAN,
                    true,
                    Importance.LOW,
                    "Refuse a newest schema that cannot read the " + "record's own.")
            .define(NORMALIZE, Type.BOOLEAN, false, Importance.LOW, "Ask the registry to normalize schemas.")
            .define(
                    KEY_STRATEGY,
                    Type.STRING,
                    SubjectNameStrategy.TOPIC.confluentName(),
                    Importance.LOW,
                    "Subject of keys.")
            .define(
                    VALUE_STRATEGY,
                    Type.STRING,
                    SubjectNameStrategy.TOPIC.confluentName(),
                    Importance.LOW,
                    "Subject of values.")
            .define(
                    REMOVE_JAVA_PROPERTIES,
                    Type.BOOLEAN,
                    true,
                    Importance.LOW,
                    "Strip avro.java.string before " + "registering. Confluent's default is false.")
            .define(BASIC_SOURCE, Type.STRING, "URL", Importance.MEDIUM, "URL, USER_INFO or SASL_INHERIT.")
            .define(BASIC_USER_INFO, Type.PASSWORD, "", Importance.MEDIUM, "user:password, for USER_INFO.")
            .define(BEARER_SOURCE, Type.STRING, "", Importance.MEDIUM, "STATIC_TOKEN, or nothing.")
            .define(BEARER_TOKEN, Type.PASSWORD, "", Importance.MEDIUM, "The token, for STATIC_TOKEN.")
            .define(CONNECT_TIMEOUT, Type.INT, 60_000, Range.atLeast(1), Importance.LOW, "Milliseconds to connect.")
            .define(READ_TIMEOUT, Type.INT, 60_000, Range.atLeast(1), Importance.LOW, "Milliseconds to answer.")
            .define(MAX_RETRIES, Type.INT, 3, Range.atLeast(0), Importance.LOW, "Further tries per registry.")
            .define(
                    RETRIES_WAIT,
                    Type.INT,
                    1_000,
                    Range.atLeast(0),
                    Importance.LOW,
                    "Milliseconds before the second " + "try, doubled each time, with full jitter.")
            .define(RETRIES_MAX_WAIT, Type.INT, 20_000, Range.atLeast(0), Importance.LOW, "Longest wait, milliseconds.")
            .define(PROXY_HOST, Type.STRING, "", Importance.LOW, "HTTP proxy.")
            .define(PROXY_PORT, Type.INT, -1, Importance.LOW, "Port of the HTTP proxy.");

    private final Map<String, Object> given;
    private final AbstractConfig values;

    /** @throws ConfigException naming the setting, what is wrong with it and what to do */
    public RegistryConfig(Map<String, ?> properties) {
        this.given = withoutPrefix(properties);
        this.values = new AbstractConfig(DEFINITION, given, false);
        FIXED.forEach(this::refuseUnless);
        if (urls().isEmpty()) {
            throw new ConfigException(URL, "", "name at least one registry, such as http://127.0.0.1:8081");
        }
        if (urls().size() > 1 && urls().stream().anyMatch(url -> url.startsWith(MOCK))) {
            throw new ConfigException(URL, urls(), "name one mock:// scope and nothing else");
        }
        strategy(true);
        strategy(false);
        authorization();
        if (mockScope().isEmpty()) {
            checkAddresses();
        }
    }

    /** Registries in the order they are tried, without a trailing slash. */
    List<String> urls() {
        return values.getList(URL).stream()
                .map(url -> url.strip().replaceAll("/+$", ""))
                .filter(url -> !url.isEmpty())
                .toList();
    }

    /** The scope of an in-process registry, when the URL is {@code mock://scope}. */
    Optional<String> mockScope() {
        return Optional.of(urls().get(0)).filter(url -> url.startsWith(MOCK)).map(url -> url.substring(MOCK.length()));
    }

    boolean autoRegister() {
        return values.getBoolean(AUTO_REGISTER);
    }

    boolean useLatest() {
        return values.getBoolean(USE_LATEST);
    }

    boolean latestStrict() {
        return values.getBoolean(LATEST_STRICT);
    }

    boolean normalize() {
        return values.getBoolean(NORMALIZE);
    }

    boolean removeJavaProperties() {
        return values.getBoolean(REMOVE_JAVA_PROPERTIES);
    }

    SubjectNameStrategy strategy(boolean isKey) {
        String property = isKey ? KEY_STRATEGY : VALUE_STRATEGY;
        return SubjectNameStrategy.of(property, values.getString(property));
    }

    int milliseconds(String property) {
        return values.getInt(property);
    }

    int maxRetries() {
        return values.getInt(MAX_RETRIES);
    }

    Optional<InetSocketAddress> proxy() {
        String host = values.getString(PROXY_HOST);
        return host.isBlank() ? Optional.empty() : Optional.of(new InetSocketAddress(host, values.getInt(PROXY_PORT)));
    }

    /** Whether user and password are to be taken from the registry's URL. */
    boolean credentialsInUrl() {
        return basicSource().equals("URL");
    }

    /** The Authorization header for every registry, when the settings hold one. */
    Optional<String> authorization() {
        Optional<String> bearer = bearer();
        Optional<String> basic =
                switch (basicSource()) {
                    case "URL" -> Optional.empty();
                    case "USER_INFO" -> Optional.of(userInfo());
                    case "SASL_INHERIT" -> Optional.of(saslUserInfo());
                    default ->
                        throw new ConfigException(BASIC_SOURCE, basicSource(), "use URL, USER_INFO or SASL_INHERIT");
                };
        if (bearer.isPresent() && basic.isPresent()) {
            throw new ConfigException("Both " + BASIC_SOURCE + " and " + BEARER_SOURCE + " are set: keep one");
        }
        return bearer.map(token -> "Bearer " + token).or(() -> basic.map(RegistryConfig::basicHeader));
    }

    static String basicHeader(String userInfo) {
        return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    /** Headers to add to every request, from {@code request.header.<Name>}. */
    Map<String, String> requestHeaders() {
        Map<String, String> headers = new TreeMap<>();
        given.forEach((name, value) -> {
            if (name.startsWith(HEADER_PREFIX) && value != null) {
                headers.put(name.substring(HEADER_PREFIX.length()), value.toString());
            }
        });
        return headers;
    }

    /** How to speak TLS, when any {@code schema.registry.ssl.} setting is given; otherwise as the platform does. */
    Optional<SSLContext> tls() {
        Map<String, Object> ssl = new HashMap<>();
        given.forEach((name, value) -> {
            if (name.startsWith(SSL_PREFIX)) {
                ssl.put(name.substring(PREFIX.length()), value);
            }
        });
        if (ssl.isEmpty()) {
            return Optional.empty();
        }
        if ("".equals(ssl.get(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG))) {
            throw new ConfigException(
                    PREFIX + SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG,
                    "",
                    "the name in the registry's certificate is always checked; remove the setting");
        }
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(new AbstractConfig(new ConfigDef().withClientSslSupport(), ssl, false).values());
            return Optional.of(factory.sslContext());
        }
    }

    private void checkAddresses() {
        for (String url : urls()) {
            boolean userInUrl = RegistryUrl.parse(url).userInfo().isPresent();
            if (userInUrl && credentialsInUrl() && bearer().isPresent()) {
                throw new ConfigException("Both a user in " + URL + " and " + BEARER_SOURCE + " are set: keep one");
            }
        }
    }

    private Optional<String> bearer() {
        String source = values.getString(BEARER_SOURCE);
        if (source.isBlank()) {
            return Optional.empty();
        }
        if (!source.equals("STATIC_TOKEN")) {
            throw new ConfigException(
                    BEARER_SOURCE, source, "only STATIC_TOKEN is built in: plug in the Confluent classes for the rest");
        }
        String token = values.getPassword(BEARER_TOKEN).value();
        if (token.isBlank()) {
            throw new ConfigException(BEARER_TOKEN, "", "set the token that STATIC_TOKEN is to send");
        }
        return Optional.of(token);
    }

    private String basicSource() {
        return values.getString(BASIC_SOURCE).toUpperCase(Locale.ROOT);
    }

    private String userInfo() {
        String userInfo = values.getPassword(BASIC_USER_INFO).value();
        if (userInfo.isBlank()) {
            throw new ConfigException(BASIC_USER_INFO, "", "set user:password, as " + BASIC_SOURCE + " is USER_INFO");
        }
        return userInfo;
    }

    private String saslUserInfo() {
        Object jaas = given.get("sasl.jaas.config");
        if (jaas == null) {
            throw new ConfigException("sasl.jaas.config", null, "set it, as " + BASIC_SOURCE + " is SASL_INHERIT");
        }
        Password login = jaas instanceof Password password ? password : new Password(jaas.toString());
        for (AppConfigurationEntry entry :
                JaasContext.loadClientContext(Map.of("sasl.jaas.config", login)).configurationEntries()) {
            Object user = entry.getOptions().get("username");
            Object secret = entry.getOptions().get("password");
            if (user != null && secret != null) {
                return user + ":" + secret;
            }
        }
        throw new ConfigException(
                "sasl.jaas.config has no username and password for " + BASIC_SOURCE + " SASL_INHERIT: use USER_INFO");
    }

    private void refuseUnless(String property, String only) {
        Object value = given.get(property);
        if (value != null && !value.toString().strip().equalsIgnoreCase(only)) {
            throw new ConfigException(
                    property,
                    value,
                    "the built-in serde knows only '" + only + "': remove it, or plug in the Confluent classes with "
                            + AvroSerdes.SERIALIZER_CLASS + " and " + AvroSerdes.DESERIALIZER_CLASS);
        }
    }

    private static Map<String, Object> withoutPrefix(Map<String, ?> properties) {
        Map<String, Object> plain = new HashMap<>();
        properties.forEach((name, value) -> plain.put(name, text(value)));
        properties.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !name.equals(URL) && !name.startsWith(SSL_PREFIX)) {
                plain.put(name.substring(PREFIX.length()), text(value));
            }
        });
        return plain;
    }

    private static Object text(Object value) {
        return value instanceof Class<?> type ? type.getName() : value;
    }
}
