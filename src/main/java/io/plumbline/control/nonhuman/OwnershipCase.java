package io.plumbline.control.nonhuman;

import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.control.nonhuman.Accountability.Span;
import io.plumbline.control.nonhuman.Accountability.State;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.Severity;
import io.plumbline.event.SubjectKind;
import io.plumbline.facts.Account;
import io.plumbline.facts.Departure;
import io.plumbline.facts.Employment;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Ownership;
import io.plumbline.facts.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The tests of one machine identity. */
final class OwnershipCase {

    private static final String OBJECT = "ownership";

    private final IdentityFacts machine;
    private final IdentityType type;
    private final Reference reference;
    private final Reach reach;
    private final Accountability owners;
    private final Instant discovered;
    private final Timeline active;
    private final Optional<Reach.Touch> chief;
    private final Optional<Instant> financialFrom;
    private final Optional<Instant> sensitiveFrom;

    OwnershipCase(IdentityFacts machine, IdentityType type, Reference reference) {
        this.machine = machine;
        this.type = type;
        this.reference = reference;
        this.reach = Reach.of(machine, reference.catalogue());
        this.owners = new Accountability(machine);
        this.discovered = discovery().stream()
                .map(event -> event.header().occurredAt())
                .min(Instant::compareTo)
                .orElseThrow();
        this.active = active();
        this.chief = reach.chief(reference.catalogue());
        this.financialFrom = reach.financial(reference.catalogue()).map(Reach.Touch::at);
        this.sensitiveFrom = Stream.concat(financialFrom.stream(), reach.privileged().map(Reach.Touch::at).stream())
                .min(Instant::compareTo);
    }

    Judgement instance() {
        return verdict(Verdict.NOT_APPLICABLE, "EPHEMERAL_WORKLOAD");
    }

    /** One part per stretch of time in which it could act. */
    List<Judgement> parts() {
        List<Judgement> parts = new ArrayList<>();
        for (Interval span : active.intervals()) {
            parts.addAll(accountability(span));
            financialFrom
                    .flatMap(from -> Interval.since(from).intersect(span))
                    .ifPresent(inScope -> parts.addAll(business(inScope)));
            parts.addAll(attestation(span));
        }
        if (parts.isEmpty()) {
            parts.add(verdict(
                    active.isEmpty() ? Verdict.NOT_APPLICABLE : Verdict.OPERATED,
                    active.isEmpty() ? "NOT_ACTIVE" : "OWNED"));
        }
        return parts;
    }

    /** What says that it exists: its own record, its accounts, its owners, or what it does. */
    private List<Event> discovery() {
        return Stream.of(
                        machine.created().stream(),
                        machine.accounts().stream().flatMap(account -> account.events().stream()),
                        machine.ownerships().stream().map(Ownership::stated))
                .flatMap(events -> events)
                .map(Event.class::cast)
                .toList();
    }

    private Timeline active() {
        Timeline alive = new Employment(machine.created(), machine.departures(), machine.returns(), machine.statuses())
                .active()
                .and(Interval.since(discovered));
        return machine.accounts().isEmpty()
                ? alive
                : alive.and(Timeline.of(machine.accounts().stream()
                        .flatMap(account -> account.enabled().stream())
                        .toList()));
    }

    private List<Judgement> accountability(Interval span) {
        List<Judgement> parts = new ArrayList<>();
        List<Span> nobody = new ArrayList<>();
        for (Span stretch : owners.of(span)) {
            switch (stretch.state()) {
                case ACCOUNTABLE -> unowned(nobody).ifPresent(parts::add);
                case OWNER_TYPE_UNKNOWN, CHAIN_TOO_LONG -> {
                    if (isOverdue(nobody, stretch.span().from())) {
                        nobody.add(stretch);
                        break;
                    }
                    unowned(nobody).ifPresent(parts::add);
                    parts.add(verdict(Verdict.INDETERMINATE, stretch.state().name()));
                }
                case OWNER_INACTIVE, OWNER_CHAIN_NONHUMAN, NO_OWNER -> nobody.add(stretch);
            }
        }
        unowned(nobody).ifPresent(parts::add);
        return parts;
    }

    /** Whether time was up when an owner was named of whom nothing is proven: that does not end what was found. */
    private boolean isOverdue(List<Span> nobody, Instant named) {
        return !nobody.isEmpty() && named.isAfter(due(nobody.get(0).span().from()));
    }

