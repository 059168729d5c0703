package io.plumbline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.plumbline.app.Controls;
import io.plumbline.avro.CoreSerdes;
import io.plumbline.avro.Schemas;
import io.plumbline.monitor.ChangingRoles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** A monitor that is started anew at every record, from what its stores hold, forgets nobody whom a change concerns. */
class RestartedMonitorTest {

    @Test
    void everythingThatSaysWhoIsStillToBeJudgedIsInTheStores() {
        Schemas schemas = Schemas.bundled();
        Codecs codecs = AvroCodecs.of(
                Topics.of(1), new CoreSerdes(schemas), schemas, Map.of("schema.registry.url", "mock://restarted"));
        for (long seed = 101; seed <= 106; seed++) {
            Map<String, KeyValueStore<Bytes, byte[]>> stores = new LinkedHashMap<>();
            for (String name : List.of("subjects", "deadlines", "unjudged", "concerned", "clock")) {
                stores.put(name, opened(name));
            }
            ChangingRoles company = new ChangingRoles(
                    seed,
                    Controls.library(),
                    () -> new StreamsMonitorStore(
                            stores.get("subjects"),
                            stores.get("deadlines"),
                            stores.get("unjudged"),
                            stores.get("concerned"),
                            stores.get("clock"),
                            codecs));
            company.run(120);
            assertFalse(company.exceptions().isEmpty());
            assertEquals(List.of(), company.whatWasForgotten(), "seed " + seed);
        }
    }

    private static KeyValueStore<Bytes, byte[]> opened(String name) {
        MockProcessorContext<Object, Object> context = new MockProcessorContext<>();
        KeyValueStore<Bytes, byte[]> opened = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .withCachingDisabled()
                .build();
        opened.init(context.getStateStoreContext(), opened);
        return opened;
    }
}
