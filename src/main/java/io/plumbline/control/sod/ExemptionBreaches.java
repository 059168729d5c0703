package io.plumbline.control.sod;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.control.Cover;
import io.plumbline.control.Coverage;
import io.plumbline.control.Coverage.Target;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Reference;
import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What is wrong with one version of an exemption in view of one conflict it is meant for. */
final class ExemptionBreaches {

    private final Dated<ExemptionGranted> version;
    private final Target conflict;
    private final List<Target> meant;
    private final Coverage coverage;
    private final Reference reference;
    private final Catalogue catalogue;
    private final List<Cover> own;
    private final List<Cover> others;
    private final Set<Instant> toCome = new TreeSet<>();

    /** @param meant every conflict the exemption is meant for */
    ExemptionBreaches(
            Dated<ExemptionGranted> version,
            Target conflict,
            List<Target> meant,
            Coverage coverage,
            Reference reference) {
        this.version = version;
        this.conflict = conflict;
        this.meant = meant;
        this.coverage = coverage;
        this.reference = reference;
        this.catalogue = reference.catalogue();
        List<Cover> all = coverage.of(conflict);
        this.own = all.stream().filter(this::isOwn).toList();
        this.others = all.stream().filter(cover -> !isOwn(cover)).toList();
        toCome.add(during().intersect(version.inForce()).orElseThrow().from());
        version.inForce().until().ifPresent(toCome::add);
    }

    private boolean isOwn(Cover cover) {
        return cover.exemption().equals(version.value());
    }

    private Interval during() {
        return ExemptionCase.during(conflict);
    }

    /** Whether the exemption is bound to what makes this conflict, at any time. */
    boolean isBound() {
        return !own.isEmpty();
    }

    /** About cycles of its mitigating control of which nobody can say whether they were served. */
    List<String> unproven() {
        return own.stream().flatMap(cover -> cover.unproven().stream()).toList();
    }

    /** Who answered for the risk when it was decided; empty where nobody did. */
    Optional<String> riskOwner() {
        return riskOwner(version.value());
    }

    /** When there can be more to say. */
    Set<Instant> toCome() {
        return toCome;
    }

    /** Everything that is wrong, as far as it has begun. */
    List<Deviation> deviations() {
        List<Deviation> deviations = new ArrayList<>();
        deviations.addAll(scopeMismatches());
        deviations.addAll(lapses());
        expired().ifPresent(deviations::add);
        deviations.addAll(wrongApprover());
        deviations.addAll(tooLong());
        return deviations;
    }

    /** Where the conflict is not what the exemption is bound to, nor is anything else, and nothing covers it. */
    private List<Deviation> scopeMismatches() {
        if (version.value().subjectKey().isEmpty()) {
            return List.of();
        }
        List<Interval> bound = new ArrayList<>(covered(others).intervals());
        meant.stream()
                .flatMap(other -> coverage.of(other).stream())
                .filter(this::isOwn)
                .forEach(cover -> bound.add(cover.fits()));
        ExemptionGranted exemption = version.value();
        String why = "It is for "
                + exemption.ruleVersion().map(wanted -> "version " + wanted).orElse("any version") + " of the rule and "
                + (exemption.entitlements().isEmpty()
                        ? "any entitlements"
                        : "the entitlements " + String.join(", ", exemption.entitlements()))
                + "; the conflict is another one";
        return lasting(
                "SCOPE_MISMATCH", Timeline.of(during()).and(version.inForce()).minus(Timeline.of(bound)), why);
    }

    /** Where its mitigating control was not performed as it has to be, and nothing else covered the conflict. */
    private List<Deviation> lapses() {
        List<Deviation> deviations = new ArrayList<>();
        for (Cover cover : own) {
            for (Cover.Lapse lapse : cover.lapses()) {
                Timeline uncovered = Timeline.of(lapse.span()).and(cover.fits()).minus(covered(others));
                for (Interval gap : begun(uncovered)) {
                    boolean performed = !gap.until().equals(cover.fits().until());
                    Deviation found = deviation(
                            lapse.independent() ? "NOT_PERFORMED" : "NOT_INDEPENDENT",
                            gap.from().equals(lapse.span().from())
                                    ? lapse.cycle().toString()
                                    : lapse.cycle() + "@" + gap.from(),
                            gap,
                            performed ? Ending.PERFORMED_LATE : Ending.ENDED,
                            lapse.independent()
                                    ? "Its control was not performed in the cycle from " + lapse.cycle()
                                            + ", nor in the grace after it"
                                    : "Its control was performed by those it is to watch over, in the cycle from "
                                            + lapse.cycle());
                    deviations.add(
                            lapse.independent()
                                    ? found
                                    : found.ofSeverity(found.severity().raised()));
                }
            }
        }
        return deviations;
    }

    /** The conflict outlived the exemption that covered it, and nothing else covered it then. */
    private Optional<Deviation> expired() {
        Instant end = version.inForce().until().orElseThrow();
        boolean applied = own.stream()
                .anyMatch(cover -> cover.sound() && cover.fits().until().equals(Optional.of(end)));
        Interval rest = new Interval(end, conflict.deviation().until());
        if (!applied || !reached(end) || rest.isEmpty()) {
            return Optional.empty();
        }
        String why = (end.equals(version.value().validTo()) ? "It was valid to " : "It was taken back at ") + end
                + ", and the conflict lasts";
        return Timeline.of(rest).minus(covered(others)).intervals().stream()
                .filter(gap -> gap.from().equals(end))
                .findFirst()
                .map(gap -> deviation("EXPIRED", end.toString(), gap, Ending.PERFORMED_LATE, why));
    }

