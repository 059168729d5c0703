package io.plumbline.control.lifecycle;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.HolderType;
import io.plumbline.control.Judgement;
import io.plumbline.control.Privilege;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.IdentityEvent.AccountExtended;
import io.plumbline.event.IdentityEvent.Profiled;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.Account;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One account held against five conditions. What a leaver kept is judged with the departure and nowhere else, so the time from a
 * departure to the return is left out here.
 */
final class AccountCase {

    private final Account account;
    private final IdentityFacts holder;
    private final Reference reference;
    private final String systemId;
    private final Instant known;
    private final Timeline open;

    AccountCase(Account account, IdentityFacts holder, Reference reference) {
        this.account = account;
        this.holder = holder;
        this.reference = reference;
        this.systemId = account.ref().systemId();
        this.known = account.events().get(0).header().occurredAt();
        this.open = open();
    }

    /** When it could be signed in to, as far back as it is known: not after a departure, nor after the system was retired. */
    private Timeline open() {
        List<Interval> closed = new ArrayList<>();
        RemovalDuty.of(holder).forEach(duty -> closed.add(new Interval(duty.from(), duty.until())));
        reference
                .catalogue()
                .retired(systemId, Instant.MAX)
                .map(Interval::since)
                .ifPresent(closed::add);
        return Timeline.of(account.enabled()).and(Interval.since(known)).minus(Timeline.of(closed));
    }

    Judgement judged() {
        if (open.isEmpty()) {
            return verdict(Verdict.NOT_APPLICABLE, "NOT_OPEN");
        }
        List<Judgement> parts = new ArrayList<>(List.of(verdict(Verdict.OPERATED, "CURRENT")));
        parts.addAll(orphan());
        parts.addAll(expired());
        parts.addAll(early());
        parts.addAll(vendorWithoutEnd());
        parts.addAll(new AccountDormancy(account, holder, open, reference).judged(this));
        return Judgement.together(parts);
    }

    /** Linked to nobody for longer than linking may take. */
    private List<Judgement> orphan() {
        AccountLinks links = AccountLinks.of(account, holder);
        List<Judgement> parts = new ArrayList<>();
        for (Interval nobodys : links.unlinked().intervals()) {
            Interval late = after(nobodys, reference.parameters(nobodys.from()).duration("link_grace"));
            for (Interval span : open.and(late).intervals()) {
                parts.add(decided(span, silence(nobodys.from(), span.from(), false), () -> deviation(
                                "ORPHAN", "unlinked", nobodys.from(), late.from(), span, links.statements())
                        .ofSeverity(serious(span.from()) ? Severity.HIGH : Severity.MEDIUM)
                        .because(
                                List.of(
                                        "No identity is on record for " + account.ref() + " from " + nobodys.from(),
                                        "It had to be linked or closed by " + late.from()),
                                account.events())
                        .with(Map.of("link_attempts", "" + links.statements().size()))));
            }
        }
        return parts;
    }

    /** Past its own planned end, or past the end of the engagement it was given for. */
    private List<Judgement> expired() {
        List<PlannedTime> ends = PlannedTime.ofAccount(account, holder);
        List<PlannedTime> engagement = PlannedTime.ofEngagement(holder.profiles());
        Timeline ownOver = PlannedTime.over(ends);
        Timeline over = Timeline.of(
                Stream.concat(ownOver.intervals().stream(), PlannedTime.over(engagement).intervals().stream())
                        .toList());
        List<Judgement> parts = new ArrayList<>();
        for (Interval past : over.intervals()) {
            Interval late = after(past, reference.parameters(past.from()).duration("disable_within"));
            boolean own = ownOver.contains(past.from());
            for (Interval span : open.and(late).intervals()) {
                parts.add(decided(span, silence(past.from(), span.from(), !own), () -> deviation(
                                "EXPIRED", "end", past.from(), late.from(), span, endings())
                        .ofSeverity(serious(span.from()) ? Severity.HIGH : Severity.MEDIUM)
                        .because(
                                List.of(
                                        (own ? "The account " : "The engagement behind the account ") + "was to end at "
                                                + past.from(),
                                        "It had to be closed by " + late.from()
                                                + ", and no approved extension had been decided by its end"),
                                evidence())
                        .with(endDetails(past.from()))));
            }
        }
        return parts;
    }

    private Map<String, String> endDetails(Instant end) {
        Map<String, String> details = new TreeMap<>(Map.of("end_date", end.toString()));
        extensions().stream()
                .reduce((earlier, later) -> later)
                .ifPresent(last -> details.put("extension_ref", last.id().toString()));
        return details;
    }

    /** Usable before the engagement began: the records prove it by themselves. */
    private List<Judgement> early() {
        List<Judgement> parts = new ArrayList<>();
        for (Interval span :
                open.and(PlannedTime.beforeStart(holder.profiles())).intervals()) {
            Instant start = span.until().orElseThrow();
            parts.add(deviated(deviation("EARLY", "early", span.from(), span.from(), span, List.of())
                    .ofSeverity(serious(span.from()) ? Severity.HIGH : Severity.MEDIUM)
                    .because(
                            List.of(
                                    "Sign-in was possible from " + span.from(),
                                    "The engagement had not begun before " + start),
                            evidence())));
        }
        return parts;
    }

