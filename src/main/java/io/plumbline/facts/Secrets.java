package io.plumbline.facts;

import io.plumbline.event.AccountRef;
import io.plumbline.event.CredentialEvent;
import io.plumbline.event.CredentialEvent.Issued;
import io.plumbline.event.CredentialEvent.Rotated;
import io.plumbline.event.Event;
import io.plumbline.event.Principal;
import io.plumbline.event.Routing;
import io.plumbline.event.Subject;
import io.plumbline.event.SubjectKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads credentials out of statements about them: a subject's own, and those of others it may know. */
final class Secrets {

    /** Within one instant a credential is issued, then rotated, then used, then ended. */
    private static final Comparator<CredentialEvent> IN_ORDER = Comparator.comparing(
                    (CredentialEvent event) -> event.header().occurredAt())
            .thenComparing(Event::kind)
            .thenComparing(Event::id);

    private final Accounts accounts;
    private final Ends ends;
    private final SortedMap<String, List<CredentialEvent>> byCredential;

    Secrets(List<Event> events, Accounts accounts) {
        this.accounts = accounts;
        this.ends = new Ends(events);
        this.byCredential = events.stream()
                .filter(CredentialEvent.class::isInstance)
                .map(CredentialEvent.class::cast)
                .collect(Collectors.groupingBy(
                        event -> event.credential().id(),
                        TreeMap::new,
                        Collectors.collectingAndThen(
                                Collectors.toList(),
                                about -> about.stream().sorted(IN_ORDER).toList())));
    }

    /** Every issue to the subject, by credential and then by time. */
    List<Credential> credentialsOf(Subject subject) {
        return byCredential.values().stream()
                .flatMap(about -> issues(about, rotations(about), owner -> accounts.isOf(subject, owner)).stream())
                .flatMap(credential -> whileTheirs(subject, credential).stream())
                .toList();
    }

    private Optional<Credential> whileTheirs(Subject subject, Credential credential) {
        if (credential.issued().owner().identityId().isPresent()
                || credential.account().isEmpty()) {
            return Optional.of(credential);
        }
        AccountRef account = credential.account().get();
        return Timeline.of(credential.live()).and(accounts.belonging(subject, account)).intervals().stream()
                .findFirst()
                .map(part -> new Credential(
                        credential.systemId(),
                        credential.credentialId(),
                        credential.account(),
                        part,
                        credential.issued(),
                        part.until().equals(credential.live().until())
                                ? credential.ended()
                                : part.until().flatMap(end -> accounts.unlinkedAt(account, end))));
    }

    /** The credentials that were the subject's, each with what concerns it. */
    List<Secret> of(Subject subject) {
        Predicate<Principal> mine = owner -> accounts.isOf(subject, owner);
        return byCredential.values().stream()
                .filter(about -> isOf(mine, about))
                .map(about -> secret(
                        about.stream()
                                .filter(event -> event.statedOwner()
                                        .filter(mine.negate())
                                        .isEmpty())
                                .toList(),
                        mine,
                        Timeline.of(Stream.concat(
                                        othersTime(about, mine).intervals().stream(),
                                        notTheirs(subject, about).intervals().stream())
                                .toList()),
                        usesByOthers(about, subject)))
                .toList();
    }

    /** Uses that name another identity, or an account that is certainly another's. */
    private List<CredentialEvent.Used> usesByOthers(List<CredentialEvent> about, Subject subject) {
        return only(CredentialEvent.Used.class, about).stream()
                .filter(use -> subject.kind() == SubjectKind.IDENTITY)
                .filter(use -> use.owner()
                        .filter(owner -> owner.identityId()
                                .map(id -> !accounts.isOf(subject, owner))
                                .orElseGet(() -> isSomebodys(owner) && !accounts.isOf(subject, owner)))
                        .isPresent())
                .toList();
    }

