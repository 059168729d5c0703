package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plumbline.event.AccessEvents;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.SourceHealthEvents;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.monitor.Backtest;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.MonitorSettings;
import io.plumbline.sources.Delivery;
import io.plumbline.sources.midpoint.MidpointAdapter;
import io.plumbline.sources.midpoint.MidpointSample;
import io.plumbline.yaml.RuleSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Rules that others wrote, evaluated by the one engine. */
class RuleSetsOfOthersTest {

    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2026-08-01T00:00:00Z");

    /** For each path of escalation: who holds all its permissions is found, and who holds all but one is not. */
    @Test
    void every_path_of_privilege_escalation_is_found_when_all_its_permissions_are_held_and_not_before() {
        RuleSet aws = RuleSet.ofProduct("aws-escalation");
        List<ReferenceEvent> reference = new ArrayList<>(aws.functions(FROM));
        reference.addAll(aws.mappings("aws", "aws", FROM));
        reference.addAll(aws.rules(FROM, Optional.empty()));
        Backtest backtest = new Backtest(Controls.library(), MonitorSettings.DEFAULTS, Mode.LIVE);
        reference.add(source());
        backtest.publish(reference);
        for (RuleSet.Rule rule : aws.rules()) {
            List<String> permissions =
                    rule.slots().stream().map(slot -> slot.anyOf().get(0)).toList();
            grant(backtest, "all " + rule.id(), "aws", permissions);
            grant(backtest, "less " + rule.id(), "aws", permissions.subList(1, permissions.size()));
        }
        settle(backtest);
        for (RuleSet.Rule rule : aws.rules()) {
            Set<String> held =
                    rule.slots().stream().map(slot -> slot.anyOf().get(0)).collect(Collectors.toSet());
            assertEquals(implied(aws, held), found(backtest, "all " + rule.id()), rule.id());
            held.remove(rule.slots().get(0).anyOf().get(0));
            assertEquals(implied(aws, held), found(backtest, "less " + rule.id()), "less " + rule.id());
        }
    }

    /** The exclusion is declared on the auditor only; whichever role comes second, it is found. */
    @Test
    void an_exclusion_declared_on_one_side_works_from_both() {
        MidpointAdapter adapter = new MidpointAdapter();
        Delivery alice = adapter.read(MidpointSample.files("alice"));
        List<ReferenceEvent> reference = new ArrayList<>(alice.reference());
        reference.addAll(adapter.proposals(MidpointSample.files("alice")));
        Backtest backtest = new Backtest(Controls.library(), MonitorSettings.DEFAULTS, Mode.LIVE);
        reference.add(source());
        backtest.publish(reference);
        alice.facts().forEach(backtest::accept);
        assertEquals(Set.of(), conflicts(backtest));

        grant(backtest, "clerk-first", MidpointAdapter.SYSTEM, List.of("Invoice clerk", "Financial auditor"));
        grant(backtest, "auditor-first", MidpointAdapter.SYSTEM, List.of("Financial auditor", "Invoice clerk"));
        grant(backtest, "clerk-only", MidpointAdapter.SYSTEM, List.of("Invoice clerk"));
        settle(backtest);
        assertEquals(
                Set.of(
                        "identity:clerk-first midpoint/Financial auditor~Invoice clerk",
                        "identity:auditor-first midpoint/Financial auditor~Invoice clerk"),
                conflicts(backtest));
    }

    /** The rules of which every permission is among those held, worked out in the plainest way. */
    private static Set<String> implied(RuleSet set, Set<String> held) {
        return set.rules().stream()
                .filter(rule -> rule.slots().stream()
                        .allMatch(slot -> slot.anyOf().stream().anyMatch(held::contains)))
                .map(RuleSet.Rule::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> found(Backtest backtest, String identity) {
        return backtest.exceptions().values().stream()
                .filter(record -> record.subjectKey().equals("identity:" + identity))
                .filter(record -> record.controlId().equals("SOD-01"))
                .flatMap(record -> record.rule().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> conflicts(Backtest backtest) {
        return backtest.exceptions().values().stream()
                .filter(record -> record.controlId().equals("SOD-01"))
                .map(RuleSetsOfOthersTest::text)
                .collect(Collectors.toSet());
    }

    private static String text(ExceptionRecord record) {
        return record.subjectKey() + " " + record.rule().orElse("");
    }

    private static void grant(Backtest backtest, String identity, String system, List<String> entitlements) {
        for (int i = 0; i < entitlements.size(); i++) {
            Event granted = AccessEvents.granted(
                            Header.of("test", identity + i, LATER.plusSeconds(3600L * i)),
                            identity + i,
                            Principal.identity(identity),
                            system,
                            entitlements.get(i))
                    .build();
            backtest.accept(granted);
        }
    }

    private static ReferenceEvent source() {
        return ReferenceEvents.source(Header.of("test", "declared", FROM), "test", FROM, List.of(Feed.GRANTS))
                .build();
    }

    private static void settle(Backtest backtest) {
        Instant end = LATER.plus(Duration.ofDays(30));
        backtest.accept(SourceHealthEvents.heartbeat(Header.of("test", "end", end), "test", end));
    }
}
