package io.plumbline.control.sod;

import io.plumbline.control.Absence;
import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.GravestSystem;
import io.plumbline.control.Judgement;
import io.plumbline.control.Names;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.control.sod.Controlled.Basis;
import io.plumbline.event.CredentialEvent;
import io.plumbline.event.Event;
import io.plumbline.event.Severity;
import io.plumbline.event.SubjectKind;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** SOD-02: nobody joins conflicting functions across applications, or through the machine identities they control. */
public final class UnionOfAccessSeparated implements Control<IdentityFacts> {

    private static final String OBJECT = "union";

    @Override
    public String id() {
        return "SOD-02";
    }

    @Override
    public Class<IdentityFacts> population() {
        return IdentityFacts.class;
    }

    /**
     * Identities with access to several systems, or with machine identities they control; machine identities themselves; and who
     * breaks a rule across applications, or about machine identities, in one application alone. An account that belongs to nobody
     * is nobody's union.
     */
    @Override
    public List<Judgement> evaluate(IdentityFacts identity, Reference reference) {
        if (identity.subject().kind() != SubjectKind.IDENTITY) {
            return List.of();
        }
        Union union = Union.of(identity, reference);
        SortedMap<String, List<Judgement>> byRule = new TreeMap<>();
        for (Union.Found found : union.found()) {
            byRule.computeIfAbsent(found.conflict().rule().ruleId(), rule -> new ArrayList<>())
                    .add(judge(found, union, identity, reference));
        }
        List<Judgement> judgements = new ArrayList<>();
        if (union.joins()) {
            judgements.add(withoutConflict(union, identity, reference));
        }
        byRule.values().forEach(parts -> judgements.add(Judgement.together(parts)));
        return judgements;
    }

    private static String gravest(Collection<String> systems, Instant at, Reference reference) {
        return GravestSystem.of(systems, reference.catalogue(), at)
                .orElseGet(() -> systems.stream().sorted().findFirst().orElseThrow());
    }

    /** The verdict on the union as such: only what is known can be clean. */
    private static Judgement withoutConflict(Union union, IdentityFacts identity, Reference reference) {
        Instant at = union.newest();
        String systemId = gravest(union.systems(), at, reference);
        List<Event> grants = identity.grants().stream().<Event>map(Grant::given).toList();
        if (reference.catalogue().sodRules().isEmpty()) {
            return Judgement.of(OBJECT, systemId, at, Verdict.NOT_APPLICABLE, "NO_RULES", grants);
        } else if (!identity.perhapsSame().isEmpty()) {
            String why = "the records " + identity.perhapsSame() + " may be the same person's, by name alone";
            return open(systemId, at, "PERSON_UNCERTAIN", why, grants);
        } else if (identity.knownSecrets().stream()
                .anyMatch(known -> known.machine().isPresent() && !known.accessKnown())) {
            String why = "a secret is known of a machine identity, and what that can do is not told here";
            return open(systemId, at, "MACHINE_ACCESS_UNKNOWN", why, grants);
        } else if (!union.unknown().isEmpty()) {
            return open(
                    systemId,
                    at,
                    union.unknown().get(0).reason(),
                    union.unknown().get(0).why(),
                    grants);
        }
        return Judgement.of(OBJECT, systemId, at, Verdict.OPERATED, "UNION_SEPARATED", grants);
    }

    private static Judgement open(String systemId, Instant at, String reason, String why, List<Event> grants) {
        return Judgement.of(OBJECT, systemId, at, Verdict.INDETERMINATE, reason, grants)
                .restingOn(new Absence(Absence.State.UNDECIDABLE, reason, Optional.empty(), List.of(why)));
    }

    private static Judgement judge(Union.Found found, Union union, IdentityFacts identity, Reference reference) {
        Conflict conflict = found.conflict();
        Instant from = conflict.span().from();
        SortedSet<String> systems = conflict.sides().all().stream()
                .map(held -> held.path().systemId())
                .collect(Collectors.toCollection(TreeSet::new));
        String object = "rule:" + conflict.rule().ruleId();
        String systemId = gravest(systems, from, reference);
        if (!reference.completeness().reached(from) && union.newest().isBefore(from)) {
            return Judgement.of(object, systemId, from, Verdict.PENDING, "NOT_YET_IN_EFFECT", conflict.events())
                    .againAt(from);
        }
        Deviation deviation = deviation(found, union, systems, identity);
        Judgement judgement = Judgement.deviated(object, systemId, from, List.of(deviation));
        return conflict.span()
                .until()
                .filter(end -> !reference.completeness().reached(end))
                .map(judgement::againAt)
                .orElse(judgement);
    }

    private static Deviation deviation(
            Union.Found found, Union union, SortedSet<String> systems, IdentityFacts identity) {
        Conflict conflict = found.conflict();
        List<Controlled> machines = union.contributing(conflict);
        List<CredentialEvent.Used> uses = machines.stream()
                .filter(each -> each.basis() == Basis.SECRET)
                .flatMap(each -> each.uses(conflict.span()).stream())
                .distinct()
                .toList();
        Deviation deviation = conflict.deviation(
                "UNION",
                found.variant(),
                severity(found.variant(), conflict.rule().severity(), !uses.isEmpty()));
        List<String> why = new ArrayList<>(conflict.explanation());
        machines.forEach(each -> why.add(each.words()));
        uses.forEach(use -> why.add("Used while the secret was known: " + use.credentialId() + " at "
                + use.header().occurredAt() + " (" + use.id() + ")"));
        List<Event> events = new ArrayList<>(conflict.events());
        machines.forEach(each -> events.addAll(each.evidence()));
        events.addAll(uses);
        Map<String, String> details = new TreeMap<>(conflict.details());
        details.put("applications", String.join(", ", systems));
        if (!machines.isEmpty()) {
            details.put("machine_identities", Names.of(machines.stream().map(each -> each.machine()
                    .identityId())));
            details.put("control_basis", Names.of(machines.stream().map(each -> each.basis()
                    .name())));
        }
        uses.stream()
                .findFirst()
                .ifPresent(use ->
                        details.put("exercised_at", use.header().occurredAt().toString()));
        if (!identity.merges().isEmpty()) {
            details.put("person_match", Names.of(identity.merges().stream().map(merge -> merge.method()
                    .name())));
        }
        return PredictedConflict.marked(
                deviation.because(why, events.stream().distinct().toList()).with(details),
                conflict,
                identity,
                union.catalogue());
    }

    private static Severity severity(String variant, Severity severity, boolean used) {
        return variant.equals(Union.OWNER_ONLY)
                ? severity.lowered()
                : used && variant.equals(Union.PERSON_PLUS_NHI) ? Severity.CRITICAL : severity;
    }
}
