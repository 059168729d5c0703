package io.plumbline.control.review;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Parameters;
import io.plumbline.control.Privilege;
import io.plumbline.event.AccessEvent.Granted;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.Principal;
import io.plumbline.event.ReviewEvent.ItemDecided;
import io.plumbline.event.ReviewEvent.ItemReassigned;
import io.plumbline.event.ReviewEvent.ReviewDecision;
import io.plumbline.facts.Grant;
import io.plumbline.facts.ReviewerFacts;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is asked of one decision of an access review, as of the instant it was made: who made it, whose access it is about, who
 * gave that access and who looks after the system, how the item came to whoever decided, and whether they decide for each other.
 */
final class DecisionTest {

    /** Stands where no alternate reviewers are named. */
    private static final String NOBODY = "none";

    private final ReviewerFacts facts;
    private final Catalogue catalogue;
    private final Parameters parameters;
    private final Reviewers reviewers;

    /** @param parameters in force at the instant of the decision */
    DecisionTest(ReviewerFacts facts, Catalogue catalogue, Parameters parameters) {
        this.facts = facts;
        this.catalogue = catalogue;
        this.parameters = parameters;
        this.reviewers = new Reviewers(
                facts,
                catalogue,
                Stream.of(parameters.text("alternate_reviewers").split(","))
                        .map(String::trim)
                        .filter(id -> !id.isEmpty() && !id.equals(NOBODY))
                        .toList());
    }

    Reviewers reviewers() {
        return reviewers;
    }

    /** Whether it decides anything: of access that was gone already, and of what is not understood, nothing is decided. */
    static boolean decides(ItemDecided item) {
        return switch (item.decision()) {
            case KEEP, REVOKE, MODIFY -> true;
            case NOT_APPLICABLE, UNKNOWN -> false;
        };
    }

    Fitness of(ItemDecided item) {
        Instant at = item.header().occurredAt();
        String by = item.reviewerId();
        Set<String> holders = facts.identitiesOf(item.holder(), at);
        if (isMachine(item)) {
            return Fitness.fault("AGENT_REVIEWER", by + " is a machine identity, or one decided under that name");
        } else if (reviewers.isAny(holders, by)) {
            return Fitness.fault("SELF_REVIEW", by + " holds the access");
        }
        Optional<Fitness> asAdministrator = administrator(item, by, at);
        if (asAdministrator.isPresent()) {
            return asAdministrator.get();
        }
        Fitness authority = authority(item, by, holders, at);
        if (authority.fault().isPresent()) {
            return authority;
        }
        Optional<ItemDecided> returned = returned(item, holders);
        if (returned.isPresent()) {
            return Fitness.fault(
                    "RECIPROCAL",
                    returned.get().reviewerId() + " had decided about access of " + by + " at "
                            + returned.get().header().occurredAt());
        } else if (holders.isEmpty() && !facts.isMachineAccount(item.holder())) {
            return Fitness.doubt("HOLDER_UNKNOWN", "nobody knows whose account " + item.holder() + " is");
        }
        return holders.stream().anyMatch(id -> facts.isPerhapsSame(id, by))
                ? Fitness.doubt("PERSON_UNCERTAIN", by + " may hold the access, by name alone")
                : authority;
    }

    /** A machine decided: by its own record or mandate, or under the name of the person it acted for. */
    private boolean isMachine(ItemDecided item) {
        boolean machine = facts.person(item.reviewerId())
                .filter(person -> person.type()
                                .filter(IdentityEvent.IdentityType::isMachine)
                                .isPresent()
                        || !person.mandates().isEmpty())
                .isPresent();
        return machine
                || !item.header().onBehalfOf().isEmpty()
                        && item.header()
                                .actor()
                                .filter(actor -> isSomebodyElse(actor, item))
                                .isPresent();
    }

    private boolean isSomebodyElse(Principal actor, ItemDecided item) {
        return actor.identityId().isPresent()
                ? !reviewers.isSame(actor.identityId().get(), item.reviewerId())
                : !reviewers.isAny(facts.identitiesOf(actor, item.header().occurredAt()), item.reviewerId());
    }

