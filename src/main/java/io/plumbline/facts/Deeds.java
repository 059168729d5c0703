package io.plumbline.facts;

import io.plumbline.event.AccountRef;
import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.ChangeEvent;
import io.plumbline.event.CredentialEvent;
import io.plumbline.event.CredentialEvent.ClientClass;
import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent.AccountCreated;
import io.plumbline.event.IdentityEvent.AccountLinked;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvent.SessionStarted;
import io.plumbline.facts.Deed.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what an identity did out of its facts; what was done with an account that had passed to somebody else is not theirs. */
final class Deeds {

    private final IdentityFacts identity;
    private final Set<String> ids;

    private Deeds(IdentityFacts identity) {
        this.identity = identity;
        this.ids = identity.ids();
    }

    static List<Deed> of(IdentityFacts identity) {
        Deeds deeds = new Deeds(identity);
        Map<String, Deed> byObject = new LinkedHashMap<>();
        Stream.of(
                        identity.sessions().stream().flatMap(session -> deeds.session(session).stream()),
                        identity.activity().stream().flatMap(step -> deeds.step(step).stream()),
                        identity.implementations().stream().flatMap(done -> deeds.implementation(done).stream()),
                        identity.secrets().stream().flatMap(secret -> secret.uses().stream()
                                .flatMap(use -> deeds.useOfOwn(use, secret).stream())),
                        Stream.concat(
                                        identity.knownSecrets().stream().map(KnownSecret::secret),
                                        identity.machines().values().stream()
                                                .flatMap(machine -> machine.secrets().stream()))
                                .flatMap(secret -> secret.uses().stream())
                                .flatMap(use -> deeds.useOfOthers(use).stream()),
                        Stream.concat(
                                        identity.secrets().stream(),
                                        identity.knownSecrets().stream().map(KnownSecret::secret))
                                .flatMap(secret -> secret.retrievals().stream())
                                .flatMap(taken -> deeds.retrieval(taken).stream()))
                .flatMap(each -> each)
                .forEach(deed -> byObject.putIfAbsent(deed.object(), deed));
        return byObject.values().stream()
                .sorted(Comparator.comparing((Deed deed) -> deed.times().get(0)).thenComparing(Deed::object))
                .toList();
    }

    /** Starting it and acting in it are deeds; that it ended, perhaps by itself, is none. */
    private Optional<Deed> session(Session session) {
        SessionStarted started = session.started();
        List<Event> events = new ArrayList<>(List.of(started));
        events.addAll(session.actions());
        return deed(
                started.automation() ? Kind.SCHEDULED_JOB : Kind.INTERACTIVE,
                "session:" + session.systemId() + "/" + session.sessionId(),
                session.systemId(),
                started.holder(),
                events,
                "worked in session " + session.sessionId() + " on " + session.systemId());
    }

    private Optional<Deed> step(StepPerformed step) {
        return deed(
                Kind.TRANSACTION,
                "step:" + step.id(),
                step.systemId(),
                step.performer(),
                List.of(step),
                "used " + step.entitlement() + " on " + step.systemId()
                        + step.objectId().map(object -> " for " + object).orElse(""));
    }

    private Optional<Deed> implementation(ChangeEvent.ImplementationEvent done) {
        return deed(
                Kind.INTERACTIVE,
                "implementation:" + done.systemId() + "/" + done.implementationId(),
                done.systemId(),
                done.implementer(),
                List.of(done),
                "changed " + done.systemId() + " (" + done.kind().wireName() + " " + done.implementationId() + ")");
    }

    /**
     * A credential of one's own: used by a person, or by what goes on running with it. Where the source names neither the person
     * nor the owner, it is used by whom it belonged to then.
     */
    private Optional<Deed> useOfOwn(CredentialEvent.Used use, Secret secret) {
        Optional<Principal> by = use.header().actor().or(use::owner).or(() -> ownerThen(use, secret));
        boolean attended =
                use.client() == ClientClass.INTERACTIVE || use.header().actor().isPresent();
        return by.flatMap(who -> deed(
                attended ? Kind.INTERACTIVE : Kind.SCHEDULED_JOB,
                "credential-use:" + use.id(),
                target(use),
                who,
                List.of(use),
                "used the credential " + use.credentialId() + " of " + use.systemId()));
    }

