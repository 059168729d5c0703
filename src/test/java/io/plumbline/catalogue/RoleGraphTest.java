package io.plumbline.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.catalogue.RoleContent.Given;
import io.plumbline.event.ActivityLevel;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.event.ReferenceEvent.RoleRetired;
import io.plumbline.event.ReferenceEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RoleGraphTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<ReferenceEvent> entries = new ArrayList<>();

    @Test
    void aRoleGivesWhatTheRolesInItGiveAndSaysByWhichWay() {
        role("BOSS", 0, List.of("A"), List.of("PAYER"));
        role("PAYER", 0, List.of("B"), List.of());
        RoleContent boss = at("BOSS", 0);
        assertEquals(List.of("A by BOSS", "B by BOSS > PAYER"), words(boss));
        assertEquals(1, boss.depth());
        assertTrue(boss.cyclicWith().isEmpty());
    }

    @Test
    void anEntitlementThatIsTheIdOfARoleIsARoleInARoleAndStaysAnEntitlementWhereItIsMapped() {
        role("BOSS", 0, List.of("PAYER", "CLERK"), List.of());
        role("PAYER", 0, List.of("B"), List.of());
        role("CLERK", 0, List.of("C"), List.of());
        mapped("CLERK", 0);
        assertEquals(List.of("B by BOSS > PAYER", "C by BOSS > CLERK", "CLERK by BOSS"), words(at("BOSS", 0)));
    }

    @Test
    void theContentIsCutWhereverTheRoleOrOneInItChanges() {
        role("TOP", 0, List.of(), List.of("MIDDLE"));
        role("MIDDLE", 0, List.of(), List.of("BOTTOM"));
        role("BOTTOM", 2, List.of("A"), List.of());
        role("BOTTOM", 5, List.of("A", "B"), List.of());
        role("MIDDLE", 7, List.of("M"), List.of());
        role("BOTTOM", 9, List.of("Z"), List.of());
        assertEquals(
                List.of(day(0), day(2), day(5), day(7)),
                catalogue().roleTimes("erp", "TOP").orElseThrow().contents().stream()
                        .map(content -> content.inForce().from())
                        .toList());
        assertEquals(
                List.of("BOTTOM"),
                at("TOP", 0).gaps().stream().map(RoleContent.Gap::roleId).toList());
        assertEquals(List.of(), at("TOP", 2).gaps());
        assertEquals(List.of("A", "B"), entitlements(at("TOP", 5)));
        assertEquals(List.of("M"), entitlements(at("TOP", 8)));
    }

    @Test
    void whatGoesOnUnchangedIsOneSpanThoughOtherPartsChange() {
        role("TOP", 0, List.of("A"), List.of("OTHER"));
        role("OTHER", 0, List.of("B"), List.of());
        role("OTHER", 3, List.of("C"), List.of());
        role("OTHER", 4, List.of("C"), List.of());
        List<Dated<Given>> given =
                catalogue().roleTimes("erp", "TOP").orElseThrow().given();
        assertEquals(
                List.of("A [" + day(0) + ", )", "B [" + day(0) + ", " + day(3) + ")", "C [" + day(3) + ", )"),
                given.stream()
                        .map(one -> one.value().entitlement() + " " + one.inForce())
                        .sorted()
                        .toList());
    }

    @Test
    void rolesThatContainOneAnotherGiveWhatAnyOfThemGives() {
        role("X", 0, List.of("A"), List.of("Y"));
        role("Y", 0, List.of("B"), List.of("Z"));
        role("Z", 0, List.of("C"), List.of("X", "OUT"));
        role("OUT", 0, List.of("D"), List.of());
        role("SELF", 0, List.of("SELF", "E"), List.of());
        assertEquals(List.of("A", "B", "C", "D"), entitlements(at("X", 0)));
        assertEquals(List.of("A", "B", "C", "D"), entitlements(at("Z", 0)));
        assertEquals(Set.of("X", "Y", "Z"), at("Y", 0).cyclicWith());
        assertEquals(Set.of(), at("OUT", 0).cyclicWith());
        assertEquals(Set.of("SELF"), at("SELF", 0).cyclicWith());
        assertEquals(List.of("E"), entitlements(at("SELF", 0)));
    }

    @Test
    void theScopeOfAWayIsWhatAllRolesOnItAllowAndNothingIsGivenWhereThatIsNothing() {
        scoped("TOP", List.of(), List.of("MIDDLE", "OTHER"), "company=1000", "company=2000");
        scoped("MIDDLE", List.of(), List.of("BOTTOM"), "plant=A");
        scoped("BOTTOM", List.of("X"), List.of(), "company=2000", "company=3000");
        scoped("OTHER", List.of("Y"), List.of(), "company=3000");
        RoleContent top = at("TOP", 0);
        assertEquals(List.of("X"), entitlements(top));
        assertEquals(
                Map.of("company", Set.of("2000"), "plant", Set.of("A")),
                top.given().get(0).scope());
    }

    @Test
    void aRoleDoesNotGiveWhatItDeniesButWhatItDeniesInAPartOfTheDataOnly() {
        entries.add(ReferenceEvents.role(header(), "erp", "TOP", START, List.of("A", "B"))
                .children(List.of("NO"))
                .denied(List.of("A"))
                .build());
        entries.add(ReferenceEvents.role(header(), "erp", "NO", START, List.of())
                .denied(List.of("B"))
                .scope(List.of("company=1"))
                .build());
        RoleContent top = at("TOP", 0);
        assertEquals(List.of("B"), entitlements(top));
        assertEquals(Set.of("A", "B"), top.denied());
    }

    @Test
    void aRoleThatIsGoneGivesNothingFromThenOn() {
        role("TOP", 0, List.of("A"), List.of("GONE"));
        role("GONE", 0, List.of("B"), List.of());
        entries.add(new RoleRetired(header(), "erp", "GONE", day(4)));
        assertEquals(List.of("A", "B"), entitlements(at("TOP", 3)));
        assertEquals(List.of("A"), entitlements(at("TOP", 4)));
        assertEquals(List.of(), at("TOP", 4).gaps());
    }

    @Test
    void aBlankPartIsRejectedAndIsAGapOfWhateverContainsTheRole() {
        role("TOP", 0, List.of("A"), List.of("BAD"));
        role("BAD", 0, List.of("B"), List.of());
        role("BAD", 3, List.of(" "), List.of());
        role("BAD", 6, List.of("C"), List.of());
        assertEquals(List.of(), at("TOP", 2).gaps());
        assertEquals("ROLE_REJECTED", at("TOP", 3).gaps().get(0).reason());
        assertEquals(List.of("A", "B"), entitlements(at("TOP", 3)));
        assertEquals(List.of("A", "C"), entitlements(at("TOP", 6)));
        assertEquals(List.of(), at("TOP", 6).gaps());
    }

    @Test
    void whatContainsARoleOrEntitlementInAnyVersionIsKnown() {
        role("TOP", 0, List.of(), List.of("MIDDLE"));
        role("MIDDLE", 0, List.of("A"), List.of());
        role("MIDDLE", 5, List.of("B"), List.of());
        role("ASIDE", 0, List.of("C"), List.of());
        assertEquals(Set.of("TOP", "MIDDLE"), catalogue().ancestorsOf("erp", "A"));
        assertEquals(Set.of("TOP"), catalogue().ancestorsOf("erp", "MIDDLE"));
        assertEquals(Set.of(), catalogue().ancestorsOf("erp", "TOP"));
        assertEquals(Set.of(), catalogue().ancestorsOf("crm", "A"));
    }

    @Test
    void aThousandLevelsAreUnfolded() {
        for (int i = 0; i < 1_000; i++) {
            role("R" + i, 0, List.of("E" + i), List.of("R" + (i + 1)));
        }
        role("R1000", 0, List.of("END"), List.of());
        RoleContent top = at("R0", 0);
        assertEquals(1_000, top.depth());
        assertEquals(1_001, top.given().size());
    }

    @Test
    void manyWaysToOneThingDoNotMultiplyAndNothingIsLost() {
        for (int i = 0; i < 40; i++) {
            role("L" + i, 0, List.of("EL" + i), List.of("L" + (i + 1), "M" + (i + 1)));
            role("M" + i, 0, List.of("EM" + i), List.of("L" + (i + 1), "M" + (i + 1)));
        }
        role("L40", 0, List.of("END"), List.of());
        role("M40", 0, List.of("END"), List.of());
        RoleContent top = at("L0", 0);
        assertEquals(1 + 2 * 39 + 1, new TreeSet<>(entitlements(top)).size());
        assertTrue(top.given().size() <= 4 * 80, "was " + top.given().size());
    }

    @Test
    void manyPartsOfTheDataAreShownTooWideRatherThanLost() {
        List<String> children = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            children.add("C" + i);
            scoped("C" + i, List.of("X"), List.of(), "company=" + i);
        }
        scoped("TOP", List.of(), children);
        Set<String> companies = at("TOP", 0).given().stream()
                .flatMap(given -> given.scope().get("company").stream())
                .collect(Collectors.toSet());
        assertEquals(200, companies.size());
        assertTrue(at("TOP", 0).given().size() <= 200);
    }

    private void role(String id, int day, List<String> entitlements, List<String> children) {
        entries.add(ReferenceEvents.role(header(), "erp", id, day(day), entitlements)
                .children(children)
                .build());
    }

    private void scoped(String id, List<String> entitlements, List<String> children, String... scope) {
        entries.add(ReferenceEvents.role(header(), "erp", id, START, entitlements)
                .children(children)
                .scope(List.of(scope))
                .build());
    }

    private void mapped(String entitlement, int day) {
        entries.add(ReferenceEvents.entitlement(
                        header(), "erp", entitlement, day(day), List.of(new FunctionUse("F", ActivityLevel.POST)))
                .build());
    }

    private Header header() {
        return Header.of("erp", "e" + entries.size(), START);
    }

    private static Instant day(int day) {
        return START.plusSeconds(86_400L * day);
    }

    private Catalogue catalogue() {
        return Catalogue.of(1, entries);
    }

    private RoleContent at(String roleId, int day) {
        return catalogue().roleTimes("erp", roleId).orElseThrow().at(day(day)).orElseThrow();
    }

    private static List<String> entitlements(RoleContent content) {
        return content.given().stream().map(Given::entitlement).toList();
    }

    private static List<String> words(RoleContent content) {
        return content.given().stream()
                .map(given -> given.entitlement() + " by "
                        + given.chain().stream().map(RoleDefined::roleId).collect(Collectors.joining(" > ")))
                .toList();
    }
}
