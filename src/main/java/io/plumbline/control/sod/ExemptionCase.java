package io.plumbline.control.sod;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.control.Absence;
import io.plumbline.control.Coverage;
import io.plumbline.control.Coverage.Target;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.GravestSystem;
import io.plumbline.control.Judgement;
import io.plumbline.control.Parameters;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One exemption, in all its versions, held against everything that was found of one identity. */
final class ExemptionCase {

    private final List<Dated<ExemptionGranted>> versions;
    private final List<Target> conflicts;
    private final Set<String> acts;
    private final List<Judgement> undecided;
    private final Coverage coverage;
    private final Reference reference;
    private final Catalogue catalogue;

    /**
     * @param versions of the exemption, oldest first
     * @param conflicts everything found of the identity
     * @param acts kinds of what is over once it happened: an exemption for it is in use, and there is nothing it could lapse from
     * @param undecided what could not be decided of it
     */
    ExemptionCase(
            List<Dated<ExemptionGranted>> versions,
            List<Target> conflicts,
            Set<String> acts,
            List<Judgement> undecided,
            Coverage coverage,
            Reference reference) {
        this.versions = versions;
        this.conflicts = conflicts;
        this.acts = acts;
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
            boolean named = version.value().subjectKey().isPresent();
            meant.stream()
                    .filter(conflict -> !acts.contains(conflict.deviation().kind()))
                    .filter(conflict ->
                            during(conflict).intersect(version.inForce()).isPresent())
                    .map(conflict -> new ExemptionBreaches(version, conflict, meant, coverage, reference))
                    .filter(breaches -> named || breaches.isBound())
                    .map(breaches -> onConflict(version, breaches))
                    .forEach(parts::add);
            if (named) {
                parts.add(withoutConflict(version, meant));
            }
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(Judgement.together(parts));
    }

    static Interval during(Target conflict) {
        return new Interval(conflict.deviation().since(), conflict.deviation().until());
    }

    private Judgement onConflict(Dated<ExemptionGranted> version, ExemptionBreaches breaches) {
        List<Deviation> deviations = breaches.deviations();
        Judgement judgement;
        if (!deviations.isEmpty()) {
            judgement = Judgement.deviated(
                    object(version), system(), version.inForce().from(), deviations);
        } else if (!breaches.isBound()) {
            judgement = plain(version, Verdict.NOT_APPLICABLE, "COVERED_OTHERWISE");
        } else if (breaches.riskOwner().isEmpty()) {
            judgement = indeterminate(
                    version, "RISK_OWNER_UNKNOWN", List.of("nobody owned the risk of the system when it was decided"));
        } else if (!breaches.unproven().isEmpty()) {
            judgement = indeterminate(version, "PERFORMANCE_UNPROVEN", breaches.unproven());
        } else {
            judgement = upheld(version);
        }
        return again(judgement, breaches.toCome())
                .approvedBy(
                        Optional.of(version.value().riskOwner()),
                        Optional.of(version.value().rationale()),
                        version.value().header().ticket());
    }

    private Judgement upheld(Dated<ExemptionGranted> version) {
        Instant end = version.inForce().until().orElseThrow();
        Instant warning = end.minus(parameters(version).duration("expiry_warning"));
        String reason = reached(end) ? "ENDED" : reached(warning) ? "EXPIRES_SOON" : "UPHELD";
        return again(plain(version, Verdict.OPERATED, reason), List.of(warning));
    }

    private Judgement indeterminate(Dated<ExemptionGranted> version, String reason, List<String> basis) {
        return plain(version, Verdict.INDETERMINATE, reason)
                .restingOn(new Absence(Absence.State.UNDECIDABLE, reason, Optional.empty(), basis));
    }

    private Judgement plain(Dated<ExemptionGranted> version, Verdict verdict, String reason) {
        return Judgement.of(
                object(version), system(), version.inForce().from(), verdict, reason, List.of(version.value()));
    }

    private Judgement again(Judgement judgement, Collection<Instant> instants) {
        Judgement asked = judgement;
        for (Instant at : instants) {
            asked = reached(at) ? asked : asked.againAt(at);
        }
        return asked;
    }

    private boolean reached(Instant at) {
        return reference.completeness().reached(at);
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
        return parts.isEmpty() ? plain(version, Verdict.NOT_APPLICABLE, "IN_USE") : Judgement.together(parts);
    }

    /** That there is no conflict may be said only where everything found is decided and no grant is on its way. */
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
        if (absences.isEmpty()) {
            return indeterminate(version, "NO_SOURCE_DECLARED", List.of("no source is declared to carry grants"));
        }
        Absence nothing = Absence.all(absences);
        if (!nothing.proven()) {
            return Judgement.undecided(
                    object(version), system(), version.inForce().from(), nothing, List.of(version.value()));
        }
        Deviation found = Deviation.lasting(
                        "WITHOUT_CONFLICT", "ORPHAN", idle.from().toString(), orphaned.from(), Severity.LOW)
                .because(
                        List.of(
                                ExemptionDetails.words(version.value()),
                                "There was nothing it is meant for from " + idle.from()
                                        + idle.until()
                                                .map(end -> " until " + end)
                                                .orElse(" on")),
                        List.of(version.value()))
                .with(ExemptionDetails.of(version.value(), List.of()));
        Deviation ended =
                orphaned.until().map(end -> found.ended(end, Ending.ENDED)).orElse(found);
        return again(
                        Judgement.deviated(
                                object(version), system(), version.inForce().from(), List.of(ended)),
                        orphaned.until().stream().toList())
                .restingOn(nothing);
    }

    private List<String> systems(Dated<ExemptionGranted> version) {
        return version.value()
                .systemId()
                .map(List::of)
                .orElseGet(() -> catalogue.systems(version.inForce().from()).stream()
                        .map(SystemRegistered::systemId)
                        .filter(catalogue::mapsFunctionsOf)
                        .filter(system ->
                                !catalogue.sources(Feed.GRANTS, system).isEmpty())
                        .toList());
    }

    private Parameters parameters(Dated<ExemptionGranted> version) {
        return reference.parameters(version.value().header().occurredAt());
    }

    private static String object(Dated<ExemptionGranted> version) {
        return "exemption:" + version.value().exemptionId();
    }

    /** The one most is claimed about of those with a conflict it is meant for, else the one it names, else of all. */
    private String system() {
        Dated<ExemptionGranted> first = versions.get(0);
        List<String> concerned = versions.stream()
                .flatMap(version ->
                        conflicts.stream().filter(conflict -> coverage.isMeantFor(version.value(), conflict)))
                .map(Target::systemId)
                .distinct()
                .sorted()
                .toList();
        Instant at = first.inForce().from();
        return GravestSystem.of(concerned, catalogue, at)
                .or(() -> first.value().systemId())
                .or(() -> GravestSystem.of(
                        catalogue.systems(at).stream()
                                .map(SystemRegistered::systemId)
                                .toList(),
                        catalogue,
                        at))
                .orElse("");
    }
}
