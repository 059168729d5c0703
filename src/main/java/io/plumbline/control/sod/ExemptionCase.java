package io.plumbline.control.sod;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.control.Absence;
import io.plumbline.control.Cover;
import io.plumbline.control.Coverage;
import io.plumbline.control.Coverage.Target;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.GravestSystem;
import io.plumbline.control.Judgement;
import io.plumbline.control.Parameters;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.event.ReferenceEvent.Feed;
import io.plumbline.event.ReferenceEvent.Severity;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One exemption, held against the conflicts of one identity. */
final class ExemptionCase {

    private final List<Dated<ExemptionGranted>> versions;
    private final List<Target> conflicts;
    private final List<Judgement> undecided;
    private final Coverage coverage;
    private final Reference reference;
    private final Catalogue catalogue;

    /**
     * @param versions of the exemption, oldest first
     * @param conflicts everything found of the identity
     * @param undecided what could not be decided of it
     */
    ExemptionCase(
            List<Dated<ExemptionGranted>> versions,
            List<Target> conflicts,
            List<Judgement> undecided,
            Coverage coverage,
            Reference reference) {
        this.versions = versions;
        this.conflicts = conflicts;
        this.undecided = undecided;
        this.coverage = coverage;
        this.reference = reference;
        this.catalogue = reference.catalogue();
    }