    /** Decided by somebody else than the owner of the risk or a delegate of that owner, or by whom it concerns. */
    private List<Deviation> wrongApprover() {
        ExemptionGranted exemption = version.value();
        if (riskOwner(exemption).isEmpty() || isDecidedByOwner(exemption)) {
            return List.of();
        }
        List<Cover> right = others.stream()
                .filter(cover -> isDecidedByOwner(cover.exemption()))
                .toList();
        return lasting(
                "WRONG_APPROVER",
                Timeline.of(own.stream().map(Cover::fits).toList()).minus(covered(right)),
                exemption.riskOwner() + " decided it; the risk of " + conflict.systemId() + " was that of "
                        + riskOwner(exemption).get());
    }

    /** That of financial reporting where the system was in scope of SOX when it was decided, else that of security. */
    private Optional<String> riskOwner(ExemptionGranted exemption) {
        Optional<SystemRegistered> system =
                catalogue.system(conflict.systemId(), exemption.header().occurredAt());
        return system.flatMap(registered -> registered.soxInScope()
                ? registered.owners().icfrRiskOwner()
                : registered.owners().securityRiskOwner());
    }

    private boolean isDecidedByOwner(ExemptionGranted exemption) {
        String decidedBy = exemption.riskOwner();
        return !coverage.parties().include(decidedBy)
                && riskOwner(exemption)
                        .filter(owner -> owner.equals(decidedBy)
                                || catalogue
                                        .delegates(
                                                owner,
                                                conflict.systemId(),
                                                exemption.header().occurredAt())
                                        .contains(decidedBy))
                        .isPresent();
    }

    private List<Deviation> tooLong() {
        Duration allowed = reference
                .parameters(version.value().header().occurredAt())
                .duration(severity() == Severity.CRITICAL ? "max_exemption_critical" : "max_exemption");
        Duration length =
                Duration.between(version.inForce().from(), version.value().validTo());
        return length.compareTo(allowed) <= 0
                ? List.of()
                : lasting(
                        "TOO_LONG",
                        Timeline.of(own.stream().map(Cover::fits).toList()),
                        "It was granted for " + length + ", allowed are " + allowed);
    }

    private List<Deviation> lasting(String variant, Timeline spans, String why) {
        return begun(spans).stream()
                .map(span -> deviation(variant, span.from().toString(), span, Ending.ENDED, why))
                .toList();
    }

    /** @param otherwise why it ended, where it did not end with the conflict */
    private Deviation deviation(String variant, String episode, Interval span, Ending otherwise, String why) {
        Deviation broken = conflict.deviation();
        Deviation found = Deviation.lasting(
                        kind(variant),
                        variant,
                        episode + "/" + conflict.systemId() + "/" + broken.anchor(),
                        span.from(),
                        severity())
                .because(
                        List.of(
                                ExemptionDetails.words(version.value()),
                                "The conflict with " + broken.rule().orElse(conflict.controlId()) + " in "
                                        + conflict.systemId() + " lasts from " + broken.since()
                                        + broken.until()
                                                .map(end -> " until " + end)
                                                .orElse(" on"),
                                why),
                        ExemptionDetails.evidence(version.value(), own))
                .with(ExemptionDetails.of(version.value(), own));
        Deviation ofRule = broken.rule()
                .map(rule -> found.ofRule(rule, broken.ruleVersion().orElse("")))
                .orElse(found);
        return span.until()
                .map(end -> ofRule.ended(
                        end,
                        broken.until().equals(span.until()) ? broken.ending().orElse(Ending.ENDED) : otherwise))
                .orElse(ofRule);
    }

    private static String kind(String variant) {
        return switch (variant) {
            case "EXPIRED" -> "COVER_ENDED";
            case "WRONG_APPROVER" -> "DECIDED_BY_ANOTHER";
            case "SCOPE_MISMATCH" -> "BOUND_TO_ANOTHER";
            case "TOO_LONG" -> "GRANTED_TOO_LONG";
            case "NOT_PERFORMED", "NOT_INDEPENDENT" -> "MITIGATION_LAPSED";
            default -> throw new IllegalArgumentException("no variant of this control: " + variant);
        };
    }

    /** That of the rule in the version that was in force when the conflict began; that of the conflict where there is none. */
    private Severity severity() {
        Deviation broken = conflict.deviation();
        return broken.rule().map(catalogue.sodRules()::get).stream()
                .flatMap(List::stream)
                .filter(stated -> stated.inForce().contains(broken.since()))
                .map(stated -> stated.value().severity())
                .findFirst()
                .orElse(broken.severity());
    }

    private static Timeline covered(List<Cover> covers) {
        return Timeline.of(
                covers.stream().flatMap(cover -> cover.covered().stream()).toList());
    }

    /** What has begun; the rest is to come. */
    private List<Interval> begun(Timeline spans) {
        spans.intervals().forEach(span -> toCome.add(span.from()));
        return spans.intervals().stream().filter(span -> reached(span.from())).toList();
    }

    private boolean reached(Instant at) {
        return reference.completeness().reached(at);
    }
}