    /** One episode without an accountable owner, however the reason changed on the way; empties the list. */
    private Optional<Judgement> unowned(List<Span> episode) {
        if (episode.isEmpty()) {
            return Optional.empty();
        }
        Interval span = new Interval(
                episode.get(0).span().from(),
                episode.get(episode.size() - 1).span().until());
        State state = episode.stream()
                .map(Span::state)
                .filter(State::nobody)
                .reduce((earlier, later) -> later)
                .orElseThrow();
        episode.clear();
        Instant due = due(span.from());
        if (span.until().filter(end -> !end.isAfter(due)).isPresent()) {
            return Optional.of(verdict(Verdict.OPERATED, "OWNED_IN_TIME"));
        }
        Absence nobody = nothingHeard(span.from(), due);
        if (!nobody.proven()) {
            return Optional.of(Judgement.undecided(OBJECT, systemId(), at(), nobody, evidence(due)));
        }
        Optional<Reach.Touch> act = reach.firstAct();
        boolean unregistered = state == State.NO_OWNER && machine.created().isEmpty() && act.isPresent();
        Deviation deviation = deviation(
                        "NO_ACCOUNTABLE_OWNER",
                        unregistered ? "UNREGISTERED_BUT_USED" : state.name(),
                        "unowned@" + span.from(),
                        new Interval(due, span.until()),
                        unregistered ? Severity.HIGH : severity(span.until()))
                .because(
                        List.of(
                                "Known since " + discovered + " as " + type,
                                "From " + span.from() + " on: "
                                        + (unregistered ? "it is used, and no inventory has it" : state.words()),
                                "An accountable person had to be named by " + due,
                                span.until()
                                        .map(end -> "That ended at " + end)
                                        .orElse("Nothing on record says that it ended")),
                        evidence(due));
        return Optional.of(deviated(flagged(deviation, began(span.from())).with(details(due)))
                .restingOn(nobody));
    }

    /** After discovery there is time to find an owner; none where it is financial or privileged. */
    private Instant due(Instant from) {
        Duration grace = reference.parameters(discovered).duration("owner_grace");
        Duration sensitiveGrace = reference.parameters(discovered).duration("owner_grace_sensitive");
        Instant ordinary = latest(from, discovered.plus(grace));
        return sensitiveFrom
                .map(sensitive -> latest(from, sensitive.plus(sensitiveGrace)))
                .filter(ordinary::isAfter)
                .orElse(ordinary);
    }

    /** What changed at the instant from which nobody answered for it; where nothing did, what it was discovered by. */
    private List<Event> began(Instant from) {
        List<Event> changed = new ArrayList<>(discovery());
        changed.removeIf(event -> !event.header().occurredAt().equals(from));
        changed.addAll(owners.changedAt(from));
        return changed.isEmpty() ? discovery() : changed;
    }

    private List<Judgement> business(Interval span) {
        List<Judgement> parts = new ArrayList<>();
        for (Span stretch : owners.of(span)) {
            if (stretch.state() == State.ACCOUNTABLE) {
                owners.ofBusiness(stretch.span())
                        .forEach(business -> business(business).ifPresent(parts::add));
            }
        }
        return parts;
    }

    private Optional<Judgement> business(Span stretch) {
        return switch (stretch.state()) {
            case ACCOUNTABLE -> Optional.empty();
            case OWNER_TYPE_UNKNOWN, CHAIN_TOO_LONG ->
                Optional.of(verdict(
                        Verdict.INDETERMINATE, "BUSINESS_" + stretch.state().name()));
            case OWNER_INACTIVE, OWNER_CHAIN_NONHUMAN, NO_OWNER -> Optional.of(businessMissing(stretch.span()));
        };
    }

    private Judgement businessMissing(Interval span) {
        Absence nobody = nothingHeard(span.from(), span.from());
        if (!nobody.proven()) {
            return Judgement.undecided(OBJECT, systemId(), at(), nobody, evidence(span.from()));
        }
        Deviation deviation = deviation(
                        "BUSINESS_OWNER_MISSING",
                        "BUSINESS_OWNER_MISSING",
                        "business@" + span.from(),
                        span,
                        Severity.HIGH)
                .because(
                        List.of(
                                "It reaches " + systemId() + ", which is in scope of financial reporting",
                                "Somebody answers for its operation from " + span.from()
                                        + " on, but no active person for what it is used for"),
                        evidence(span.from()));
        return deviated(flagged(deviation, evidence(span.from())).with(details(span.from())))
                .restingOn(nobody);
    }

    /** Every confirmation, and every acceptance of ownership, has to be followed by another in time. */
    private List<Judgement> attestation(Interval span) {
        List<Judgement> parts = new ArrayList<>();
        List<Instant> confirmations = List.copyOf(owners.confirmations());
        for (int i = 0; i < confirmations.size(); i++) {
            Instant confirmed = confirmations.get(i);
            Optional<Instant> next =
                    i + 1 < confirmations.size() ? Optional.of(confirmations.get(i + 1)) : Optional.empty();
            Instant due = confirmed.plus(maxAge(confirmed));
            new Interval(due, next)
                    .intersect(span)
                    .filter(stale -> !stale.isEmpty())
                    .ifPresent(stale -> owners.of(stale).stream()
                            .filter(stretch -> stretch.state() == State.ACCOUNTABLE)
                            .forEach(stretch -> parts.add(stale(confirmed, stretch.span()))));
        }
        return parts;
    }

