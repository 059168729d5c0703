package io.plumbline.control.assurance;

import io.plumbline.catalogue.Regime;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.DecisionEvent.Concluded;
import io.plumbline.event.DecisionEvent.PackBuilt;
import io.plumbline.event.Severity;
import io.plumbline.facts.ConclusionFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One pack of evidence, as often as it was built. */
final class PackCase {

    private static final String WRONG_PACK = "WRONG_PACK";

    private final List<PackBuilt> builds;
    private final ConclusionFacts facts;
    private final Reference reference;

    /** @param builds in order of time */
    PackCase(List<PackBuilt> builds, ConclusionFacts facts, Reference reference) {
        this.builds = builds;
        this.facts = facts;
        this.reference = reference;
    }

    Judgement judge() {
        PackBuilt first = builds.get(0);
        Instant at = first.header().occurredAt();
        String object = "pack:" + first.packId();
        String systemId = ConclusionCase.system(facts, reference, at);
        List<Deviation> deviations = episodes();
        return deviations.isEmpty()
                ? Judgement.of(object, systemId, at, Verdict.OPERATED, "OF_ITS_REGIME", builds)
                : Judgement.deviated(object, systemId, at, deviations);
    }

    private List<Deviation> episodes() {
        List<Deviation> found = new ArrayList<>();
        List<PackBuilt> wrong = new ArrayList<>();
        for (PackBuilt build : builds) {
            if (!foreign(build).isEmpty()) {
                wrong.add(build);
            } else if (!wrong.isEmpty()) {
                Instant end = build.header().occurredAt();
                if (end.isAfter(wrong.get(0).header().occurredAt())) {
                    found.add(deviation(wrong).ended(end, Ending.ENDED));
                }
                wrong.clear();
            }
        }
        if (!wrong.isEmpty()) {
            found.add(deviation(wrong));
        }
        return found;
    }

    private Deviation deviation(List<PackBuilt> wrong) {
        PackBuilt first = wrong.get(0);
        boolean released = wrong.stream().anyMatch(PackBuilt::released);
        List<String> lines = wrong.stream()
                .flatMap(build -> Stream.of(
                        "Pack " + build.packId() + " for " + build.regime() + " was built at "
                                + build.header().occurredAt() + (build.released() ? " and released" : ""),
                        "It holds what is for the other regime alone: " + String.join(", ", foreign(build))))
                .toList();
        return Deviation.lasting(
                        WRONG_PACK,
                        WRONG_PACK,
                        first.id().toString(),
                        first.header().occurredAt(),
                        released ? Severity.HIGH : Severity.MEDIUM)
                .because(lines, wrong)
                .with(Map.of("pack", first.packId(), "regime", first.regime()));
    }

    /** What the pack holds that was gathered, or concluded, for the other regime alone. */
    private List<String> foreign(PackBuilt build) {
        Optional<Regime> regime = Stream.of(Regime.values())
                .filter(one -> ConclusionCase.isFor(one, build.regime()))
                .findFirst();
        return regime.map(own -> Stream.concat(
                                (own == Regime.SOX ? build.socOnly() : build.soxOnly()).stream(),
                                build.conclusionIds().stream().filter(id -> isOfOthersOnly(id, own, build)))
                        .distinct()
                        .toList())
                .orElse(List.of());
    }

    /** As it had been concluded when the pack was built; where it had not, as it was first. */
    private boolean isOfOthersOnly(String conclusionId, Regime own, PackBuilt build) {
        List<Concluded> all = facts.conclusions().stream()
                .filter(conclusion -> conclusion.conclusionId().equals(conclusionId))
                .toList();
        List<Concluded> before = all.stream()
                .filter(conclusion ->
                        !conclusion.header().occurredAt().isAfter(build.header().occurredAt()))
                .toList();
        List<String> regimes = (before.isEmpty() ? all.stream().limit(1).toList() : before)
                .stream().map(Concluded::regime).toList();
        return !regimes.isEmpty() && regimes.stream().noneMatch(regime -> ConclusionCase.isFor(own, regime));
    }
}
