package io.plumbline.control.assurance;

import io.plumbline.catalogue.Regime;
import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import io.plumbline.control.Parameters;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Severity;
import io.plumbline.facts.Asserted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the records of one control for one regime lack about one subject. */
final class MissingFields {

    /** Items told one by one. */
    private static final int MOST_TOLD = 50;

    private static final Comparator<Asserted> OLDEST_FIRST =
            Comparator.comparing(Asserted::at).thenComparing(Asserted::object).thenComparing(Asserted::systemId);

    /** What an approval supplies; nothing of it applies to an item that needs none. */
    private static final Set<String> OF_APPROVALS = Set.of("approver", "justification", "ticket");

    private MissingFields() {}

    /** The fields missing that apply to the item. */
    static List<String> of(Asserted item, Reference reference) {
        Parameters parameters = reference.parameters(item.at());
        boolean approvals = item.approved() || parameters.flag("approvals_everywhere");
        boolean reasons = !listed(parameters, "controls_without_reason").contains(item.controlId());
        return item.missing().stream()
                .filter(field -> approvals || !OF_APPROVALS.contains(field))
                .filter(field -> reasons || !field.equals("justification"))
                .toList();
    }

    static Judgement judge(String object, List<Asserted> incomplete, Reference reference) {
        List<Asserted> items = incomplete.stream().sorted(OLDEST_FIRST).toList();
        List<Asserted> overdue = new ArrayList<>();
        Optional<Instant> next = Optional.empty();
        for (Asserted item : items) {
            Instant due = due(item, reference);
            if (reference.completeness().reached(due)) {
                overdue.add(item);
            } else {
                next = next.filter(earlier -> earlier.isBefore(due)).or(() -> Optional.of(due));
            }
        }
        Asserted first = items.get(0);
        Judgement judgement = overdue.isEmpty()
                ? Judgement.of(object, first.systemId(), first.at(), Verdict.PENDING, "EVIDENCE_NOT_DUE", List.of())
                : Judgement.deviated(
                        object,
                        overdue.get(0).systemId(),
                        overdue.get(0).at(),
                        List.of(deviation(object, overdue, reference)));
        return next.map(judgement::againAt).orElse(judgement);
    }

    private static Instant due(Asserted item, Reference reference) {
        return item.at().plus(reference.parameters(item.at()).duration("evidence_deadline"));
    }

    private static Deviation deviation(String object, List<Asserted> overdue, Reference reference) {
        Asserted first = overdue.get(0);
        Instant since = overdue.stream()
                .map(item -> due(item, reference))
                .min(Instant::compareTo)
                .orElseThrow();
        List<String> lines = new ArrayList<>();
        overdue.stream()
                .limit(MOST_TOLD)
                .forEach(item -> lines.addAll(List.of(
                        item.controlId() + " operated on " + item.object() + " of " + item.systemId() + " at "
                                + item.at(),
                        "Its record for " + item.regime() + " lacks " + String.join(", ", of(item, reference)))));
        if (overdue.size() > MOST_TOLD) {
            lines.add("and " + (overdue.size() - MOST_TOLD) + " more");
        }
        String kind = "FIELD_MISSING_" + first.regime();
        return Deviation.lasting(kind, kind, object, since, severity(first, reference.parameters(first.at())))
                .because(lines, List.of())
                .with(Map.of(
                        "regime",
                        first.regime(),
                        "missing_fields",
                        overdue.stream()
                                .flatMap(item -> of(item, reference).stream())
                                .collect(Collectors.toCollection(TreeSet::new))
                                .stream()
                                .collect(Collectors.joining(", ")),
                        "items",
                        Integer.toString(overdue.size())));
    }

    private static Severity severity(Asserted item, Parameters parameters) {
        if (!item.regime().equals(Regime.SOX.name())) {
            return Severity.LOW;
        }
        boolean key = listed(parameters, "key_controls").contains(item.controlId());
        return key ? Severity.HIGH : Severity.MEDIUM;
    }

    private static List<String> listed(Parameters parameters, String name) {
        return List.of(parameters.text(name).strip().split("[\\s,]+"));
    }
}