    /** A person of an outside company for whom no end is planned, neither with the account nor with the engagement. */
    private List<Judgement> vendorWithoutEnd() {
        if (HolderType.of(holder).isMachine()) {
            return List.of();
        }
        List<PlannedTime> ofVendor = PlannedTime.ofEngagement(holder.profiles()).stream()
                .filter(plan -> ((Profiled) plan.stated()).vendorId().isPresent())
                .toList();
        Timeline endless = PlannedTime.endless(ofVendor)
                .and(PlannedTime.endless(PlannedTime.ofAccount(account, holder)))
                .and(open);
        List<Judgement> parts = new ArrayList<>();
        for (Interval without : endless.intervals()) {
            Interval span = after(without, reference.parameters(without.from()).duration("link_grace"));
            if (!span.isEmpty()) {
                parts.add(decided(span, silence(without.from(), span.from(), true), () -> deviation(
                                "VENDOR_NO_END_DATE", "endless", without.from(), span.from(), span, endings())
                        .ofSeverity(Severity.MEDIUM)
                        .because(
                                List.of(
                                        "The holder works for an outside company: " + vendors(ofVendor, span.from()),
                                        "No end was planned by " + span.from()
                                                + ", neither of the account nor of the engagement"),
                                evidence())));
            }
        }
        return parts;
    }

    private static String vendors(List<PlannedTime> ofVendor, Instant at) {
        return ofVendor.stream()
                .filter(plan -> !plan.span().from().isAfter(at))
                .reduce((earlier, later) -> later)
                .flatMap(plan -> ((Profiled) plan.stated()).vendorId())
                .orElseThrow();
    }

    /** That nothing changed the account, nor the engagement where that matters, can still be heard. */
    private Absence silence(Instant from, Instant until, boolean ofEngagement) {
        Interval span = Interval.of(from, until);
        List<Absence> absences =
                new ArrayList<>(List.of(reference.completeness().absence(Feed.ACCOUNTS, systemId, span)));
        if (ofEngagement) {
            holder.profiles().stream()
                    .map(profile -> profile.header().source())
                    .distinct()
                    .forEach(source -> absences.add(reference.completeness().absence(Feed.IDENTITY, source, span)));
        }
        return Absence.all(absences);
    }

    /** Decided when it has come and nothing that could say otherwise is still on its way. */
    Judgement decided(Interval span, Absence silence, Supplier<Deviation> deviation) {
        if (!reference.completeness().reached(span.from())) {
            return verdict(Verdict.OPERATED, "CURRENT").againAt(span.from());
        } else if (!silence.proven()) {
            return Judgement.undecided(object(), systemId, known, silence, account.events());
        }
        return deviated(deviation.get()).restingOn(silence);
    }

    /**
     * Lasts as long as the condition does and the account is open; where the account was opened again meanwhile, a new one begins.
     *
     * @param began when what is wrong began
     * @param due when it had to be put right
     * @param remedies statements that do the missing thing
     */
    Deviation deviation(
            String variant, String key, Instant began, Instant due, Interval span, List<? extends Event> remedies) {
        String anchor = key + "@" + began;
        Deviation found = Deviation.lasting(
                variant,
                variant,
                span.from().isAfter(due) ? anchor + "@" + span.from() : anchor,
                span.from(),
                Severity.LOW);
        if (span.until().isPresent()) {
            Instant end = span.until().get();
            boolean remedied = remedies.stream()
                    .anyMatch(event -> event.header().occurredAt().equals(end));
            found = found.ended(end, remedied ? Ending.PERFORMED_LATE : Ending.ENDED);
        }
        boolean shownAtFirst =
                !variant.equals("DORMANT") && account.events().get(0).header().baseline() && !began.isAfter(known);
        return shownAtFirst ? found.flagged(Deviation.PRE_EXISTING) : found;
    }

    Judgement verdict(Verdict verdict, String reason) {
        return Judgement.of(object(), systemId, known, verdict, reason, account.events());
    }

    private Judgement deviated(Deviation deviation) {
        return Judgement.deviated(object(), systemId, known, List.of(deviation));
    }

    private String object() {
        return "account:" + account.ref();
    }

    private static Interval after(Interval condition, Duration allowed) {
        return new Interval(condition.from().plus(allowed), condition.until());
    }

    /** In scope of SOX, or privileged by system, account or access. */
    boolean serious(Instant at) {
        Catalogue catalogue = reference.catalogue();
        return catalogue
                        .system(systemId, at)
                        .filter(SystemRegistered::soxInScope)
                        .isPresent()
                || account.privileged()
                || Privilege.ofSystem(catalogue, systemId, at)
                || holder.grants().stream()
                        .filter(grant -> grant.account().equals(Optional.of(account.ref()))
                                && grant.held().contains(at))
                        .anyMatch(grant -> Privilege.given(catalogue, systemId, grant.entitlement(), at));
    }

    private List<AccountExtended> extensions() {
        return account.events().stream()
                .filter(AccountExtended.class::isInstance)
                .map(AccountExtended.class::cast)
                .toList();
    }

    /** Statements that can set an end. */
    private List<Event> endings() {
        List<Event> endings = new ArrayList<>(extensions());
        endings.addAll(holder.profiles());
        return endings;
    }

    List<Event> evidence() {
        List<Event> events = new ArrayList<>(account.events());
        events.addAll(holder.profiles());
        return events;
    }
}
