package io.plumbline.facts;

import io.plumbline.event.AccountRef;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who is behind a step of a business transaction.
 *
 * @param key the same for two steps of one person, or of one account that belongs to nobody; present exactly where who it was is
 *     known so far
 * @param identityId the identity that acted: the person where one is known, else the machine
 * @param machine the machine identity or technical account that carried it out, where one did
 * @param sponsors who answers for that machine, after merges
 * @param account the account that leaves open who it was, or that belongs to nobody
 */
public record Performer(
        Standing standing,
        Optional<String> key,
        Optional<String> identityId,
        Optional<String> machine,
        Set<String> sponsors,
        Optional<AccountRef> account) {

    /** How far it is known who it was. */
    public enum Standing {
        /** A person, or an identity of which nothing else is known. */
        PERSON,
        /** An account that nobody is linked to, and that is not shared: one actor, whoever it is. */
        UNLINKED,
        /** A shared account, and not exactly one person is bound to it for the time. */
        UNATTRIBUTED,
        /** A machine without initiator or sponsor. */
        UNSPONSORED,
        /** The application by itself; nobody's act. */
        NOBODY
    }

    public Performer {
        sponsors = Set.copyOf(sponsors);
    }

    /** Identities it is about, as they are named. */
    Set<String> identities() {
        Set<String> identities = new TreeSet<>(sponsors);
        identityId.ifPresent(identities::add);
        return identities;
    }

    /** The same act, carried out by a machine. */
    Performer through(Optional<String> identityOrAccount, Set<String> answering) {
        return new Performer(standing, key, identityId, identityOrAccount, answering, account);
    }

    /** Who it was, in words. */
    public String words() {
        String who =
                switch (standing) {
                    case PERSON -> identityId.orElseThrow();
                    case UNLINKED -> "account " + account.orElseThrow() + ", which belongs to nobody known";
                    case UNATTRIBUTED -> "shared account " + account.orElseThrow() + ", not bound to one person";
                    case UNSPONSORED -> "nobody known";
                    case NOBODY -> "the application by itself";
                };
        return who
                + machine.filter(id -> !identityId.equals(Optional.of(id)))
                        .map(id -> " through " + id)
                        .orElse("");
    }
}
