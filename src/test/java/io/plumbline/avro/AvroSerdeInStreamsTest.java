package io.plumbline.avro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Properties;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.KStream;
import org.junit.jupiter.api.Test;

/** A topology that names the serde only in its configuration runs without a network. */
class AvroSerdeInStreamsTest {
    private static final String SCOPE = "AvroSerdeInStreamsTest";

    @Test
    void aTopologyConfiguredByClassNameReadsAndWritesAvroThroughAMockRegistry() {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, GenericRecord> logins = builder.stream("logins");
        logins.filter((key, login) -> !login.get("user").toString().equals("ann"))
                .to("others");
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class.getName());
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, AvroSerde.class.getName());
        config.put(RegistryConfig.URL, "mock://" + SCOPE);

        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), config);
                Serde<GenericRecord> serde = AvroSerdes.value(Map.of(RegistryConfig.URL, "mock://" + SCOPE))) {
            TestInputTopic<String, GenericRecord> in =
                    driver.createInputTopic("logins", new StringSerializer(), serde.serializer());
            TestOutputTopic<String, GenericRecord> out =
                    driver.createOutputTopic("others", new StringDeserializer(), serde.deserializer());
            in.pipeInput("1", LoginSchemas.login("ann"));
            in.pipeInput("2", LoginSchemas.login("bob"));
            assertEquals(KeyValue.pair("2", LoginSchemas.login("bob")), out.readKeyValue());
            assertTrue(out.isEmpty());
        } finally {
            InProcessRegistryClient.dropScope(SCOPE);
        }
    }
}
