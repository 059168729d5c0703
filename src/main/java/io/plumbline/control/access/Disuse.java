package io.plumbline.control.access;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.HolderType;
import io.plumbline.control.Judgement;
import io.plumbline.control.Names;
import io.plumbline.control.Parameters;
import io.plumbline.control.Privilege;
import io.plumbline.control.Reference;
import io.plumbline.control.Usage;
import io.plumbline.control.Usage.Use;
import io.plumbline.control.Verdict;
import io.plumbline.control.access.StandingEntitlement.Rank;
import io.plumbline.control.access.StandingEntitlement.Span;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.Severity;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The times in which what one identity holds went unused for too long, and what they come to. */
final class Disuse {

    private final Reference reference;
    private final Usage usage;
    private final boolean machine;
    private final Map<String, List<Use>> usesByName = new HashMap<>();

    Disuse(IdentityFacts identity, Reference reference) {
        this.reference = reference;
        this.usage = Usage.of(identity);
        this.machine = HolderType.of(identity).isMachine();
        for (Use use : usage.uses()) {
            Set<String> names = use.names().isEmpty() ? Set.of("") : use.names();
            names.forEach(name -> usesByName
                    .computeIfAbsent(use.systemId() + "|" + name, key -> new ArrayList<>())
                    .add(use));
        }
    }

    /**
     * Held without use for too long.
     *
     * @param since last use, or when it was first held
     * @param late from when it was too long, until it was used or given back or judged otherwise
     * @param kind what it was then
     */
    private record Idle(StandingEntitlement held, Instant since, Interval late, Span kind, Absence noUse) {

        Instant from() {
            return late.from();
        }
    }

    /** What the times without use of some entitlements come to, those that are certain apart from the others. */
    private record Findings(List<Idle> certain, List<Judgement> others) {}

    /** One privileged or finance-sensitive entitlement. */
    Judgement ofSensitive(StandingEntitlement held) {
        String object = "entitlement:" + held.systemId() + "/" + held.entitlement();
        List<Span> sensitive = held.spans().stream()
                .filter(span -> span.rank() == Rank.PRIVILEGED || span.rank() == Rank.FINANCE_SENSITIVE)
                .toList();
        if (sensitive.isEmpty()) {
            return verdict(object, held, Verdict.NOT_APPLICABLE, "KEPT_BY_DESIGN");
        }
        Findings findings = findings(object, held, sensitive);
        List<Judgement> parts = new ArrayList<>(List.of(verdict(object, held, Verdict.OPERATED, "USED_OR_RECENT")));
        parts.addAll(findings.others());
        for (List<Idle> episode : episodes(findings.certain())) {
            Idle first = episode.get(0);
            Idle last = episode.get(episode.size() - 1);
            Deviation deviation = ended(
                            Deviation.lasting(
                                    "UNUSED",
                                    variant(last.kind().rank()),
                                    "unused@" + first.since(),
                                    first.from(),
                                    severity(last.kind().rank())),
                            last.late())
                    .because(words(first), evidence(List.of(held), first.since()))
                    .with(details(episode));
            parts.add(Judgement.deviated(object, held.systemId(), heldSince(held), List.of(deviation))
                    .restingOn(first.noUse()));
        }
        return Judgement.together(parts);
    }

    /** All other entitlements of a system: one finding, however many they are. */
    Judgement ofOrdinary(String systemId, List<StandingEntitlement> all) {
        String object = "entitlements:" + systemId;
        List<Judgement> parts =
                new ArrayList<>(List.of(verdict(object, all.get(0), Verdict.OPERATED, "USED_OR_RECENT")));
        List<Idle> idle = new ArrayList<>();
        for (StandingEntitlement held : all) {
            Findings findings = findings(
                    object,
                    held,
                    held.spans().stream()
                            .filter(span -> span.rank() == Rank.GENERAL)
                            .toList());
            parts.addAll(findings.others());
            idle.addAll(findings.certain());
        }
        Timeline times = Timeline.of(idle.stream().map(Idle::late).toList());
        for (Interval time : times.intervals()) {
            List<Idle> together = idle.stream()
                    .filter(each -> each.late().intersect(time).isPresent())
                    .toList();
            Deviation deviation = ended(
                            Deviation.lasting(
                                    "UNUSED",
                                    variant(Rank.GENERAL),
                                    "unused@" + time.from(),
                                    time.from(),
                                    Severity.LOW),
                            time)
                    .because(
                            together.stream()
                                    .flatMap(each -> words(each).stream())
                                    .distinct()
                                    .toList(),
                            evidence(together.stream().map(Idle::held).toList(), time.from()))
                    .with(details(together));
            Judgement found = Judgement.deviated(object, systemId, heldSince(all.get(0)), List.of(deviation));
            for (Absence noUse : together.stream().map(Idle::noUse).distinct().toList()) {
                found = found.restingOn(noUse);
            }
            parts.add(found);
        }
        return Judgement.together(parts);
    }

