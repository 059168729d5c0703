package io.plumbline.avro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryConfigTest {
    @Test
    void defaultsAreConfluents() {
        RegistryConfig config = with(Map.of());
        assertTrue(config.autoRegister());
        assertFalse(config.useLatest());
        assertTrue(config.latestStrict());
        assertFalse(config.normalize());
        assertEquals(3, config.maxRetries());
        assertEquals(60_000, config.milliseconds(RegistryConfig.CONNECT_TIMEOUT));
        assertEquals(60_000, config.milliseconds(RegistryConfig.READ_TIMEOUT));
        assertEquals(1_000, config.milliseconds(RegistryConfig.RETRIES_WAIT));
        assertEquals(20_000, config.milliseconds(RegistryConfig.RETRIES_MAX_WAIT));
        assertEquals(SubjectNameStrategy.TOPIC, config.strategy(false));
        assertEquals(Optional.empty(), config.authorization());
    }

    @Test
    void everySettingIsAlsoReadWithThePrefixWhichThenWins() {
        RegistryConfig config = with(Map.of("schema.registry.max.retries", "9", "max.retries", "1"));
        assertEquals(9, config.maxRetries());
    }

    @Test
    void registriesAreAListAndAMockIsAlone() {
        assertEquals(
                List.of("http://a:1/x", "https://b"),
                new RegistryConfig(Map.of(RegistryConfig.URL, "http://a:1/x/, https://b")).urls());
        assertEquals(Optional.of("s"), new RegistryConfig(Map.of(RegistryConfig.URL, "mock://s")).mockScope());
    }

    @ParameterizedTest
    @CsvSource({
        "TopicNameStrategy, t-value",
        "RecordNameStrategy, t.Login",
        "TopicRecordNameStrategy, t-t.Login",
        "AssociatedNameStrategy, t-value",
    })
    void subjectsAreNamedByConfluentsStrategies(String strategy, String subject) {
        Schema schema = LoginSchemas.parse(LoginSchemas.V1);
        RegistryConfig config =
                with(Map.of("value.subject.name.strategy", "io.confluent.kafka.serializers.subject." + strategy));
        assertEquals(subject, config.strategy(false).subject("t", false, schema));
        assertEquals("t-key", config.strategy(true).subject("t", true, schema));
    }

    @ParameterizedTest
    @CsvSource({
        "schema.registry.url, ''",
        "schema.registry.url, 'mock://a,mock://b'",
        "schema.registry.url, 'localhost:8081'",
        "schema.registry.url, 'http://a b'",
        "value.subject.name.strategy, com.example.Own",
        "basic.auth.credentials.source, KERBEROS",
        "basic.auth.credentials.source, USER_INFO",
        "basic.auth.credentials.source, SASL_INHERIT",
        "bearer.auth.credentials.source, OAUTHBEARER",
        "bearer.auth.credentials.source, STATIC_TOKEN",
        "max.retries, -1",
        "max.retries, many",
        "use.schema.id, 7",
        "specific.avro.reader, true",
        "avro.use.logical.type.converters, true",
    })
    void whatCannotWorkIsRefusedByName(String property, String value) {
        ConfigException refused = assertThrows(ConfigException.class, () -> with(Map.of(property, value)));
        assertTrue(
                refused.getMessage().contains(property) || refused.getMessage().contains("auth"), refused.getMessage());
    }

    @Test
    void twoKindsOfCredentialsAreRefused() {
        Map<String, String> bearer = Map.of("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "t");
        Map<String, String> both = new HashMap<>(bearer);
        both.put("basic.auth.credentials.source", "USER_INFO");
        both.put("basic.auth.user.info", "u:p");
        assertThrows(ConfigException.class, () -> with(both));
        Map<String, String> inUrl = new HashMap<>(bearer);
        inUrl.put(RegistryConfig.URL, "http://u:p@a");
        assertThrows(ConfigException.class, () -> with(inUrl));
    }

    @Test
    void aMissingRegistryIsNamed() {
        ConfigException refused = assertThrows(ConfigException.class, () -> new RegistryConfig(Map.of()));
        assertTrue(refused.getMessage().contains("schema.registry.url"), refused.getMessage());
    }

    private static RegistryConfig with(Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(Map.of(RegistryConfig.URL, "http://127.0.0.1:8081"));
        all.putAll(settings);
        return new RegistryConfig(all);
    }
}
