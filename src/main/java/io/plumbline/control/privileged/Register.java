package io.plumbline.control.privileged;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.control.HolderType;
import io.plumbline.event.ExemptionKind;
import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.event.Subject;
import io.plumbline.event.SubjectKind;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The entries of the register of approved standing privileges for one holder in one system.
 *
 * <p>An entry names its holder, by any record of theirs, or one of their accounts; one that names none covers nobody, and neither does one that the holder approved. That of a
 * machine identity counts while somebody is on record as its owner.
 *
 * @param owned when the holder had an owner on record; always, where it is no machine
 */
record Register(List<Dated<ExemptionGranted>> entries, Timeline owned) {

    static Register of(IdentityFacts identity, String systemId, Catalogue catalogue) {
        Set<String> keys = new TreeSet<>(List.of(identity.subject().key()));
        identity.ids().forEach(id -> keys.add(Subject.identity(id).key()));
        identity.accounts().forEach(account -> keys.add(account.ref().subject().key()));
        List<Dated<ExemptionGranted>> entries = catalogue.exemptions("PAM-02").stream()
                .filter(entry -> entry.value().exemptionKind() == ExemptionKind.STANDING_PRIVILEGE)
                .filter(entry ->
                        entry.value().subjectKey().filter(keys::contains).isPresent())
                .filter(entry -> entry.value().systemId().map(systemId::equals).orElse(true))
                .filter(entry -> !identity.isSamePerson(
                        entry.value().riskOwner(), identity.subject().id()))
                .toList();
        Timeline owned = HolderType.of(identity).isMachine()
                ? Timeline.of(identity.ownerships().stream()
                        .filter(ownership -> !ownership.stated().owners().isEmpty())
                        .map(ownership -> ownership.inForce())
                        .toList())
                : Timeline.of(Interval.since(Instant.MIN));
        return new Register(entries, owned);
    }

    /** When the way to the privilege was covered. */
    Timeline covers(HeldPrivilege.Way way) {
        return written(way).and(owned);
    }

    private Timeline written(HeldPrivilege.Way way) {
        return Timeline.of(entries.stream()
                .filter(entry -> names(entry.value(), way))
                .map(Dated::inForce)
                .toList());
    }

    /** One that names an account is for what is held through it. */
    private static boolean names(ExemptionGranted entry, HeldPrivilege.Way way) {
        Optional<String> account =
                way.path().grant().account().map(ref -> ref.subject().key());
        boolean ofHolder = entry.subjectKey()
                .filter(key -> !key.startsWith(SubjectKind.ACCOUNT.prefix() + ":") || account.equals(Optional.of(key)))
                .isPresent();
        return ofHolder && names(entry, way.names());
    }

    private static boolean names(ExemptionGranted entry, Set<String> names) {
        return entry.entitlements().isEmpty() || entry.entitlements().stream().anyMatch(names::contains);
    }

    /** The entry in force for the privilege at {@code at}, the newest where there are several. */
    Optional<Dated<ExemptionGranted>> covering(HeldPrivilege held, Instant at) {
        return entries.stream()
                .filter(entry -> entry.inForce().contains(at))
                .filter(entry -> held.paths().stream().anyMatch(way -> names(entry.value(), way)))
                .reduce((earlier, later) ->
                        later.inForce().from().isBefore(earlier.inForce().from()) ? earlier : later);
    }

    /** Whether an entry for the privilege ended then: its time ran out, or it was revoked. */
    boolean endedAt(HeldPrivilege held, Instant at) {
        return held.paths().stream().anyMatch(way -> written(way).intervals().stream()
                .anyMatch(span -> span.until().equals(Optional.of(at))));
    }

    /** Whether it began to be covered then. */
    boolean begunAt(HeldPrivilege held, Instant at) {
        return held.paths().stream().anyMatch(way -> covers(way).intervals().stream()
                .anyMatch(span -> span.from().equals(at)));
    }

    /** Whether it is registered and only lacks an owner. */
    boolean lacksOwner(HeldPrivilege held, Instant at) {
        return !owned.contains(at) && covering(held, at).isPresent();
    }
}
