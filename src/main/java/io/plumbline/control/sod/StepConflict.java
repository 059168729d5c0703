package io.plumbline.control.sod;

import io.plumbline.control.Deviation;
import io.plumbline.control.Parameters;
import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.event.RuleStep;
import io.plumbline.event.Severity;
import io.plumbline.event.Stage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Steps that together are what a rule forbids.
 *
 * @param meeting the steps, in order of time, and where they meet
 */
record StepConflict(SodRulePublished rule, Meeting meeting, String kind, String variant) {

    List<StepPerformed> steps() {
        return meeting.steps();
    }

    /** When the first step was done. */
    Instant from() {
        return steps().get(0).header().occurredAt();
    }

    /** When the last step was done, which completed it. */
    Instant at() {
        return steps().get(steps().size() - 1).header().occurredAt();
    }

    /** Whether there is a way to fill the parts of the rule in which who did the steps is certain. */
    boolean isCertain(Sameness sameness, ObjectSteps steps) {
        return fits(new ArrayList<>(), sameness, steps);
    }

    private boolean fits(List<StepPerformed> placed, Sameness sameness, ObjectSteps steps) {
        int part = placed.size();
        if (part == steps().size()) {
            return true;
        }
        RuleStep wanted = rule.steps().get(part);
        for (StepPerformed next : steps()) {
            boolean joins = !placed.contains(next) && steps.isFunctionOf(wanted, next);
            for (int i = 0; joins && i < part; i++) {
                joins = sameness.together(rule, rule.steps().get(i), placed.get(i), wanted, next)
                        == Sameness.Answer.YES;
            }
            if (joins) {
                placed.add(next);
                boolean all = fits(placed, sameness, steps);
                placed.remove(part);
                if (all) {
                    return true;
                }
            }
        }
        return false;
    }

    Deviation deviation(ObjectSteps steps, Parameters parameters) {
        boolean onTrial = rule.stage().equals(Optional.of(Stage.SHADOW));
        String anchor =
                steps().stream().map(step -> step.id().toString()).sorted().collect(Collectors.joining("+"));
        Deviation deviation = Deviation.lasting(kind, variant, anchor, at(), severity(parameters))
                .ofRule(rule.ruleId(), rule.version())
                .because(explanation(steps), steps())
                .with(details(steps));
        return onTrial ? deviation.onTrial() : deviation;
    }

    private Severity severity(Parameters parameters) {
        BigDecimal threshold = parameters.decimal("critical_amount");
        boolean large = steps().stream()
                .flatMap(step -> step.amount().stream())
                .anyMatch(amount -> amount.abs().compareTo(threshold) > 0);
        return large ? Severity.CRITICAL : rule.severity();
    }

    private List<String> explanation(ObjectSteps steps) {
        List<String> lines = new ArrayList<>();
        lines.add("Rule " + rule.ruleId() + " (" + rule.title() + ") is about: "
                + rule.steps().stream()
                        .map(part -> String.join(" or ", part.anyOf()))
                        .collect(Collectors.joining(" / ")));
        steps().forEach(step -> lines.add(words(step, steps)));
        if (!meeting.links().isEmpty()) {
            lines.add("They meet at " + meeting.at().id() + ": " + meeting.links());
        }
        return lines;
    }

    private static String words(StepPerformed step, ObjectSteps steps) {
        return String.join(" or ", steps.functions(step)) + " on "
                + step.object().map(object -> object.id()).orElse("nothing named") + " at "
                + step.header().occurredAt() + " by " + steps.performer(step).words()
                + step.amount()
                        .map(amount -> ", " + amount + " " + step.currency().orElse(""))
                        .orElse("")
                + ", step " + step.id();
    }

    private Map<String, String> details(ObjectSteps steps) {
        StepPerformed last = steps().get(steps().size() - 1);
        Map<String, String> details = new TreeMap<>();
        details.put("object", meeting.at().id());
        details.put(
                "steps",
                steps().stream()
                        .map(step -> step.id() + " by " + steps.performer(step).words())
                        .collect(Collectors.joining("; ")));
        details.put(
                "document_dates",
                steps().stream()
                        .map(step -> step.header().occurredAt().toString())
                        .collect(Collectors.joining(", ")));
        if (!meeting.links().isEmpty()) {
            details.put("chain_links", meeting.links());
        }
        last.amount().ifPresent(amount -> details.put("amount", amount.toPlainString()));
        last.currency().ifPresent(currency -> details.put("currency", currency));
        last.postingPeriod().ifPresent(period -> details.put("posting_period", period));
        details.put("independent_release_ref", "none");
        return details;
    }
}
