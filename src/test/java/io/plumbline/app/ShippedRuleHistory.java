package io.plumbline.app;

import io.plumbline.app.ShippedFunctions.Held;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.event.RuleStep;
import io.plumbline.event.Slot;
import io.plumbline.event.SodRuleType;
import io.plumbline.event.StepActor;
import io.plumbline.event.StepEffect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A history in which every rule of the product is broken in every way, and nearly broken in others. */
final class ShippedRuleHistory {

    private static final String BY_SECRET = "NHI-R03";
    private static final String OTHER = "";

    private final Set<Case> breaks = new LinkedHashSet<>();
    private final Set<Case> comesShort = new LinkedHashSet<>();
    private final List<String> lines = new ArrayList<>();

    ShippedRuleHistory(Collection<SodRulePublished> rules) {
        line("identity.created", "'identityId':'agent-1','identityType':'AI_AGENT'");
        line("identity.created", "'identityId':'agent-2','identityType':'AI_AGENT'");
        for (String agent : List.of("agent-1", "agent-2")) {
            line(
                    "mandate.granted",
                    "'mandateId':'m-" + agent + "','identityId':'" + agent
                            + "','sponsorId':'p-sponsor','functions':['AP04'],'autonomy':'ACT','validFrom':'2026-01-01T00:00:00Z'");
        }
        rules.forEach(rule -> {
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
    }

    /** What must be found. */
    Set<Case> breaks() {
        return breaks;
    }

    /** What must not be found. */
    Set<Case> comesShort() {
        return comesShort;
    }

    /** The events, each as a line of a file. */
    List<String> lines() {
        return lines;
    }

    /** Whoever the history of a case is about, and the rule it is meant for. */
    record Case(String name, String ruleId) {}

    /** Every alternative of every side once, with the first of the others; without each side; and with each side only to look at. */
    private void held(SodRulePublished rule) {
        List<List<Held>> choices = ShippedFunctions.choices(
                rule, rule.slots().stream().map(Slot::anyOf).toList());
        for (int i = 0; i < choices.size(); i++) {
            String who = rule.ruleId() + ".breaks." + i;
            breaks.add(new Case(who, rule.ruleId()));
            identity(who, rule.nhiOnly());
            grant(who, choices.get(i));
        }
        List<Held> first = choices.get(0);
        for (int side = 0; side < first.size(); side++) {
            List<Held> others = new ArrayList<>(first);
            Held left = others.remove(side);
            String without = rule.ruleId() + ".without." + side;
            comesShort.add(new Case(without, rule.ruleId()));
            identity(without, rule.nhiOnly());
            grant(without, others);
            String shown = rule.ruleId() + ".shows." + side;
            comesShort.add(new Case(shown, rule.ruleId()));
            identity(shown, rule.nhiOnly());
            others.add(new Held(left.systemId(), ShippedFunctions.show(left.functionId()), left.functionId()));
            grant(shown, others);
        }
        if (rule.type() == SodRuleType.CROSS_APP) {
            ShippedFunctions.inOneApplication(
                            rule.slots().stream()
                                    .map(slot -> slot.anyOf().get(0))
                                    .toList(),
                            List.of())
                    .or(() -> ShippedFunctions.inOneApplication(
                            rule.slots().stream()
                                    .map(slot -> slot.anyOf().get(slot.anyOf().size() - 1))
                                    .toList(),
                            List.of()))
                    .ifPresent(all -> grant(rule.ruleId() + ".in-one", all));
        }
        if (rule.nhiOnly()) {
            String person = rule.ruleId() + ".person";
            comesShort.add(new Case(person, rule.ruleId()));
            identity(person, false);
            grant(person, first);
        }
    }

    /** Rules over the secrets of machines: shown one, whoever posts themselves completes the conflict, or with the machine. */
    private void secrets(SodRulePublished rule) {
        List<List<Held>> choices =
                ShippedFunctions.choices(rule, List.of(rule.slots().get(1).anyOf()));
        for (int i = 0; i < choices.size(); i++) {
            List<Held> posts = choices.get(i);
            String who = rule.ruleId() + ".breaks." + i;
            breaks.add(new Case(who, rule.ruleId()));
            bot(who, List.of(), Optional.of(who));
            grant(who, posts);
        }
        List<Held> posts = choices.get(0);
        breaks.add(new Case("p-shown", rule.ruleId()));
        bot("posting", posts, Optional.of("p-shown"));

        comesShort.add(new Case("p-posts", rule.ruleId()));
        bot("unknown", posts, Optional.empty());
        grant("p-posts", posts);
        comesShort.add(new Case("p-idle", rule.ruleId()));
        bot("idle", List.of(), Optional.of("p-idle"));
        grant(
                "p-idle",
                List.of(new Held("sap-1", ShippedFunctions.show(posts.get(0).functionId()), OTHER)));
    }

    private void bot(String name, List<Held> holds, Optional<String> shownTo) {
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

    private void identity(String id, boolean machine) {
        line(
                "identity.created",
                "'identityId':'" + id + "','identityType':'" + (machine ? "BOT" : "HUMAN") + "','employeeId':'n-" + id
                        + "'");
    }

    private void grant(String holder, List<Held> all) {
        all.forEach(held -> line(
                "access.granted",
                "'holder':'" + holder + "','systemId':'" + held.systemId() + "','entitlement':'" + held.entitlement()
                        + "'"));
    }

    private void requestApprovedByWhoeverAsked(SodRulePublished rule) {
        for (String approver : List.of("p-asked", "p-other")) {
            String who = rule.ruleId() + "." + approver;
            (approver.equals("p-asked") ? breaks : comesShort).add(new Case(who, rule.ruleId()));
            String request = "'requestId':'r-" + who + "','holder':'" + who + "','systemId':'sap-1'";
            line("access.requested", request + ",'entitlements':['F110'],'requesterId':'p-asked'");
            line(
                    "access.approved",
                    request + ",'entitlements':['F110'],'authority':'OWNER','approverId':'" + approver + "'");
            line("access.granted", request + ",'entitlement':'F110'");
        }
    }

    /** Every alternative of every step once; each step left out, done by another, or only looked at. */
    private void done(SodRulePublished rule) {
        List<List<Held>> choices = ShippedFunctions.choices(
                rule, rule.steps().stream().map(RuleStep::anyOf).toList());
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
                    new Held(
                            first.get(step).systemId(),
                            ShippedFunctions.show(first.get(step).functionId()),
                            OTHER));
            history(rule, "shows." + step, shows, false, "CODE");
            history(rule, "other." + step, first, rule.type() == SodRuleType.SEQUENCE, "OTHER" + step);
        }
    }

    private void history(SodRulePublished rule, String what, List<Held> steps, boolean broken, String how) {
        String name = rule.ruleId() + "." + what;
        String type = rule.objectTypes().stream().findFirst().orElse("invoice");
        (broken ? breaks : comesShort).add(new Case(type + ":" + name, rule.ruleId()));
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

    /** An hour after the one before; quotes are written as apostrophes. */
    private void line(String kind, String content) {
        String number = String.valueOf(lines.size() + 1);
        Instant at = ShippedFunctions.FROM.plus(Duration.ofMinutes(10L * lines.size()));
        lines.add(("{'kind':'" + kind + "','source':'test','id':'" + number + "','at':'" + at + "'," + content + "}")
                .replace('\'', '"'));
    }
}