    /** Whether the account is known to belong to an identity. */
    private boolean isSomebodys(Principal owner) {
        return owner.account().flatMap(accounts::account).stream().anyMatch(account -> account.events().stream()
                .anyMatch(
                        event -> Routing.linkOf(account.ref().subject(), event).isPresent()));
    }

    /** While the account of its last issue, where it is one, belonged to somebody else. */
    private Timeline notTheirs(Subject subject, List<CredentialEvent> about) {
        return lastOwner(about)
                .filter(owner -> owner.identityId().isEmpty() && accounts.isOf(subject, owner))
                .flatMap(Principal::account)
                .map(account -> Timeline.of(Interval.since(Instant.MIN)).minus(accounts.belonging(subject, account)))
                .orElse(Timeline.of(List.of()));
    }

    private static Optional<Principal> lastOwner(List<CredentialEvent> about) {
        return about.stream().flatMap(event -> event.statedOwner().stream()).reduce((earlier, later) -> later);
    }

    /** From an issue to somebody else until it is issued to the subject again. */
    private static Timeline othersTime(List<CredentialEvent> about, Predicate<Principal> mine) {
        List<Issued> issues = only(Issued.class, about);
        return Timeline.of(issues.stream()
                .filter(issued -> !mine.test(issued.owner()))
                .map(issued -> issued.header().occurredAt())
                .map(passed -> new Interval(
                        passed,
                        issues.stream()
                                .filter(issued -> mine.test(issued.owner()))
                                .map(issued -> issued.header().occurredAt())
                                .filter(back -> !back.isBefore(passed))
                                .min(Instant::compareTo)))
                .toList());
    }

    /**
     * Credentials of others that the subject issued or retrieved, and those it once had that passed to others.
     *
     * @param machines what is known of the machine identity that owns a credential
     */
    List<KnownSecret> knownTo(Subject subject, Function<Principal, Optional<Machine>> machines) {
        Predicate<Principal> mine = person -> accounts.isOf(subject, person);
        List<KnownSecret> known = new ArrayList<>();
        byCredential.values().stream()
                .filter(about -> !isOf(mine, about) || passedOn(mine, about) || isLeftBehind(subject, about))
                .forEach(about -> {
                    List<CredentialEvent> how = about.stream()
                            .filter(event -> mayKnowBy(event).filter(mine).isPresent()
                                    || event instanceof Issued issued && mine.test(issued.owner()))
                            .toList();
                    if (!how.isEmpty()) {
                        Secret secret = secret(about, owner -> true, Timeline.of(List.of()), List.of());
                        known.add(new KnownSecret(
                                secret,
                                how,
                                secret.owner().flatMap(machines),
                                how.stream().anyMatch(event -> mayKnowBy(event)
                                        .map(Principal::subject)
                                        .equals(Optional.of(subject)))));
                    }
                });
        return List.copyOf(known);
    }

    /** Whether it is a credential of an account that was unlinked from the subject. */
    private boolean isLeftBehind(Subject subject, List<CredentialEvent> about) {
        return notTheirs(subject, about).intervals().stream()
                .anyMatch(span -> span.until().isEmpty());
    }

    private static boolean isOf(Predicate<Principal> mine, List<CredentialEvent> about) {
        return about.stream().anyMatch(event -> event.statedOwner().filter(mine).isPresent());
    }

    /** Whether the last issue on record is to somebody else. */
    private static boolean passedOn(Predicate<Principal> mine, List<CredentialEvent> about) {
        return only(Issued.class, about).stream()
                .reduce((earlier, later) -> later)
                .filter(last -> !mine.test(last.owner()))
                .isPresent();
    }

    private static Optional<Principal> mayKnowBy(CredentialEvent event) {
        if (event instanceof CredentialEvent.Retrieved retrieved) {
            return Optional.of(retrieved.retrievedBy());
        }
        return event instanceof Issued issued ? issued.header().actor() : Optional.empty();
    }

