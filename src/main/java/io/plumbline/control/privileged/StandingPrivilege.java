package io.plumbline.control.privileged;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.EffectiveAccess;
import io.plumbline.control.HolderType;
import io.plumbline.control.Judgement;
import io.plumbline.control.Names;
import io.plumbline.control.Privilege;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Event;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.event.Severity;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** PAM-02: privilege is held for the time it is needed; what stands is in the register of approved standing privileges. */
public final class StandingPrivilege implements Control<IdentityFacts> {

    @Override
    public String id() {
        return "PAM-02";
    }

    @Override
    public Class<IdentityFacts> population() {
        return IdentityFacts.class;
    }

    /** Takes every privileged entitlement held, through whatever roles and groups; then whatever may be one. */
    @Override
    public List<Judgement> evaluate(IdentityFacts identity, Reference reference) {
        EffectiveAccess access = EffectiveAccess.of(identity, reference.catalogue());
        Map<String, List<Judgement>> parts = new TreeMap<>();
        for (HeldPrivilege held : HeldPrivilege.of(identity, access, reference)) {
            parts.computeIfAbsent(held.object(), object -> new ArrayList<>())
                    .addAll(judged(held, identity, access, reference));
        }
        access.unknown().stream()
                .filter(unknown -> HeldPrivilege.open(unknown.span()).until().isEmpty())
                .filter(unknown -> reference.catalogue().mapsFunctionsOf(unknown.systemId()))
                .forEach(unknown -> parts.computeIfAbsent(
                                HeldPrivilege.object(unknown.systemId(), unknown.entitlement()),
                                object -> new ArrayList<>())
                        .add(Judgement.of(
                                HeldPrivilege.object(unknown.systemId(), unknown.entitlement()),
                                unknown.systemId(),
                                unknown.grant().held().from(),
                                Verdict.INDETERMINATE,
                                unknown.reason(),
                                List.of(unknown.grant().given()))));
        return parts.values().stream().map(Judgement::together).toList();
    }

    private static List<Judgement> judged(
            HeldPrivilege held, IdentityFacts identity, EffectiveAccess access, Reference reference) {
        if (held.standing().isEmpty()) {
            return List.of(verdict(held, Verdict.OPERATED, "JUST_IN_TIME"));
        }
        Register register = Register.of(identity, held.systemId(), reference.catalogue());
        List<Judgement> parts = new ArrayList<>();
        Timeline uncovered = held.outside(register);
        Optional<Instant> runsOut = Optional.empty();
        for (Interval outside : uncovered.intervals()) {
            boolean expired = register.endedAt(held, outside.from());
            if (expired && !reference.completeness().reached(outside.from())) {
                runsOut = runsOut.isPresent() ? runsOut : Optional.of(outside.from());
            } else {
                parts.add(Judgement.deviated(
                        held.object(),
                        held.systemId(),
                        held.since(),
                        List.of(deviation(held, outside, expired, register, identity, access, reference))));
            }
        }
        Timeline covered = held.standing().minus(uncovered);
        if (!covered.isEmpty()) {
            Interval last = covered.intervals().get(covered.intervals().size() - 1);
            Instant now =
                    reference.completeness().frontier().filter(last::contains).orElse(last.from());
            Judgement registered = registered(held, register, now, reference);
            parts.add(runsOut.map(registered::againAt).orElse(registered));
        }
        return parts;
    }

    /** Approved by the owner of the risk; the reason says where nobody looked at the entry for longer than the review may take. */
    private static Judgement registered(HeldPrivilege held, Register register, Instant at, Reference reference) {
        Optional<Dated<ExemptionGranted>> entry = register.covering(held, at);
        Optional<Instant> due = entry.map(
                dated -> dated.inForce().from().plus(reference.parameters(at).duration("register_review")));
        boolean reviewed = due.filter(instant -> !instant.isAfter(at)).isEmpty();
        Judgement found = verdict(held, Verdict.OPERATED, reviewed ? "REGISTERED" : "REGISTER_REVIEW_DUE")
                .approvedBy(
                        entry.map(dated -> dated.value().riskOwner()),
                        entry.map(dated -> dated.value().rationale()),
                        entry.map(dated -> dated.value().exemptionId()));
        return reviewed && due.isPresent() ? found.againAt(due.get()) : found;
    }

