package io.plumbline.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.AccountRef;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.Subject;
import io.plumbline.facts.IdentityFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EffectiveAccessTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<ReferenceEvent> reference = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();

    @Test
    void aPathNamesEveryRoleItGoesThrough() {
        role("BOSS", 0, List.of("A"), List.of("PAYER"), List.of());
        role("PAYER", 0, List.of("B"), List.of(), List.of());
        granted("g1", 1, Optional.empty(), "BOSS");
        assertEquals(List.of("A by BOSS since 1", "B by BOSS > PAYER since 1"), paths());
    }

    @Test
    void whileADefinitionIsRejectedTheOneBeforeGoesOnAndWhatItGivesIsNotKnown() {
        role("CLERK", 0, List.of("A"), List.of(), List.of());
        role("CLERK", 3, List.of(" "), List.of(), List.of());
        role("CLERK", 5, List.of("B"), List.of(), List.of());
        granted("g1", 1, Optional.empty(), "CLERK");
        assertEquals(List.of("A by CLERK since 1 until 5", "B by CLERK since 5"), paths());
        assertEquals(List.of("ROLE_REJECTED"), reasons());
    }

    @Test
    void aRoleInARoleThatIsNotKnownYetLeavesOpenWhatIsGivenUntilItIs() {
        role("BOSS", 0, List.of("A"), List.of("PAYER"), List.of());
        role("PAYER", 4, List.of("B"), List.of(), List.of());
        granted("g1", 1, Optional.empty(), "BOSS");
        assertEquals(List.of("A by BOSS since 1", "B by BOSS > PAYER since 4"), paths());
        EffectiveAccess.Unknown gap = access().unknown().get(0);
        assertEquals(day(1), gap.span().from());
        assertEquals(Optional.of(day(4)), gap.span().until());
        assertEquals("ENTITLEMENT_UNKNOWN", gap.reason());
    }

    @Test
    void aDenialTakesAwayFromTheAccountItIsHeldThroughWhileBothAreHeld() {
        role("NO", 0, List.of(), List.of(), List.of("A"));
        role("CLERK", 0, List.of("A"), List.of(), List.of());
        granted("g1", 1, Optional.of("a1"), "CLERK");
        granted("g2", 1, Optional.of("a2"), "CLERK");
        granted("g3", 2, Optional.of("a1"), "NO");
        revoked("g3", 6, Optional.of("a1"), "NO");
        assertEquals(
                List.of("A by CLERK since 1", "A by CLERK since 1 until 2", "A by CLERK since 6"),
                paths().stream().sorted().toList());
    }

    @Test
    void aDenialHeldWithoutAnAccountTakesAwayFromAll() {
        role("NO", 0, List.of(), List.of(), List.of("A"));
        role("CLERK", 0, List.of("A"), List.of(), List.of());
        granted("g1", 1, Optional.of("a1"), "CLERK");
        granted("g2", 2, Optional.empty(), "NO");
        assertEquals(List.of("A by CLERK since 1 until 2"), paths());
    }

    @Test
    void aRoleByItselfGivesWhatItGivesSinceItIsKnown() {
        role("BOSS", 2, List.of("A"), List.of("PAYER"), List.of());
        role("PAYER", 0, List.of("B"), List.of(), List.of());
        assertEquals(
                List.of("A by BOSS since 2", "B by BOSS > PAYER since 2"),
                words(EffectiveAccess.ofRole("erp", "BOSS", Catalogue.of(1, reference))));
        assertEquals(List.of(), words(EffectiveAccess.ofRole("erp", "NOBODY", Catalogue.of(1, reference))));
    }

    private void role(String id, int day, List<String> entitlements, List<String> children, List<String> denied) {
        reference.add(ReferenceEvents.role(
                        Header.of("erp", "r" + reference.size(), day(day)), "erp", id, day(day), entitlements)
                .children(children)
                .denied(denied)
                .build());
    }

    private void granted(String key, int day, Optional<String> account, String what) {
        events.add(
                AccessEvents.granted(Header.of("erp", "e" + events.size(), day(day)), key, holder(account), "erp", what)
                        .build());
    }

    private void revoked(String key, int day, Optional<String> account, String what) {
        events.add(new AccessEvent.Revoked(
                Header.of("erp", "e" + events.size(), day(day)), Optional.of(key), holder(account), "erp", what));
    }

    private static Principal holder(Optional<String> account) {
        return new Principal(Optional.of("p-1"), account.map(id -> new AccountRef("erp", id)));
    }

    private static Instant day(int day) {
        return START.plusSeconds(86_400L * day);
    }

    private EffectiveAccess access() {
        return EffectiveAccess.of(IdentityFacts.of(Subject.identity("p-1"), events), Catalogue.of(1, reference));
    }

    private List<String> reasons() {
        return access().unknown().stream().map(EffectiveAccess.Unknown::reason).toList();
    }

    private List<String> paths() {
        return words(access());
    }

    private static List<String> words(EffectiveAccess access) {
        return access.paths().stream()
                .map(path -> path.entitlement() + " by " + path.roles() + " since "
                        + (path.usable().from().getEpochSecond() - START.getEpochSecond()) / 86_400
                        + path.usable()
                                .until()
                                .map(end -> " until " + (end.getEpochSecond() - START.getEpochSecond()) / 86_400)
                                .orElse(""))
                .toList();
    }
}
