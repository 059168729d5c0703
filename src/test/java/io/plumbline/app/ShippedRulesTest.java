package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.catalogue.Regime;
import io.plumbline.control.Verdict;
import io.plumbline.event.Feed;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.event.RuleStep;
import io.plumbline.event.Slot;
import io.plumbline.event.SodRuleType;
import io.plumbline.event.StepActor;
import io.plumbline.event.StepEffect;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.json.EventLines;
import io.plumbline.monitor.Backtest;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.MonitorSettings;
import io.plumbline.yaml.ReferenceFile;
import io.plumbline.yaml.RuleSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every rule that comes with the product, as it is exported: what breaks it is found, and what comes short of it is not. */
class ShippedRulesTest {

    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final RuleSet SET = RuleSet.ofProduct("base");
    private static final Map<String, SodRulePublished> RULES = SET.rules(FROM, Optional.empty()).stream()
            .map(SodRulePublished.class::cast)
            .collect(Collectors.toMap(SodRulePublished::ruleId, Function.identity(), (a, b) -> a, TreeMap::new));

    /** The first of them that has codes for all that is needed is used; of each there are three systems. */
    private static final List<String> APPLICATIONS = List.of("sap", "generic", "netsuite", "erpnext");

    private static final int SYSTEMS = 3;
    private static final Map<String, Map<String, Set<String>>> GIVEN =
            SET.applications().stream().collect(Collectors.toMap(Function.identity(), ShippedRulesTest::given));
    private static final String BY_SECRET = "NHI-R03";
    private static final String OTHER = "";

    /** What somebody holds in a system, or does there. */
    private record Held(String systemId, String entitlement, String functionId) {}

    /** Whoever the history of a case is about, and the rule it is meant for. */
    private record Case(String name, String ruleId) {}

    private static final Set<Case> BREAKS = new LinkedHashSet<>();
    private static final Set<Case> COMES_SHORT = new LinkedHashSet<>();
    private static final List<String> LINES = new ArrayList<>();
    private static Backtest backtest;

    @BeforeAll
    static void everythingHappens() {
        line("identity.created", "'identityId':'agent-1','identityType':'AI_AGENT'");
        line("identity.created", "'identityId':'agent-2','identityType':'AI_AGENT'");
        for (String agent : List.of("agent-1", "agent-2")) {
            line(
                    "mandate.granted",
                    "'mandateId':'m-" + agent + "','identityId':'" + agent
                            + "','sponsorId':'p-sponsor','functions':['AP04'],'autonomy':'ACT','validFrom':'2026-01-01T00:00:00Z'");
        }
        RULES.values().forEach(rule -> {
            if (rule.evaluatedBy().isPresent()) {
                requestApprovedByWhoeverAsked(rule);
            } else if (rule.ruleId().equals(BY_SECRET)) {
                secrets(rule);
            } else if (rule.steps().isEmpty()) {
                held(rule);
            } else {
                done(rule);
            }
        });
        backtest = new Backtest(Controls.library(Controls.folders()), MonitorSettings.DEFAULTS, Mode.LIVE);
        backtest.publish(reference());
        EventLines.read("history", LINES.stream()).forEach(line -> {
            assertEquals(List.of(), line.problems());
            backtest.accept(line.event().orElseThrow());
        });
        backtest.settle(Map.of("test", Instant.parse("2026-06-01T00:00:00Z")));
        backtest.end();
        assertEquals(List.of(), backtest.refused());
    }

