package io.plumbline.exceptions;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.control.Deviation;
import io.plumbline.event.DecisionEvent.Action;
import io.plumbline.event.DecisionEvent.Decided;
import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.event.ReferenceEvent.ExemptionKind;
import io.plumbline.event.Subject;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Exemptions as decisions: what a risk owner settled beforehand counts from the instant exemption and exception both exist,
 * and lapses when the exemption ends or is revoked.
 *
 * <p>Where several cover one exception, the one that lasts longest counts: a short one that begins meanwhile ends nothing.
 */
final class Exemptions {

    private Exemptions() {}

    /**
     * The exemptions that cover one exception.
     *
     * @param begun those in force at or before the instant judged
     * @param toCome when others begin
     */
    record Standing(List<Dated<ExemptionGranted>> begun, Set<Instant> toCome) {

        /** The decisions they come to, about the exception of that id. */
        List<Decided> decided(String exceptionId) {
            return begun.stream()
                    .map(exemption -> decision(exceptionId, exemption))
                    .toList();
        }
    }

    /** @param concerned identities the exception is about; what they granted themselves covers nothing */
    static Standing standing(Catalogue catalogue, Subject subject, Set<String> concerned, Found found, Instant asOf) {
        Deviation deviation = found.deviation();
        Interval lasts = Interval.since(deviation.since());
        List<Dated<ExemptionGranted>> covering = catalogue
                .exemptions(found.control().id())
                .stream()
                .filter(dated -> covers(dated.value(), subject, found))
                .flatMap(dated ->
                        dated.inForce().intersect(lasts).stream().map(span -> new Dated<>(span, dated.value())))
                .toList();
        List<Dated<ExemptionGranted>> sound = covering.stream()
                .filter(dated -> isSound(dated.value(), concerned))
                .toList();
        return new Standing(
                covering.stream()
                        .filter(dated -> sound.stream().noneMatch(other -> outlasts(other, dated)))
                        .filter(dated -> !dated.inForce().from().isAfter(asOf))
                        .toList(),
                covering.stream()
                        .map(dated -> dated.inForce().from())
                        .filter(from -> from.isAfter(asOf))
                        .collect(Collectors.toSet()));
    }

    /** Whether the decision it comes to is not refused for what it says. */
    private static boolean isSound(ExemptionGranted exemption, Set<String> concerned) {
        return !concerned.contains(exemption.riskOwner())
                && (exemption.exemptionKind() == ExemptionKind.WAIVER
                        || exemption.mitigationRef().isPresent());
    }

    /** Whether the other was in force when this one began, and still is when it ends; of two alike the first by id. */
    private static boolean outlasts(Dated<ExemptionGranted> other, Dated<ExemptionGranted> one) {
        Interval wide = other.inForce();
        Interval narrow = one.inForce();
        return wide.equals(narrow)
                ? other.value().exemptionId().compareTo(one.value().exemptionId()) < 0
                : wide.intersect(narrow).equals(Optional.of(narrow));
    }

    private static boolean covers(ExemptionGranted exemption, Subject subject, Found found) {
        return exemption.exemptionKind() != ExemptionKind.UNKNOWN
                && fits(exemption.ruleId(), found.deviation().rule().orElse(""))
                && fits(exemption.subjectKey(), subject.key())
                && fits(exemption.systemId(), found.judgement().systemId());
    }

    private static boolean fits(Optional<String> wanted, String is) {
        return wanted.map(is::equals).orElse(true);
    }

    private static Decided decision(String exceptionId, Dated<ExemptionGranted> dated) {
        ExemptionGranted exemption = dated.value();
        return new Decided(
                Header.of(
                        exemption.header().source(),
                        "exemption/" + exemption.exemptionId() + "/" + exceptionId,
                        dated.inForce().from()),
                exceptionId,
                exemption.exemptionKind() == ExemptionKind.WAIVER ? Action.ACCEPT : Action.MITIGATE,
                exemption.riskOwner(),
                Optional.empty(),
                exemption.rationale(),
                dated.inForce().until(),
                exemption.mitigationRef());
    }
}
