package io.plumbline.control.lifecycle;

import io.plumbline.control.Absence;
import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.Severity;
import io.plumbline.facts.Conduct;
import io.plumbline.facts.Deed;
import io.plumbline.facts.Departure;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** JML-02: nothing is done in the name of a leaver after the departure. */
public final class NoActivityAfterDeparture implements Control<Conduct> {

    private static final String USED_AFTER_DEPARTURE = "USED_AFTER_DEPARTURE";

    /** What a source may carry that would show activity. */
    private static final List<Feed> ACTIVITY =
            List.of(Feed.SESSIONS, Feed.ACTIVITY, Feed.IMPLEMENTATIONS, Feed.CREDENTIALS);

    @Override
    public String id() {
        return "JML-02";
    }

    @Override
    public Class<Conduct> population() {
        return Conduct.class;
    }

    /** Takes every departure: first everything that was done after it, one by one; then whether there certainly is nothing more. */
    @Override
    public List<Judgement> evaluate(Conduct conduct, Reference reference) {
        List<Judgement> judgements = new ArrayList<>();
        List<Deed> deeds = conduct.departures().isEmpty() ? List.of() : conduct.deeds();
        for (Departure departure : conduct.departures()) {
            List<Judgement> after = deeds.stream()
                    .flatMap(deed -> after(departure, deed, reference).stream())
                    .toList();
            judgements.addAll(after);
            if (conduct instanceof IdentityFacts identity) {
                judgements.add(quiet(departure, identity, after.isEmpty(), reference));
            }
        }
        return judgements;
    }

    /** One deed, as far as it was done between the departure and the return. */
    private static List<Judgement> after(Departure departure, Deed deed, Reference reference) {
        Interval gone = gone(departure, reference);
        List<Integer> late = IntStream.range(0, deed.times().size())
                .filter(i -> deed.times().get(i).isAfter(gone.from())
                        && gone.contains(deed.times().get(i)))
                .boxed()
                .toList();
        if (late.isEmpty()) {
            return List.of();
        }
        List<Integer> watched = late.stream()
                .filter(i -> !deed.events().get(i).header().baseline())
                .toList();
        if (watched.isEmpty()) {
            return List.of(Judgement.of(
                    deed.object(),
                    deed.systemId(),
                    deed.times().get(late.get(0)),
                    Verdict.NOT_APPLICABLE,
                    "BASELINE",
                    events(departure, deed, late)));
        }
        List<Event> events = events(departure, deed, watched);
        Instant since = deed.times().get(watched.get(0));
        Deviation deviation = Deviation.lasting(
                        USED_AFTER_DEPARTURE,
                        variant(deed),
                        "employment-" + departure.episode(),
                        since,
                        deed.kind() == Deed.Kind.SCHEDULED_JOB ? Severity.HIGH : Severity.CRITICAL)
                .because(explanation(departure, deed, since), events)
                .with(details(departure, deed, since, watched.size()));
        if (!since.isAfter(departure.recordedAt())) {
            deviation = deviation.flagged("BEFORE_HR_NOTICE");
        }
        return List.of(Judgement.deviated(deed.object(), deed.systemId(), since, List.of(deviation)));
    }

    private static List<Event> events(Departure departure, Deed deed, List<Integer> acts) {
        return Stream.concat(Stream.of(departure.stated()), acts.stream().map(deed.events()::get))
                .map(Event.class::cast)
                .toList();
    }

    /** From the departure, with what clocks may differ by, until the person came back. */
    private static Interval gone(Departure departure, Reference reference) {
        Duration skew = reference.parameters(departure.effectiveAt()).duration("clock_skew_tolerance");
        return new Interval(departure.effectiveAt().plus(skew), departure.returnedAt());
    }

    private static String variant(Deed deed) {
        return switch (deed.kind()) {
            case INTERACTIVE -> "INTERACTIVE";
            case SCHEDULED_JOB -> "SCHEDULED_JOB";
            case TRANSACTION -> "TRANSACTION";
            case APPROVAL -> "APPROVAL";
            case MACHINE_CREDENTIAL -> "NHI_CREDENTIAL";
        };
    }

