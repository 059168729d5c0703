package io.plumbline.control.nonhuman;

import io.plumbline.catalogue.Dated;
import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Event;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.IdentityEvent.MandateGranted;
import io.plumbline.event.IdentityEvent.Profiled;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.Severity;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The test of one scope that an integration of somebody else holds, against the scopes it was approved for. */
final class ScopeCase {

    private static final String KIND = "THIRD_PARTY_SCOPE";

    /** How a scope stands at an instant. */
    private enum State {
        APPROVED,
        /** Nobody knows what it gives, so nobody can tell whether a mandate names it. */
        UNKNOWN,
        /** No mandate in force names it. */
        EXCEEDS,
        /** It may be approved, but the contract with its vendor is over. */
        VENDOR_ENDED;

        boolean deviates() {
            return this == EXCEEDS || this == VENDOR_ENDED;
        }
    }

    private final IdentityFacts app;
    private final Mandates mandates;
    private final MandateCase mandateCase;
    private final Reference reference;

    ScopeCase(IdentityFacts app, MandateCase mandateCase, Reference reference) {
        this.app = app;
        this.mandates = mandateCase.actor().mandates();
        this.mandateCase = mandateCase;
        this.reference = reference;
    }

    /** Takes the whole time it was held, in stretches in which nothing about it changed. */
    Judgement judged(Grant grant) {
        List<Judgement> parts = new ArrayList<>();
        Optional<Instant> wrongSince = Optional.empty();
        State wrong = State.EXCEEDS;
        SortedSet<Instant> changes = changes(grant);
        for (Instant at : changes) {
            if (!reference.completeness().reached(at) && at.isAfter(grant.held().from())) {
                parts.add(verdict(grant, Verdict.OPERATED, "APPROVED_SCOPE").againAt(at));
                break;
            }
            State state = state(grant, at);
            if (!state.deviates() && wrongSince.isPresent()) {
                parts.add(deviated(grant, wrong, new Interval(wrongSince.get(), Optional.of(at))));
                wrongSince = Optional.empty();
            } else if (state.deviates() && wrongSince.isEmpty()) {
                wrongSince = Optional.of(at);
                wrong = state;
            }
            if (!state.deviates()) {
                parts.add(
                        state == State.APPROVED
                                ? verdict(grant, Verdict.OPERATED, "APPROVED_SCOPE")
                                : verdict(grant, Verdict.INDETERMINATE, "SCOPE_UNKNOWN"));
            }
        }
        if (wrongSince.isPresent()) {
            parts.add(deviated(
                    grant, wrong, new Interval(wrongSince.get(), grant.held().until())));
        }
        return parts.isEmpty() ? verdict(grant, Verdict.NOT_APPLICABLE, "NEVER_HELD") : Judgement.together(parts);
    }

    /** Every instant within the time it was held at which its state can change. */
    private SortedSet<Instant> changes(Grant grant) {
        SortedSet<Instant> changes = new TreeSet<>();
        Interval held = grant.held();
        changes.add(held.from());
        for (Mandates.Version version : mandates.versions()) {
            Interval covers = version.covers(maxAge(version.decided()));
            changes.add(covers.from());
            covers.until().ifPresent(changes::add);
        }
        reference.catalogue().mapping(grant.systemId(), grant.entitlement()).stream()
                .map(Dated::inForce)
                .forEach(span -> {
                    changes.add(span.from());
                    span.until().ifPresent(changes::add);
                });
        for (Profiled profile : app.profiles()) {
            changes.add(profile.header().occurredAt());
            profile.vendorId().ifPresent(vendor -> reference
                    .catalogue()
                    .vendorEnded(vendor)
                    .intervals()
                    .forEach(span -> {
                        changes.add(span.from());
                        span.until().ifPresent(changes::add);
                    }));
        }
        changes.removeIf(at -> !held.contains(at));
        return changes;
    }

    private State state(Grant grant, Instant at) {
        boolean vendorEnded = Holder.profile(app, at)
                .flatMap(Profiled::vendorId)
                .filter(vendor -> reference.catalogue().vendorEnded(vendor).contains(at))
                .isPresent();
        if (vendorEnded) {
            return State.VENDOR_ENDED;
        }
        return mandates.versions().stream()
                .filter(version -> version.covers(maxAge(version.decided())).contains(at))
                .map(version -> state(grant, version.stated(), at))
                .min(Comparator.naturalOrder())
                .orElse(State.EXCEEDS);
    }

    private State state(Grant grant, MandateGranted mandate, Instant at) {
        if (!mandate.systems().isEmpty() && !mandate.systems().contains(grant.systemId())) {
            return State.EXCEEDS;
        } else if (mandate.functions().contains(grant.entitlement())) {
            return State.APPROVED;
        } else if (mandate.functions().isEmpty()) {
            return State.EXCEEDS;
        }
        Optional<EntitlementMapped> mapped =
                reference.catalogue().mapping(grant.systemId(), grant.entitlement()).stream()
                        .filter(version -> version.inForce().contains(at))
                        .map(Dated::value)
                        .findFirst();
        if (mapped.isEmpty() || mapped.get().functions().isEmpty()) {
            return State.UNKNOWN;
        }
        return mapped.get().functions().stream().map(FunctionUse::functionId).allMatch(mandate.functions()::contains)
                ? State.APPROVED
                : State.EXCEEDS;
    }

    private Duration maxAge(Instant at) {
        return reference.parameters(at).duration("mandate_max_age");
    }

    private Judgement deviated(Grant grant, State state, Interval span) {
        Instant since = span.from();
        Absence noMandate = mandateCase.nothingHeard(since, grant.systemId());
        if (state == State.EXCEEDS && !noMandate.proven()) {
            return Judgement.undecided(grant.object(), grant.systemId(), since, noMandate, List.of(grant.given()));
        }
        boolean atOnce = since.equals(grant.held().from());
        List<Event> evidence = new ArrayList<>(List.of(grant.given()));
        app.mandates().forEach(evidence::add);
        Deviation deviation = Deviation.lasting(
                        KIND, KIND, atOnce ? grant.key() : grant.key() + "@" + since, since, Severity.HIGH)
                .because(
                        List.of(
                                "It holds " + grant.entitlement() + " of " + grant.systemId() + " " + grant.held(),
                                state == State.EXCEEDS
                                        ? "From " + since + " on no mandate in force names that scope"
                                        : "At " + since + " the contract with its vendor was over"),
                        evidence)
                .with(details(grant, since));
        Deviation whole =
                span.until().map(end -> deviation.ended(end, Ending.ENDED)).orElse(deviation);
        return Judgement.deviated(
                        grant.object(),
                        grant.systemId(),
                        grant.held().from(),
                        List.of(atOnce && grant.baseline() ? whole.flagged(Deviation.PRE_EXISTING) : whole))
                .restingOn(noMandate);
    }

    private Map<String, String> details(Grant grant, Instant at) {
        Map<String, String> details = new TreeMap<>();
        details.put("nhi_type", mandateCase.actor().type().name());
        details.put("scope", grant.entitlement());
        Holder.profile(app, at).flatMap(Profiled::vendorId).ifPresent(vendor -> details.put("vendor_id", vendor));
        return details;
    }

    private static Judgement verdict(Grant grant, Verdict verdict, String reason) {
        return Judgement.of(
                grant.object(), grant.systemId(), grant.held().from(), verdict, reason, List.of(grant.given()));
    }
}
