package io.plumbline.control.assurance;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import io.plumbline.control.Verdict;
import io.plumbline.event.Severity;
import io.plumbline.event.SourceHealthEvent.IntegrityChecked;
import io.plumbline.event.SourceHealthEvent.IntegrityOutcome;
import io.plumbline.facts.SourceFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Whether the stores of a source were found as they were written, each time that somebody looked. */
final class StoresIntact {

    private final String sourceId;
    private final Catalogue catalogue;

    private StoresIntact(String sourceId, Catalogue catalogue) {
        this.sourceId = sourceId;
        this.catalogue = catalogue;
    }

    /** One judgement per store that was checked. */
    static List<Judgement> of(SourceFacts source, Catalogue catalogue) {
        StoresIntact test = new StoresIntact(source.subject().id(), catalogue);
        SortedMap<String, List<IntegrityChecked>> byStore = new TreeMap<>();
        source.checks().forEach(check -> byStore.computeIfAbsent(check.store(), store -> new ArrayList<>())
                .add(check));
        List<Judgement> judgements = new ArrayList<>();
        byStore.forEach((store, checks) -> judgements.add(test.judgement("integrity:" + store, checks)));
        return judgements;
    }

    private Judgement judgement(String object, List<IntegrityChecked> checks) {
        Map<String, IntegrityChecked> broken = new LinkedHashMap<>();
        checks.stream()
                .filter(check -> check.outcome() == IntegrityOutcome.BROKEN)
                .forEach(check -> broken.putIfAbsent(span(check), check));
        if (!broken.isEmpty()) {
            Instant first = broken.values().iterator().next().header().occurredAt();
            return Judgement.deviated(
                    object,
                    NoBlindSpot.system(sourceId, catalogue, first),
                    first,
                    broken.values().stream().map(this::deviation).toList());
        }
        List<IntegrityChecked> intact = checks.stream()
                .filter(check -> check.outcome() == IntegrityOutcome.INTACT)
                .toList();
        IntegrityChecked newest = checks.get(checks.size() - 1);
        return intact.isEmpty()
                ? verdict(object, newest, Verdict.INDETERMINATE, "OUTCOME_NOT_STATED")
                : verdict(object, intact.get(intact.size() - 1), Verdict.OPERATED, "FOUND_INTACT");
    }

    /** That the same span was found intact later takes nothing back: it may have been put in order. */
    private Deviation deviation(IntegrityChecked check) {
        Instant since = check.header().occurredAt();
        List<String> lines = new ArrayList<>();
        lines.add(check.store() + " of " + sourceId + " was checked at " + since + " from " + check.first() + " to "
                + check.last() + " and found broken: " + check.method());
        check.detail().ifPresent(lines::add);
        lines.add("What rests on records from there may rest on others than were written");
        return Deviation.lasting("CHAIN_BROKEN", "CHAIN_BROKEN", span(check), since, Severity.CRITICAL)
                .because(lines, List.of(check))
                .with(Map.of(
                        "source_id",
                        sourceId,
                        "store",
                        check.store(),
                        "first",
                        check.first(),
                        "last",
                        check.last(),
                        "method",
                        check.method().name()));
    }

    private Judgement verdict(String object, IntegrityChecked check, Verdict verdict, String reason) {
        Instant at = check.header().occurredAt();
        return Judgement.of(object, NoBlindSpot.system(sourceId, catalogue, at), at, verdict, reason, List.of(check));
    }

    private static String span(IntegrityChecked check) {
        return check.first() + ".." + check.last();
    }
}
