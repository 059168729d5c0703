package io.plumbline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ClientSettingsTest {

    private static final Map<String, String> GIVEN = Map.of(
            "security.protocol", "SSL",
            "admin.request.timeout.ms", "1",
            "consumer.request.timeout.ms", "2",
            "producer.request.timeout.ms", "3",
            "request.timeout.ms", "4",
            "consumer.interceptor.of.mine", "x",
            "group.id", "g",
            "num.stream.threads", "5");

    @Test
    void aClientGetsWhatItKnowsAndWhatHasItsPrefixWhichWins() {
        assertEquals(Map.of("security.protocol", "SSL", "request.timeout.ms", "1"), ClientSettings.admin(GIVEN));
        assertEquals(Map.of("security.protocol", "SSL", "request.timeout.ms", "3"), ClientSettings.producer(GIVEN));
    }

    @Test
    void aReaderIsInNoGroupAndKeepsWhatIsPluggedIntoIt() {
        assertEquals(
                Map.of("security.protocol", "SSL", "request.timeout.ms", "2", "interceptor.of.mine", "x"),
                ClientSettings.consumer(GIVEN));
    }

    @Test
    void whatIsGivenForAllClientsReplacesWhatTheProcessorSetsForOneKind() {
        Properties config = PlumblineStreams.properties(StreamsSettings.of("nowhere:1", "test", Path.of("state"))
                .withOverrides(Map.of("session.timeout.ms", "45000", "producer.linger.ms", "9")));
        assertEquals("45000", config.get("session.timeout.ms"));
        assertFalse(config.containsKey("consumer.session.timeout.ms"));
        assertEquals("9", config.get("producer.linger.ms"));
        assertEquals(500, config.get("consumer.max.poll.records"));
    }
}