    private Optional<Fitness> administrator(ItemDecided item, String by, Instant at) {
        Optional<Granted> gave = facts.given().stream()
                .filter(granted -> isUnderReview(granted, item, at))
                .max(Comparator.comparing((Granted granted) -> granted.header().occurredAt())
                        .thenComparing(Granted::id))
                .filter(granted -> granted.header()
                        .actor()
                        .filter(actor -> reviewers.isAny(
                                facts.identitiesOf(actor, granted.header().occurredAt()), by))
                        .isPresent());
        if (gave.isPresent()) {
            return Optional.of(Fitness.fault(
                    "ADMIN_SELF_REVIEW",
                    by + " gave the access at " + gave.get().header().occurredAt()));
        } else if (parameters.flag("administrators_may_review")
                || !item.reviewer().equals(facts.subject())) {
            return Optional.empty();
        }
        return facts.own().stream()
                .filter(grant -> grant.systemId().equals(item.systemId()))
                .filter(grant -> grant.held().contains(at))
                .filter(grant -> Privilege.given(catalogue, grant.systemId(), grant.entitlement(), at))
                .map(Grant::entitlement)
                .findFirst()
                .map(role -> Fitness.fault(
                        "ADMIN_SELF_REVIEW", by + " administered " + item.systemId() + " with " + role + " at " + at));
    }

    private boolean isUnderReview(Granted granted, ItemDecided item, Instant at) {
        return granted.systemId().equals(item.systemId())
                && gives(granted, item, at)
                && !granted.header().occurredAt().isAfter(at)
                && (granted.holder().subject().equals(item.holder().subject())
                        || facts.identitiesOf(granted.holder(), at).stream()
                                .anyMatch(id -> reviewers.isAny(facts.identitiesOf(item.holder(), at), id)));
    }

    /** Whether it is what is under review, or a role that gave it when it was decided. */
    private boolean gives(Granted granted, ItemDecided item, Instant at) {
        return granted.entitlement().equals(item.entitlement())
                || catalogue.roleTimes(granted.systemId(), granted.entitlement()).stream()
                        .flatMap(role -> role.given().stream())
                        .filter(given -> given.inForce().contains(at))
                        .anyMatch(given -> given.value().entitlement().equals(item.entitlement()));
    }

    private Fitness authority(ItemDecided item, String by, Set<String> holders, Instant at) {
        Fitness own = reviewers.authority(item, by, at);
        Optional<ItemReassigned> handed = reviewers.handedTo(by, item, at);
        if (handed.isEmpty()) {
            return own;
        }
        String words = "the item was handed to " + by + " by " + handed.get().fromId() + " at "
                + handed.get().header().occurredAt();
        if (reviewers.isSubordinate(by, holders, at)) {
            return Fitness.fault("BAD_REASSIGNMENT", words + ", who reported to the holder");
        } else if (own.sound()) {
            return own;
        } else if (reviewers.isPeer(by, holders, at)) {
            return Fitness.fault("BAD_REASSIGNMENT", words + ", who had the same manager as the holder");
        }
        return !reviewers.isHandedOn(handed.get(), item, at) && reviewers.handedSoundly(handed.get(), item)
                ? Fitness.fit(words)
                : own;
    }

    /**
     * What whoever holds the access decided before, in the same review, about access of the reviewer. What they had taken back by
     * then does not count.
     */
    private Optional<ItemDecided> returned(ItemDecided item, Set<String> holders) {
        Instant at = item.header().occurredAt();
        Map<String, ItemDecided> last = new TreeMap<>();
        facts.others().stream()
                .filter(DecisionTest::decides)
                .filter(other -> IN_ORDER.compare(other, item) < 0)
                .filter(other -> reviewers.isAny(holders, other.reviewerId()))
                .filter(other -> reviewers.isAny(facts.identitiesOf(other.holder(), at), item.reviewerId()))
                .sorted(IN_ORDER)
                .forEach(other -> last.put(other.itemId(), other));
        return last.values().stream()
                .filter(other -> other.decision() == ReviewDecision.KEEP && item.decision() == ReviewDecision.KEEP)
                .findFirst();
    }

    static final Comparator<ItemDecided> IN_ORDER = Comparator.comparing(
                    (ItemDecided decided) -> decided.header().occurredAt())
            .thenComparing(decided -> decided.header().recordedAt())
            .thenComparing(ItemDecided::id);
}
