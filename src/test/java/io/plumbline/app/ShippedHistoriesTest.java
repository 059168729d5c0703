package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.avro.EventCodec;
import io.plumbline.avro.Schemas;
import io.plumbline.event.Event;
import io.plumbline.sources.DemoSet;
import io.plumbline.sources.SourceAdapter;
import io.plumbline.sources.SourceFile;
import io.plumbline.sources.cloudtrail.CloudTrailAdapter;
import io.plumbline.sources.gochanges.GoChangesAdapter;
import io.plumbline.sources.rustteam.RustTeamAdapter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What ingest refuses is nothing that the adapters make of real histories. */
class ShippedHistoriesTest {

    private static final EventCodec CODEC = new EventCodec(Schemas.bundled());

    static Stream<Arguments> histories() {
        return Stream.of(
                Arguments.of(new CloudTrailAdapter(), DemoSet.CLOUDTRAIL.files(), "cloudtrail"),
                Arguments.of(new GoChangesAdapter(), DemoSet.GO_CHANGES.files(), "go-changes"),
                Arguments.of(new RustTeamAdapter(), DemoSet.RUST_TEAM.files(), "rust-team"),
                Arguments.of(
                        Sources.all().get("events"),
                        List.of(SourceFile.resource("/demo/company/events.jsonl")),
                        "company"));
    }

    @ParameterizedTest
    @MethodSource("histories")
    void everyEventIsWithinTheLimitsOfIngest(SourceAdapter adapter, List<SourceFile> files, String directory) {
        List<Event> events = adapter.read(files).events();
        assertTrue(!events.isEmpty());
        events.forEach(event -> assertEquals(event, CODEC.fromEnvelope(CODEC.toEnvelope(event))));
        DemoStory.reference("/demo/" + directory + "/reference.yaml", Playground.CONTROLS.definitions())
                .forEach(event -> assertEquals(event, CODEC.fromEnvelope(CODEC.toEnvelope(event))));
    }
}
