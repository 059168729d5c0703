package io.plumbline.control.sod;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.event.AccessEvent.Approved;
import io.plumbline.event.AccessEvent.Authority;
import io.plumbline.event.Owners;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent.DelegationRecorded;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Machine;
import io.plumbline.facts.Person;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Whether one decision was made by a person independent of the beneficiary, of whoever asked and of whoever carried it out, and
 * with authority, as of the instant it was made.
 *
 * @param fault the variant that says what it lacks; empty where it lacks nothing
 * @param doubt reason code why that cannot be said; empty where it can
 * @param words what was found, in words
 */
record Independence(Optional<String> fault, Optional<String> doubt, String words) {

    boolean sound() {
        return fault.isEmpty() && doubt.isEmpty();
    }

    /** A decision about a grant. */
    static Independence of(
            Approved approval, Grant grant, IdentityFacts identity, Catalogue catalogue, boolean requesterMayApprove) {
        Instant at = approval.header().occurredAt();
        String by = approval.approverId();
        if (approval.authority() == Authority.WORKFLOW_RULE) {
            return fault("NO_AUTHORITY", "a rule of the workflow decided and no person");
        }
        Independence person = ofPerson(by, at, identity);
        if (person.fault().isPresent()) {
            return person;
        }
        Optional<Principal> provisioner = grant.given().header().actor();
        if (provisioner
                .flatMap(Principal::identityId)
                .filter(who -> identity.isSamePerson(who, by))
                .isPresent()) {
            return fault("APPROVER_PROVISIONER", by + " gave the access themselves");
        }
        if (!requesterMayApprove
                && identity.requests().stream()
                        .filter(request -> request.requestId().equals(approval.requestId()))
                        .flatMap(request -> request.requesterId().stream())
                        .anyMatch(who -> identity.isSamePerson(who, by))) {
            return fault("REQUESTER_APPROVER", by + " had asked for it");
        }
        Independence authority = authority(approval, grant, identity, catalogue, at);
        return authority.fault().isPresent() || person.sound() ? authority : person;
    }

    /** What is so of the one who decides, whatever it is about. */
    static Independence ofPerson(String by, Instant at, IdentityFacts identity) {
        SortedSet<String> beneficiary = identity.ids();
        if (beneficiary.contains(by) || beneficiary.stream().anyMatch(id -> identity.isSamePerson(id, by))) {
            return fault("SELF_APPROVAL", by + " is the beneficiary");
        } else if (answersFor(identity, by, at)) {
            return fault("AGENT_APPROVER", by + " is a machine identity that the beneficiary answers for");
        } else if (Optional.ofNullable(identity.others().get(by))
                .flatMap(person -> person.managerAt(at))
                .filter(beneficiary::contains)
                .isPresent()) {
            return fault("SUBORDINATE", by + " reported to the beneficiary at " + at);
        } else if (beneficiary.isEmpty()) {
            return doubt("BENEFICIARY_UNKNOWN", "nobody knows whose account it is");
        }
        return identity.perhapsSame().contains(by)
                ? doubt("PERSON_UNCERTAIN", by + " may be the beneficiary, by name alone")
                : new Independence(Optional.empty(), Optional.empty(), by + " is independent");
    }

    private static boolean answersFor(IdentityFacts identity, String machineId, Instant at) {
        String id = identity.subject().id();
        return Stream.of(identity.machines(), identity.sponsored())
                .flatMap(machines -> Optional.<Machine>ofNullable(machines.get(machineId)).stream())
                .anyMatch(machine -> machine.ownedBy(id).contains(at)
                        || machine.sponsoredBy(id).contains(at));
    }

    private static Independence authority(
            Approved approval, Grant grant, IdentityFacts identity, Catalogue catalogue, Instant at) {
        Set<String> authorised = owners(grant, catalogue, at);
        boolean managed = approval.authority() == Authority.MANAGER;
        Optional<String> manager = managed ? managerOf(identity, at) : Optional.empty();
        manager.ifPresent(authorised::add);
        Optional<String> inPlaceOf = Stream.concat(
                        Stream.of(approval.approverId()), delegators(approval, catalogue, at))
                .filter(who -> authorised.stream().anyMatch(id -> identity.isSamePerson(id, who)))
                .findFirst();
        if (inPlaceOf.isPresent()) {
            boolean own = inPlaceOf.get().equals(approval.approverId());
            return new Independence(
                    Optional.empty(),
                    Optional.empty(),
                    approval.approverId() + (own ? " had authority" : " decided in place of " + inPlaceOf.get()));
        } else if (managed && manager.isEmpty()) {
            return doubt("MANAGER_UNKNOWN", "nobody knows who the beneficiary's manager was at " + at);
        }
        return authorised.isEmpty()
                ? doubt("OWNER_UNKNOWN", "nobody is on record as owner of " + grant.entitlement())
                : fault(
                        "NO_AUTHORITY",
                        approval.approverId() + " was at " + at + " none of those who may decide ("
                                + String.join(", ", authorised) + "), nor a delegate of one");
    }

    private static Set<String> owners(Grant grant, Catalogue catalogue, Instant at) {
        Set<String> owners = new TreeSet<>();
        catalogue.mapping(grant.systemId(), grant.entitlement()).stream()
                .filter(mapping -> mapping.inForce().contains(at))
                .map(Dated::value)
                .flatMap(mapping -> mapping.ownerId().stream())
                .forEach(owners::add);
        catalogue.system(grant.systemId(), at).ifPresent(system -> {
            Owners of = system.owners();
            Stream.of(of.businessOwner(), of.systemOwner(), of.icfrRiskOwner(), of.securityRiskOwner())
                    .flatMap(Optional::stream)
                    .forEach(owners::add);
        });
        return owners;
    }

    private static Optional<String> managerOf(IdentityFacts identity, Instant at) {
        return new Person(
                        identity.subject().id(),
                        identity.employment(),
                        identity.profiles(),
                        identity.positions(),
                        identity.mandates())
                .managerAt(at);
    }

    /** Those in whose place the approver could decide then. */
    private static Stream<String> delegators(Approved approval, Catalogue catalogue, Instant at) {
        Map<String, DelegationRecorded> inForce = new HashMap<>();
        catalogue.entries().stream()
                .filter(DelegationRecorded.class::isInstance)
                .map(DelegationRecorded.class::cast)
                .filter(delegation -> !delegation.effectiveFrom().isAfter(at))
                .forEach(delegation -> inForce.put(delegation.delegationId(), delegation));
        return inForce.values().stream()
                .filter(delegation -> delegation.toId().equals(approval.approverId()))
                .filter(delegation -> delegation.validTo().isAfter(at))
                .filter(delegation ->
                        delegation.systems().isEmpty() || delegation.systems().contains(approval.systemId()))
                .map(DelegationRecorded::fromId)
                .sorted();
    }

    private static Independence fault(String variant, String words) {
        return new Independence(Optional.of(variant), Optional.empty(), words);
    }

    private static Independence doubt(String reason, String words) {
        return new Independence(Optional.empty(), Optional.of(reason), words);
    }
}
