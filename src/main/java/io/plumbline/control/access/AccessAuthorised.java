package io.plumbline.control.access;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Absence;
import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Parameters;
import io.plumbline.control.Privilege;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.AccessEvent.Approved;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** EFF-01: access is approved before it is granted, as it was approved, and no longer than it was approved for. */
public final class AccessAuthorised implements Control<IdentityFacts> {

    private static final String UNAUTHORISED = "UNAUTHORISED";
    private static final String EXCEEDS_APPROVAL = "EXCEEDS_APPROVAL";
    private static final String OUTLIVES_APPROVAL = "OUTLIVES_APPROVAL";

    @Override
    public String id() {
        return "EFF-01";
    }

    @Override
    public Class<IdentityFacts> population() {
        return IdentityFacts.class;
    }

    /** Takes every grant in turn, and every employment in which it was held. */
    @Override
    public List<Judgement> evaluate(IdentityFacts identity, Reference reference) {
        List<Judgement> judgements = new ArrayList<>();
        for (Grant grant : identity.grants()) {
            if (grant.observedOnly()) {
                judgements.add(outOfBand(grant, identity, reference));
            } else {
                judgements.add(sinceTheirs(
                        grant,
                        Judgement.together(Episode.of(grant, identity).stream()
                                .map(episode -> judge(grant, episode, identity, reference))
                                .toList())));
            }
        }
        return judgements;
    }

    /** What was found before the account became theirs was somebody else's. */
    private static Judgement sinceTheirs(Grant grant, Judgement judgement) {
        Instant from = grant.held().from();
        return !grant.takenOver()
                ? judgement
                : judgement.withDeviations(
                        judgement.deviations().stream()
                                .filter(deviation -> deviation
                                        .until()
                                        .filter(end -> !end.isAfter(from))
                                        .isEmpty())
                                .map(deviation -> deviation.within(Interval.since(from)))
                                .toList(),
                        "TAKEN_OVER");
    }

    private static Judgement judge(Grant grant, Episode episode, IdentityFacts identity, Reference reference) {
        if (beforeMonitoring(grant, episode)) {
            return verdict(grant, Verdict.NOT_APPLICABLE, "BASELINE");
        }
        if (reference.catalogue().isBirthright(grant.systemId(), grant.entitlement(), episode.act())) {
            return verdict(grant, Verdict.OPERATED, "BIRTHRIGHT");
        }
        Parameters parameters = reference.parameters(episode.act());
        Approvals approvals = Approvals.of(
                identity,
                grant,
                episode,
                reference.catalogue(),
                parameters.duration("approval_match_window"),
                parameters.duration("clock_skew"));
        List<Judgement> parts = new ArrayList<>();
        for (Interval uncovered :
                Timeline.of(episode.span()).minus(approvals.covered()).intervals()) {
            parts.add(
                    uncovered.from().equals(episode.act())
                            ? withoutApproval(grant, episode, uncovered, approvals, reference)
                            : pastApproval(grant, episode, uncovered, approvals, reference));
        }
        if (approvals.at(episode.act()).isPresent()) {
            parts.add(approved(grant, approvals.at(episode.act()).get()));
        }
        return Judgement.together(parts);
    }

    /** What a first snapshot brings was granted, or kept at a return, before anyone monitored it. */
    private static boolean beforeMonitoring(Grant grant, Episode episode) {
        return episode.returned().map(back -> back.header().baseline()).orElse(grant.baseline());
    }

    private static Judgement approved(Grant grant, Approved approval) {
        return Judgement.of(
                        grant.object(),
                        grant.systemId(),
                        grantedAt(grant),
                        Verdict.OPERATED,
                        "APPROVED",
                        List.of(grant.given(), approval))
                .approvedBy(
                        Optional.of(approval.approverId()),
                        approval.justification(),
                        approval.header().ticket().or(() -> Optional.of(approval.requestId())));
    }