    /** Goes from use to use; of each time without one, every part over which the entitlement was of the same kind. */
    private Findings findings(String object, StandingEntitlement held, List<Span> spans) {
        List<Instant> uses = usesOf(held);
        Findings findings = new Findings(new ArrayList<>(), new ArrayList<>());
        for (Interval time : held.held().intervals()) {
            Instant since = time.from();
            for (Instant use : uses) {
                if (time.contains(use)) {
                    add(object, held, spans, since, Optional.of(use), findings);
                    since = use;
                }
            }
            add(object, held, spans, since, time.until(), findings);
        }
        return findings;
    }

    /** Under any of its names; a use that names nothing counts where no steps are on record that would. */
    private List<Instant> usesOf(StandingEntitlement held) {
        Stream<String> keys = held.names().stream().map(name -> held.systemId() + "|" + name);
        Stream<String> all = isDeclared(Feed.ACTIVITY, held.systemId())
                ? keys
                : Stream.concat(keys, Stream.of(held.systemId() + "|"));
        return all.flatMap(key -> usesByName.getOrDefault(key, List.of()).stream())
                .filter(use -> held.isHeldThrough(use.account()))
                .map(Use::at)
                .distinct()
                .sorted()
                .toList();
    }

    private void add(
            String object,
            StandingEntitlement held,
            List<Span> spans,
            Instant since,
            Optional<Instant> until,
            Findings findings) {
        for (Span span : spans) {
            Duration allowed = allowed(span, since);
            List<Feed> feeds = feeds(span.rank(), held.systemId());
            Instant recorded = Usage.recordedFrom(feeds, held.systemId(), reference.catalogue())
                    .filter(since::isBefore)
                    .orElse(since);
            Optional<Interval> unseen = part(since.plus(allowed), until, span);
            Optional<Interval> late = part(recorded.plus(allowed), until, span);
            if (unseen.isPresent() && until.isEmpty() && !late.equals(unseen)) {
                findings.others().add(notYetRecording(object, held, unseen.get(), late));
            }
            if (late.isEmpty()) {
                continue;
            }
            if (!reference.completeness().reached(late.get().from())) {
                findings.others()
                        .add(verdict(object, held, Verdict.OPERATED, "USED_OR_RECENT")
                                .againAt(late.get().from()));
                continue;
            }
            List<Feed> all = new ArrayList<>(feeds);
            all.add(Feed.GRANTS);
            Absence noUse = Usage.unseen(
                    all, held.systemId(), Interval.of(recorded, late.get().from()), reference);
            if (noUse.proven()) {
                findings.certain().add(new Idle(held, since, late.get(), span, noUse));
            } else {
                findings.others()
                        .add(Judgement.undecided(
                                object, held.systemId(), heldSince(held), noUse, evidence(List.of(held), since)));
            }
        }
    }

    /** Before it was recorded it may have been used: until enough time has passed since, nothing can be said. */
    private Judgement notYetRecording(
            String object, StandingEntitlement held, Interval unseen, Optional<Interval> late) {
        if (!reference.completeness().reached(unseen.from())) {
            return verdict(object, held, Verdict.OPERATED, "USED_OR_RECENT").againAt(unseen.from());
        }
        return late.filter(known -> reference.completeness().reached(known.from()))
                        .isPresent()
                ? verdict(object, held, Verdict.OPERATED, "USED_OR_RECENT")
                : verdict(object, held, Verdict.INDETERMINATE, "NOT_YET_RECORDING");
    }

    private static Optional<Interval> part(Instant due, Optional<Instant> until, Span span) {
        return new Interval(due, until).isEmpty()
                ? Optional.empty()
                : new Interval(due, until).intersect(span.during());
    }

    /** What lasts on as another kind is one episode. */
    private static List<List<Idle>> episodes(List<Idle> idle) {
        List<List<Idle>> episodes = new ArrayList<>();
        for (Idle next : idle) {
            List<Idle> current = episodes.isEmpty() ? List.of() : episodes.get(episodes.size() - 1);
            boolean goesOn = !current.isEmpty()
                    && current.get(0).since().equals(next.since())
                    && current.get(current.size() - 1).late().until().equals(Optional.of(next.from()));
            if (!goesOn) {
                episodes.add(new ArrayList<>());
            }
            episodes.get(episodes.size() - 1).add(next);
        }
        return episodes;
    }

