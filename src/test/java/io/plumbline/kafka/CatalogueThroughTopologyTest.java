package io.plumbline.kafka;

import static io.plumbline.kafka.TopologyBench.NOON;
import static io.plumbline.kafka.TopologyBench.TOPICS;
import static io.plumbline.kafka.TopologyBench.header;
import static io.plumbline.kafka.TopologyBench.heartbeat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.avro.RejectedRecord;
import io.plumbline.avro.RejectedRecord.Reason;
import io.plumbline.catalogue.CatalogueChange;
import io.plumbline.catalogue.CatalogueChange.Terms;
import io.plumbline.event.EventKind.InboundTopic;
import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.BirthrightPublished;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.SourceHealthEvent.Pin;
import io.plumbline.monitor.LogRecord.Tick;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reference data on its way through the topology: what becomes a version of the catalogue, and what is rejected. */
class CatalogueThroughTopologyTest {

    @TempDir
    private Path directory;

    private TopologyBench bench;

    @BeforeEach
    void start() {
        bench = new TopologyBench(directory);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void aChangeIsOneCatalogueVersionAnnouncedAfterItWasWrittenAndReadBack() {
        CatalogueChange change = change("one", "p-approver");
        List<ReferenceEvent> events = change.events();
        bench.send(InboundTopic.REFERENCE, events.get(2));
        bench.send(InboundTopic.REFERENCE, events.get(0));
        bench.pass(10);
        assertEquals(List.of(), bench.read(TOPICS.catalogue()), "one entry is missing");
        bench.send(InboundTopic.REFERENCE, events.get(0));
        bench.send(InboundTopic.REFERENCE, events.get(1));
        bench.send(InboundTopic.REFERENCE, events.get(1));
        bench.pass(10);

        List<CatalogueRecord> written = bench.read(TOPICS.catalogue());
        assertEquals(
                events.stream()
                        .map(event -> new CatalogueRecord.Entry(1, event))
                        .toList(),
                written.subList(0, 3));
        CatalogueHistory history = new CatalogueHistory();
        written.forEach(record -> history.take(record, NOON));
        assertEquals(events, history.changesOf(history.newest().orElseThrow()), "count and chain of digests are right");
        assertEquals(4, written.size());
        assertTrue(bench.ticks().stream().anyMatch(tick -> tick.catalogueVersion() == 1));
        assertEquals(List.of(), bench.rejections());
    }

    @Test
    void referenceDataThatNobodyApprovedIsRejectedWithReasonAndPlaceAndIsInNoVersion() {
        CatalogueChange selfApproved = change("two", "p-author");
        selfApproved.events().forEach(event -> bench.send(InboundTopic.REFERENCE, event));
        bench.send(InboundTopic.REFERENCE, new BirthrightPublished(header("alone"), "crm", "sign-in", NOON));
        bench.pass(10);

        List<RejectedRecord> rejected = bench.rejections();
        assertEquals(
                List.of("BAD_CHANGE b1@0", "BAD_CHANGE b2@1", "BAD_CHANGE catalogue/two@2", "UNAPPROVED alone@3"),
                rejected.stream()
                        .map(each -> each.reason() + " " + each.sourceEventId().orElseThrow() + "@" + each.offset())
                        .toList());
        assertEquals("ccm.reference", rejected.get(0).topic());
        assertEquals(List.of(), bench.read(TOPICS.catalogue()));
    }

    @Test
    void aHeartbeatWaitsForTheVersionOfACompleteChangeBeforeItAndForNoIncompleteOne() {
        change("one", "p-approver").events().forEach(event -> bench.send(InboundTopic.REFERENCE, event));
        Instant first = NOON.minusSeconds(5);
        bench.send(InboundTopic.SOURCE_HEALTH, heartbeat(first, new Pin("ccm.reference", 0, 3)));
        bench.pass(10);
        bench.send(InboundTopic.REFERENCE, change("two", "p-approver").entries().get(0));
        Instant second = NOON.minusSeconds(4);
        bench.send(InboundTopic.SOURCE_HEALTH, heartbeat(second, new Pin("ccm.reference", 0, 4)));
        bench.pass(10);

        List<Tick> settled = bench.ticks().stream()
                .filter(tick -> tick.settled().of("am").isPresent())
                .toList();
        assertEquals(Optional.of(first), settled.get(0).settled().of("am"));
        assertEquals(
                Optional.of(second), settled.get(settled.size() - 1).settled().of("am"));
        assertTrue(settled.stream().allMatch(tick -> tick.catalogueVersion() == 1), settled.toString());
    }

    @Test
    void aChangeThatStaysIncompleteIsRejectedAfterADay() {
        bench.send(
                InboundTopic.REFERENCE, change("three", "p-approver").entries().get(0));
        bench.driver.advanceWallClockTime(Duration.ofHours(25));

        assertEquals(
                List.of(Reason.BAD_CHANGE),
                bench.rejections().stream().map(RejectedRecord::reason).toList());
    }

    @Test
    void referenceDataThatNothingCanBeReckonedWithIsRejectedAndItsChangeIsNotAppliedByHalf() {
        CatalogueChange change = CatalogueChange.of(
                List.of(
                        new BirthrightPublished(header("b1"), "crm", "sign-in", NOON),
                        source("nanos", Duration.ofNanos(1)),
                        source("ages", Duration.ofDays(150_000_000_000L)),
                        source("negative", Duration.ofSeconds(Long.MIN_VALUE)),
                        calendar("nowhere", "Atlantis/Centre", List.of(), List.of()),
                        calendar("holiday", "UTC", List.of("FUNDAY"), List.of()),
                        calendar("dateless", "UTC", List.of(), List.of("2026-02-30"))),
                new Terms("odd", "p-author", "p-approver", "a mistake", NOON, false));
        change.events().forEach(event -> bench.send(InboundTopic.REFERENCE, event));
        bench.send(InboundTopic.SOURCE_HEALTH, heartbeat(NOON.minusSeconds(5), new Pin("ccm.reference", 0, 8)));
        bench.pass(10);

        List<RejectedRecord> rejected = bench.rejections();
        assertEquals(
                List.of("ages", "dateless", "holiday", "nanos", "negative", "nowhere"),
                rejected.stream()
                        .map(each -> each.sourceEventId().orElseThrow())
                        .toList());
        assertTrue(rejected.stream().allMatch(each -> each.reason() == Reason.INVALID), rejected.toString());
        assertEquals(List.of(), bench.read(TOPICS.catalogue()));
        assertTrue(
                bench.ticks().stream().anyMatch(tick -> tick.settled().of("am").isPresent()), "heartbeats go on");
    }

    private static ReferenceEvent source(String id, Duration grace) {
        return ReferenceEvents.source(header(id), id, NOON, List.of(Feed.GRANTS))
                .grace(grace)
                .build();
    }

    private static ReferenceEvent calendar(String id, String zone, List<String> days, List<String> holidays) {
        return new ReferenceEvent.CalendarPublished(header(id), id, NOON, zone, days, holidays);
    }

    private static CatalogueChange change(String id, String approver) {
        return CatalogueChange.of(
                List.of(
                        new BirthrightPublished(header("b1"), "crm", "sign-in", NOON),
                        new BirthrightPublished(header("b2"), "crm", "read", NOON)),
                new Terms(id, "p-author", approver, "everyone may", NOON, false));
    }
}
