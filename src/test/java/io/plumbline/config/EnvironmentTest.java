package io.plumbline.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {

    @ParameterizedTest
    @CsvSource({
        "PLUMBLINE_PARTITIONS, plumbline.partitions",
        "PLUMBLINE_MANAGEMENT_PORT, plumbline.management.port",
        "PLUMBLINE_BOOTSTRAP_SERVERS, bootstrap.servers",
        "PLUMBLINE_SCHEMA_REGISTRY_URL, schema.registry.url",
        "KAFKA_BOOTSTRAP_SERVERS, bootstrap.servers",
        "KAFKA_SECURITY_PROTOCOL, security.protocol",
        "KAFKA_CONSUMER_MAX_POLL_RECORDS, consumer.max.poll.records",
        "KAFKA_RACK_AWARE_ASSIGNMENT_NON__OVERLAP__COST, rack.aware.assignment.non_overlap_cost",
        "KAFKA_APPLICATION_ID, application.id",
        "KAFKA_SECURITY_PROTOCL, security.protocl",
        "SCHEMA_REGISTRY_URL, schema.registry.url",
        "SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO, schema.registry.basic.auth.user.info",
        "SCHEMA_REGISTRY_SSL_TRUSTSTORE_LOCATION, schema.registry.ssl.truststore.location",
        "SCHEMA_REGISTRY_REQUEST_HEADER_X___TENANT, schema.registry.request.header.x-tenant",
    })
    void aVariableStandsForAName(String variable, String name) {
        Environment environment = Environment.of(Map.of(variable, "x"));
        assertEquals(
                List.of(name), environment.given().stream().map(Given::name).toList());
        assertEquals(variable, environment.given().get(0).said());
    }

    @Test
    void ourOwnVariablesWinOverThoseOfKafka() {
        Configuration configuration = Configuration.of(
                List.of(),
                Map.of("PLUMBLINE_BOOTSTRAP_SERVERS", "ours:1", "KAFKA_BOOTSTRAP_SERVERS", "theirs:1"),
                List.of());
        assertEquals("ours:1", configuration.get(Keys.BOOTSTRAP_SERVERS));
    }

    @Test
    void whatOthersSetForTheirOwnPurposesIsLeftAlone() {
        Environment environment = Environment.of(Map.of(
                "PLUMBLINE_JAVA_OPTS", "-Xmx2g",
                "PLUMBLINE_LOG", "INFO",
                "PLUMBLINE_TOPIC_PREFIX", " ",
                "PLUMBLINE_SERVICE_HOST", "10.0.0.1",
                "PLUMBLINE_MANAGEMENT_PORT", "tcp://10.0.0.1:9404",
                "PLUMBLINE_PORT_9404_TCP_ADDR", "10.0.0.1",
                "PLUMBLINE_SERVICE_PORT_HTTP", "9404",
                "PATH", "/bin"));
        assertEquals(List.of(), environment.given());
        assertEquals(List.of(), environment.unused());
    }

    @Test
    void variablesOfBrokersAndRegistriesAreNamedAsUnused() {
        Environment environment = Environment.of(Map.of("KAFKA_HEAP_OPTS", "-Xmx1g", "SCHEMA_REGISTRY_HOST_NAME", "r"));
        assertEquals(List.of(), environment.given());
        assertEquals(List.of("KAFKA_HEAP_OPTS", "SCHEMA_REGISTRY_HOST_NAME"), environment.unused());
    }

    @Test
    void severalFilesMayBeNamed() {
        assertEquals(
                List.of(Path.of("a.properties"), Path.of("b.properties")),
                Environment.of(Map.of("PLUMBLINE_CONFIG", "a.properties, b.properties"))
                        .files());
    }
}