    private Judgement stale(Instant confirmed, Interval span) {
        Instant due = confirmed.plus(maxAge(confirmed));
        if (!reference.completeness().reached(due)) {
            return verdict(Verdict.OPERATED, "OWNED").againAt(due);
        }
        Absence notConfirmed = nothingHeard(confirmed, span.from());
        if (!notConfirmed.proven()) {
            return Judgement.undecided(OBJECT, systemId(), at(), notConfirmed, evidence(span.from()));
        }
        Deviation deviation = deviation(
                        "ATTESTATION_STALE",
                        "ATTESTATION_STALE",
                        "attested@" + (span.from().equals(due) ? confirmed : span.from()),
                        span,
                        severity(span.until()))
                .because(
                        List.of(
                                "An owner last accepted or confirmed it at " + confirmed,
                                "It had to be confirmed again by " + due),
                        evidence(span.from()));
        return deviated(flagged(deviation, evidence(span.from())).with(details(span.from())))
                .restingOn(notConfirmed);
    }

    private Duration maxAge(Instant at) {
        return reference.parameters(at).duration("attest_max_age");
    }

    /** A span ends late where an owner was named or confirmed; it just ends where the machine identity does. */
    private Deviation deviation(String kind, String variant, String anchor, Interval span, Severity severity) {
        Deviation deviation = Deviation.lasting(kind, variant, anchor, span.from(), severity);
        return span.until()
                .map(end -> deviation.ended(end, active.contains(end) ? Ending.PERFORMED_LATE : Ending.ENDED))
                .orElse(deviation);
    }

    private static Deviation flagged(Deviation deviation, List<Event> cause) {
        boolean before = !cause.isEmpty()
                && cause.stream().allMatch(event -> event.header().baseline());
        return before ? deviation.flagged(Deviation.PRE_EXISTING) : deviation;
    }

    private Severity severity(Optional<Instant> until) {
        return sensitiveFrom
                        .filter(from -> until.filter(end -> !from.isBefore(end)).isEmpty())
                        .isPresent()
                ? Severity.HIGH
                : Severity.MEDIUM;
    }

    /** That nobody was named, by the inventory the machine identity comes from, and by whoever states its owners. */
    private Absence nothingHeard(Instant from, Instant until) {
        Interval span = Interval.of(from, until);
        if (machine.subject().kind() == SubjectKind.ACCOUNT) {
            String own = machine.accounts().get(0).ref().systemId();
            return reference.completeness().absence(Feed.ACCOUNTS, own, span);
        }
        SortedSet<String> sources = new TreeSet<>();
        machine.created().ifPresent(created -> sources.add(created.header().source()));
        machine.ownerships()
                .forEach(ownership -> sources.add(ownership.stated().header().source()));
        machine.owners().values().stream()
                .flatMap(owner -> owner.employment().departures().stream())
                .map(Departure::stated)
                .forEach(left -> sources.add(left.header().source()));
        if (sources.isEmpty()) {
            sources.add(systemId());
        }
        return Absence.all(sources.stream()
                .map(source -> reference.completeness().absence(Feed.IDENTITY, source, span))
                .toList());
    }

    private Map<String, String> details(Instant at) {
        Map<String, String> details = new TreeMap<>();
        details.put("nhi_type", type.name());
        machine.created().flatMap(created -> created.purpose()).ifPresent(text -> details.put("purpose", text));
        Optional<Ownership> ownership = owners.at(at);
        details.put(
                "technical_owner",
                ownership
                        .map(o -> String.join(", ", o.stated().technicalOwners()))
                        .orElse(""));
        details.put(
                "business_owner",
                ownership
                        .map(o -> String.join(", ", o.stated().businessOwners()))
                        .orElse(""));
        details.put("owner_chain", String.join(", ", machine.owners().keySet()));
        reach.touches().stream()
                .filter(Reach.Touch::act)
                .map(Reach.Touch::at)
                .max(Instant::compareTo)
                .ifPresent(used -> details.put("last_used_at", used.toString()));
        return details;
    }

    /** What the verdict rests on: its record, the ownership in force, and departures of those named in it. */
    private List<Event> evidence(Instant at) {
        List<Event> evidence = new ArrayList<>(machine.created().stream().toList());
        machine.accounts().stream()
                .map(Account::events)
                .map(events -> events.get(0))
                .forEach(evidence::add);
        Stream<Ownership> named = machine.ownerships().stream()
                .filter(ownership -> ownership.inForce().contains(at));
        named.forEach(ownership -> {
            evidence.add(ownership.stated());
            ownership.stated().owners().stream()
                    .map(machine.owners()::get)
                    .filter(owner -> owner != null)
                    .flatMap(owner -> owner.employment().departures().stream())
                    .map(Departure::stated)
                    .forEach(evidence::add);
        });
        return evidence;
    }

    private String systemId() {
        return chief.map(Reach.Touch::systemId)
                .orElseGet(() -> discovery().get(0).header().source());
    }

    private Instant at() {
        return chief.map(Reach.Touch::at).orElse(discovered);
    }

    private Judgement verdict(Verdict verdict, String reason) {
        return Judgement.of(OBJECT, systemId(), at(), verdict, reason, evidence(discovered));
    }

    private Judgement deviated(Deviation deviation) {
        return Judgement.deviated(OBJECT, systemId(), at(), List.of(deviation));
    }

    private static Instant latest(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
