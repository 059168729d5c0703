package io.plumbline.control.review;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.FiscalCalendar;
import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.control.review.Reach.Way;
import io.plumbline.event.AccountRef;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.ReviewEvent.ItemDecided;
import io.plumbline.event.Severity;
import io.plumbline.facts.Interval;
import io.plumbline.facts.ReviewItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One role or entitlement as granted to one holder, and whether one review of the system asked and decided about all it gives. */
final class ReviewedAccess {

    private final ReviewedHolder holder;
    private final Reference reference;
    private final Catalogue catalogue;
    private final String systemId;
    private final String granted;
    private final List<Way> ways;
    private final Interval held;
    private final Instant due;

    /**
     * @param ways those open at the instant the review looks at
     */
    ReviewedAccess(ReviewedHolder holder, String granted, List<Way> ways) {
        this.holder = holder;
        this.reference = holder.reference;
        this.catalogue = reference.catalogue();
        this.systemId = holder.systemId;
        this.granted = granted;
        this.ways = ways.stream().filter(way -> !holder.isExcluded(way)).toList();
        this.held = Reach.stretch(
                        holder.held(holder.reach.in(systemId).filter(way -> way.granted()
                                .equals(granted))),
                        holder.campaign.snapshotAt())
                .orElseThrow();
        this.due = holder.due();
    }

    /** A decision about access, as far as it counts as one. */
    private record Decision(ReviewItem item, ItemDecided decided, Instant at) {}

    Judgement judged() {
        if (ways.isEmpty()) {
            return verdict(Verdict.NOT_APPLICABLE, "EXCLUDED_WITH_APPROVAL", List.of(holder.campaign));
        }
        List<Judgement> parts = new ArrayList<>(List.of(inTime()));
        new StaleDecisions(holder, ways, held).found().ifPresent(stale -> parts.add(deviated(stale)));
        return Judgement.together(parts);
    }

    private Judgement deviated(Deviation deviation) {
        return Judgement.deviated(object(), systemId, holder.campaign.snapshotAt(), List.of(deviation));
    }

    private Judgement inTime() {
        if (held.until().filter(end -> !end.isAfter(due)).isPresent()) {
            return verdict(Verdict.NOT_APPLICABLE, "ACCESS_GONE", proofOfEnd());
        }
        List<Optional<Decision>> decisions =
                ways.stream().map(this::firstDecision).toList();
        Optional<Instant> reviewed = decisions.stream().allMatch(Optional::isPresent)
                ? decisions.stream().map(each -> each.orElseThrow().at()).max(Instant::compareTo)
                : Optional.empty();
        if (reviewed.filter(at -> !at.isAfter(due)).isPresent()) {
            return verdict(Verdict.OPERATED, "REVIEWED_IN_TIME", evidence());
        }
        Absence absence = nothingUntil(due);
        if (!absence.proven()) {
            return Judgement.undecided(object(), systemId, holder.campaign.snapshotAt(), absence, evidence());
        }
        return notReviewed(reviewed, absence);
    }

    private Judgement notReviewed(Optional<Instant> reviewed, Absence absence) {
        Set<String> missing = missing();
        String variant = missing.isEmpty() ? "UNDECIDED" : holder.isMachine() ? "MISSING_NHI" : "MISSING_ITEMS";
        Optional<Instant> end =
                Stream.concat(reviewed.stream(), held.until().stream()).min(Instant::compareTo);
        Optional<Instant> periodEnd = FiscalCalendar.of(catalogue)
                .firstEndAfter(due)
                .filter(at -> end.filter(over -> !over.isAfter(at)).isEmpty())
                .filter(at -> variant.equals("UNDECIDED") && isFinancial());
        Optional<Absence> open = periodEnd.map(this::nothingUntil);
        Severity severity = open.filter(Absence::proven).isPresent() ? Severity.HIGH : severity(variant);
        Deviation found =
                Deviation.lasting("NOT_REVIEWED", variant, "due", due, severity).onlyFor(Regimes.of(holder.campaign));
        if (end.isPresent()) {
            found = found.ended(end.get(), reviewed.equals(end) ? Ending.PERFORMED_LATE : Ending.ENDED);
        }
        Judgement judgement = deviated(found.because(words(missing), evidence()).with(details(missing, reviewed)));
        judgement = judgement.restingOn(absence);
        return open.isPresent() ? judgement.restingOn(open.get()) : judgement;
    }

