package io.plumbline.exceptions;

import io.plumbline.catalogue.Dated;
import io.plumbline.control.Cover;
import io.plumbline.control.Coverage;
import io.plumbline.event.DecisionEvent.Action;
import io.plumbline.event.DecisionEvent.Decided;
import io.plumbline.event.ExemptionKind;
import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Exemptions as decisions: what a risk owner settled beforehand counts from the instant exemption and exception both exist, and
 * lapses when the exemption ends or is revoked, or its mitigating control is not performed.
 *
 * <p>Where several cover one exception, the one that lasts longest counts: a short one that begins meanwhile ends nothing.
 */
final class Exemptions {

    private Exemptions() {}

    /**
     * The exemptions that cover one exception.
     *
     * @param begun those that cover from or from before the instant judged
     * @param toCome when others begin
     * @param refused those that may not cover it, with the reason
     * @param unproven of which mitigating control nobody can say whether it was performed; it covers meanwhile
     */
    record Standing(
            List<Dated<ExemptionGranted>> begun, Set<Instant> toCome, List<String> refused, List<String> unproven) {

        /** The decisions they come to, about the exception of that id. */
        List<Decided> decided(String exceptionId) {
            return begun.stream()
                    .map(exemption -> decision(exceptionId, exemption))
                    .toList();
        }
    }

    static Standing standing(Coverage coverage, Found found, Instant asOf) {
        List<Dated<ExemptionGranted>> covering = new ArrayList<>();
        Set<Instant> toCome = new TreeSet<>();
        Set<String> refused = new TreeSet<>();
        Set<String> unproven = new TreeSet<>();
        for (Cover cover : coverage.of(
                new Coverage.Target(found.control().id(), found.judgement().systemId(), found.deviation()))) {
            String exemption = cover.exemption().exemptionId();
            cover.covered().forEach(span -> covering.add(new Dated<>(span, cover.exemption())));
            cover.unproven()
                    .forEach(line -> unproven.add("mitigation of exemption " + exemption + " not proven: " + line));
            if (cover.fits().from().isAfter(asOf)) {
                toCome.add(cover.fits().from());
            } else {
                cover.objection().ifPresent(why -> refused.add("exemption " + exemption + ": " + why));
            }
        }
        covering.stream()
                .map(dated -> dated.inForce().from())
                .filter(from -> from.isAfter(asOf))
                .forEach(toCome::add);
        return new Standing(
                covering.stream()
                        .filter(dated -> covering.stream().noneMatch(other -> outlasts(other, dated)))
                        .filter(dated -> !dated.inForce().from().isAfter(asOf))
                        .toList(),
                toCome,
                List.copyOf(refused),
                List.copyOf(unproven));
    }

    /** Whether the other was in force when this one began, and still is when it ends; of two alike the first by id. */
    private static boolean outlasts(Dated<ExemptionGranted> other, Dated<ExemptionGranted> one) {
        Interval wide = other.inForce();
        Interval narrow = one.inForce();
        return wide.equals(narrow)
                ? other.value().exemptionId().compareTo(one.value().exemptionId()) < 0
                : wide.intersect(narrow).equals(Optional.of(narrow));
    }

    /** It runs out where the cover ends, or the deviation itself. */
    private static Decided decision(String exceptionId, Dated<ExemptionGranted> dated) {
        ExemptionGranted exemption = dated.value();
        return new Decided(
                Header.of(
                        exemption.header().source(),
                        "exemption/" + exemption.exemptionId() + "/" + exceptionId,
                        dated.inForce().from()),
                exceptionId,
                exemption.exemptionKind() == ExemptionKind.MITIGATION ? Action.MITIGATE : Action.ACCEPT,
                exemption.riskOwner(),
                Optional.empty(),
                exemption.rationale(),
                dated.inForce().until(),
                exemption.mitigationRef());
    }
}