    @Test
    void every_rule_has_something_that_breaks_it_and_something_that_comes_short() {
        assertEquals(60, RULES.size());
        assertEquals(RULES.keySet(), BREAKS.stream().map(Case::ruleId).collect(Collectors.toCollection(TreeSet::new)));
        assertEquals(
                RULES.keySet(), COMES_SHORT.stream().map(Case::ruleId).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void what_breaks_a_rule_is_found_by_the_control_its_type_calls_for_and_by_no_other() {
        Map<String, Set<String>> expected = new TreeMap<>();
        Map<String, Set<String>> found = new TreeMap<>();
        for (Case each : BREAKS) {
            expected.put(each.name(), Set.of(control(RULES.get(each.ruleId()))));
            found.put(
                    each.name(),
                    exceptions(each).map(ExceptionRecord::controlId).collect(Collectors.toCollection(TreeSet::new)));
        }
        assertEquals(differences(expected, found), List.of());
    }

    @Test
    void where_one_side_is_left_out_or_only_looked_at_the_rule_is_not_broken() {
        assertEquals(
                List.of(),
                COMES_SHORT.stream()
                        .flatMap(each -> exceptions(each)
                                .map(record -> each.name() + ": " + record.controlId() + " " + record.explanation()))
                        .toList());
    }

    /** Nobody else asks for them, so it must not matter that one application gives everything. */
    @Test
    void a_rule_across_applications_is_broken_in_one_as_well() {
        for (SodRulePublished rule : RULES.values()) {
            if (rule.type() == SodRuleType.CROSS_APP) {
                assertEquals(
                        List.of("SOD-02"),
                        exceptions(new Case(rule.ruleId() + ".in-one", rule.ruleId()))
                                .map(ExceptionRecord::controlId)
                                .toList(),
                        rule.ruleId());
            }
        }
    }

    /** SOD-03 makes a claim to SOX only, whatever its rules name. */
    @Test
    void what_a_rule_for_one_regime_finds_is_asserted_to_that_regime_only() {
        for (Case each : BREAKS) {
            SodRulePublished rule = RULES.get(each.ruleId());
            Set<String> regimes = new TreeSet<>(rule.regimes());
            if (control(rule).equals("SOD-03")) {
                regimes.retainAll(Set.of("SOX"));
            }
            exceptions(each)
                    .forEach(record -> assertEquals(regimes, record.assertions().keySet(), each.name()));
        }
        Map<String, ExceptionRecord> byId = backtest.exceptions();
        backtest.assertions().stream()
                .filter(assertion -> assertion.regime() == Regime.SOC
                        && assertion.controlId().startsWith("SOD-0"))
                .forEach(assertion -> {
                    List<String> rules = assertion.exceptionIds().stream()
                            .flatMap(id -> byId.get(id).rule().stream())
                            .toList();
                    rules.forEach(rule -> assertTrue(RULES.get(rule).regimes().contains("SOC"), assertion.toString()));
                    assertTrue(
                            assertion.verdict() != Verdict.DEVIATED
                                    || !assertion.exceptionIds().isEmpty(),
                            assertion.toString());
                });
        long soxOnly = backtest.assertions().stream()
                .filter(assertion -> assertion.subjectKey().equals("identity:P2P-06.breaks.0")
                        && assertion.controlId().equals("SOD-01")
                        && assertion.verdict() == Verdict.DEVIATED)
                .peek(assertion -> assertEquals(Regime.SOX, assertion.regime()))
                .count();
        assertTrue(soxOnly > 0);
    }

    @Test
    void every_function_is_exported_and_given_by_each_of_its_codes() {
        assertEquals(73, SET.functions(FROM).size());
        for (String application : SET.applications()) {
            Map<String, Set<String>> given = GIVEN.get(application);
            for (RuleSet.Function function : SET.functions()) {
                for (String code : function.codes().getOrDefault(application, List.of())) {
                    assertTrue(given.get(code).contains(function.id()), application + " " + code);
                }
            }
        }
    }

    // What is held

    /** Every alternative of every side once, with the first of the others; without each side; and with each side only to look at. */
    private static void held(SodRulePublished rule) {
        List<List<Held>> choices =
                choices(rule, rule.slots().stream().map(Slot::anyOf).toList());
        for (int i = 0; i < choices.size(); i++) {
            String who = rule.ruleId() + ".breaks." + i;
            BREAKS.add(new Case(who, rule.ruleId()));
            identity(who, rule.nhiOnly());
            grant(who, choices.get(i));
        }
        List<Held> first = choices.get(0);
        for (int side = 0; side < first.size(); side++) {
            List<Held> others = new ArrayList<>(first);
            Held left = others.remove(side);
            String without = rule.ruleId() + ".without." + side;
            COMES_SHORT.add(new Case(without, rule.ruleId()));
            identity(without, rule.nhiOnly());
            grant(without, others);
            String shown = rule.ruleId() + ".shows." + side;
            COMES_SHORT.add(new Case(shown, rule.ruleId()));
            identity(shown, rule.nhiOnly());
            others.add(new Held(left.systemId(), show(left.functionId()), left.functionId()));
            grant(shown, others);
        }
        if (rule.type() == SodRuleType.CROSS_APP) {
            inOneApplication(
                            rule.slots().stream()
                                    .map(slot -> slot.anyOf().get(0))
                                    .toList(),
                            List.of())
                    .or(() -> inOneApplication(
                            rule.slots().stream()
                                    .map(slot -> slot.anyOf().get(slot.anyOf().size() - 1))
                                    .toList(),
                            List.of()))
                    .ifPresent(all -> grant(rule.ruleId() + ".in-one", all));
        }
        if (rule.nhiOnly()) {
            String person = rule.ruleId() + ".person";
            COMES_SHORT.add(new Case(person, rule.ruleId()));
            identity(person, false);
            grant(person, first);
        }
    }

    /** Rules over the secrets of machines: shown one, whoever posts themselves completes the conflict, or with the machine. */
    private static void secrets(SodRulePublished rule) {
        List<List<Held>> choices = choices(rule, List.of(rule.slots().get(1).anyOf()));
        for (int i = 0; i < choices.size(); i++) {
            List<Held> posts = choices.get(i);
            String who = rule.ruleId() + ".breaks." + i;
            BREAKS.add(new Case(who, rule.ruleId()));
            bot(who, List.of(), Optional.of(who));
            grant(who, posts);
        }
        List<Held> posts = choices.get(0);
        BREAKS.add(new Case("p-shown", rule.ruleId()));
        bot("posting", posts, Optional.of("p-shown"));

        COMES_SHORT.add(new Case("p-posts", rule.ruleId()));
        bot("unknown", posts, Optional.empty());
        grant("p-posts", posts);
        COMES_SHORT.add(new Case("p-idle", rule.ruleId()));
        bot("idle", List.of(), Optional.of("p-idle"));
        grant("p-idle", List.of(new Held("sap-1", show(posts.get(0).functionId()), OTHER)));
    }

    private static void bot(String name, List<Held> holds, Optional<String> shownTo) {
        identity("bot." + name, true);
        grant("bot." + name, holds);
        grant("bot." + name, List.of(new Held("sap-1", "ME51N", "PU01")));
        line(
                "credential.issued",
                "'systemId':'sap-1','credentialId':'k." + name + "','owner':'bot." + name
                        + "','credentialType':'API_KEY','fingerprint':'f." + name + "'");
        shownTo.ifPresent(person -> line(
                "credential.retrieved",
                "'systemId':'sap-1','credentialId':'k." + name + "','retrievedBy':'" + person + "','revealed':true"));
    }

    private static void identity(String id, boolean machine) {
        line(
                "identity.created",
                "'identityId':'" + id + "','identityType':'" + (machine ? "BOT" : "HUMAN") + "','employeeId':'n-" + id
                        + "'");
    }

    private static void grant(String holder, List<Held> all) {
        all.forEach(held -> line(
                "access.granted",
                "'holder':'" + holder + "','systemId':'" + held.systemId() + "','entitlement':'" + held.entitlement()
                        + "'"));
    }

    private static void requestApprovedByWhoeverAsked(SodRulePublished rule) {
        for (String approver : List.of("p-asked", "p-other")) {
            String who = rule.ruleId() + "." + approver;
            (approver.equals("p-asked") ? BREAKS : COMES_SHORT).add(new Case(who, rule.ruleId()));
            String request = "'requestId':'r-" + who + "','holder':'" + who + "','systemId':'sap-1'";
            line("access.requested", request + ",'entitlements':['F110'],'requesterId':'p-asked'");
            line(
                    "access.approved",
                    request + ",'entitlements':['F110'],'authority':'OWNER','approverId':'" + approver + "'");
            line("access.granted", request + ",'entitlement':'F110'");
        }
    }

    // What is done

    /** Every alternative of every step once; each step left out, done by another, or only looked at. */
    private static void done(SodRulePublished rule) {
        List<List<Held>> choices =
                choices(rule, rule.steps().stream().map(RuleStep::anyOf).toList());
        for (int i = 0; i < choices.size(); i++) {
            List<Held> steps = choices.get(i);
            history(rule, "breaks." + i, steps, true, "");
            history(rule, "by-code." + i, steps, true, "CODE");
        }
        List<Held> first = choices.get(0);
        for (int step = 0; step < first.size(); step++) {
            List<Held> without = new ArrayList<>(first);
            without.set(step, null);
            history(rule, "without." + step, without, false, "");
            List<Held> shows = new ArrayList<>(first);
            shows.set(
                    step,
                    new Held(first.get(step).systemId(), show(first.get(step).functionId()), OTHER));
            history(rule, "shows." + step, shows, false, "CODE");
            history(rule, "other." + step, first, rule.type() == SodRuleType.SEQUENCE, "OTHER" + step);
        }
    }

    private static void history(SodRulePublished rule, String what, List<Held> steps, boolean breaks, String how) {
        String name = rule.ruleId() + "." + what;
        String type = rule.objectTypes().stream().findFirst().orElse("invoice");
        (breaks ? BREAKS : COMES_SHORT).add(new Case(type + ":" + name, rule.ruleId()));
        identity("p." + name, false);
        identity("other." + name, false);
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) != null) {
                line("txn.step", step(rule, i, steps.get(i), name, type, how));
            }
        }
    }

    private static String step(SodRulePublished rule, int index, Held held, String name, String type, String how) {
        boolean other = how.equals("OTHER" + index);
        RuleStep step = rule.steps().get(index);
        String performer = other ? "other." + name : "p." + name;
        if (step.actor() == StepActor.AGENT || step.actor() == StepActor.AGENT_OF_SAME_SPONSOR) {
            performer = other ? performer : step.actor() == StepActor.AGENT ? "agent-1" : "agent-2";
        }
        boolean changes = step.effect() == StepEffect.CHANGED || step.effect() == StepEffect.CHANGED_BACK;
        boolean onObject = index == 0 || changes || rule.objectTypes().isEmpty();
        StringBuilder text = new StringBuilder("'systemId':'" + held.systemId() + "','performer':'" + performer + "'");
        text.append(",'entitlement':'").append(held.entitlement()).append("'");
        text.append(how.equals("CODE") ? "" : ",'functionId':'" + held.functionId() + "'");
        text.append(
                onObject
                        ? ",'objectType':'" + type + "','objectId':'" + name + "'"
                        : ",'objectType':'document','objectId':'" + name + index + "','parents':['" + type + ":" + name
                                + "']");
        if (changes) {
            text.append(
                    step.effect() == StepEffect.CHANGED
                            ? ",'valueBefore':'A','valueAfter':'B'"
                            : ",'valueBefore':'B','valueAfter':'A'");
        }
        if (rule.type() == SodRuleType.SELF_RECORD) {
            text.append(",'employeeId':'n-p.").append(name).append("'");
        }
        return text.toString();
    }

    // Which codes, in which systems

    /** For every alternative of every side the first choice of the others with which it is found in systems. */
    private static List<List<Held>> choices(SodRulePublished rule, List<List<String>> sides) {
        Map<List<String>, List<Held>> choices = new LinkedHashMap<>();
        for (int i = 0; i < sides.size(); i++) {
            int side = i;
            for (String alternative : sides.get(side)) {
                List<String> choice = combinations(sides).stream()
                        .filter(functions -> functions.get(side).equals(alternative))
                        .filter(functions -> places(rule, functions).isPresent())
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(rule.ruleId() + ": nothing gives " + alternative));
                choices.put(choice, places(rule, choice).orElseThrow());
            }
        }
        return List.copyOf(choices.values());
    }

    private static List<List<String>> combinations(List<List<String>> sides) {
        List<List<String>> all = List.of(List.of());
        for (List<String> side : sides) {
            List<List<String>> longer = new ArrayList<>();
            for (List<String> begun : all) {
                for (String next : side) {
                    longer.add(Stream.concat(begun.stream(), Stream.of(next)).toList());
                }
            }
            all = longer;
        }
        return all;
    }

    /** In one system, or where the rule is about several in one each; empty where no application has codes for all. */
    private static Optional<List<Held>> places(SodRulePublished rule, List<String> functions) {
        if (rule.type() != SodRuleType.CROSS_APP) {
            return inOneApplication(functions, functions);
        }
        List<Held> places = new ArrayList<>();
        for (int i = 0; i < functions.size(); i++) {
            Optional<List<Held>> one = inOneApplication(List.of(functions.get(i)), functions);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            Held first = one.get().get(0);
            places.add(
                    new Held(first.systemId().replace("-1", "-" + (i + 1)), first.entitlement(), first.functionId()));
        }
        return Optional.of(places);
    }

    /** @param apart functions that must not come with each other by one code */
    private static Optional<List<Held>> inOneApplication(List<String> functions, List<String> apart) {
        for (String application : APPLICATIONS) {
            Map<String, Set<String>> given = GIVEN.get(application);
            List<Held> places = new ArrayList<>();
            for (String function : functions) {
                given.entrySet().stream()
                        .filter(code -> code.getValue().contains(function))
                        .filter(code -> apart.stream()
                                .allMatch(other -> other.equals(function)
                                        || !code.getValue().contains(other)))
                        .findFirst()
                        .ifPresent(code -> places.add(new Held(application + "-1", code.getKey(), function)));
            }
            if (places.size() == functions.size()) {
                return Optional.of(places);
            }
        }
        return Optional.empty();
    }

    /** Functions by code, as exported. */
    private static Map<String, Set<String>> given(String application) {
        Map<String, Set<String>> given = new TreeMap<>();
        for (ReferenceEvent event : SET.mappings("any", application, FROM)) {
            EntitlementMapped mapping = (EntitlementMapped) event;
            given.put(
                    mapping.entitlement(),
                    mapping.functions().stream().map(FunctionUse::functionId).collect(Collectors.toSet()));
        }
        return given;
    }

    private static String show(String function) {
        return "SHOW " + function;
    }

    private static List<ReferenceEvent> reference() {
        StringBuilder own = new StringBuilder("reference:\n");
        List<ReferenceEvent> reference = new ArrayList<>(SET.functions(FROM));
        for (String application : APPLICATIONS) {
            for (int i = 1; i <= SYSTEMS; i++) {
                String system = application + "-" + i;
                reference.addAll(SET.mappings(system, application, FROM));
                own.append("  - {kind: system.registered, effectiveFrom: 2026-01-01T00:00:00Z, production: true,"
                        + " soxInScope: true, socInScope: true, systemId: " + system + "}\n");
                SET.functions()
                        .forEach(function -> own.append(
                                "  - {kind: entitlement.mapped, effectiveFrom: 2026-01-01T00:00:00Z, systemId: "
                                        + system + ", entitlement: " + show(function.id()) + ", functions: [\""
                                        + function.id() + ":DISPLAY\"]}\n"));
            }
        }
        own.append(
                "  - {kind: source.declared, effectiveFrom: 2026-01-01T00:00:00Z, sourceId: test, grace: PT0S, feeds: "
                        + Arrays.stream(Feed.values())
                                .filter(feed -> feed != Feed.UNKNOWN)
                                .toList()
                        + "}\n");
        reference.addAll(ReferenceFile.read("reference", own.toString(), List.of())
                .orElseThrow()
                .events());
        reference.addAll(SET.rules(FROM, Optional.empty()));
        return reference;
    }

    /** An hour after the one before; quotes are written as apostrophes. */
    private static void line(String kind, String content) {
        String number = String.valueOf(LINES.size() + 1);
        Instant at = FROM.plus(Duration.ofMinutes(10L * LINES.size()));
        LINES.add(("{'kind':'" + kind + "','source':'test','id':'" + number + "','at':'" + at + "'," + content + "}")
                .replace('\'', '"'));
    }

    // What was found

    private static String control(SodRulePublished rule) {
        return rule.evaluatedBy().orElseGet(() -> switch (rule.type()) {
            case PAIR, MULTI -> "SOD-01";
            case CROSS_APP -> "SOD-02";
            case NHI -> rule.steps().isEmpty() ? "SOD-02" : "SOD-03";
            case SAME_OBJECT, SELF_RECORD, SEQUENCE -> "SOD-03";
            case UNKNOWN -> "none";
        });
    }

    /** What was found of a case that names the rule; of a rule that has a control of its own, what that control found. */
    private static Stream<ExceptionRecord> exceptions(Case each) {
        Optional<String> own = RULES.get(each.ruleId()).evaluatedBy();
        return backtest.exceptions().values().stream()
                .filter(record -> record.status() != ExceptionStatus.WITHDRAWN)
                .filter(record -> record.subjectKey().equals("identity:" + each.name())
                        || record.subjectKey().startsWith("object:")
                                && record.subjectKey().endsWith("/" + each.name()))
                .filter(record -> own.map(control -> record.controlId().equals(control)
                                && record.variant().equals("REQUESTER_APPROVER"))
                        .orElseGet(() -> record.rule().equals(Optional.of(each.ruleId()))));
    }

    private static List<String> differences(Map<String, Set<String>> expected, Map<String, Set<String>> found) {
        return expected.keySet().stream()
                .filter(name -> !expected.get(name).equals(found.get(name)))
                .map(name -> name + ": expected " + expected.get(name) + ", was " + found.get(name))
                .toList();
    }
}