    private static Deviation deviation(
            HeldPrivilege held,
            Interval outside,
            boolean expired,
            Register register,
            IdentityFacts identity,
            EffectiveAccess access,
            Reference reference) {
        Interval episode = held.episode(outside.from());
        boolean fromTheStart = outside.from().equals(episode.from());
        String anchor = "held@" + episode.from();
        Deviation found = Deviation.lasting(
                "STANDING",
                variant(held, outside, expired, identity),
                fromTheStart ? anchor : anchor + "@" + outside.from(),
                outside.from(),
                severity(held, outside, access, reference.catalogue()));
        if (outside.until().isPresent()) {
            Instant end = outside.until().get();
            found = found.ended(end, register.begunAt(held, end) ? Ending.PERFORMED_LATE : Ending.ENDED);
        }
        if (held.baselineAt(outside.from())) {
            found = found.flagged(Deviation.PRE_EXISTING);
        }
        return found.because(words(held, outside, expired, register, identity), held.events(outside))
                .with(details(held, outside, register, reference.catalogue()));
    }

    private static String variant(HeldPrivilege held, Interval outside, boolean expired, IdentityFacts identity) {
        if (expired) {
            return "REGISTER_EXPIRED";
        } else if (held.nestedOnly(outside)) {
            return "VIA_NESTED_GROUP";
        }
        return HolderType.of(identity).isMachine() ? "STANDING_NHI" : "STANDING_HUMAN";
    }

    /** Full control of a platform in scope of SOX is critical in the hands of who also does the business on it. */
    private static Severity severity(
            HeldPrivilege held, Interval outside, EffectiveAccess access, Catalogue catalogue) {
        if (held.tier(outside, catalogue) > 0) {
            return Severity.MEDIUM;
        }
        boolean financial = catalogue
                .system(held.systemId(), outside.from())
                .filter(system -> system.soxInScope() && system.production())
                .isPresent();
        return financial && doesBusiness(held.systemId(), outside, access, catalogue)
                ? Severity.CRITICAL
                : Severity.HIGH;
    }

    private static boolean doesBusiness(String systemId, Interval span, EffectiveAccess access, Catalogue catalogue) {
        return access.paths().stream()
                .filter(path -> path.systemId().equals(systemId))
                .anyMatch(path -> catalogue.mapping(systemId, path.entitlement()).stream()
                        .filter(version -> path.usable()
                                .intersect(version.inForce())
                                .flatMap(span::intersect)
                                .isPresent())
                        .map(Dated::value)
                        .anyMatch(StandingPrivilege::isBusiness));
    }

    private static boolean isBusiness(EntitlementMapped mapping) {
        return !Privilege.isPrivileged(mapping) && !mapping.performable().isEmpty();
    }

    private static List<String> words(
            HeldPrivilege held, Interval outside, boolean expired, Register register, IdentityFacts identity) {
        List<String> lines = new ArrayList<>();
        lines.add("Privileged " + held.entitlement() + " of " + held.systemId() + " was held for good from "
                + held.episode(outside.from()).from() + " on");
        held.ways(outside).forEach(lines::add);
        if (expired) {
            lines.add("Its entry in the register of standing privileges ended at " + outside.from());
        } else if (register.lacksOwner(held, outside.from())) {
            lines.add("It is registered, but nobody was on record as owner of "
                    + identity.subject().id());
        } else {
            lines.add("No entry in the register of standing privileges covered it at " + outside.from());
        }
        return lines;
    }

    private static Map<String, String> details(
            HeldPrivilege held, Interval outside, Register register, Catalogue catalogue) {
        Map<String, String> details = new TreeMap<>();
        details.put("tier", "" + held.tier(outside, catalogue));
        details.put("held_since", held.episode(outside.from()).from().toString());
        details.put("grant_path", Names.of(held.grants(outside).stream().map(grant -> grant.path()
                .name())));
        register.covering(held, outside.from().minusMillis(1))
                .ifPresent(entry -> details.put("register_ref", entry.value().exemptionId()));
        return details;
    }

    private static Judgement verdict(HeldPrivilege held, Verdict verdict, String reason) {
        List<Event> given = held.paths().stream()
                .map(way -> way.path().grant().given())
                .distinct()
                .toList();
        return Judgement.of(held.object(), held.systemId(), held.since(), verdict, reason, given);
    }

    /** Whether everything in the system was privileged, by version of its registration. */
    static Timeline privilegedSystem(Catalogue catalogue, String systemId) {
        return Timeline.of(catalogue.registrations(systemId).stream()
                .filter(version -> version.value().privileged())
                .map(Dated::inForce)
                .toList());
    }
}
