package io.plumbline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent.BirthrightPublished;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CatalogueLoaderTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final TopicPartition ONLY = new TopicPartition("ccm.catalogue", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final CatalogueLoader loader = new CatalogueLoader(
            ONLY.topic(), consumer, new ReflectedSerde<CatalogueRecord>().deserializer(), Duration.ofMillis(400));
    private long offset;
    private String digest = CatalogueRecord.NO_DIGEST;

    @BeforeEach
    void start() {
        consumer.updateBeginningOffsets(Map.of(ONLY, 0L));
        consumer.updateEndOffsets(Map.of(ONLY, 0L));
    }

    @AfterEach
    void stop() {
        loader.close();
    }

    @Test
    void aVersionIsEverythingUpToItsClosingRecord() {
        write(List.of(
                entry(1, "a"),
                entry(1, "b"),
                new CatalogueRecord.Closed(1, 2, digest),
                entry(2, "c"),
                new CatalogueRecord.Closed(2, 1, digest),
                entry(3, "d")));
        loader.start();

        assertEquals(3, loader.apply(2).entries().size());
        assertEquals(2, loader.apply(1).entries().size());
        assertSame(loader.apply(2), loader.apply(2), "one compiled copy for all tasks");
        assertSame(Catalogue.EMPTY, loader.apply(0));
        assertEquals(2, loader.newest(), "version 3 is not closed");
    }

    @Test
    void aVersionThatDoesNotComeFailsClearlyAfterABoundedWait() {
        write(List.of(entry(1, "a")));
        loader.start();
        IllegalStateException failure = assertThrows(IllegalStateException.class, () -> loader.apply(1));
        assertTrue(failure.getMessage().contains("catalogue version 1 was not read"), failure.getMessage());
    }

    @Test
    void aVersionThatIsNotWhatWasWrittenIsRefused() {
        write(List.of(entry(1, "a"), new CatalogueRecord.Closed(1, 2, digest)));
        loader.start();
        IllegalStateException failure = assertThrows(IllegalStateException.class, () -> loader.apply(1));
        assertTrue(
                failure.getCause().getMessage().contains("1 changes of 2"),
                failure.getCause().getMessage());
    }

    @Test
    void isReadOnceItHasComeToWhatWasTheEndAtTheStart() {
        List<CatalogueRecord> first = List.of(entry(1, "a"), new CatalogueRecord.Closed(1, 1, digest));
        consumer.updateEndOffsets(Map.of(ONLY, 3L));
        write(first);
        loader.start();
        assertEquals(1, loader.apply(1).entries().size());
        IllegalStateException failure =
                assertThrows(IllegalStateException.class, () -> loader.awaitRead(Duration.ofMillis(300)));
        assertTrue(failure.getMessage().contains("was not read to its end"), failure.getMessage());

        write(List.of(entry(2, "b")));
        loader.awaitRead(Duration.ofSeconds(15));
    }

    private CatalogueRecord entry(long version, String id) {
        BirthrightPublished event = new BirthrightPublished(Header.of("hr", id, NOON), "crm", "sign-in-" + id, NOON);
        digest = CatalogueRecord.chain(digest, event);
        return new CatalogueRecord.Entry(version, event);
    }

    private void write(List<CatalogueRecord> records) {
        consumer.schedulePollTask(() -> records.forEach(record -> consumer.addRecord(
                new ConsumerRecord<>(ONLY.topic(), 0, offset++, null, ReflectedSerde.encode(record)))));
    }
}
