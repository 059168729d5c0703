package io.plumbline.event;

import java.util.List;

/** One step of a rule about acts: any one of these functions fills it. */
public record RuleStep(List<String> anyOf, StepActor actor, StepEffect effect) {
    public RuleStep {
        anyOf = Texts.sorted(anyOf);
    }
}
