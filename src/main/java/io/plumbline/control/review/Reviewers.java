package io.plumbline.control.review;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.catalogue.Persons;
import io.plumbline.control.Names;
import io.plumbline.event.IdentityEvent.Created;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.ReviewEvent.ItemDecided;
import io.plumbline.event.ReviewEvent.ItemReassigned;
import io.plumbline.event.ReviewEvent.ReviewAuthority;
import io.plumbline.facts.Person;
import io.plumbline.facts.ReviewerFacts;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Who may decide about an item of an access review at an instant, and who is whom: owners of the entitlement and of the system,
 * the holder's manager, delegates of these, whom one of these handed the item to, and the alternates for those at the top.
 *
 * @param alternates who reviews the access of those who have no manager
 */
record Reviewers(ReviewerFacts facts, Catalogue catalogue, List<String> alternates) {

    /** Whether two ids are one person's, by what systems state, by reference data or by both together. */
    boolean isSame(String one, String other) {
        Persons persons = Persons.of(catalogue);
        Set<String> others = persons.persons(facts.recordsOf(other));
        return facts.recordsOf(one).stream().map(persons::person).anyMatch(others::contains);
    }

    boolean isAny(Set<String> ids, String other) {
        return ids.stream().anyMatch(id -> isSame(id, other));
    }

    /** Whether somebody could decide about the item then, and on what ground. */
    Fitness authority(ItemDecided item, String by, Instant at) {
        Set<String> holders = facts.identitiesOf(item.holder(), at);
        Set<String> authorised = authorised(item, holders, at);
        if (isAny(authorised, by)) {
            return Fitness.fit(by + " had authority");
        }
        Optional<String> inPlaceOf = authorised.stream()
                .filter(id -> !isAny(holders, id))
                .filter(id -> isAny(catalogue.delegates(id, item.systemId(), at), by))
                .findFirst();
        if (inPlaceOf.isPresent()) {
            return Fitness.fit(by + " decided in place of " + inPlaceOf.get());
        }
        return managerMatters(item) && managers(holders, at).isEmpty() && !isAtTop(holders, at)
                ? Fitness.doubt("MANAGER_UNKNOWN", "nobody knows who the holder's manager was at " + at)
                : notAuthorised(item, by, authorised, at);
    }

    private static Fitness notAuthorised(ItemDecided item, String by, Set<String> authorised, Instant at) {
        return authorised.isEmpty()
                ? Fitness.doubt("OWNER_UNKNOWN", "nobody is on record as owner of " + item.entitlement())
                : Fitness.fault(
                        "NO_AUTHORITY",
                        by + " was at " + at + " none of those who may decide (" + Names.of(authorised.stream())
                                + "), nor a delegate of one");
    }

    /** The last handing of the item to somebody by then; empty where it was theirs from the start. */
    Optional<ItemReassigned> handedTo(String by, ItemDecided item, Instant at) {
        return handed(item, at).filter(handed -> isSame(handed.toId(), by)).reduce((earlier, later) -> later);
    }

    /** Whether whoever it was handed to handed it on by then, so that it was no longer theirs. */
    boolean isHandedOn(ItemReassigned handed, ItemDecided item, Instant at) {
        return handed(item, at)
                .filter(later -> IN_ORDER.compare(handed, later) < 0)
                .anyMatch(later -> isSame(later.fromId(), handed.toId()));
    }

    /**
     * Whether the item came to somebody from one who could decide about it, through as many hands as it took. Nobody names the
     * reviewer of their own access.
     */
    boolean handedSoundly(ItemReassigned handed, ItemDecided item) {
        Instant at = handed.header().occurredAt();
        if (isAny(facts.identitiesOf(item.holder(), at), handed.fromId())) {
            return false;
        } else if (authority(item, handed.fromId(), at).sound()) {
            return true;
        }
        return handedTo(handed.fromId(), item, at)
                .filter(earlier -> IN_ORDER.compare(earlier, handed) < 0)
                .filter(earlier -> handedSoundly(earlier, item))
                .isPresent();
    }

    private static final Comparator<ItemReassigned> IN_ORDER = Comparator.comparing(
                    (ItemReassigned handed) -> handed.header().occurredAt())
            .thenComparing(ItemReassigned::id);

    /** Every handing of the item by then, in order of time. */
    Stream<ItemReassigned> handed(ItemDecided item, Instant at) {
        return facts.handed().stream()
                .filter(handed -> handed.itemId().equals(item.itemId()))
                .filter(handed -> !handed.header().occurredAt().isAfter(at))
                .sorted(IN_ORDER);
    }

    /** Whether somebody reported to one of those who hold the access. */
    boolean isSubordinate(String by, Set<String> holders, Instant at) {
        return managerOf(by, at).filter(manager -> isAny(holders, manager)).isPresent();
    }

    /** Whether somebody had the same manager as one of those who hold the access. */
    boolean isPeer(String by, Set<String> holders, Instant at) {
        Set<String> managers = managers(holders, at);
        return managerOf(by, at).filter(manager -> isAny(managers, manager)).isPresent();
    }

    private Set<String> authorised(ItemDecided item, Set<String> holders, Instant at) {
        Set<String> authorised = new TreeSet<>(managers(holders, at));
        catalogue.mapping(item.systemId(), item.entitlement()).stream()
                .filter(mapping -> mapping.inForce().contains(at))
                .map(Dated::value)
                .flatMap(mapping -> mapping.ownerId().stream())
                .forEach(authorised::add);
        catalogue
                .system(item.systemId(), at)
                .map(SystemRegistered::owners)
                .ifPresent(owners -> authorised.addAll(owners.persons()));
        if (isAtTop(holders, at)) {
            authorised.addAll(alternates);
        }
        return authorised;
    }

    private Set<String> managers(Set<String> holders, Instant at) {
        Set<String> managers = new TreeSet<>();
        holders.forEach(id -> managerOf(id, at).ifPresent(managers::add));
        return managers;
    }

    private Optional<String> managerOf(String id, Instant at) {
        return facts.person(id).flatMap(person -> person.managerAt(at));
    }

    /** Whether their own records say that they have no manager: theirs are known, and name none. */
    private boolean isAtTop(Set<String> holders, Instant at) {
        List<Person> known =
                holders.stream().flatMap(id -> facts.person(id).stream()).toList();
        return !known.isEmpty()
                && known.size() == holders.size()
                && known.stream()
                        .allMatch(person -> person.employment()
                                        .created()
                                        .filter(Reviewers::isPerson)
                                        .isPresent()
                                && person.managerAt(at).isEmpty());
    }

    private static boolean isPerson(Created created) {
        return !created.identityType().isMachine();
    }

    /** Whether the ground on which it was decided may have been that of a manager. */
    private static boolean managerMatters(ItemDecided item) {
        return item.authority() == ReviewAuthority.MANAGER
                || item.authority() == ReviewAuthority.DELEGATE
                || item.authority() == ReviewAuthority.UNKNOWN;
    }
}
