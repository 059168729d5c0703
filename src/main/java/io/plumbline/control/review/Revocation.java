package io.plumbline.control.review;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.EffectiveAccess;
import io.plumbline.control.FunctionConflicts;
import io.plumbline.control.Judgement;
import io.plumbline.control.Parameters;
import io.plumbline.control.Privilege;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.AccountRef;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.ReviewEvent.ItemDecided;
import io.plumbline.event.ReviewEvent.ItemRemediated;
import io.plumbline.event.ReviewEvent.ItemRisk;
import io.plumbline.event.Severity;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.ReviewItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One item of a review that was decided, and what became of the access if it was to go. */
final class Revocation {

    final IdentityFacts identity;
    final ReviewItem item;
    final ItemDecided decided;
    final Reference reference;
    final DecidedAccess access;
    private final EffectiveAccess effective;

    Revocation(IdentityFacts identity, Reach reach, ReviewItem item, ItemDecided decided, Reference reference) {
        this.identity = identity;
        this.item = item;
        this.decided = decided;
        this.reference = reference;
        this.access = new DecidedAccess(item, decidedAt(), identity, reach, reference.catalogue());
        this.effective = EffectiveAccess.of(identity, reference.catalogue());
    }

    /** Nothing of an item that nobody ever decided away. */
    List<Judgement> judged() {
        if (!LastWord.takesAway(decided)) {
            return item.decisions().stream().anyMatch(LastWord::takesAway)
                    ? List.of(verdict(Verdict.NOT_APPLICABLE, "DECIDED_OTHERWISE"))
                    : List.of();
        }
        List<Judgement> parts = new ArrayList<>(List.of(removal()));
        parts.addAll(new Reappearance(this).judged());
        List<Judgement> judgements = new ArrayList<>(List.of(Judgement.together(parts)));
        judgements.addAll(new ReportingDuties(this).judged());
        return judgements;
    }

    Instant decidedAt() {
        return decided.header().occurredAt();
    }

    Catalogue catalogue() {
        return reference.catalogue();
    }

    private Judgement removal() {
        if (access.waysWhenDecided().isEmpty()) {
            return verdict(Verdict.INDETERMINATE, "ACCESS_NOT_ON_RECORD");
        } else if (!access.isHadWhenDecided()) {
            return verdict(Verdict.NOT_APPLICABLE, "GONE_WHEN_DECIDED");
        }
        Instant due = due();
        Optional<Instant> gone = access.goneAt();
        Optional<ItemRemediated> refuted =
                item.remediations().stream().filter(this::isRefuted).findFirst();
        boolean late = gone.filter(at -> !at.isAfter(due)).isEmpty();
        if (!late && refuted.isEmpty()) {
            return verdict(Verdict.OPERATED, "REMOVED_IN_TIME");
        }
        Absence absence = nothingUntil(refuted.map(Revocation::at).orElse(due));
        if (late && refuted.isEmpty() && !absence.proven()) {
            return Judgement.undecided(object(), item.systemId(), decidedAt(), absence, evidence());
        }
        Instant since = refuted.map(Revocation::at)
                .filter(at -> at.isBefore(due) || !late)
                .orElse(due);
        Judgement judgement = notRemoved(since, variant(refuted.isPresent(), gone), gone);
        judgement = gone.isPresent() ? judgement.againAt(gone.get()) : judgement;
        return refuted.isPresent() ? judgement : judgement.restingOn(absence);
    }

    /** Said to be done, and found in the system afterwards before it was gone. */
    private boolean isRefuted(ItemRemediated done) {
        return !at(done).isBefore(decidedAt())
                && access.isHad(at(done))
                && access.seenAfter(at(done))
                        .map(seen -> seen.header().occurredAt())
                        .filter(seen -> access.goneAt()
                                .filter(gone -> !seen.isBefore(gone))
                                .isEmpty())
                        .isPresent();
    }

    private String variant(boolean refuted, Optional<Instant> gone) {
        boolean closed = item.remediations().stream()
                .map(Revocation::at)
                .anyMatch(at -> !at.isBefore(decidedAt())
                        && gone.filter(end -> !at.isBefore(end)).isEmpty());
        if (refuted || closed) {
            return "CLOSED_NOT_REMOVED";
        }
        return gone.filter(reference.completeness()::reached).isPresent() ? "LATE" : "NOT_REMOVED";
    }