    /** No approval covers the act; one that does may still be on its way. */
    private static Judgement withoutApproval(
            Grant grant, Episode episode, Interval uncovered, Approvals approvals, Reference reference) {
        Parameters parameters = reference.parameters(episode.act());
        Absence noneInTime = reference
                .completeness()
                .absence(
                        Feed.ACCESS_APPROVALS,
                        grant.systemId(),
                        Interval.of(
                                episode.act().minus(parameters.duration("approval_match_window")),
                                episode.act().plus(approvals.skew())));
        if (!noneInTime.proven()) {
            return undecided(grant, noneInTime);
        }
        Optional<Approved> late = lateApproval(uncovered, episode, approvals);
        List<String> why = new ArrayList<>(List.of(granted(grant)));
        episode.returned()
                .ifPresent(back -> why.add("Its holder came back at " + back.effectiveAt()
                        + "; approvals of the employment before do not cover what is held from then on"));
        approvals.lacking().forEach(approval -> why.add(words(approval) + " and does not include it"));
        if (approvals.lacking().isEmpty()) {
            why.add("No approval was decided for it by " + episode.act());
        }
        late.ifPresent(approval -> why.add(words(approval) + ", which is late"));

        boolean exceeds = !approvals.lacking().isEmpty();
        Deviation deviation = Deviation.lasting(
                exceeds ? EXCEEDS_APPROVAL : UNAUTHORISED,
                exceeds ? EXCEEDS_APPROVAL : late.isPresent() ? "APPROVED_AFTER" : "NO_APPROVAL",
                episode.anchor(),
                uncovered.from(),
                severity(grant, uncovered.from(), reference.catalogue()));
        List<Event> evidence = new ArrayList<>(List.of(grant.given()));
        episode.returned().ifPresent(evidence::add);
        evidence.addAll(approvals.lacking());
        return deviated(grant, ended(deviation, uncovered, late), why, evidence, late)
                .restingOn(noneInTime);
    }

    /** The approval ran out. It counts once that has come, unless a renewal or a revocation may still be on its way. */
    private static Judgement pastApproval(
            Grant grant, Episode episode, Interval uncovered, Approvals approvals, Reference reference) {
        Instant ranOut = uncovered.from();
        Approved last = approvals.at(ranOut.minusNanos(1)).orElseThrow();
        if (!reference.completeness().reached(ranOut)) {
            return approved(grant, last).againAt(ranOut);
        }
        Interval held = Interval.of(episode.act(), ranOut);
        Absence neitherRenewedNorRevoked = Absence.all(List.of(
                reference.completeness().absence(Feed.ACCESS_APPROVALS, grant.systemId(), held),
                reference.completeness().absence(Feed.GRANTS, grant.systemId(), held)));
        if (!neitherRenewedNorRevoked.proven()) {
            return undecided(grant, neitherRenewedNorRevoked);
        }
        Optional<Approved> renewal = lateApproval(uncovered, episode, approvals);
        List<String> why = new ArrayList<>(List.of(
                granted(grant), words(last) + " up to " + ranOut, "It was neither renewed nor was the access revoked"));
        renewal.ifPresent(approval -> why.add(words(approval) + ", which is late"));
        Deviation deviation = Deviation.lasting(
                OUTLIVES_APPROVAL,
                OUTLIVES_APPROVAL,
                episode.anchor() + "@" + ranOut,
                ranOut,
                severity(grant, ranOut, reference.catalogue()));
        return deviated(grant, ended(deviation, uncovered, renewal), why, List.of(grant.given(), last), renewal)
                .restingOn(neitherRenewedNorRevoked);
    }

