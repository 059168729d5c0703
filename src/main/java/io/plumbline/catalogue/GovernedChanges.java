package io.plumbline.catalogue;

import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.CatalogueChangeApproved;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.ReferenceEvent.SodRuleDisabled;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.ReferenceEvent.SystemRetired;
import io.plumbline.event.Routing;
import io.plumbline.event.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Who wrote and who approved entries of the catalogue, and all versions of what is part of Plumbline itself. */
public final class GovernedChanges {

    private final Map<String, CatalogueChangeApproved> approvals = new HashMap<>();
    private final Map<String, List<ReferenceEvent>> entries = new HashMap<>();
    private final Map<Subject, Map<String, List<ReferenceEvent>>> own = new HashMap<>();
    private final Map<String, Map<String, List<ReferenceEvent>>> mappings = new HashMap<>();

    private final Map<String, Map<String, List<ReferenceEvent>>> retirements = new HashMap<>();
    private final Map<String, List<SystemRegistered>> registrations = new HashMap<>();

    private GovernedChanges(List<ReferenceEvent> all) {
        for (ReferenceEvent entry : all) {
            if (entry instanceof CatalogueChangeApproved approval) {
                approvals.put(approval.changeId(), approval);
                continue;
            }
            entry.header().ticket().ifPresent(ticket -> entries.computeIfAbsent(ticket, id -> new ArrayList<>())
                    .add(entry));
            Routing.ownPart(entry)
                    .ifPresent(subject -> add(own.computeIfAbsent(subject, id -> new TreeMap<>()), entry));
            if (entry instanceof SystemRetired retired) {
                add(retirements.computeIfAbsent(retired.systemId(), id -> new TreeMap<>()), entry);
            } else if (entry instanceof EntitlementMapped mapped) {
                mappings.computeIfAbsent(mapped.systemId(), id -> new TreeMap<>())
                        .computeIfAbsent(EntryKey.of(entry), key -> new ArrayList<>())
                        .add(entry);
            } else if (entry instanceof SystemRegistered registered) {
                registrations
                        .computeIfAbsent(registered.systemId(), id -> new ArrayList<>())
                        .add(registered);
            }
        }
    }

    /** Of two versions with the same start only the one that counts. */
    private static void add(Map<String, List<ReferenceEvent>> versions, ReferenceEvent entry) {
        List<ReferenceEvent> ofOne = versions.computeIfAbsent(EntryKey.of(entry), key -> new ArrayList<>());
        if (!ofOne.isEmpty() && ofOne.get(ofOne.size() - 1).effectiveFrom().equals(entry.effectiveFrom())) {
            ofOne.remove(ofOne.size() - 1);
        }
        ofOne.add(entry);
    }

    public static GovernedChanges of(Catalogue catalogue) {
        return catalogue.derived(GovernedChanges.class, source -> new GovernedChanges(source.entries()));
    }

    /** Whether any approval is on record: reference data read from a file by itself has none, and says nothing of who approved it. */
    public boolean recordsApprovals() {
        return !approvals.isEmpty();
    }

    /** The approval of the change that an entry is part of; empty where it is part of none, or none is on record. */
    public Optional<CatalogueChangeApproved> approvalOf(ReferenceEvent entry) {
        return entry.header().ticket().map(approvals::get);
    }

    /** The entries that carry the id of a change as their ticket. */
    public List<ReferenceEvent> entries(String changeId) {
        return entries.getOrDefault(changeId, List.of());
    }

    /** The versions of each entry that a part of Plumbline consists of, each list in order of effect. */
    public List<List<ReferenceEvent>> versionsOf(Subject ownPart) {
        return List.copyOf(own.getOrDefault(ownPart, Map.of()).values());
    }

    /**
     * The versions of each mapping of a system, each list in order of effect. One that a later statement with the same start took the
     * place of comes before it.
     */
    public List<List<ReferenceEvent>> mappingsOf(String systemId) {
        return List.copyOf(mappings.getOrDefault(systemId, Map.of()).values());
    }

    /** Every statement about a system in order of effect; one that a later with the same start took the place of comes before it. */
    public List<SystemRegistered> registrationsOf(String systemId) {
        return List.copyOf(registrations.getOrDefault(systemId, List.of()));
    }

    /** Every statement that a system is gone, in order of effect. */
    public List<SystemRetired> retirementsOf(String systemId) {
        return retirements.getOrDefault(systemId, Map.of()).values().stream()
                .flatMap(List::stream)
                .map(SystemRetired.class::cast)
                .toList();
    }

    /**
     * What a rule says, without what it is called: two versions for which this is the same find the same. Empty for a rule that
     * is disabled.
     */
    public static Optional<String> meaningOf(ReferenceEvent version) {
        if (version instanceof SodRuleDisabled) {
            return Optional.empty();
        }
        SodRulePublished rule = (SodRulePublished) version;
        return Optional.of(String.join(
                "\n",
                rule.slots().stream().map(Object::toString).sorted().toList().toString(),
                rule.minimumFilled()
                        .map(String::valueOf)
                        .orElse(String.valueOf(rule.slots().size())),
                rule.steps().toString(),
                rule.objectTypes().toString(),
                rule.window().toString(),
                rule.type().name(),
                rule.severity().name(),
                rule.stage().map(Enum::name).orElse("ACTIVE"),
                Boolean.toString(rule.nhiOnly()),
                rule.regimes().toString(),
                rule.assertions().toString(),
                rule.evaluatedBy().orElse("")));
    }
}