    /** Empty where the exemption names nobody and the identity has nothing it is meant for. */
    Optional<Judgement> judge() {
        List<Judgement> parts = new ArrayList<>();
        for (Dated<ExemptionGranted> version : versions) {
            List<Target> meant = conflicts.stream()
                    .filter(conflict -> coverage.isMeantFor(version.value(), conflict))
                    .toList();
            meant.stream()
                    .filter(conflict -> during(conflict).intersect(version.inForce()).isPresent())
                    .flatMap(conflict -> onConflict(version, conflict, meant).stream())
                    .forEach(parts::add);
            if (version.value().subjectKey().isPresent()) {
                parts.add(withoutConflict(version, meant));
            }
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(Judgement.together(parts));
    }

    private static Interval during(Target conflict) {
        return new Interval(conflict.deviation().since(), conflict.deviation().until());
    }

    /** Empty where an exemption that names nobody is limited to something else. */
    private Optional<Judgement> onConflict(Dated<ExemptionGranted> version, Target conflict, List<Target> meant) {
        List<Cover> all = coverage.of(conflict);
        List<Cover> own = all.stream()
                .filter(cover -> cover.exemption().equals(version.value()))
                .toList();
        List<Cover> others = all.stream()
                .filter(cover -> !cover.exemption().equals(version.value()))
                .toList();
        if (own.isEmpty() && version.value().subjectKey().isEmpty()) {
            return Optional.empty();
        }
        List<Deviation> deviations = new ArrayList<>();
        deviations.addAll(scopeMismatches(version, conflict, own, others, meant));
        deviations.addAll(notPerformed(version, conflict, own, others));
        expired(version, conflict, own, all).ifPresent(deviations::add);
        Optional<String> owner = riskOwner(version.value(), conflict.systemId());
        if (owner.isPresent() && !decidedBy(version.value(), owner.get(), conflict.systemId())) {
            deviations.addAll(wrongApprover(version, conflict, own, others, owner.get()));
        }
        deviations.addAll(tooLong(version, conflict, own));
        List<String> unproven =
                own.stream().flatMap(cover -> cover.unproven().stream()).toList();
        Judgement judgement;
        if (!deviations.isEmpty()) {
            judgement = Judgement.deviated(object(version), system(), version.inForce().from(), deviations);
        } else if (own.isEmpty()) {
            judgement = plain(version, Verdict.NOT_APPLICABLE, "COVERED_OTHERWISE");
        } else if (!unproven.isEmpty() || owner.isEmpty()) {
            String reason = owner.isEmpty() ? "RISK_OWNER_UNKNOWN" : "PERFORMANCE_UNPROVEN";
            List<String> basis =
                    owner.isEmpty() ? List.of(conflict.systemId() + " had no risk owner when it was decided") : unproven;
            judgement = plain(version, Verdict.INDETERMINATE, reason)
                    .restingOn(new Absence(Absence.State.UNDECIDABLE, reason, Optional.empty(), basis));
        } else {
            judgement = upheld(version);
        }
        Interval count = during(conflict).intersect(version.inForce()).orElseThrow();
        return Optional.of(again(again(judgement, Optional.of(count.from())), version.inForce().until())
                .approvedBy(
                        Optional.of(version.value().riskOwner()),
                        Optional.of(version.value().rationale()),
                        version.value().header().ticket()));
    }

    private Judgement upheld(Dated<ExemptionGranted> version) {
        Instant end = version.inForce().until().orElseThrow();
        Instant warning = end.minus(parameters(version).duration("expiry_warning"));
        String reason = reached(end) ? "ENDED" : reached(warning) ? "EXPIRES_SOON" : "UPHELD";
        return again(plain(version, Verdict.OPERATED, reason), Optional.of(warning));
    }

    private Judgement again(Judgement judgement, Optional<Instant> at) {
        return at.filter(instant -> !reached(instant)).map(judgement::againAt).orElse(judgement);
    }

    private boolean reached(Instant at) {
        return reference.completeness().reached(at);
    }

    private Judgement plain(Dated<ExemptionGranted> version, Verdict verdict, String reason) {
        return Judgement.of(
                object(version), system(), version.inForce().from(), verdict, reason, List.of(version.value()));
    }

    /** Where the conflict is not what the exemption is bound to, and nothing else of the identity is. */
    private List<Deviation> scopeMismatches(
            Dated<ExemptionGranted> version, Target conflict, List<Cover> own, List<Cover> others, List<Target> meant) {
        if (version.value().subjectKey().isEmpty()) {
            return List.of();
        }
        List<Interval> bound = new ArrayList<>(covered(others).intervals());
        own.forEach(cover -> bound.add(cover.fits()));
        meant.stream()
                .flatMap(other -> coverage.of(other).stream())
                .filter(cover -> cover.exemption().equals(version.value()))
                .forEach(cover -> bound.add(cover.fits()));
        String why = "It is for "
                + version.value().ruleVersion().map(wanted -> "version " + wanted + " of the rule").orElse("any version")
                + " and "
                + (version.value().entitlements().isEmpty()
                        ? "any entitlements"
                        : String.join(", ", version.value().entitlements()))
                + ", the conflict is another one";
        return begun(Timeline.of(during(conflict)).and(version.inForce()).minus(Timeline.of(bound))).stream()
                .map(gap -> deviation(
                        "SCOPE_MISMATCH", gap.from().toString(), gap, Ending.ENDED, version, conflict, own, List.of(why)))
                .toList();
    }

    private List<Deviation> notPerformed(
            Dated<ExemptionGranted> version, Target conflict, List<Cover> own, List<Cover> others) {
        List<Deviation> deviations = new ArrayList<>();
        for (Cover cover : own) {
            for (Cover.Lapse lapse : cover.lapses()) {
                String variant = lapse.independent() ? "NOT_PERFORMED" : "NOT_INDEPENDENT";
                String why = lapse.independent()
                        ? "Its control was not performed in the cycle from " + lapse.cycle() + ", nor in the grace after it"
                        : "Its control was performed by those it is to watch over, in the cycle from " + lapse.cycle();
                begun(Timeline.of(lapse.span()).and(cover.fits()).minus(covered(others)))
                        .forEach(gap -> {
                            boolean performed = gap.until().equals(lapse.span().until())
                                    && !gap.until().equals(cover.fits().until());
                            Deviation found = deviation(
                                    variant,
                                    gap.from().equals(lapse.span().from())
                                            ? lapse.cycle().toString()
                                            : lapse.cycle() + "@" + gap.from(),
                                    gap,
                                    performed || gap.until().filter(covered(others)::contains).isPresent()
                                            ? Ending.PERFORMED_LATE
                                            : Ending.ENDED,
                                    version,
                                    conflict,
                                    own,
                                    List.of(why));
                            deviations.add(lapse.independent() ? found : found.ofSeverity(raised(found.severity())));
                        });
            }
        }
        return deviations;
    }

    /** The conflict outlived the exemption that covered it, and nothing else covered it then. */
    private Optional<Deviation> expired(
            Dated<ExemptionGranted> version, Target conflict, List<Cover> own, List<Cover> all) {
        Instant end = version.inForce().until().orElseThrow();
        boolean applied = own.stream()
                .anyMatch(cover -> cover.sound() && cover.fits().until().equals(Optional.of(end)));
        Interval rest = new Interval(end, conflict.deviation().until());
        if (!applied || !reached(end) || rest.isEmpty()) {
            return Optional.empty();
        }
        return Timeline.of(rest).minus(covered(all)).intervals().stream()
                .filter(gap -> gap.from().equals(end))
                .findFirst()
                .map(gap -> deviation(
                        "EXPIRED",
                        end.toString(),
                        gap,
                        Ending.PERFORMED_LATE,
                        version,
                        conflict,
                        own,
                        List.of(
                                end.equals(version.value().validTo())
                                        ? "It was valid to " + end + ", and the conflict lasts"
                                        : "It was taken back at " + end + ", and the conflict lasts",
                                gap.until()
                                        .filter(until -> covered(all).contains(until))
                                        .map(until -> "Another one counts from " + until
                                                + "; it covers nothing from before it was decided")
                                        .orElse("No other one covers it"))));
    }

    /** Who answered for the risk when it was decided: that of financial reporting where the system was in scope of SOX. */
    private Optional<String> riskOwner(ExemptionGranted exemption, String systemId) {
        Optional<SystemRegistered> system =
                catalogue.system(systemId, exemption.header().occurredAt());
        return system.flatMap(registered -> registered.soxInScope()
                ? registered.owners().icfrRiskOwner()
                : registered.owners().securityRiskOwner());
    }

    private boolean decidedBy(ExemptionGranted exemption, String owner, String systemId) {
        boolean inPlace = exemption.riskOwner().equals(owner)
                || catalogue
                        .delegates(owner, systemId, exemption.header().occurredAt())
                        .contains(exemption.riskOwner());
        return inPlace && !coverage.parties().include(exemption.riskOwner());
    }

    private List<Deviation> wrongApprover(
            Dated<ExemptionGranted> version, Target conflict, List<Cover> own, List<Cover> others, String owner) {
        List<Cover> right = others.stream()
                .filter(cover -> riskOwner(cover.exemption(), conflict.systemId())
                        .filter(its -> decidedBy(cover.exemption(), its, conflict.systemId()))
                        .isPresent())
                .toList();
        List<Interval> fits = own.stream().map(Cover::fits).toList();
        String why = version.value().riskOwner() + " decided it, the risk of " + conflict.systemId() + " was that of "
                + owner;
        return begun(Timeline.of(fits).minus(covered(right))).stream()
                .map(gap -> deviation(
                        "WRONG_APPROVER", gap.from().toString(), gap, Ending.ENDED, version, conflict, own, List.of(why)))
                .toList();
    }

    private List<Deviation> tooLong(Dated<ExemptionGranted> version, Target conflict, List<Cover> own) {
        Duration allowed = parameters(version)
                .duration(
                        severity(conflict.deviation()) == Severity.CRITICAL
                                ? "max_exemption_critical"
                                : "max_exemption");
        Duration length = Duration.between(version.inForce().from(), version.value().validTo());
        if (length.compareTo(allowed) <= 0) {
            return List.of();
        }
        List<Interval> fits = own.stream().map(Cover::fits).toList();
        String why = "It was granted for " + length.toDays() + " days, allowed are " + allowed.toDays();
        return begun(Timeline.of(fits)).stream()
                .map(gap -> deviation(
                        "TOO_LONG", gap.from().toString(), gap, Ending.ENDED, version, conflict, own, List.of(why)))
                .toList();
    }

    /** An exemption for someone by name, over the time in which there is nothing it is meant for. */
    private Judgement withoutConflict(Dated<ExemptionGranted> version, List<Target> meant) {
        Duration allowed = parameters(version).duration("orphan_after");
        Timeline idle = Timeline.of(version.inForce())
                .minus(Timeline.of(meant.stream().map(ExemptionCase::during).toList()));
        List<Judgement> parts = new ArrayList<>();
        for (Interval span : idle.intervals()) {
            Instant orphaned = span.from().plus(allowed);
            if (span.until().filter(end -> !end.isAfter(orphaned)).isEmpty()) {
                parts.add(orphan(version, new Interval(orphaned, span.until()), span));
            }
        }
        return parts.isEmpty()
                ? plain(version, Verdict.NOT_APPLICABLE, "IN_USE")
                : Judgement.together(parts);
    }

    private Judgement orphan(Dated<ExemptionGranted> version, Interval orphaned, Interval idle) {
        if (!reached(orphaned.from())) {
            return plain(version, Verdict.OPERATED, "NO_CONFLICT_YET").againAt(orphaned.from());
        }
        Optional<Judgement> open = undecided.stream()
                .filter(judgement -> version.value()
                        .systemId()
                        .filter(system -> !system.equals(judgement.systemId()))
                        .isEmpty())
                .findFirst();
        if (open.isPresent()) {
            return plain(version, open.get().verdict(), open.get().reason());
        }
        Interval asked = Interval.of(idle.from(), orphaned.from());
        List<Absence> absences = systems(version).stream()
                .map(system -> reference.completeness().absence(Feed.GRANTS, system, asked))
                .toList();
        Optional<Absence> nothing = absences.isEmpty() ? Optional.empty() : Optional.of(Absence.all(absences));
        if (nothing.filter(absence -> !absence.proven()).isPresent()) {
            return Judgement.undecided(
                    object(version), system(), version.inForce().from(), nothing.get(), List.of(version.value()));
        }
        Deviation found = Deviation.lasting(
                        "WITHOUT_CONFLICT", "ORPHAN", idle.from().toString(), orphaned.from(), Severity.LOW)
                .because(
                        List.of(
                                words(version.value()),
                                "There was nothing it is meant for from " + idle.from()
                                        + idle.until().map(end -> " until " + end).orElse(" on")),
                        List.of(version.value()))
                .with(ExemptionDetails.of(version.value(), List.of()));
        Deviation ended = orphaned.until()
                .map(end -> found.ended(end, Ending.ENDED))
                .orElse(found);
        Judgement judgement = again(
                Judgement.deviated(object(version), system(), version.inForce().from(), List.of(ended)),
                orphaned.until());
        return nothing.map(judgement::restingOn).orElse(judgement);
    }

    private List<String> systems(Dated<ExemptionGranted> version) {
        return version.value().systemId().map(List::of).orElseGet(() -> catalogue.systems(version.inForce().from()).stream()
                .map(SystemRegistered::systemId)
                .filter(catalogue::mapsFunctionsOf)
                .filter(system -> !catalogue.sources(Feed.GRANTS, system).isEmpty())
                .toList());
    }

    private Deviation deviation(
            String variant,
            String episode,
            Interval span,
            Ending otherwise,
            Dated<ExemptionGranted> version,
            Target conflict,
            List<Cover> own,
            List<String> why) {
        Deviation broken = conflict.deviation();
        List<String> lines = new ArrayList<>();
        lines.add(words(version.value()));
        lines.add("The conflict with " + broken.rule().orElse(conflict.controlId()) + " in " + conflict.systemId()
                + " lasts from " + broken.since()
                + broken.until().map(end -> " until " + end).orElse(" on"));
        lines.addAll(why);
        Deviation found = Deviation.lasting(
                        kind(variant),
                        variant,
                        episode + "/" + conflict.systemId() + "/" + broken.anchor(),
                        span.from(),
                        severity(broken))
                .because(lines, ExemptionDetails.evidence(version.value(), own))
                .with(ExemptionDetails.of(version.value(), own));
        Deviation ofRule = broken.rule().isPresent()
                ? found.ofRule(broken.rule().get(), broken.ruleVersion().orElse(""))
                : found;
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
            default -> "MITIGATION_LAPSED";
        };
    }

