package io.plumbline.control;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.Dated;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.event.ExemptionKind;
import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.event.ReferenceEvent.MitigationPerformed;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Subject;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds which exemptions cover what deviates of a subject, and when. A waiver covers while it is valid; a mitigation only while
 * its control is performed, by somebody whom the deviation does not concern, and on the whole of the population.
 *
 * <p>One is made for each judging of a subject, and remembers when its answers can next change.
 */
public final class Coverage {

    /** The control that tests exemptions; its parameters say how long a performance may be late and what it must cover. */
    public static final String CONTROL = "SOD-07";

    /** The detail of a deviation that names who used a machine identity. */
    public static final String CANDIDATE_PERSON = "candidate_person";

    /** The detail of a deviation that names the exemption with which something is wrong. */
    public static final String EXEMPTION = "exemption_id";

    private static final String INTERACTIVE_USE = "NHC-04";
    private static final String ENTITLEMENTS = "(side_\\d+_)?entitlements?";

    /** A deviation, the control that found it and the system it is filed under. */
    public record Target(String controlId, String systemId, Deviation deviation) {}

    private final Catalogue catalogue;
    private final Completeness completeness;
    private final Subject subject;
    private final Parties parties;
    private final Optional<ControlDefinition> terms;
    private final List<Deadline> deadlines = new ArrayList<>();

    /** @param terms definition of {@link #CONTROL}; without it there is no grace and any part of the population will do */
    public Coverage(
            Catalogue catalogue,
            Completeness completeness,
            Subject subject,
            Parties parties,
            Optional<ControlDefinition> terms) {
        this.catalogue = catalogue;
        this.completeness = completeness;
        this.subject = subject;
        this.parties = parties;
        this.terms = terms;
    }

    public Parties parties() {
        return parties;
    }

    /** Whom it asked whether a source had been silent; it remembers which, and up to when. */
    public Completeness completeness() {
        return completeness;
    }

    /** When what was answered so far can next change. */
    public List<Deadline> deadlines() {
        return List.copyOf(deadlines);
    }

    /** What every exemption does for a deviation that is bound to what it is about, in order of exemption and time. */
    public List<Cover> of(Target target) {
        List<Cover> covers = new ArrayList<>();
        for (Dated<ExemptionGranted> dated : catalogue.exemptions(target.controlId(), subject.key())) {
            if (isMeantFor(dated.value(), target) && isBoundTo(dated.value(), target)) {
                spans(dated, target).forEach(span -> covers.add(cover(dated, span, target)));
            }
        }
        return covers;
    }

    /** Whether the exemption is about such a deviation, whatever version of the rule and entitlements it is limited to. */
    public boolean isMeantFor(ExemptionGranted exemption, Target target) {
        return exemption.controlId().equals(target.controlId())
                && fits(exemption.ruleId(), target.deviation().rule().orElse(""))
                && fits(exemption.subjectKey(), subject.key())
                && fits(exemption.systemId(), target.systemId());
    }

    private static boolean fits(Optional<String> wanted, String is) {
        return wanted.map(is::equals).orElse(true);
    }

    private boolean isBoundTo(ExemptionGranted exemption, Target target) {
        boolean ofKind =
                switch (exemption.exemptionKind()) {
                    case WAIVER, MITIGATION -> true;
                    case INTERACTIVE_USE ->
                        target.controlId().equals(INTERACTIVE_USE)
                                && exemption.personId().isPresent()
                                && exemption
                                        .personId()
                                        .equals(Optional.ofNullable(
                                                target.deviation().details().get(CANDIDATE_PERSON)));
                    case STRAIGHT_THROUGH -> target.controlId().startsWith("SOD-") && parties.machine();
                    case STANDING_PRIVILEGE, UNKNOWN -> false;
                };
        boolean aboutItself =
                exemption.exemptionId().equals(target.deviation().details().get(EXEMPTION));
        return ofKind
                && !aboutItself
                && (exemption.entitlements().isEmpty() || namesAll(exemption, target.deviation()));
    }

    /** Whether all entitlements that the deviation names are among those the exemption is limited to; it must name some. */
    private static boolean namesAll(ExemptionGranted exemption, Deviation deviation) {
        Set<String> named = new TreeSet<>();
        deviation.details().forEach((field, value) -> {
            if (field.matches(ENTITLEMENTS)) {
                named.addAll(List.of(value.split(", ")));
            }
        });
        return !named.isEmpty() && exemption.entitlements().containsAll(named);
    }