    private static List<String> explanation(Departure departure, Deed deed, Instant since) {
        List<String> lines = new ArrayList<>(List.of(
                "The employment ended at " + departure.effectiveAt() + ", on record since " + departure.recordedAt(),
                "At " + since + ", " + Duration.between(departure.effectiveAt(), since) + " later, the leaver "
                        + deed.words()));
        if (deed.kind() == Deed.Kind.SCHEDULED_JOB) {
            lines.add("It ran by itself under the name of the leaver");
        }
        if (!since.isAfter(departure.recordedAt())) {
            lines.add("The departure was not yet on record then; it may have been a legitimate last day");
        }
        return lines;
    }

    private static Map<String, String> details(Departure departure, Deed deed, Instant since, int acts) {
        Map<String, String> details = new TreeMap<>();
        details.put("action_ref", deed.object());
        details.put("action_time", since.toString());
        details.put("acts", Integer.toString(acts));
        details.put("termination_effective_at", departure.effectiveAt().toString());
        details.put("hr_recorded_at", departure.recordedAt().toString());
        deed.account().ifPresent(account -> details.put("access_path", account.toString()));
        return details;
    }

    /**
     * Whether it is certain that nothing was done for as long as is watched: every system the person had access to must have a
     * source that would show it.
     */
    private static Judgement quiet(
            Departure departure, IdentityFacts identity, boolean nothingFound, Reference reference) {
        String object = "employment:" + departure.episode();
        String personnelSystem = departure.stated().header().source();
        Instant left = departure.effectiveAt();
        List<Event> stated = List.of(departure.stated());
        Set<String> systems = systems(identity, left);
        if (!nothingFound) {
            return Judgement.of(object, personnelSystem, left, Verdict.NOT_APPLICABLE, "REPORTED_ONE_BY_ONE", stated);
        } else if (departure.stated().header().baseline()) {
            return Judgement.of(object, personnelSystem, left, Verdict.NOT_APPLICABLE, "BASELINE", stated);
        } else if (systems.isEmpty()) {
            return Judgement.of(object, personnelSystem, left, Verdict.NOT_APPLICABLE, "HAD_NO_ACCESS", stated);
        }
        Instant until = left.plus(reference.parameters(left).duration("watched_for"));
        Instant end =
                departure.returnedAt().filter(back -> back.isBefore(until)).orElse(until);
        Absence nothingMore = Absence.all(systems.stream()
                .flatMap(system -> showing(system, Interval.of(left, end), reference).stream())
                .toList());
        return nothingMore.proven()
                ? Judgement.of(object, personnelSystem, left, Verdict.OPERATED, "NO_ACTIVITY", stated)
                        .restingOn(nothingMore)
                : Judgement.undecided(object, personnelSystem, left, nothingMore, stated);
    }

    private static Set<String> systems(IdentityFacts identity, Instant left) {
        Set<String> systems = new TreeSet<>();
        identity.accounts().stream()
                .filter(account ->
                        account.deletedAt().filter(at -> !at.isAfter(left)).isEmpty())
                .forEach(account -> systems.add(account.ref().systemId()));
        identity.grants().stream()
                .filter(grant -> grant.held().contains(left))
                .forEach(grant -> systems.add(grant.systemId()));
        return systems;
    }

    /** What the sources say that would show activity in the system; at least one kind of them must be declared. */
    private static List<Absence> showing(String systemId, Interval span, Reference reference) {
        List<Feed> declared = ACTIVITY.stream()
                .filter(feed -> !reference.catalogue().sources(feed, systemId).isEmpty())
                .toList();
        return (declared.isEmpty() ? List.of(Feed.ACTIVITY) : declared)
                .stream()
                        .map(feed -> reference.completeness().absence(feed, systemId, span))
                        .toList();
    }
}
