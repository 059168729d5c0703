package io.plumbline.control.nonhuman;

import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.GravestSystem;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.IdentityEvent.Profiled;
import io.plumbline.event.Severity;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
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

/** The test whether a machine identity that could act was used at all. */
final class UseCase {

    private static final String OBJECT = "use";

    /** What a source may carry that would show a use. */
    private static final List<Feed> USES =
            List.of(Feed.CREDENTIALS, Feed.SESSIONS, Feed.ACTIVITY, Feed.IMPLEMENTATIONS);

    private final IdentityFacts machine;
    private final LiveAccess access;
    private final Reference reference;
    private final SortedSet<Instant> uses = new TreeSet<>();

    UseCase(IdentityFacts machine, LiveAccess access, Reference reference) {
        this.machine = machine;
        this.access = access;
        this.reference = reference;
        Reach.of(machine, reference.catalogue()).touches().stream()
                .filter(Reach.Touch::act)
                .map(Reach.Touch::at)
                .forEach(uses::add);
    }

    /** Takes every time it could act, and in it every time between two uses. */
    Judgement judged() {
        List<Judgement> parts = new ArrayList<>();
        boolean used = false;
        for (Interval live : access.live().intervals()) {
            List<Instant> starts = new ArrayList<>(List.of(live.from()));
            uses.tailSet(live.from()).stream().filter(live::contains).forEach(starts::add);
            for (int i = 0; i < starts.size(); i++) {
                Optional<Instant> next = i + 1 < starts.size() ? Optional.of(starts.get(i + 1)) : live.until();
                Interval silent = new Interval(starts.get(i), next);
                if (isShort(silent)) {
                    used = true;
                } else {
                    parts.add(silence(silent));
                }
            }
        }
        if (parts.isEmpty()) {
            return used ? verdict(Verdict.OPERATED, "USED") : verdict(Verdict.NOT_APPLICABLE, "COULD_NOT_ACT");
        }
        return Judgement.together(parts);
    }

    /** Whether it was used, or could not act any more, before it could have been idle for too long. */
    private boolean isShort(Interval silent) {
        Instant due = silent.from().plus(reference.parameters(silent.from()).duration("unused_limit"));
        return silent.until().filter(end -> !end.isAfter(due)).isPresent();
    }

    /** How long is too long may change meanwhile, with what it is kept for. */
    private Judgement silence(Interval silent) {
        Instant from = later(silent.from(), recordedFrom(access.at(silent.from())));
        Instant due = from.plus(reference.parameters(from).duration("unused_limit"));
        Timeline recovery = keptFor("DISASTER_RECOVERY");
        Timeline seasonal = keptFor("SEASONAL").minus(recovery);
        Timeline usual =
                Timeline.of(Interval.since(Instant.MIN)).minus(recovery).minus(seasonal);
        List<Judgement> parts = new ArrayList<>();
        if (recovery.contains(due)) {
            parts.add(verdict(Verdict.NOT_APPLICABLE, "DISASTER_RECOVERY").againAt(due));
        }
        parts.addAll(unused(silent, from, "unused_limit", usual));
        parts.addAll(unused(silent, from, "unused_limit_seasonal", seasonal));
        return parts.isEmpty() ? verdict(Verdict.OPERATED, "USED") : Judgement.together(parts);
    }

    private List<Judgement> unused(Interval silent, Instant from, String parameter, Timeline when) {
        Duration limit = reference.parameters(from).duration(parameter);
        Instant due = from.plus(limit);
        if (silent.until().filter(end -> !end.isAfter(due)).isPresent()) {
            return List.of();
        }
        return when.and(new Interval(due, silent.until())).intervals().stream()
                .map(late -> unused(silent.from(), from, limit, late))
                .toList();
    }

    private Judgement unused(Instant last, Instant from, Duration limit, Interval late) {
        Instant due = from.plus(limit);
        Instant since = late.from();
        if (!reference.completeness().reached(since)) {
            return verdict(Verdict.OPERATED, "USED").againAt(since);
        }
        LiveAccess there = access.at(since);
        Absence unused = Absence.all(there.systems().stream()
                .flatMap(system -> showing(system).stream()
                        .map(feed -> reference.completeness().absence(feed, system, Interval.of(from, since))))
                .toList());
        if (!unused.proven()) {
            return Judgement.undecided(OBJECT, systemId(), at(), unused, there.evidence());
        }
        boolean before =
                there.evidence().stream().allMatch(event -> event.header().baseline());
        Deviation found = Deviation.lasting(
                        "UNUSED",
                        "UNUSED",
                        "silent-" + last + (since.isAfter(due) ? "@" + since : ""),
                        since,
                        Severity.MEDIUM)
                .because(
                        List.of(
                                "It could act, and no use of it is on record from " + from + " on",
                                "It had to be used or removed by " + due + ", after " + limit),
                        there.evidence())
                .with(details(there, last));
        Deviation deviation = before ? found.flagged(Deviation.PRE_EXISTING) : found;
        return Judgement.deviated(
                        OBJECT,
                        systemId(),
                        at(),
                        List.of(late.until()
                                .map(end -> deviation.ended(end, Ending.ENDED))
                                .orElse(deviation)))
                .restingOn(unused);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    /** When it was on record that it is kept for this though it is seldom used. */
    private Timeline keptFor(String tag) {
        List<Interval> kept = new ArrayList<>();
        List<Profiled> profiles = machine.profiles();
        for (int i = 0; i < profiles.size(); i++) {
            Profiled profile = profiles.get(i);
            if (profile.tags().contains(tag)) {
                kept.add(new Interval(
                        i == 0 && profile.header().baseline()
                                ? Instant.MIN
                                : profile.header().occurredAt(),
                        i + 1 < profiles.size()
                                ? Optional.of(profiles.get(i + 1).header().occurredAt())
                                : Optional.empty()));
            }
        }
        return Timeline.of(kept);
    }

    /** From when on everything is recorded that would show a use; what was before is not held against it. */
    private Instant recordedFrom(LiveAccess there) {
        return there.systems().stream()
                .flatMap(system ->
                        showing(system).stream().flatMap(feed -> reference.catalogue().sources(feed, system).stream()))
                .flatMap(source -> source.completeFrom().stream())
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
    }

    private List<Feed> showing(String system) {
        List<Feed> declared = USES.stream()
                .filter(feed -> !reference.catalogue().sources(feed, system).isEmpty())
                .toList();
        return declared.isEmpty() ? List.of(Feed.ACTIVITY) : declared;
    }

    private static Map<String, String> details(LiveAccess there, Instant last) {
        Map<String, String> details = new TreeMap<>();
        details.put("active_credentials", String.join(", ", there.objects(Feed.CREDENTIALS)));
        details.put("active_accounts", String.join(", ", there.objects(Feed.ACCOUNTS)));
        details.put("active_grants", String.join(", ", there.objects(Feed.GRANTS)));
        details.put("unused_since", last.toString());
        return details;
    }

    private Judgement verdict(Verdict verdict, String reason) {
        List<Event> known = access.evidence();
        return Judgement.of(OBJECT, systemId(), at(), verdict, reason, known.subList(0, 1));
    }

    private Instant at() {
        return access.evidence().stream()
                .map(event -> event.header().occurredAt())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    private String systemId() {
        return GravestSystem.of(access.systems(), reference.catalogue(), at())
                .orElse(access.systems().get(0));
    }
}