    /** What no item of the review, or of one that came in its place, asked about when it was due. */
    private Set<String> missing() {
        return ways.stream()
                .filter(way -> holder.itemsAbout(way).stream()
                        .allMatch(item -> item.knownFrom().isAfter(due)))
                .map(Way::entitlement)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Optional<Decision> firstDecision(Way way) {
        return decisionsOn(way).min(Comparator.comparing(Decision::at));
    }

    /** To say that something is gone decides nothing while it is there. */
    private Stream<Decision> decisionsOn(Way way) {
        return holder.itemsAbout(way).stream().flatMap(item -> item.decisions().stream()
                .map(decided -> new Decision(item, decided, decided.header().occurredAt()))
                .filter(decision -> switch (decision.decided().decision()) {
                    case KEEP, REVOKE, MODIFY -> true;
                    case NOT_APPLICABLE -> !held.contains(decision.at());
                    case UNKNOWN -> false;
                }));
    }

    /** That nobody put it up, decided about it or took it away. */
    private Absence nothingUntil(Instant end) {
        Instant from = holder.campaign.snapshotAt();
        Interval span = Interval.of(from.isBefore(end) ? from : end, end);
        List<Absence> absences = new ArrayList<>();
        absences.add(reference.completeness().absence(Feed.ACCESS_REVIEWS, systemId, span));
        absences.add(reference.completeness().absence(Feed.GRANTS, systemId, span));
        ways.stream()
                .flatMap(way -> way.grant().account().stream())
                .map(AccountRef::systemId)
                .distinct()
                .sorted()
                .forEach(system -> absences.add(reference.completeness().absence(Feed.ACCOUNTS, system, span)));
        return Absence.all(absences);
    }

    private Severity severity(String variant) {
        boolean finance = isFinancial()
                || ways.stream()
                        .flatMap(way -> catalogue.mapping(systemId, way.entitlement()).stream())
                        .anyMatch(version -> version.inForce().contains(due)
                                && version.value().financeSensitive());
        return switch (variant) {
            case "MISSING_NHI" -> finance ? Severity.HIGH : Severity.MEDIUM;
            case "MISSING_ITEMS" -> isFinancial() ? Severity.HIGH : Severity.MEDIUM;
            default -> Severity.MEDIUM;
        };
    }

    private boolean isFinancial() {
        return catalogue
                .system(systemId, due)
                .filter(SystemRegistered::soxInScope)
                .isPresent();
    }

    private List<String> words(Set<String> missing) {
        return List.of(
                granted + " of " + systemId + " was held at " + holder.campaign.snapshotAt() + ", which review "
                        + holder.campaign.campaignId() + " looks at",
                missing.isEmpty()
                        ? "What it gives was put up for review and not decided by " + due
                        : "Nothing asked about " + String.join(", ", missing) + " by " + due,
                "It was still held then");
    }

    private Map<String, String> details(Set<String> missing, Optional<Instant> reviewed) {
        Map<String, String> details = new TreeMap<>();
        details.put("campaign_id", holder.campaign.campaignId());
        details.put("snapshot_at", holder.campaign.snapshotAt().toString());
        details.put("deadline", due.toString());
        details.put("expected_items", Long.toString(names().count()));
        details.put("actual_items", Long.toString(names().count() - missing.size()));
        if (!missing.isEmpty()) {
            details.put("missing", String.join(", ", missing));
        }
        reviewed.ifPresent(at -> details.put("completed_at", at.toString()));
        holder.campaign.listedItems().ifPresent(items -> details.put("listed_items", Integer.toString(items)));
        return details;
    }

    private Stream<String> names() {
        return ways.stream().map(Way::entitlement).distinct();
    }

    /** The grants, what their roles gave, and the items. */
    private List<Event> evidence() {
        Set<Event> events = new LinkedHashSet<>(List.of(holder.campaign));
        ways.forEach(way -> events.add(way.grant().given()));
        ways.forEach(way -> holder.itemsAbout(way).forEach(item -> {
            item.added().ifPresent(events::add);
            events.addAll(item.reassignments());
            events.addAll(item.decisions());
        }));
        return List.copyOf(events);
    }

    private List<Event> proofOfEnd() {
        Set<Event> events = new LinkedHashSet<>(List.of(holder.campaign));
        ways.forEach(way -> {
            events.add(way.grant().given());
            way.grant().ended().ifPresent(events::add);
        });
        return List.copyOf(events);
    }

    private String object() {
        return "review:" + holder.campaign.campaignId() + "/" + systemId + "/" + granted;
    }

    private Judgement verdict(Verdict verdict, String reason, List<? extends Event> evidence) {
        return Judgement.of(object(), systemId, holder.campaign.snapshotAt(), verdict, reason, evidence);
    }
}