    private Secret secret(
            List<CredentialEvent> about,
            Predicate<Principal> mine,
            Timeline others,
            List<CredentialEvent.Used> usesByOthers) {
        List<Rotation> rotations = rotations(about);
        List<Credential> issues = issues(about, rotations, mine);
        Timeline live = live(about, rotations, issues).minus(others);
        CredentialEvent any = about.get(0);
        return new Secret(
                any.credential(),
                any.systemId(),
                any.credentialId(),
                about.stream().flatMap(event -> event.statedOwner().stream()).reduce((earlier, later) -> later),
                issues,
                live,
                values(about, rotations, live),
                rotations,
                only(CredentialEvent.Used.class, about),
                only(CredentialEvent.Exposed.class, about),
                only(CredentialEvent.Retrieved.class, about),
                about.stream().filter(Secrets::isEnd).toList(),
                about,
                usesByOthers);
    }

    private List<Credential> issues(List<CredentialEvent> about, List<Rotation> rotations, Predicate<Principal> mine) {
        List<CredentialEvent> revocations =
                about.stream().filter(Secrets::isEnd).toList();
        List<Credential> issues = new ArrayList<>();
        for (Issued issued : only(Issued.class, about)) {
            Instant at = issued.header().occurredAt();
            boolean toldTwice =
                    issues.stream().anyMatch(earlier -> earlier.live().from().equals(at));
            if (mine.test(issued.owner()) && !toldTwice) {
                issues.add(issue(issued, notSpent(revocations, issues, at), rotations));
            }
        }
        return issues;
    }

    /** The ends that are not those of an earlier issue in the very instant of the next. */
    private static List<CredentialEvent> notSpent(
            List<CredentialEvent> revocations, List<Credential> issues, Instant at) {
        return revocations.stream()
                .filter(revoked -> !revoked.header().occurredAt().equals(at)
                        || issues.stream()
                                .noneMatch(earlier -> earlier.ended().equals(Optional.of(revoked))
                                        && earlier.live().from().isBefore(at)))
                .toList();
    }

    private Credential issue(Issued issued, List<CredentialEvent> revocations, List<Rotation> rotations) {
        Instant at = issued.header().occurredAt();
        Optional<Event> ended = ends.earliest(revocations, issued.owner().account(), at);
        Interval live = new Interval(
                at, Ends.sooner(plannedEnd(at, issued.expiresAt(), rotations), ended.map(event -> event.header()
                        .occurredAt())));
        return new Credential(
                issued.systemId(),
                issued.credentialId(),
                issued.owner().account(),
                live,
                issued,
                ended.filter(
                        event -> live.until().equals(Optional.of(event.header().occurredAt()))));
    }

    /** What was stated on issue, or with the last rotation before that end; a new value without a stated end has none. */
    private static Optional<Instant> plannedEnd(Instant from, Optional<Instant> statedFirst, List<Rotation> rotations) {
        Optional<Instant> planned = statedFirst;
        for (Rotation rotation : rotations) {
            Instant at = rotation.stated().header().occurredAt();
            boolean inTime = !at.isBefore(from)
                    && planned.filter(end -> !end.isAfter(at)).isEmpty();
            if (inTime) {
                Optional<Instant> stated = rotation.stated().expiresAt();
                planned = stated.isPresent() || rotation.replaced() ? stated : planned;
            }
        }
        return planned;
    }

    /** Where no issue is on record it was live when first heard of. */
    private Timeline live(List<CredentialEvent> about, List<Rotation> rotations, List<Credential> issues) {
        List<Interval> lives =
                new ArrayList<>(issues.stream().map(Credential::live).toList());
        if (issues.isEmpty()) {
            Instant first = about.get(0).header().occurredAt();
            lives.add(untilEnded(about, first, plannedEnd(first, Optional.empty(), rotations)));
        }
        for (Rotation rotation : rotations) {
            Rotated stated = rotation.stated();
            Instant at = stated.header().occurredAt();
            if (rotation.replaced() && !Timeline.of(lives).contains(at)) {
                lives.add(untilEnded(about, at, plannedEnd(at, stated.expiresAt(), rotations)));
            }
        }
        return Timeline.of(lives);
    }

