package io.plumbline.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.catalogue.CatalogueChange.Terms;
import io.plumbline.catalogue.CataloguePlan.Difference;
import io.plumbline.catalogue.CataloguePlan.Effect;
import io.plumbline.catalogue.CataloguePlan.Item;
import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.FunctionDefined;
import io.plumbline.event.ReferenceEvent.ParameterChanged;
import io.plumbline.event.ReferenceEvents;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CataloguePlanTest {

    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant TOMORROW = Instant.parse("2026-03-02T00:00:00Z");

    private static final Catalogue IN_FORCE = Catalogue.of(
            1,
            CatalogueChange.of(
                            List.of(function("AP01", START, START, "Vendors"), parameter(START, "PT8H")),
                            new Terms("first", "p-anand", "p-quill", "begin", NOON.minusSeconds(3600), true))
                    .events());

    @Test
    void whatIsLoadedAgainIsUnchangedThoughTheCatalogueKnowsWhoSentIt() {
        CataloguePlan plan = plan(function("AP01", START, START, "Vendors"), parameter(START, "PT8H"));
        assertEquals(
                List.of(Effect.UNCHANGED, Effect.UNCHANGED),
                plan.items().stream().map(Item::effect).toList());
        assertEquals(List.of(), plan.toSend());
    }

    @Test
    void anUnknownEntryIsAdded() {
        Item item = only(plan(function("AP06", START, START, "Payments")));
        assertEquals(Effect.ADDED, item.effect());
        assertEquals("function AP06", item.entry());
    }

    @Test
    void aNewVersionIsChangedInTheFieldsThatDiffer() {
        Item item = only(plan(parameter(TOMORROW, "PT4H")));
        assertEquals(Effect.CHANGED, item.effect());
        assertEquals(List.of(new Difference("value", "PT8H", "PT4H")), item.differences());
    }

    @Test
    void theSameVersionWithAnotherContentIsRefusedUntilItIsRecordedLater() {
        Item refused = only(plan(function("AP01", START, START, "Suppliers")));
        assertEquals(Effect.REFUSED, refused.effect());
        assertTrue(
                refused.problem().orElseThrow().contains("a recordedAt after 2025-01-01T00:00:00Z"),
                refused.problem().toString());

        Item correction = only(plan(function("AP01", START, NOON, "Suppliers")));
        assertEquals(Effect.CHANGED, correction.effect());
        assertEquals(List.of(new Difference("name", "Vendors", "Suppliers")), correction.differences());
    }

    @Test
    void whatWouldDateBackIsRefusedUnlessItIsAllowed() {
        ParameterChanged yesterday = parameter(NOON.minusSeconds(86_400), "PT4H");
        assertEquals(Effect.REFUSED, only(plan(yesterday)).effect());
        assertEquals(
                Effect.CHANGED,
                only(CataloguePlan.of(IN_FORCE, List.of(yesterday), NOON, true)).effect());
    }

    private static CataloguePlan plan(ReferenceEvent... entries) {
        return CataloguePlan.of(IN_FORCE, List.of(entries), NOON, false);
    }

    private static Item only(CataloguePlan plan) {
        assertEquals(1, plan.items().size());
        return plan.items().get(0);
    }

    private static FunctionDefined function(String id, Instant from, Instant recordedAt, String name) {
        String version = "function/" + id + "@" + from + (recordedAt.equals(from) ? "" : "#" + recordedAt);
        return new FunctionDefined(Header.of("test", version, from).withRecordedAt(recordedAt), id, from, name, "P2P");
    }

    private static ParameterChanged parameter(Instant from, String value) {
        return ReferenceEvents.parameter(
                Header.of("test", "parameter@" + from, from), "JML-01", "sla_default", value, from, "as agreed");
    }
}
