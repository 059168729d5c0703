package io.plumbline.sources.midpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.sources.Delivery;
import io.plumbline.sources.SourceFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The samples of midPoint; what they hold stands in their SOURCE.txt and in the objects themselves. */
class MidpointAdapterTest {

    private static final MidpointAdapter ADAPTER = new MidpointAdapter();

    @Test
    void a_company_of_twenty_nine_users_with_roles_in_roles_is_read_whole() {
        Delivery alice = ADAPTER.read(MidpointSample.files("alice"));
        assertEquals(107, alice.tally().records());
        assertEquals(0, alice.tally().rejected(), alice.rejections().toString());
        assertEquals(29, count(alice, IdentityEvent.Created.class));
        assertEquals(78, alice.reference().size());
        assertTrue(alice.facts().stream().allMatch(fact -> fact.header().baseline()));
    }

    @Test
    void roles_are_granted_by_name_and_contain_what_they_induce() {
        Delivery alice = ADAPTER.read(MidpointSample.files("alice"));
        RoleDefined editor = role(alice, "Public website: Editor");
        assertEquals(List.of("is:Public website: Editor"), editor.entitlements());
        assertEquals(1, editor.children().size(), editor.toString());
        assertTrue(alice.reference().stream()
                .map(RoleDefined.class::cast)
                .flatMap(role -> role.children().stream())
                .anyMatch(child -> role(alice, child) != null));
    }

    @Test
    void an_exclusion_declared_on_one_side_is_one_rule_between_two_roles() {
        assertEquals(List.of("midpoint/Financial auditor~Invoice clerk"), rules("alice"));
    }

    /** Eight directed exclusions: three roles that all exclude one another, and two more. */
    @Test
    void exclusions_declared_on_both_sides_are_one_rule_each() {
        assertEquals(
                List.of(
                        "midpoint/a-test-2a~a-test-2b",
                        "midpoint/a-test-2a~a-test-2c",
                        "midpoint/a-test-2b~a-test-2c",
                        "midpoint/a-test-3x~a-test-3y"),
                rules("certification-sod"));
    }

    @Test
    void what_a_metarole_excludes_each_of_its_roles_excludes_but_not_itself() {
        List<String> rules = rules("hogwarts");
        assertEquals(7, rules.size(), rules.toString());
        assertTrue(rules.contains("midpoint/Manager Full Control~Owner Control"), rules.toString());
    }

    @Test
    void the_same_objects_in_another_order_give_the_same_facts() {
        List<SourceFile> files = new ArrayList<>(MidpointSample.files("alice"));
        Delivery once = ADAPTER.read(files);
        Collections.shuffle(files, new Random(7));
        Delivery again = ADAPTER.read(files);
        assertEquals(once.facts(), again.facts());
        assertEquals(once.reference(), again.reference());
    }

    @Test
    void without_the_instant_of_the_export_every_object_is_set_aside_with_a_remedy() {
        Delivery undated = ADAPTER.read(MidpointSample.files("certification-sod").stream()
                .filter(file -> file.name().endsWith(".xml"))
                .toList());
        assertEquals(8, undated.rejections().size());
        assertTrue(undated.facts().isEmpty());
        assertTrue(
                undated.rejections().get(0).toString().contains("add a file of that name"),
                undated.rejections().get(0).toString());
    }

    @Test
    void xml_that_is_broken_or_fetches_something_is_set_aside() {
        SourceFile takenAt = SourceFile.of("taken-at.txt", "2026-06-30T00:00:00Z");
        for (String text : List.of(
                "<user oid='1'><name>a</name>",
                "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><user oid='1'><name>&e;</name></user>")) {
            Delivery delivery = ADAPTER.read(List.of(takenAt, SourceFile.of("user.xml", text)));
            assertEquals(1, delivery.rejections().size(), text);
            assertEquals(List.of(), delivery.facts(), text);
        }
    }

    private static List<String> rules(String sample) {
        return ADAPTER.proposals(MidpointSample.files(sample)).stream()
                .filter(SodRulePublished.class::isInstance)
                .map(rule -> ((SodRulePublished) rule).ruleId())
                .sorted()
                .toList();
    }

    private static RoleDefined role(Delivery delivery, String name) {
        return delivery.reference().stream()
                .map(RoleDefined.class::cast)
                .filter(role -> role.roleId().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static long count(Delivery delivery, Class<? extends Event> kind) {
        return delivery.facts().stream().filter(kind::isInstance).count();
    }

    /** Kept so that a reader sees which kinds of reference data are proposed. */
    @Test
    void proposals_are_functions_mappings_and_rules_and_nothing_else() {
        assertEquals(
                List.of("entitlement.mapped", "function.defined", "rule.published"),
                ADAPTER.proposals(MidpointSample.files("alice")).stream()
                        .map(ReferenceEvent::kind)
                        .map(kind -> kind.wireName())
                        .distinct()
                        .sorted()
                        .toList());
    }

    @Test
    void users_hold_what_is_assigned_to_them_once_whatever_the_relation() {
        Delivery alice = ADAPTER.read(MidpointSample.files("alice"));
        assertEquals(
                count(alice, AccessEvent.Granted.class),
                alice.facts().stream()
                        .filter(AccessEvent.Granted.class::isInstance)
                        .map(fact -> ((AccessEvent.Granted) fact).holder() + " "
                                + ((AccessEvent.Granted) fact).entitlement())
                        .distinct()
                        .count());
    }
}