    /** A reconciliation found it and no grant is on record; one may still be on its way. */
    private static Judgement outOfBand(Grant found, IdentityFacts identity, Reference reference) {
        if (found.baseline()) {
            return verdict(found, Verdict.NOT_APPLICABLE, "BASELINE");
        }
        Instant seen = found.held().from();
        Absence neverGranted = reference
                .completeness()
                .absence(
                        Feed.GRANTS,
                        found.systemId(),
                        Interval.of(seen.minus(reference.parameters(seen).duration("approval_match_window")), seen));
        if (!neverGranted.proven()) {
            return undecided(found, neverGranted);
        }
        Severity severity = severity(found, seen, reference.catalogue());
        boolean privileged = Privilege.given(reference.catalogue(), found.systemId(), found.entitlement(), seen);
        Deviation deviation = Deviation.lasting(
                UNAUTHORISED, "OUT_OF_BAND", found.key(), seen, privileged ? Severity.CRITICAL : severity);
        Optional<Grant> regular = identity.grants().stream()
                .filter(grant -> !grant.observedOnly() && grant.systemId().equals(found.systemId()))
                .filter(grant -> grant.entitlement().equals(found.entitlement())
                        && grant.account().equals(found.account()))
                .filter(grant -> grant.held().from().isAfter(seen)
                        && found.held().contains(grant.held().from()))
                .findFirst();
        if (regular.isPresent()) {
            deviation = deviation.ended(regular.get().held().from(), Ending.PERFORMED_LATE);
        } else if (found.held().until().isPresent()) {
            deviation = deviation.ended(found.held().until().get(), Ending.ENDED);
        }
        List<String> why = List.of(
                found.entitlement() + " of " + found.systemId() + " was found in the system at " + seen,
                "No grant on record was in effect then: it was given past the regular way");
        List<Event> evidence = new ArrayList<>(List.of(found.given()));
        regular.map(Grant::given).ifPresent(evidence::add);
        return deviated(found, deviation, why, evidence, Optional.empty()).restingOn(neverGranted);
    }

    /** The approval that ends a time without one while the access is still held. */
    private static Optional<Approved> lateApproval(Interval uncovered, Episode episode, Approvals approvals) {
        return uncovered
                .until()
                .filter(end -> !episode.span().until().equals(Optional.of(end)))
                .flatMap(approvals::at);
    }

    private static Deviation ended(Deviation deviation, Interval uncovered, Optional<Approved> late) {
        return uncovered
                .until()
                .map(end -> deviation.ended(end, late.isPresent() ? Ending.PERFORMED_LATE : Ending.ENDED))
                .orElse(deviation);
    }

    private static Severity severity(Grant grant, Instant at, Catalogue catalogue) {
        boolean financial = catalogue
                .system(grant.systemId(), at)
                .filter(SystemRegistered::soxInScope)
                .isPresent();
        return financial || Privilege.given(catalogue, grant.systemId(), grant.entitlement(), at)
                ? Severity.HIGH
                : Severity.MEDIUM;
    }

    private static Judgement deviated(
            Grant grant, Deviation deviation, List<String> why, List<Event> evidence, Optional<Approved> late) {
        List<Event> events = new ArrayList<>(evidence);
        late.ifPresent(events::add);
        grant.ended().ifPresent(events::add);
        Map<String, String> details = new TreeMap<>();
        details.put("granted_set", grant.entitlement());
        details.put("grant_path", grant.path().name());
        grant.account().ifPresent(account -> details.put("account", account.toString()));
        grant.requestId().ifPresent(request -> details.put("request_id", request));
        events.stream()
                .filter(Approved.class::isInstance)
                .map(Approved.class::cast)
                .reduce((older, newer) -> newer)
                .ifPresent(approval -> {
                    details.put("approved_set", String.join(", ", approval.entitlements()));
                    details.put(
                            "approval_decided_at", Approvals.decidedAt(approval).toString());
                });
        return Judgement.deviated(
                        grant.object(),
                        grant.systemId(),
                        grantedAt(grant),
                        List.of(deviation.because(why, events).with(details)))
                .approvedBy(
                        late.map(Approved::approverId),
                        late.flatMap(Approved::justification),
                        grant.given().header().ticket().or(grant::requestId));
    }

    private static Judgement undecided(Grant grant, Absence absence) {
        return Judgement.undecided(grant.object(), grant.systemId(), grantedAt(grant), absence, List.of(grant.given()));
    }

    private static Judgement verdict(Grant grant, Verdict verdict, String reason) {
        return Judgement.of(
                grant.object(), grant.systemId(), grantedAt(grant), verdict, reason, List.of(grant.given()));
    }

    private static Instant grantedAt(Grant grant) {
        return grant.given().header().occurredAt();
    }

    private static String granted(Grant grant) {
        return grant.entitlement() + " of " + grant.systemId() + " was granted at " + grantedAt(grant)
                + grant.account().map(account -> " to account " + account).orElse("")
                + grant.requestId().map(request -> " for request " + request).orElse("");
    }

    private static String words(Approved approval) {
        return "Request " + approval.requestId() + " for " + String.join(", ", approval.entitlements())
                + " was approved by " + approval.approverId() + " at " + Approvals.decidedAt(approval);
    }
}
