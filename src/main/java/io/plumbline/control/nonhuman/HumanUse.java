package io.plumbline.control.nonhuman;

import io.plumbline.event.CredentialEvent.ClientClass;
import io.plumbline.event.CredentialEvent.Retrieved;
import io.plumbline.event.CredentialEvent.Used;
import io.plumbline.event.Event;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvent.SessionStarted;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Secret;
import io.plumbline.facts.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One use of a machine identity: a session opened in its name, or a use of one of its credentials.
 *
 * @param object the item it is judged under
 * @param systemId where it was used
 * @param until how long it certainly went on
 * @param client what kind of client used it
 * @param attended false where the source says that it ran without a person
 * @param from address, host or workload it was used from, as the source states it
 * @param workload the workload that used it, where the source states one
 * @param secret the credential, for a use of one
 */
record HumanUse(
        Event event,
        String object,
        String systemId,
        Instant until,
        ClientClass client,
        boolean attended,
        Optional<String> from,
        Optional<String> workload,
        Optional<Secret> secret) {

    /** Every use on record, oldest first. */
    static List<HumanUse> of(IdentityFacts machine) {
        List<HumanUse> uses = new ArrayList<>();
        machine.sessions().forEach(session -> uses.add(session(session)));
        for (Secret secret : machine.secrets()) {
            secret.uses().forEach(use -> uses.add(use(use, secret)));
        }
        return uses;
    }

    private static HumanUse session(Session session) {
        SessionStarted started = session.started();
        return new HumanUse(
                started,
                "session:" + session.systemId() + "/" + session.sessionId(),
                session.systemId(),
                session.lastSeenAt(),
                started.client(),
                !started.automation(),
                started.startedFrom(),
                Optional.empty(),
                Optional.empty());
    }

    private static HumanUse use(Used use, Secret secret) {
        return new HumanUse(
                use,
                "credential-use:" + use.id(),
                use.targetSystemId().orElse(use.systemId()),
                use.header().occurredAt(),
                use.client(),
                true,
                use.usedFrom(),
                use.workloadId(),
                Optional.of(secret));
    }

    Instant at() {
        return event.header().occurredAt();
    }

    boolean isSession() {
        return secret.isEmpty();
    }

    /** Whether a person sat in front of it: the client says so, or the source names the person and does not say that it ran by itself. */
    boolean isInteractive(IdentityFacts machine) {
        return client == ClientClass.INTERACTIVE && attended
                || !isSession()
                        && client == ClientClass.UNKNOWN
                        && person(machine).isPresent();
    }

    /** Who the source names behind it, other than the machine itself. */
    Optional<String> person(IdentityFacts machine) {
        return Stream.concat(
                        event.header().actor().flatMap(Principal::identityId).stream(),
                        event.header().onBehalfOf().stream().limit(1))
                .filter(who -> !machine.ids().contains(who))
                .filter(who -> !who.equals(machine.subject().id()))
                .findFirst();
    }

    /** The retrievals by somebody else that showed the value used, at {@code earliest} or later; the last first. */
    List<Retrieved> shownSince(Instant earliest, IdentityFacts machine) {
        return secret.stream()
                .flatMap(known -> known.retrievals().stream())
                .filter(Retrieved::revealed)
                .filter(taken -> taken.retrievedBy()
                        .identityId()
                        .filter(machine.ids()::contains)
                        .isEmpty())
                .filter(taken -> !taken.retrievedBy().subject().equals(machine.subject()))
                .filter(taken -> machine.accounts().stream()
                        .noneMatch(account -> taken.retrievedBy().account().equals(Optional.of(account.ref()))
                                && taken.retrievedBy().identityId().isEmpty()))
                .filter(taken -> !taken.header().occurredAt().isBefore(earliest)
                        && !taken.header().occurredAt().isAfter(at()))
                .filter(taken -> !replacedSince(taken.header().occurredAt()))
                .sorted((a, b) -> b.header().occurredAt().compareTo(a.header().occurredAt()))
                .toList();
    }

    /** Whether the value was replaced between its retrieval and this use, so that another one was used. */
    private boolean replacedSince(Instant retrieved) {
        return secret.orElseThrow().values().stream()
                .map(value -> value.inUse().from())
                .anyMatch(began -> began.isAfter(retrieved) && !began.isAfter(at()));
    }
}