    private static Interval untilEnded(List<CredentialEvent> about, Instant from, Optional<Instant> planned) {
        return new Interval(
                from,
                Ends.sooner(
                        planned,
                        about.stream()
                                .filter(Secrets::isEnd)
                                .map(event -> event.header().occurredAt())
                                .filter(at -> !at.isBefore(from))
                                .min(Instant::compareTo)));
    }

    /** An issue told again while the credential is live is no new value, unless its fingerprint says so. */
    private static List<Secret.Value> values(List<CredentialEvent> about, List<Rotation> rotations, Timeline live) {
        List<CredentialEvent> began = new ArrayList<>();
        Optional<String> known = Optional.empty();
        for (CredentialEvent event : about) {
            Instant at = event.header().occurredAt();
            if (event instanceof Issued issued) {
                Optional<String> before = known;
                boolean resumes = live.intervals().stream()
                        .noneMatch(interval ->
                                interval.contains(at) && interval.from().isBefore(at));
                boolean another = issued.fingerprint()
                        .filter(fingerprint ->
                                before.filter(fingerprint::equals).isEmpty() && before.isPresent())
                        .isPresent();
                boolean toldTwice = began.stream()
                        .anyMatch(earlier -> earlier.header().occurredAt().equals(at));
                if (resumes && !toldTwice || another) {
                    began.add(issued);
                }
                known = issued.fingerprint().or(() -> before);
            } else if (event instanceof Rotated rotated) {
                rotations.stream()
                        .filter(rotation ->
                                rotation.replaced() && rotation.stated().equals(rotated))
                        .forEach(rotation -> began.add(rotation.stated()));
                known = rotated.fingerprint();
            }
        }
        List<Secret.Value> values = new ArrayList<>();
        for (int i = 0; i < began.size(); i++) {
            Optional<Instant> next =
                    i + 1 < began.size() ? Optional.of(began.get(i + 1).header().occurredAt()) : Optional.empty();
            Interval span = new Interval(began.get(i).header().occurredAt(), next);
            Optional<Interval> inUse = live.and(span).intervals().stream()
                    .filter(interval -> interval.from().equals(span.from()))
                    .findFirst();
            if (inUse.isPresent()) {
                values.add(value(inUse.get(), began.get(i)));
            }
        }
        return values;
    }

    private static Secret.Value value(Interval inUse, CredentialEvent began) {
        if (began instanceof Issued issued) {
            return new Secret.Value(inUse, issued.fingerprint(), issued.expiresAt(), began);
        }
        Rotated rotated = (Rotated) began;
        return new Secret.Value(inUse, rotated.fingerprint(), rotated.expiresAt(), began);
    }

    private static List<Rotation> rotations(List<CredentialEvent> about) {
        List<Rotation> rotations = new ArrayList<>();
        Optional<String> known = Optional.empty();
        for (CredentialEvent event : about) {
            Optional<String> before = known;
            if (event instanceof Issued issued) {
                known = issued.fingerprint().or(() -> before);
            } else if (event instanceof Rotated rotated) {
                rotations.add(new Rotation(rotated, kind(rotated, before)));
                known = rotated.fingerprint().or(() -> before);
            }
        }
        return rotations;
    }

    private static Rotation.Kind kind(Rotated rotated, Optional<String> known) {
        Optional<String> before = rotated.previousFingerprint().or(() -> known);
        if (rotated.fingerprint().isEmpty() || before.isEmpty()) {
            return Rotation.Kind.UNVERIFIED;
        } else if (before.equals(rotated.fingerprint())) {
            return Rotation.Kind.FAKE;
        }
        return known.equals(rotated.fingerprint()) ? Rotation.Kind.REPEATED : Rotation.Kind.REAL;
    }

    private static boolean isEnd(CredentialEvent event) {
        return event instanceof CredentialEvent.Revoked || event instanceof CredentialEvent.Expired;
    }

    private static <T> List<T> only(Class<T> kind, List<CredentialEvent> events) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
