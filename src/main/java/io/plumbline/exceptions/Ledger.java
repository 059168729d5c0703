package io.plumbline.exceptions;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.DeviationKind;
import io.plumbline.catalogue.Regime;
import io.plumbline.control.Coverage;
import io.plumbline.control.Deviation;
import io.plumbline.event.DecisionEvent.Decided;
import io.plumbline.event.Subject;
import io.plumbline.exceptions.ExceptionAlert.Change;
import io.plumbline.exceptions.ExceptionRecord.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Holds what is on record about one subject against what its facts now show.
 *
 * <p>What a record says is a function of the deviation, the decisions and the instant alone; only its sequence numbers depend
 * on the way there. So the records are the same whatever the order of arrival, and the alerts are the differences.
 */
public final class Ledger {

    /**
     * What reconciling came to.
     *
     * @param records every exception ever raised about the subject, in order of id
     * @param changed those of them that are new or say something else than before
     * @param alerts the differences, in order of exception and sequence
     * @param nextChanges instants after {@code asOf} at which a status changes by itself
     * @param courses by id of what was shown this time, how it stood for each regime in whose scope it is
     */
    public record Reconciled(
            List<ExceptionRecord> records,
            List<ExceptionRecord> changed,
            List<ExceptionAlert> alerts,
            Set<Instant> nextChanges,
            Map<String, Map<Regime, List<Phase>>> courses) {

        /** What reconciling another part of the same subject's records came to beside this. */
        public Reconciled and(Reconciled other) {
            SortedMap<String, ExceptionRecord> all = new TreeMap<>();
            records.forEach(record -> all.put(record.exceptionId(), record));
            other.records.forEach(record -> all.put(record.exceptionId(), record));
            Set<Instant> instants = new TreeSet<>(nextChanges);
            instants.addAll(other.nextChanges);
            Map<String, Map<Regime, List<Phase>>> both = new TreeMap<>(courses);
            both.putAll(other.courses);
            return new Reconciled(
                    List.copyOf(all.values()),
                    together(changed, other.changed),
                    together(alerts, other.alerts),
                    instants,
                    both);
        }

        private static <T> List<T> together(List<T> one, List<T> other) {
            return Stream.concat(one.stream(), other.stream()).toList();
        }
    }

    /** Flag: nobody can say whether its mitigating control was performed, since the source that would has a gap or there is none. */
    public static final String MITIGATION_UNPROVEN = "MITIGATION_UNPROVEN";

    /** Lines of explanation and events of evidence one record names at most. */
    private static final int MOST_LINES = 200;

    private static final int MOST_EVENTS = 200;

    private final Subject subject;
    private final Set<String> concerned;
    private final Catalogue catalogue;
    private final Coverage coverage;
    private final Instant asOf;
    private final Map<String, List<Decided>> decisions;

    private final SortedMap<String, ExceptionRecord> records = new TreeMap<>();
    private final List<ExceptionRecord> changed = new ArrayList<>();
    private final List<ExceptionAlert> alerts = new ArrayList<>();
    private final Set<Instant> nextChanges = new TreeSet<>();
    private final Map<String, Map<Regime, List<Phase>>> courses = new TreeMap<>();

    /**
     * @param coverage what exemptions do for the subject's exceptions; those whom it says they are about may not dispose of them
     * @param decisions by exception id
     */
    public Ledger(
            Subject subject,
            Catalogue catalogue,
            Coverage coverage,
            Instant asOf,
            Map<String, List<Decided>> decisions) {
        this.subject = subject;
        this.concerned = coverage.parties().persons();
        this.catalogue = catalogue;
        this.coverage = coverage;
        this.asOf = asOf;
        this.decisions = decisions;
    }

    /**
     * Brings the record up to date.
     *
     * @param onRecord every exception on record
     * @param found everything the controls found
     * @param unanswered ids of controls that gave no answer this time; what is on record of them stands
     */
    public Reconciled reconcile(List<ExceptionRecord> onRecord, Collection<Found> found, Set<String> unanswered) {
        SortedMap<String, ExceptionRecord> before = new TreeMap<>();
        onRecord.forEach(record -> before.put(record.exceptionId(), record));
        SortedMap<String, Found> shown = shown(found);
        Map<String, String> gone = new TreeMap<>();
        before.values().stream()
                .filter(record -> !shown.containsKey(record.exceptionId()))
                .filter(record -> !unanswered.contains(record.controlId()))
                .filter(record -> record.status() != ExceptionStatus.WITHDRAWN)
                .forEach(record -> gone.put(episodeless(record), record.exceptionId()));

        before.forEach((id, record) -> {
            if (!shown.containsKey(id)) {
                boolean stands =
                        unanswered.contains(record.controlId()) || record.status() == ExceptionStatus.WITHDRAWN;
                keep(stands ? record : record.withdrawn(asOf), Optional.of(record));
            }
        });
        shown.forEach((id, item) -> {
            Optional<ExceptionRecord> old = Optional.ofNullable(before.get(id));
            ExceptionRecord fresh = record(id, item);
            Optional<String> replaces =
                    old.isPresent() ? old.get().replaces() : Optional.ofNullable(gone.get(episodeless(fresh)));
            keep(fresh.replacing(replaces), old);
        });
        return new Reconciled(
                List.copyOf(records.values()),
                List.copyOf(changed),
                List.copyOf(alerts),
                Set.copyOf(nextChanges),
                Map.copyOf(courses));
    }