    private Judgement notRemoved(Instant since, String variant, Optional<Instant> gone) {
        Severity severity =
                switch (variant) {
                    case "CLOSED_NOT_REMOVED" -> Severity.HIGH;
                    case "LATE" -> Severity.MEDIUM;
                    default -> weight();
                };
        Deviation found =
                Deviation.lasting("NOT_EXECUTED", variant, decided.header().sourceEventId(), since, severity);
        if (gone.isPresent()) {
            found = found.ended(gone.get(), Ending.PERFORMED_LATE);
        }
        return deviated(
                object(),
                found.because(
                                List.of(
                                        "Review " + item.campaignId() + " decided at " + decidedAt() + " to take "
                                                + item.entitlement() + " of " + item.systemId() + " away",
                                        "It was still had at " + since
                                                + gone.map(at -> ", until " + at)
                                                        .orElse("")),
                                evidence())
                        .with(details()));
    }

    /** Business days of the system; less, by the clock, for what is privileged or completes a conflict. */
    private Instant due() {
        Parameters parameters = reference.parameters(decidedAt());
        if (isSensitive()) {
            return decidedAt().plus(parameters.duration("remediation_sla_sensitive"));
        }
        String calendar = system().flatMap(SystemRegistered::calendarId).orElse("default");
        return catalogue().calendar(calendar, decidedAt()).plus(decidedAt(), parameters.duration("remediation_sla"));
    }

    private boolean isSensitive() {
        boolean said = Stream.concat(
                        item.added().stream().flatMap(added -> added.risks().stream()), decided.risks().stream())
                .anyMatch(risk -> risk == ItemRisk.CONFLICT || risk == ItemRisk.PRIVILEGED);
        return said
                || Privilege.given(catalogue(), item.systemId(), item.entitlement(), decidedAt())
                || access.waysAt(decidedAt()).stream().anyMatch(way -> new FunctionConflicts(effective, catalogue())
                        .of(way.grant())
                        .contains(decidedAt()));
    }

    private Optional<SystemRegistered> system() {
        return catalogue().system(item.systemId(), decidedAt());
    }

    /** More where it counts for the accounts, is privileged or conflicts. */
    Severity weight() {
        return isSensitive() || isFinancial(decidedAt()) ? Severity.HIGH : Severity.MEDIUM;
    }

    boolean isFinancial(Instant at) {
        return catalogue()
                .system(item.systemId(), at)
                .filter(SystemRegistered::soxInScope)
                .isPresent();
    }

    /** That nobody took it away, or decided otherwise, up to the instant. */
    Absence nothingUntil(Instant end) {
        Interval span = Interval.of(decidedAt(), end);
        List<Absence> absences = new ArrayList<>();
        absences.add(reference.completeness().absence(Feed.GRANTS, item.systemId(), span));
        absences.add(reference.completeness().absence(Feed.ACCESS_REVIEWS, item.systemId(), span));
        access.waysWhenDecided().stream()
                .flatMap(way -> way.grant().account().stream())
                .map(AccountRef::systemId)
                .distinct()
                .sorted()
                .forEach(system -> absences.add(reference.completeness().absence(Feed.ACCOUNTS, system, span)));
        return Absence.all(absences);
    }

    Map<String, String> details() {
        Map<String, String> details = new TreeMap<>();
        details.put("campaign_id", item.campaignId());
        details.put("decision_at", decidedAt().toString());
        access.goneAt().ifPresent(at -> details.put("removed_at", at.toString()));
        item.remediations().stream()
                .flatMap(done -> done.verificationRef().stream())
                .findFirst()
                .ifPresent(reference -> details.put("verification_snapshot_ref", reference));
        item.remediations().stream()
                .flatMap(done -> done.lookbackRef().stream())
                .findFirst()
                .ifPresent(result -> details.put("lookback_result", result));
        return details;
    }

    List<Event> evidence() {
        Set<Event> events = new LinkedHashSet<>();
        item.added().ifPresent(events::add);
        events.addAll(item.decisions());
        access.waysWhenDecided().forEach(way -> {
            events.add(way.grant().given());
            way.grant().ended().ifPresent(events::add);
        });
        events.addAll(item.remediations());
        return List.copyOf(events);
    }

    String object() {
        return "decision:" + item.campaignId() + "/" + item.itemId();
    }

    private Judgement verdict(Verdict verdict, String reason) {
        return judgement(object(), verdict, reason);
    }

    Judgement judgement(String object, Verdict verdict, String reason) {
        return Judgement.of(object, item.systemId(), decidedAt(), verdict, reason, evidence())
                .approvedBy(Optional.of(decided.reviewerId()), decided.rationale(), Optional.empty());
    }

    Judgement deviated(String object, Deviation found) {
        return Judgement.deviated(object, item.systemId(), decidedAt(), List.of(found))
                .approvedBy(Optional.of(decided.reviewerId()), decided.rationale(), Optional.empty());
    }

    static Instant at(ItemRemediated done) {
        return done.header().occurredAt();
    }
}
