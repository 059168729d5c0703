package io.plumbline.control.change;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.ControlBoundary;
import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.EffectiveAccess;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.ChangeEvent.ConfigEdited;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent.BoundaryItemRegistered;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Edits by one person or account of items that limit functions: whether the editor held such a function then. */
record ConflictedEdits(IdentityFacts facts, Reference reference) {

    List<Judgement> judge() {
        List<ConfigEdited> edits = facts.implementations().stream()
                .filter(ConfigEdited.class::isInstance)
                .map(ConfigEdited.class::cast)
                .filter(edit -> isOwn(edit.editor(), edit.header().occurredAt()))
                .toList();
        if (edits.isEmpty()) {
            return List.of();
        }
        ControlBoundary boundary = ControlBoundary.of(reference.catalogue());
        EffectiveAccess access = EffectiveAccess.of(facts, reference.catalogue());
        List<Judgement> judgements = new ArrayList<>();
        edits.forEach(edit -> boundary.item(
                        edit.systemId(), edit.itemId(), edit.header().occurredAt())
                .filter(item -> !item.constrains().isEmpty())
                .ifPresent(item -> judgements.add(judge(edit, item, access))));
        return judgements;
    }

    private boolean isOwn(Principal editor, Instant at) {
        return editor.subject().equals(facts.subject())
                || editor.identityId().filter(facts.ids()::contains).isPresent()
                || facts.accounts().stream()
                        .anyMatch(account -> editor.account().equals(Optional.of(account.ref()))
                                && account.belonged().contains(at));
    }

    private Judgement judge(ConfigEdited edit, BoundaryItemRegistered item, EffectiveAccess access) {
        Instant at = edit.header().occurredAt();
        Optional<String> notApplicable = notApplicable(edit, at);
        if (notApplicable.isPresent()) {
            return verdict(edit, Verdict.NOT_APPLICABLE, notApplicable.get());
        }
        Set<String> held = new TreeSet<>();
        List<String> ways = new ArrayList<>();
        List<Event> evidence = new ArrayList<>(List.of(edit));
        access.paths().stream().filter(path -> path.usable().contains(at)).forEach(path -> {
            Set<String> functions = functions(path.systemId(), path.entitlement(), at);
            functions.retainAll(item.constrains());
            if (!functions.isEmpty()) {
                held.addAll(functions);
                ways.add("It held " + path.entitlement() + " on " + path.systemId() + ", which gives "
                        + String.join(", ", functions) + ".");
                evidence.add(path.grant().given());
            }
        });
        if (!held.isEmpty()) {
            return deviated(edit, item, held, ways, evidence);
        } else if (access.unknown().stream().anyMatch(one -> one.span().contains(at))) {
            return verdict(edit, Verdict.INDETERMINATE, "ACCESS_UNKNOWN");
        }
        Absence absence = reference
                .completeness()
                .absence(
                        Feed.GRANTS,
                        edit.systemId(),
                        Interval.of(at.minus(reference.parameters(at).duration("approval_lookback")), at));
        return absence.proven()
                ? verdict(edit, Verdict.OPERATED, "HOLDS_NOTHING_IT_LIMITS").restingOn(absence)
                : Judgement.undecided(object(edit), edit.systemId(), at, absence, List.of(edit));
    }

    private Optional<String> notApplicable(ConfigEdited edit, Instant at) {
        if (edit.header().baseline()) {
            return Optional.of("BASELINE");
        }
        boolean elsewhere = reference
                .catalogue()
                .system(edit.systemId(), at)
                .filter(system -> !system.production())
                .isPresent();
        if (elsewhere) {
            return Optional.of("NOT_PRODUCTION");
        }
        return edit.beforeHash().isPresent() && edit.beforeHash().equals(edit.afterHash())
                ? Optional.of("NO_CONTENT_CHANGE")
                : Optional.empty();
    }

    private Set<String> functions(String systemId, String entitlement, Instant at) {
        Catalogue catalogue = reference.catalogue();
        Set<String> functions = new TreeSet<>();
        catalogue.mapping(systemId, entitlement).stream()
                .filter(mapping -> mapping.inForce().contains(at))
                .flatMap(mapping -> mapping.value().performable().stream())
                .forEach(use -> functions.add(use.functionId()));
        return functions;
    }

    private static String object(ConfigEdited edit) {
        return "config:" + edit.systemId() + "/" + edit.editId();
    }

    private static Judgement verdict(ConfigEdited edit, Verdict verdict, String reason) {
        return Judgement.of(object(edit), edit.systemId(), edit.header().occurredAt(), verdict, reason, List.of(edit));
    }

    private Judgement deviated(
            ConfigEdited edit, BoundaryItemRegistered item, Set<String> held, List<String> ways, List<Event> evidence) {
        Instant at = edit.header().occurredAt();
        List<String> lines = new ArrayList<>(List.of(edit.editor() + " edited " + edit.itemId() + " on "
                + edit.systemId() + " at " + at + ", which limits " + String.join(", ", item.constrains()) + "."));
        lines.addAll(ways);
        Map<String, String> details = new TreeMap<>();
        details.put("itemId", edit.itemId());
        details.put("valueBefore", edit.beforeHash().orElse(""));
        details.put("valueAfter", edit.afterHash().orElse(""));
        details.put("dependentControls", String.join(", ", item.controls()));
        details.put("editorFunctions", String.join(", ", held));
        details.put(
                "systemOwner",
                reference
                        .catalogue()
                        .system(edit.systemId(), at)
                        .map(SystemRegistered::owners)
                        .flatMap(owners -> owners.systemOwner())
                        .orElse(""));
        return Judgement.deviated(
                        object(edit),
                        edit.systemId(),
                        at,
                        List.of(Deviation.lasting(
                                        "CONFLICTED_EDITOR", "CONFLICTED_EDITOR", edit.editId(), at, Severity.CRITICAL)
                                .because(lines, evidence)
                                .with(details)))
                .approvedBy(
                        Optional.empty(),
                        Optional.empty(),
                        edit.changeIds().stream().findFirst());
    }
}