    /** Who it had last been issued to; of one that never passed to anybody else, its owner. */
    private Optional<Principal> ownerThen(CredentialEvent.Used use, Secret secret) {
        Instant at = use.header().occurredAt();
        Optional<Secret> passedOn = identity.knownSecrets().stream()
                .map(KnownSecret::secret)
                .filter(known -> known.credential().equals(secret.credential()))
                .findFirst();
        return passedOn.isEmpty()
                ? secret.owner()
                : passedOn.get().issues().stream()
                        .map(Credential::issued)
                        .filter(issued -> !issued.header().occurredAt().isAfter(at))
                        .reduce((earlier, later) -> later)
                        .map(CredentialEvent.Issued::owner);
    }

    /** A credential of somebody else counts only where the source names the person behind the use. */
    private Optional<Deed> useOfOthers(CredentialEvent.Used use) {
        return use.header()
                .actor()
                .filter(who -> isNamed(who, use.header().occurredAt()))
                .flatMap(who -> deed(
                        Kind.MACHINE_CREDENTIAL,
                        "credential-use:" + use.id(),
                        target(use),
                        who,
                        List.of(use),
                        "used the credential " + use.credentialId() + " of " + use.systemId()
                                + use.owner()
                                        .map(owner -> ", which belongs to " + owner)
                                        .orElse("")));
    }

    private Optional<Deed> retrieval(CredentialEvent.Retrieved taken) {
        return Optional.of(taken.retrievedBy())
                .filter(who -> isNamed(who, taken.header().occurredAt()))
                .flatMap(who -> deed(
                        Kind.INTERACTIVE,
                        "credential-retrieval:" + taken.id(),
                        taken.systemId(),
                        who,
                        List.of(taken),
                        "took the credential " + taken.credentialId() + " of " + taken.systemId()
                                + " out of its vault"));
    }

    private static String target(CredentialEvent.Used use) {
        return use.targetSystemId().orElse(use.systemId());
    }

    private Optional<Deed> deed(
            Kind kind, String object, String systemId, Principal by, List<? extends Event> all, String words) {
        List<Event> own = all.stream()
                .map(Event.class::cast)
                .filter(event -> isOurs(by, event.header().occurredAt()))
                .sorted(Comparator.comparing((Event event) -> event.header().occurredAt())
                        .thenComparing(Event::id))
                .toList();
        return own.isEmpty()
                ? Optional.empty()
                : Optional.of(new Deed(
                        kind,
                        object,
                        systemId,
                        own.stream().map(event -> event.header().occurredAt()).toList(),
                        by.account(),
                        own,
                        words));
    }

    /** Whether the principal is this identity, by name or by an account that was certainly its own then. */
    private boolean isNamed(Principal who, Instant at) {
        return who.identityId()
                .or(() -> who.account().flatMap(account -> ownerAt(account, at)))
                .filter(this::isUs)
                .isPresent();
    }

    private boolean isOurs(Principal by, Instant at) {
        if (by.identityId().isPresent()) {
            return isUs(by.identityId().get());
        }
        return by.account()
                .map(account -> wasOurs(account, at)
                        && ownerAt(account, at).map(this::isUs).orElse(true))
                .orElse(true);
    }

    private boolean isUs(String identityId) {
        return identityId.equals(identity.subject().id()) || ids.contains(identityId);
    }

    private boolean wasOurs(AccountRef account, Instant at) {
        return identity.accounts().stream()
                .filter(known -> known.ref().equals(account))
                .allMatch(known -> known.belonged().contains(at));
    }

    /** Whose an account was: by the last link up to then; before the first link, it was already theirs. */
    private Optional<String> ownerAt(AccountRef account, Instant at) {
        List<Event> links = identity.accounts().stream()
                .filter(known -> known.ref().equals(account))
                .flatMap(known -> known.events().stream())
                .filter(event -> linked(event).isPresent())
                .toList();
        Optional<Event> last = links.stream()
                .filter(link -> !link.header().occurredAt().isAfter(at))
                .reduce((earlier, later) -> later);
        return last.or(() -> links.stream().findFirst()).flatMap(Deeds::linked);
    }

    private static Optional<String> linked(Event event) {
        if (event instanceof AccountLinked link) {
            return Optional.of(link.identityId());
        }
        return event instanceof AccountCreated created ? created.identityId() : Optional.empty();
    }
}
