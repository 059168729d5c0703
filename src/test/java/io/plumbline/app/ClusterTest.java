package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterTest {

    @Test
    void theRegistrysPasswordIsNotShown() {
        Cluster cluster = new Cluster(
                "broker:9092",
                "ccm.",
                Map.of("schema.registry.url", "https://ann:secret@one.example/r,https://ann:secret@two.example:81"));
        assertEquals("https://one.example/r,https://two.example:81", cluster.shownRegistryUrl());
    }
}
