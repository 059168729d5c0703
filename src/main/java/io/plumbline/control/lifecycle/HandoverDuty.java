package io.plumbline.control.lifecycle;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Parameters;
import io.plumbline.control.Privilege;
import io.plumbline.control.Reference;
import io.plumbline.event.CredentialEvent;
import io.plumbline.event.CredentialEvent.CredentialType;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.Account;
import io.plumbline.facts.Departure;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.KnownSecret;
import io.plumbline.facts.Machine;
import io.plumbline.facts.Ownership;
import io.plumbline.facts.Secret;
import io.plumbline.facts.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Something a leaver left behind that has to be handed over or changed: a machine identity, or a secret the leaver may know.
 *
 * @param object {@code machine:bot-1} or {@code credential:vault/k-1}
 * @param systemId the system it is of; of several, one in SOX scope or privileged first
 * @param deadline when it had to be done
 * @param doneAt when it was, where it was
 * @param planned whether that is no deed but a planned end, which may lie ahead
 * @param proof what would show that it was done: feeds by system, and by source for ownership
 * @param severity at first; critical where it lasts
 * @param grave whether it becomes critical where it lasts
 * @param why what the duty comes from, one line each
 */
record HandoverDuty(
        String object,
        String systemId,
        String kind,
        String variant,
        Departure departure,
        Instant deadline,
        Optional<Instant> doneAt,
        boolean planned,
        List<Proof> proof,
        Severity severity,
        boolean grave,
        List<String> why,
        List<Event> events,
        Map<String, String> details) {

    /** A feed, of a system or, for ownership, of the source that states it. */
    record Proof(Feed feed, String systemId) {}

    static final String NOT_TRANSFERRED = "NOT_TRANSFERRED";
    static final String SECRET_NOT_ROTATED = "SECRET_NOT_ROTATED";

    /** Everything the leaver left behind at one departure. */
    static List<HandoverDuty> of(Departure departure, IdentityFacts leaver, Reference reference) {
        Instant left = departure.effectiveAt();
        List<HandoverDuty> duties = new ArrayList<>();
        String id = leaver.subject().id();
        for (Machine machine : leaver.machines().values()) {
            if (machine.ownedBy(id).contains(left) && machine.enabled().contains(left)) {
                duties.add(ofMachine(machine, id, departure, reference));
            }
            machine.secrets().stream()
                    .filter(secret -> mayBeKnown(secret, left) && isNew(secret, duties))
                    .filter(secret -> answeredFor(secret, machine.ownedBy(id), left, reference))
                    .forEach(secret -> duties.add(ofSecret(
                            secret,
                            "TRANSFERRED_NOT_ROTATED",
                            "OWNER of " + machine.identityId(),
                            isPrivileged(machine, secret.systemId()),
                            departure,
                            reference)));
        }
        leaver.secrets().stream()
                .filter(secret -> mayBeKnown(secret, left) && isToken(secret))
                .map(secret -> wholly(secret, leaver))
                .filter(secret -> isNew(secret, duties))
                .forEach(secret ->
                        duties.add(ofSecret(secret, "PERSONAL_TOKEN_ACTIVE", "OWN", false, departure, reference)));
        leaver.knownSecrets().stream()
                .filter(known -> mayBeKnown(known.secret(), left) && knowsValue(known, left, reference))
                .filter(known -> isNew(known.secret(), duties))
                .forEach(known -> duties.add(ofSecret(
                        known.secret(), "SHARED_SECRET_NOT_CHANGED", basis(known, left), false, departure, reference)));
        return duties;
    }

    /** Own credentials of which neither issue nor type is on record, live at the departure as far as is known. */
    static List<Secret> ofUnknownType(Departure departure, IdentityFacts leaver) {
        return leaver.secrets().stream()
                .filter(secret -> secret.issues().isEmpty() && mayBeKnown(secret, departure.effectiveAt()))
                .toList();
    }

    /**
     * Whether the leaver answered for the machine on leaving, or so shortly before that the value in use then may be known: it
     * was not replaced between the end of that ownership and the departure.
     */
    private static boolean answeredFor(Secret secret, Timeline owned, Instant left, Reference reference) {
        Instant recent = left.minus(reference.parameters(left).duration("knowledge_window"));
        Optional<Instant> since = secret.values().stream()
                .filter(value -> value.inUse().contains(left))
                .map(value -> value.inUse().from())
                .findFirst();
        return owned.intervals().stream()
                .filter(span -> !span.from().isAfter(left))
                .anyMatch(span -> span.until()
                        .filter(end -> !end.isAfter(left))
                        .filter(end -> end.isBefore(recent)
                                || since.filter(from -> !from.isBefore(end)).isPresent())
                        .isEmpty());
    }

    /** Whether no duty concerns it yet; a secret that may be known in several ways is one item. */
    private static boolean isNew(Secret secret, List<HandoverDuty> duties) {
        return duties.stream().noneMatch(duty -> duty.object().equals(objectOf(secret)));
    }

    /** With all that became of it, where it passed to somebody else. */
    private static Secret wholly(Secret own, IdentityFacts leaver) {
        return leaver.knownSecrets().stream()
                .map(KnownSecret::secret)
                .filter(known -> known.credential().equals(own.credential()))
                .findFirst()
                .orElse(own);
    }

    private static HandoverDuty ofMachine(Machine machine, String leaver, Departure departure, Reference reference) {
        Instant left = departure.effectiveAt();
        Catalogue catalogue = reference.catalogue();
        List<String> systems = Stream.concat(
                        machine.accounts().stream().map(account -> account.ref().systemId()),
                        machine.secrets().stream().map(Secret::systemId))
                .distinct()
                .sorted()
                .toList();
        Ownership last = machine.ownerships().stream()
                .filter(ownership -> ownership.inForce().contains(left))
                .findFirst()
                .orElseThrow();
        Optional<Ownership> transfer = machine.ownerships().stream()
                .filter(ownership -> ownership
                        .inForce()
                        .until()
                        .filter(end -> !end.isAfter(left))
                        .isEmpty())
                .filter(ownership -> ownership.stated().owners().stream().anyMatch(owner -> !owner.equals(leaver)))
                .findFirst();
        Optional<Instant> transferred = transfer.map(ownership ->
                ownership.inForce().from().isAfter(left) ? ownership.inForce().from() : left);
        Optional<Instant> disabled = machine.enabled().intervals().stream()
                .filter(interval -> interval.contains(left))
                .flatMap(interval -> interval.until().stream())
                .findFirst();
        int days = (int) reference.parameters(left).integer("transfer_sla_business_days");
        List<Proof> proof = new ArrayList<>(
                List.of(new Proof(Feed.IDENTITY, last.stated().header().source())));
        machine.employment()
                .created()
                .map(created -> new Proof(Feed.IDENTITY, created.header().source()))
                .filter(inventory -> !proof.contains(inventory))
                .ifPresent(proof::add);
        machine.accounts().stream()
                .map(account -> new Proof(Feed.ACCOUNTS, account.ref().systemId()))
                .distinct()
                .forEach(proof::add);
        Map<String, String> details = new TreeMap<>();
        details.put("nhi_list", machine.identityId());
        transfer.ifPresent(
                to -> details.put("transfer_to", String.join(", ", to.stated().owners())));
        List<Event> events = new ArrayList<>(List.of(departure.stated(), last.stated()));
        transfer.map(Ownership::stated).ifPresent(events::add);
        machine.accounts().stream().map(Account::events).forEach(events::addAll);
        boolean grave =
                systems.stream().anyMatch(system -> isGrave(system, left, catalogue) || isPrivileged(machine, system));
        return new HandoverDuty(
                "machine:" + machine.identityId(),
                systems.stream()
                        .max(Comparator.comparing((String system) -> weight(system, left, catalogue)))
                        .orElse(last.stated().header().source()),
                NOT_TRANSFERRED,
                NOT_TRANSFERRED,
                departure,
                catalogue.calendar("default", left).plusDays(left, days),
                Stream.concat(transferred.stream(), disabled.stream()).min(Instant::compareTo),
                false,
                proof,
                grave ? Severity.HIGH : Severity.MEDIUM,
                grave,
                List.of("The leaver answered for " + machine.identityId()
                        + ", which had to pass to somebody else or be disabled"),
                events.stream().distinct().toList(),
                details);
    }

    private static boolean isPrivileged(Machine machine, String systemId) {
        return machine.accounts().stream()
                .anyMatch(account ->
                        account.privileged() && account.ref().systemId().equals(systemId));
    }

    private static HandoverDuty ofSecret(
            Secret secret,
            String variant,
            String knowledge,
            boolean ofPrivileged,
            Departure departure,
            Reference reference) {
        Instant left = departure.effectiveAt();
        Catalogue catalogue = reference.catalogue();
        Parameters parameters = reference.parameters(left);
        boolean privileged = ofPrivileged || Privilege.ofSystem(catalogue, secret.systemId(), left);
        Duration allowed = parameters.duration(privileged ? "rotate_sla_privileged" : "rotate_sla_other");
        boolean grave =
                ofPrivileged || !variant.equals("PERSONAL_TOKEN_ACTIVE") && isGrave(secret.systemId(), left, catalogue);
        Optional<Instant> done = secret.replacedOrEnded(left);
        Map<String, String> details = new TreeMap<>();
        details.put("credential_list", secret.systemId() + "/" + secret.credentialId());
        details.put("knowledge_basis", knowledge);
        done.filter(secret::statedAt).ifPresent(at -> details.put("rotated_at", at.toString()));
        List<Event> events = new ArrayList<>(List.of(departure.stated()));
        events.addAll(secret.events());
        return new HandoverDuty(
                objectOf(secret),
                secret.systemId(),
                SECRET_NOT_ROTATED,
                variant,
                departure,
                left.plus(allowed),
                done,
                done.filter(at -> !secret.statedAt(at)).isPresent(),
                List.of(new Proof(Feed.CREDENTIALS, secret.systemId())),
                grave ? Severity.HIGH : Severity.MEDIUM,
                grave,
                List.of("The leaver may know the secret of " + secret.credentialId() + " of " + secret.systemId() + " ("
                        + knowledge + "), which had to be replaced or revoked after the departure"),
                events,
                details);
    }

    /** What was live at the departure, and is no token that lives minutes. */
    private static boolean mayBeKnown(Secret secret, Instant left) {
        return secret.live().contains(left) && secret.type() != CredentialType.WORKLOAD_TOKEN;
    }

    /**
     * Whether the leaver saw the value in use when leaving, or saw any value so shortly before that the new one may be known
     * as well.
     */
    private static boolean knowsValue(KnownSecret known, Instant left, Reference reference) {
        Instant recent = left.minus(reference.parameters(left).duration("knowledge_window"));
        return shown(known, left)
                .map(event -> event.header().occurredAt())
                .anyMatch(at -> !at.isBefore(recent)
                        || known.secret().values().stream()
                                .filter(value -> value.inUse().contains(left))
                                .findFirst()
                                .map(value -> !at.isBefore(value.inUse().from()))
                                .orElse(true));
    }

    /** When the secret itself was shown: on issue, and on a retrieval that revealed it. */
    private static Stream<CredentialEvent> shown(KnownSecret known, Instant left) {
        return known.how().stream()
                .filter(event -> !event.header().occurredAt().isAfter(left))
                .filter(event -> !(event instanceof CredentialEvent.Retrieved retrieved) || retrieved.revealed());
    }

    private static String basis(KnownSecret known, Instant left) {
        CredentialEvent last =
                shown(known, left).reduce((first, second) -> second).orElseThrow();
        return (last instanceof CredentialEvent.Retrieved ? "RETRIEVED" : "ISSUED") + " at "
                + last.header().occurredAt();
    }

    private static boolean isToken(Secret secret) {
        return switch (secret.type()) {
            case API_KEY, TOKEN, SSH_KEY, CERTIFICATE -> true;
            case PASSWORD, WORKLOAD_TOKEN, UNKNOWN -> false;
        };
    }

    static String objectOf(Secret secret) {
        return "credential:" + secret.systemId() + "/" + secret.credentialId();
    }

    private static boolean isGrave(String systemId, Instant at, Catalogue catalogue) {
        return weight(systemId, at, catalogue) > 1;
    }

    /** 0 for an unknown system, 1 for any other, more for one that posts to the accounts or is privileged. */
    private static int weight(String systemId, Instant at, Catalogue catalogue) {
        Optional<SystemRegistered> system = catalogue.system(systemId, at);
        int known = system.isPresent() ? 1 : 0;
        int financial = system.filter(SystemRegistered::soxInScope).isPresent() ? 4 : 0;
        int privileged = system.filter(SystemRegistered::privileged).isPresent() ? 2 : 0;
        return known + financial + privileged;
    }
}
