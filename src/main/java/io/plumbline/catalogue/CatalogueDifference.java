package io.plumbline.catalogue;

import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.CampaignClosed;
import io.plumbline.event.ReferenceEvent.CampaignOpened;
import io.plumbline.event.ReferenceEvent.CatalogueChangeApproved;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.event.ReferenceEvent.ExemptionRevoked;
import io.plumbline.event.ReferenceEvent.MitigationPerformed;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.event.ReferenceEvent.RoleRetired;
import io.plumbline.event.Routing;
import io.plumbline.event.Subject;
import io.plumbline.event.SubjectKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whose answers can be others by one version of the catalogue than by another.
 *
 * <p>What a role or a mapping says concerns who holds or held the role or entitlement, or a role that contained it in either
 * version. An exemption or mitigation for one subject concerns that subject, and an exemption where it is judged who answers for
 * it. An access review concerns its systems, those of the reviews it carries on or that carry it on, and whoever holds something
 * of them. Everything else may concern anybody.
 *
 * @param entitlements roles and entitlements that may give something else
 * @param subjectKeys single subjects, as {@code kind:id}
 * @param reviews access reviews that may ask something else
 * @param systems the systems of these
 */
public record CatalogueDifference(
        Set<Entitlement> entitlements, Set<String> subjectKeys, Set<String> reviews, Set<String> systems) {

    /** A role or entitlement of a system. */
    public record Entitlement(String systemId, String id) implements Comparable<Entitlement> {
        @Override
        public int compareTo(Entitlement other) {
            int bySystem = systemId.compareTo(other.systemId);
            return bySystem != 0 ? bySystem : id.compareTo(other.id);
        }
    }

    public CatalogueDifference {
        entitlements = Collections.unmodifiableSet(new TreeSet<>(entitlements));
        subjectKeys = Collections.unmodifiableSet(new TreeSet<>(subjectKeys));
        reviews = Collections.unmodifiableSet(new TreeSet<>(reviews));
        systems = Collections.unmodifiableSet(new TreeSet<>(systems));
    }

    /**
     * What differs; empty where it may concern anybody, or more than can be told one by one.
     *
     * @param most how many roles, entitlements and subjects may be told one by one
     */
    public static Optional<CatalogueDifference> between(Catalogue before, Catalogue after, int most) {
        if (GovernedChanges.of(before).recordsApprovals()
                != GovernedChanges.of(after).recordsApprovals()) {
            return Optional.empty();
        }
        List<Catalogue> both = List.of(before, after);
        Set<Entitlement> changed = new TreeSet<>();
        Set<String> subjectKeys = new TreeSet<>();
        Set<String> reviews = new TreeSet<>();
        for (ReferenceEvent entry : entriesOfOne(before.entries(), after.entries())) {
            Optional<Set<String>> subjects = subjectsOf(entry, both);
            if (entry instanceof RoleDefined role) {
                changed.add(new Entitlement(role.systemId(), role.roleId()));
            } else if (entry instanceof RoleRetired role) {
                changed.add(new Entitlement(role.systemId(), role.roleId()));
            } else if (entry instanceof EntitlementMapped mapped
                    && before.mapsFunctionsOf(mapped.systemId()) == after.mapsFunctionsOf(mapped.systemId())) {
                changed.add(new Entitlement(mapped.systemId(), mapped.entitlement()));
                subjectKeys.add(Routing.system(mapped.systemId()).key());
                mapped.usedAs().forEach(name -> changed.add(new Entitlement(mapped.systemId(), name)));
            } else if (entry instanceof CampaignOpened campaign) {
                reviews.add(campaign.campaignId());
            } else if (entry instanceof CampaignClosed campaign) {
                reviews.add(campaign.campaignId());
            } else if (subjects.isPresent()) {
                subjectKeys.addAll(subjects.get());
            } else {
                return Optional.empty();
            }
            if (changed.size() + subjectKeys.size() + reviews.size() > most) {
                return Optional.empty();
            }
        }
        Set<Entitlement> entitlements = new TreeSet<>(changed);
        for (Entitlement one : changed) {
            both.forEach(catalogue -> catalogue
                    .ancestorsOf(one.systemId(), one.id())
                    .forEach(role -> entitlements.add(new Entitlement(one.systemId(), role))));
        }
        Set<String> systems = new TreeSet<>();
        both.forEach(catalogue -> reviews.addAll(AccessReviews.of(catalogue).relatedTo(reviews)));
        both.forEach(catalogue -> systems.addAll(AccessReviews.of(catalogue).systemsOf(reviews)));
        return entitlements.size() + subjectKeys.size() + reviews.size() + systems.size() > most
                ? Optional.empty()
                : Optional.of(new CatalogueDifference(entitlements, subjectKeys, reviews, systems));
    }

    /** The subjects that an entry is about; empty where it may be about anybody. */
    private static Optional<Set<String>> subjectsOf(ReferenceEvent entry, List<Catalogue> both) {
        if (entry instanceof ExemptionGranted granted) {
            return ofExemption(granted.exemptionId(), both);
        } else if (entry instanceof ExemptionRevoked revoked) {
            return ofExemption(revoked.exemptionId(), both);
        } else if (entry instanceof MitigationPerformed performed) {
            return performed
                    .subjectKey()
                    .filter(CatalogueDifference::isSubjectKey)
                    .map(Set::of);
        }
        return entry instanceof CatalogueChangeApproved approval
                ? Optional.of(subjectsOf(approval, both))
                : Optional.empty();
    }

    /** The versions of every exemption, by its id. */
    private record Exemptions(Map<String, List<ExemptionGranted>> byId) {

        static Exemptions of(Catalogue catalogue) {
            return new Exemptions(catalogue.entries().stream()
                    .filter(ExemptionGranted.class::isInstance)
                    .map(ExemptionGranted.class::cast)
                    .collect(Collectors.groupingBy(ExemptionGranted::exemptionId)));
        }
    }

    /** The subjects of all its versions: one ends another, whatever that was about. */
    private static Optional<Set<String>> ofExemption(String exemptionId, List<Catalogue> both) {
        Set<String> keys = new TreeSet<>();
        for (Catalogue catalogue : both) {
            Exemptions exemptions = catalogue.derived(Exemptions.class, Exemptions::of);
            for (ExemptionGranted granted : exemptions.byId().getOrDefault(exemptionId, List.of())) {
                Optional<Set<String>> subjects = subjectsOf(granted);
                if (subjects.isEmpty()) {
                    return Optional.empty();
                }
                keys.addAll(subjects.get());
            }
        }
        return Optional.of(keys);
    }

    /** The systems and parts of Plumbline that entries of the change are about: whether they were approved is judged of them. */
    private static Set<String> subjectsOf(CatalogueChangeApproved approval, List<Catalogue> both) {
        Set<String> keys = new TreeSet<>();
        both.forEach(catalogue -> GovernedChanges.of(catalogue)
                .entries(approval.changeId())
                .forEach(entry -> {
                    Routing.subjectsOf(entry).stream()
                            .filter(subject -> subject.kind() == SubjectKind.SYSTEM)
                            .forEach(subject -> keys.add(subject.key()));
                    if (entry instanceof EntitlementMapped mapped) {
                        keys.add(Routing.system(mapped.systemId()).key());
                    }
                }));
        return keys;
    }

    private static Optional<Set<String>> subjectsOf(ExemptionGranted granted) {
        return granted.subjectKey().filter(CatalogueDifference::isSubjectKey).map(key -> {
            Set<String> keys = new TreeSet<>(List.of(key, granted.home().key()));
            granted.personId()
                    .ifPresent(person -> keys.add(Subject.identity(person).key()));
            return keys;
        });
    }

    private static boolean isSubjectKey(String text) {
        try {
            Subject.parse(text);
            return true;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    /** Entries that only one of the versions holds; both are in order, and most entries are the very same. */
    private static List<ReferenceEvent> entriesOfOne(List<ReferenceEvent> before, List<ReferenceEvent> after) {
        List<ReferenceEvent> found = new ArrayList<>();
        int old = 0;
        int fresh = 0;
        while (old < before.size() && fresh < after.size()) {
            ReferenceEvent gone = before.get(old);
            ReferenceEvent come = after.get(fresh);
            if (gone == come || gone.equals(come)) {
                old++;
                fresh++;
                continue;
            }
            int order = Catalogue.IN_ORDER.compare(gone, come);
            if (order <= 0) {
                found.add(gone);
                old++;
            }
            if (order >= 0) {
                found.add(come);
                fresh++;
            }
        }
        found.addAll(before.subList(old, before.size()));
        found.addAll(after.subList(fresh, after.size()));
        return found;
    }
}