    /** What has begun, by id; what begins later is a change to come. */
    private SortedMap<String, Found> shown(Collection<Found> found) {
        SortedMap<String, Found> shown = new TreeMap<>();
        for (Found item : found) {
            if (item.deviation().since().isAfter(asOf)) {
                nextChanges.add(item.deviation().since());
            } else {
                shown.merge(
                        ExceptionId.of(
                                item.control().id(), subject, item.judgement().object(), item.deviation()),
                        item,
                        (a, b) -> a.deviation().since().isAfter(b.deviation().since()) ? b : a);
            }
        }
        return shown;
    }

    private ExceptionRecord record(String id, Found found) {
        Deviation deviation = found.deviation();
        DeviationKind kind = found.control().kind(deviation.kind());
        Exemptions.Standing standing = Exemptions.standing(coverage, found, asOf);
        List<Decided> decided = decided(id, standing);
        Map<Regime, Lifecycle.Life> lives = new EnumMap<>(Regime.class);
        found.scope()
                .forEach(regime -> lives.put(
                        regime, new Lifecycle(kind, deviation, concerned, Optional.of(regime)).upTo(asOf, decided)));
        Lifecycle.Life any = lives.isEmpty()
                ? new Lifecycle(kind, deviation, concerned, Optional.empty()).upTo(asOf, decided)
                : lives.values().iterator().next();
        List<Phase> history = lives.isEmpty() ? any.phases() : leastSettled(lives.values());
        lives.values()
                .forEach(
                        life -> life.nextChange().filter(at -> at.isAfter(asOf)).ifPresent(nextChanges::add));
        any.nextChange().filter(at -> at.isAfter(asOf)).ifPresent(nextChanges::add);
        deviation.until().filter(at -> at.isAfter(asOf)).ifPresent(nextChanges::add);

        SortedMap<String, ExceptionStatus> assertions = new TreeMap<>();
        Map<Regime, List<Phase>> perRegime = new EnumMap<>(Regime.class);
        lives.forEach((regime, life) -> {
            assertions.put(regime.name(), last(life.phases()).status());
            perRegime.put(regime, life.phases());
        });
        courses.put(id, perRegime);
        Set<String> flags = new TreeSet<>(deviation.flags());
        if (any.falseClosure()) {
            flags.add("FALSE_CLOSURE");
        }
        if (!standing.unproven().isEmpty()) {
            flags.add(MITIGATION_UNPROVEN);
        }
        List<String> basis = new ArrayList<>(found.judgement().basis());
        basis.addAll(standing.unproven());
        List<String> refused = new ArrayList<>(any.refused());
        refused.addAll(standing.refused());
        boolean ended = deviation.until().filter(at -> !at.isAfter(asOf)).isPresent();
        Phase now = last(history);
        return new ExceptionRecord(
                id,
                found.control().id(),
                found.control().title(),
                found.control().version(),
                deviation.kind(),
                deviation.variant(),
                kind.nature(),
                deviation.rule(),
                deviation.ruleVersion(),
                subject.key(),
                found.judgement().object(),
                found.judgement().systemId(),
                deviation.anchor(),
                deviation.severity(),
                deviation.since(),
                ended ? deviation.until() : Optional.empty(),
                ended ? deviation.ending() : Optional.empty(),
                now.status(),
                now.at(),
                now.reason(),
                assertions,
                history,
                asOf,
                0,
                List.copyOf(flags),
                firstOf(MOST_LINES, deviation.explanation()),
                deviation.evidence().stream()
                        .distinct()
                        .limit(MOST_EVENTS)
                        .map(EventRef::of)
                        .toList(),
                List.copyOf(basis),
                deviation.details(),
                List.copyOf(refused),
                Optional.empty(),
                deviation.cause().map(Deviation.Cause::incidentId),
                !deviation.flags().contains(Deviation.SHADOW)
                        && deviation.cause().map(Deviation.Cause::notifies).orElse(true),
                catalogue.version(),
                catalogue.digest());
    }

    /** What people decided about an exception: about it by name, and beforehand by exemptions that cover it. */
    private List<Decided> decided(String id, Exemptions.Standing standing) {
        nextChanges.addAll(standing.toCome());
        List<Decided> all = new ArrayList<>(decisions.getOrDefault(id, List.of()));
        all.addAll(standing.decided(id));
        return all;
    }

    /** A record must stay small enough to be sent; what is left out is said. */
    private static List<String> firstOf(int most, List<String> lines) {
        if (lines.size() <= most) {
            return lines;
        }
        List<String> first = new ArrayList<>(lines.subList(0, most));
        first.add("... and " + (lines.size() - most) + " more lines");
        return first;
    }