    /** When the exemption is valid, the deviation counts, and the rule stands in the version the exemption was granted for. */
    private List<Interval> spans(Dated<ExemptionGranted> dated, Target target) {
        Deviation deviation = target.deviation();
        // Where an act that is performed late does not cure for all regimes, the deviation goes on for the others.
        Interval counts = deviation.ending().equals(Optional.of(Ending.PERFORMED_LATE))
                ? Interval.since(deviation.since())
                : new Interval(deviation.since(), deviation.until());
        return Timeline.of(dated.inForce())
                .and(counts)
                .and(ofVersion(dated.value(), deviation))
                .intervals();
    }

    private Timeline ofVersion(ExemptionGranted exemption, Deviation deviation) {
        Timeline always = Timeline.of(Interval.since(Instant.MIN));
        if (exemption.ruleVersion().isEmpty()) {
            return always;
        }
        String version = exemption.ruleVersion().get();
        String rule = exemption.ruleId().or(deviation::rule).orElse("");
        if (!catalogue.sodRules().containsKey(rule)) {
            return deviation.ruleVersion().filter(version::equals).isPresent() ? always : Timeline.of(List.of());
        }
        return Timeline.of(catalogue.sodRules().get(rule).stream()
                .filter(stated -> stated.value().version().equals(version))
                .map(Dated::inForce)
                .toList());
    }

    private Cover cover(Dated<ExemptionGranted> dated, Interval span, Target target) {
        ExemptionGranted exemption = dated.value();
        Optional<String> reference = exemption.mitigationRef().filter(ref -> !ref.isBlank());
        boolean mitigates = exemption.exemptionKind() == ExemptionKind.MITIGATION;
        boolean compensates = mitigates || exemption.exemptionKind() == ExemptionKind.STRAIGHT_THROUGH;
        Optional<String> objection = objection(exemption, compensates && reference.isEmpty());
        List<MitigationPerformed> performances = compensates && reference.isPresent()
                ? catalogue.performances(reference.get()).stream()
                        .filter(performed -> !performed
                                .effectiveFrom()
                                .isBefore(dated.inForce().from()))
                        .filter(performed -> fits(performed.subjectKey(), subject.key()))
                        .toList()
                : List.of();
        boolean leased = mitigates || (compensates && exemption.frequency().isPresent());
        if (objection.isPresent() || !leased) {
            List<Interval> covered = objection.isPresent() ? List.of() : List.of(span);
            return new Cover(exemption, span, objection, covered, List.of(), List.of(), performances);
        }
        MitigationLease lease = lease(span, target.systemId(), performances);
        MitigationLease.Held held =
                exemption.frequency().map(Coverage::bearable).map(lease::every).orElseGet(lease::once);
        deadlines.addAll(held.deadlines());
        return new Cover(
                exemption, span, Optional.empty(), held.covered(), held.lapses(), held.unproven(), performances);
    }

    private Optional<String> objection(ExemptionGranted exemption, boolean withoutControl) {
        if (parties.include(exemption.riskOwner())) {
            return Optional.of("nobody disposes of an exception about themselves");
        }
        return withoutControl ? Optional.of("it names no mitigating control") : Optional.empty();
    }

    private static Duration bearable(Duration frequency) {
        Duration shortest = Duration.ofDays(1);
        return frequency.compareTo(shortest) < 0 ? shortest : frequency;
    }

    private MitigationLease lease(Interval span, String systemId, List<MitigationPerformed> performances) {
        Optional<Parameters> parameters = terms.map(definition -> new Parameters(definition, catalogue, span.from()));
        int grace = parameters
                .map(values -> (int) values.duration("performance_grace").toDays())
                .orElse(0);
        BigDecimal least =
                parameters.map(values -> values.decimal("min_coverage")).orElse(BigDecimal.ZERO);
        String calendar = catalogue
                .system(systemId, span.from())
                .flatMap(SystemRegistered::calendarId)
                .orElse("default");
        Predicate<MitigationPerformed> byParties = performed -> parties.include(performed.performerId());
        return new MitigationLease(
                span,
                due -> catalogue.calendar(calendar, due).plusDays(due, grace),
                instants(performances.stream().filter(byParties.negate()).filter(performed -> performed
                        .coverageRatio()
                        .filter(ratio -> ratio.compareTo(least) < 0)
                        .isEmpty())),
                instants(performances.stream().filter(byParties)),
                silent -> completeness.absence(Feed.MITIGATIONS, systemId, silent),
                completeness::reached);
    }

    private static List<Instant> instants(Stream<MitigationPerformed> performances) {
        return performances.map(MitigationPerformed::effectiveFrom).toList();
    }
}
