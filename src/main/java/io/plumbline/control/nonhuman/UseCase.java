package io.plumbline.control.nonhuman;

import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.GravestSystem;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Event;
import io.plumbline.event.ReferenceEvent.Feed;
import io.plumbline.event.ReferenceEvent.Severity;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
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

    private Judgement silence(Interval silent) {
        Instant from = later(silent.from(), recordedFrom(access.at(silent.from())));
        Duration usual = reference.parameters(from).duration("unused_limit");
        Optional<String> kept = keptFor(from.plus(usual));
        if (kept.filter("DISASTER_RECOVERY"::equals).isPresent()) {
            return verdict(Verdict.NOT_APPLICABLE, "DISASTER_RECOVERY").againAt(from.plus(usual));
        }
        Duration limit = kept.isPresent() ? reference.parameters(from).duration("unused_limit_seasonal") : usual;
        Instant due = from.plus(limit);
        if (silent.until().filter(end -> !end.isAfter(due)).isPresent()) {
            return verdict(Verdict.OPERATED, "USED");
        } else if (!reference.completeness().reached(due)) {
            return verdict(Verdict.OPERATED, "USED").againAt(due);
        }
        LiveAccess there = access.at(due);
        Absence unused = Absence.all(there.systems().stream()
                .flatMap(system -> showing(system).stream()
                        .map(feed -> reference.completeness().absence(feed, system, Interval.of(from, due))))
                .toList());
        if (!unused.proven()) {
            return Judgement.undecided(OBJECT, systemId(), at(), unused, there.evidence());
        }
        boolean before =
                there.evidence().stream().allMatch(event -> event.header().baseline());
        Deviation found = Deviation.lasting("UNUSED", "UNUSED", "silent-" + silent.from(), due, Severity.MEDIUM)
                .because(
                        List.of(
                                "It could act, and no use of it is on record from " + from + " on",
                                "It had to be used or removed by " + due + ", after " + limit),
                        there.evidence())
                .with(details(there, silent.from()));
        Deviation deviation = before ? found.flagged(Deviation.PRE_EXISTING) : found;
        return Judgement.deviated(
                        OBJECT,
                        systemId(),
                        at(),
                        List.of(silent.until()
                                .map(end -> deviation.ended(end, Ending.ENDED))
                                .orElse(deviation)))
                .restingOn(unused);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    /** Why it is kept though it is seldom used, where that is on record. */
    private Optional<String> keptFor(Instant at) {
        List<String> tags =
                Holder.profile(machine, at).map(profile -> profile.tags()).orElse(List.of());
        return Stream.of("DISASTER_RECOVERY", "SEASONAL").filter(tags::contains).findFirst();
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
