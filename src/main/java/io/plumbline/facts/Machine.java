package io.plumbline.facts;

import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvent.OwnerAttested;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * A machine identity that a person, or another machine identity, owns, answers for or knows a secret of, or once did.
 *
 * @param employment its own record and its end
 * @param ownerships who answered for it and when, oldest first
 * @param accounts the accounts linked to it, as far as they are known
 * @param secrets its credentials, and those of its accounts
 * @param grants what it can do itself and through these accounts, closed grants included
 * @param record who it is: what else is on record of it, and within which mandates it may act
 * @param answering the ids under which the one the facts are about is known
 */
public record Machine(
        String identityId,
        Employment employment,
        List<Ownership> ownerships,
        List<OwnerAttested> attestations,
        List<Account> accounts,
        List<Secret> secrets,
        List<Grant> grants,
        Person record,
        SortedSet<String> answering) {

    /** When {@code owner} was among its owners, of either kind, under whatever name. */
    public Timeline ownedBy(String owner) {
        return Timeline.of(ownerships.stream()
                .filter(ownership -> ownership.stated().owners().contains(owner)
                        || answering.contains(owner)
                                && ownership.stated().owners().stream().anyMatch(answering::contains))
                .map(Ownership::inForce)
                .toList());
    }

    /** When {@code sponsor} answered for what it does, by a mandate or by its record. */
    public Timeline sponsoredBy(String sponsor) {
        List<Interval> spans = new ArrayList<>();
        for (IdentityEvent event : record.mandates()) {
            if (event instanceof IdentityEvent.MandateGranted mandate && isNamed(mandate.sponsorId(), sponsor)) {
                spans.add(new Interval(mandate.validFrom(), Ends.sooner(mandate.validTo(), replaced(mandate))));
            }
        }
        for (int i = 0; i < record.profiles().size(); i++) {
            IdentityEvent.Profiled profile = record.profiles().get(i);
            if (profile.sponsorId().filter(id -> isNamed(id, sponsor)).isPresent()) {
                spans.add(new Interval(
                        profile.header().occurredAt(),
                        i + 1 < record.profiles().size()
                                ? Optional.of(
                                        record.profiles().get(i + 1).header().occurredAt())
                                : Optional.empty()));
            }
        }
        return Timeline.of(spans);
    }

    /** Whether {@code sponsor} had given it a mandate by {@code at}, whatever became of that. */
    public boolean hadMandateOf(String sponsor, Instant at) {
        return record.mandates().stream()
                .anyMatch(event -> event instanceof IdentityEvent.MandateGranted mandate
                        && isNamed(mandate.sponsorId(), sponsor)
                        && !mandate.header().occurredAt().isAfter(at));
    }

    private boolean isNamed(String id, String sponsor) {
        return id.equals(sponsor) || answering.contains(sponsor) && answering.contains(id);
    }

    /** When a mandate was revoked, or another took its place. */
    private Optional<Instant> replaced(IdentityEvent.MandateGranted mandate) {
        Instant at = mandate.header().occurredAt();
        return record.mandates().stream()
                .filter(event -> event instanceof IdentityEvent.MandateRevoked revoked
                                && revoked.mandateId().equals(mandate.mandateId())
                                && !revoked.header().occurredAt().isBefore(at)
                        || event instanceof IdentityEvent.MandateGranted other
                                && other.mandateId().equals(mandate.mandateId())
                                && other.header().occurredAt().isAfter(at))
                .map(event -> event.header().occurredAt())
                .min(Instant::compareTo);
    }

    /**
     * When it could act: it had not ended, and one of its accounts could be signed in to. A machine identity without an account
     * on record could act until its end.
     */
    public Timeline enabled() {
        Timeline alive = employment.active();
        return accounts.isEmpty()
                ? alive
                : alive.and(Timeline.of(accounts.stream()
                        .flatMap(account -> account.enabled().stream())
                        .toList()));
    }
}