    private static String words(ExemptionGranted exemption) {
        return exemption.exemptionKind() + " " + exemption.exemptionId() + ", decided by " + exemption.riskOwner()
                + " at " + exemption.header().occurredAt() + ", is valid from " + exemption.effectiveFrom() + " to "
                + exemption.validTo();
    }

    /** Severity of the rule in the version that was in force when the conflict began; that of the conflict where there is none. */
    private Severity severity(Deviation conflict) {
        return conflict.rule().map(catalogue.sodRules()::get).stream()
                .flatMap(List::stream)
                .filter(version -> version.inForce().contains(conflict.since()))
                .map(version -> version.value().severity())
                .findFirst()
                .orElse(conflict.severity());
    }

    private static Severity raised(Severity severity) {
        return switch (severity) {
            case LOW -> Severity.MEDIUM;
            case MEDIUM -> Severity.HIGH;
            case HIGH, CRITICAL -> Severity.CRITICAL;
            case UNKNOWN -> Severity.UNKNOWN;
        };
    }

    private static Timeline covered(List<Cover> covers) {
        return Timeline.of(
                covers.stream().flatMap(cover -> cover.covered().stream()).toList());
    }

    /** What has begun; the rest is asked again. */
    private List<Interval> begun(Timeline spans) {
        return spans.intervals().stream().filter(span -> reached(span.from())).toList();
    }

    private Parameters parameters(Dated<ExemptionGranted> version) {
        return reference.parameters(version.value().header().occurredAt());
    }

    private static String object(Dated<ExemptionGranted> version) {
        return "exemption:" + version.value().exemptionId();
    }

    /** The one most is claimed about of those with a conflict it is meant for, else that it names, else of all. */
    private String system() {
        Dated<ExemptionGranted> first = versions.get(0);
        List<String> concerned = versions.stream()
                .flatMap(version -> conflicts.stream().filter(conflict -> coverage.isMeantFor(version.value(), conflict)))
                .map(Target::systemId)
                .distinct()
                .sorted()
                .toList();
        Instant at = first.inForce().from();
        return GravestSystem.of(concerned, catalogue, at)
                .or(() -> first.value().systemId())
                .or(() -> GravestSystem.of(
                        catalogue.systems(at).stream().map(SystemRegistered::systemId).toList(), catalogue, at))
                .orElse("");
    }
}