    /** Through all instants at which any regime's status changes, the status that is least settled. */
    private static List<Phase> leastSettled(Collection<Lifecycle.Life> lives) {
        List<Phase> first = lives.iterator().next().phases();
        if (lives.stream().allMatch(life -> life.phases().equals(first))) {
            return first;
        }
        List<Instant> instants = lives.stream()
                .flatMap(life -> life.phases().stream().map(Phase::at))
                .sorted()
                .distinct()
                .toList();
        List<Phase> history = new ArrayList<>();
        for (Instant instant : instants) {
            Phase least = lives.stream()
                    .map(life -> at(life.phases(), instant))
                    .flatMap(Optional::stream)
                    .min(Comparator.comparing(Phase::status).thenComparing(Phase::at))
                    .orElseThrow();
            if (history.isEmpty() || !last(history).equals(least)) {
                boolean entered = least.at().equals(instant);
                history.add(entered ? least : new Phase(instant, least.status(), least.reason(), least.by()));
            }
        }
        return withoutRepeats(history);
    }

    private static Optional<Phase> at(List<Phase> phases, Instant instant) {
        return phases.stream().filter(phase -> !phase.at().isAfter(instant)).reduce((first, second) -> second);
    }

    private static List<Phase> withoutRepeats(List<Phase> history) {
        List<Phase> distinct = new ArrayList<>();
        for (Phase phase : history) {
            boolean repeated = !distinct.isEmpty()
                    && last(distinct).status() == phase.status()
                    && last(distinct).reason().equals(phase.reason())
                    && last(distinct).by().equals(phase.by());
            if (!repeated) {
                distinct.add(phase);
            }
        }
        return distinct;
    }

    /** Puts a record on file, with alerts for what it says differently from the one before. */
    private void keep(ExceptionRecord fresh, Optional<ExceptionRecord> old) {
        if (old.isPresent() && fresh.saysTheSameAs(old.get())) {
            records.put(old.get().exceptionId(), old.get());
            return;
        }
        List<ExceptionAlert> differences = alertsBetween(old, fresh);
        long sequence = old.map(ExceptionRecord::sequence).orElse(0L) + differences.size();
        ExceptionRecord numbered = fresh.numbered(sequence);
        records.put(numbered.exceptionId(), numbered);
        changed.add(numbered);
        alerts.addAll(differences);
    }

    /**
     * What ticketing must hear to follow from one state to the next. Where the life only went on, every new phase; where it was
     * corrected, one step from where it stood to where it stands.
     */
    private static List<ExceptionAlert> alertsBetween(Optional<ExceptionRecord> old, ExceptionRecord fresh) {
        List<Phase> known = old.map(ExceptionRecord::history).orElse(List.of());
        Optional<ExceptionStatus> from = old.map(ExceptionRecord::status);
        long sequence = old.map(ExceptionRecord::sequence).orElse(0L);
        List<ExceptionAlert> alerts = new ArrayList<>();
        boolean wentOn = fresh.history().size() > known.size()
                && fresh.history().subList(0, known.size()).equals(known);
        if (wentOn) {
            for (Phase phase :
                    fresh.history().subList(known.size(), fresh.history().size())) {
                Change change = sequence == 0 ? Change.RAISED : Change.STATUS;
                alerts.add(alert(fresh, ++sequence, change, from, phase));
                from = Optional.of(phase.status());
            }
        } else if (!from.equals(Optional.of(fresh.status()))) {
            Phase now = last(fresh.history());
            alerts.add(alert(fresh, ++sequence, Change.STATUS, from, now));
        } else if (!old.orElseThrow().reportsTheSameAs(fresh)) {
            alerts.add(alert(fresh, ++sequence, Change.UPDATED, from, last(fresh.history())));
        }
        return alerts;
    }

    private static ExceptionAlert alert(
            ExceptionRecord record, long sequence, Change change, Optional<ExceptionStatus> from, Phase to) {
        return new ExceptionAlert(
                record.exceptionId(),
                record.exceptionId(),
                sequence,
                change,
                from,
                to.status(),
                to.reason(),
                to.at(),
                record.asOf(),
                record.controlId(),
                record.controlTitle(),
                record.kind(),
                record.variant(),
                record.rule(),
                record.subjectKey(),
                record.object(),
                record.systemId(),
                record.severity(),
                record.since(),
                record.until(),
                record.assertions(),
                record.explanation(),
                record.flags(),
                record.replaces(),
                record.incidentId(),
                record.notifies());
    }

    /**
     * What an exception is about, apart from the episode: a corrected start moves the id but not this. What was found on trial is
     * continued by nothing that counts, since nobody heard of it.
     */
    private static String episodeless(ExceptionRecord record) {
        return String.join(
                "\n",
                record.controlId(),
                record.kind(),
                record.rule().orElse(""),
                record.object(),
                Boolean.toString(record.onTrial()));
    }

    private static Phase last(List<Phase> phases) {
        return phases.get(phases.size() - 1);
    }
}