    private Duration allowed(Span span, Instant at) {
        Parameters parameters = reference.parameters(at);
        if (span.seasonal()) {
            return parameters.duration("unused_threshold_seasonal");
        }
        return parameters.duration(
                span.rank() == Rank.PRIVILEGED ? "unused_threshold_privileged" : "unused_threshold_other");
    }

    /**
     * Everything declared that would show a use. Steps name what was used; where they are on record nothing else is needed but
     * the roles of sessions. Work as an administrator shows in sessions, that of machines in the use of their credentials.
     */
    private List<Feed> feeds(Rank rank, String systemId) {
        Catalogue catalogue = reference.catalogue();
        if (isDeclared(Feed.ACTIVITY, systemId)) {
            return Usage.declared(List.of(Feed.ACTIVITY, Feed.SESSIONS), catalogue, systemId);
        }
        List<Feed> others = Usage.declared(List.of(Feed.SESSIONS, Feed.CREDENTIALS), catalogue, systemId);
        boolean enough =
                machine ? others.contains(Feed.CREDENTIALS) : rank == Rank.PRIVILEGED && others.contains(Feed.SESSIONS);
        return enough ? others : List.of(Feed.ACTIVITY);
    }

    private boolean isDeclared(Feed feed, String systemId) {
        return !reference.catalogue().sources(feed, systemId).isEmpty();
    }

    private String variant(Rank rank) {
        if (machine) {
            return "NHI_UNUSED";
        }
        return switch (rank) {
            case PRIVILEGED -> "PRIVILEGED_UNUSED";
            case FINANCE_SENSITIVE -> "FINANCE_SENSITIVE_UNUSED";
            case GENERAL, BY_DESIGN -> "GENERAL_UNUSED";
        };
    }

    private Severity severity(Rank rank) {
        if (rank != Rank.PRIVILEGED) {
            return Severity.LOW;
        }
        return machine ? Severity.HIGH : Severity.MEDIUM;
    }

    private static Deviation ended(Deviation deviation, Interval late) {
        return late.until().map(end -> deviation.ended(end, Ending.ENDED)).orElse(deviation);
    }

    private static Instant heldSince(StandingEntitlement held) {
        return held.held().intervals().get(0).from();
    }

    private static Judgement verdict(String object, StandingEntitlement held, Verdict verdict, String reason) {
        return Judgement.of(
                object,
                held.systemId(),
                heldSince(held),
                verdict,
                reason,
                held.grants().stream().map(Grant::given).toList());
    }

    private static List<String> words(Idle idle) {
        String name = idle.held().entitlement() + " of " + idle.held().systemId();
        return List.of(
                name + " was held from " + heldAt(idle) + " on",
                idle.since().equals(heldAt(idle))
                        ? "No use of it is on record by " + idle.from()
                        : "It was last used at " + idle.since() + ", and not again by " + idle.from());
    }

    private static Instant heldAt(Idle idle) {
        return idle.held().held().intervals().stream()
                .filter(time -> time.contains(idle.since()))
                .findFirst()
                .orElseThrow()
                .from();
    }

    private Map<String, String> details(List<Idle> idle) {
        Idle first = idle.get(0);
        Idle last = idle.get(idle.size() - 1);
        Map<String, String> details = new TreeMap<>();
        details.put("held_since", heldAt(first).toString());
        details.put(
                "last_used_at",
                first.since().equals(heldAt(first)) ? "never" : first.since().toString());
        details.put(
                "usage_source",
                feeds(last.kind().rank(), last.held().systemId()).stream()
                        .map(Feed::name)
                        .collect(Collectors.joining(", ")));
        details.put(
                "entitlements", Names.of(idle.stream().map(each -> each.held().entitlement())));
        last.kind().mapping().flatMap(Privilege::tier).ifPresent(tier -> details.put("tier", tier.toString()));
        return details;
    }

    private List<Event> evidence(List<StandingEntitlement> all, Instant lastUse) {
        List<Event> events = new ArrayList<>();
        for (StandingEntitlement held : all) {
            held.grants().forEach(grant -> {
                events.add(grant.given());
                grant.ended().ifPresent(events::add);
            });
        }
        usage.uses().stream()
                .filter(use -> use.at().equals(lastUse))
                .map(Use::event)
                .forEach(events::add);
        return events.stream().distinct().toList();
    }
}
