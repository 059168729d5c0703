package io.plumbline.control.privileged;

import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.privileged.BreakglassCase.Finding;
import io.plumbline.event.AccountRef;
import io.plumbline.event.Feed;
import io.plumbline.event.IdentityEvent.AccountCreated;
import io.plumbline.event.IdentityEvent.AccountDeleted;
import io.plumbline.event.IdentityEvent.AccountDisabled;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.Severity;
import io.plumbline.facts.Account;
import io.plumbline.facts.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether an account used for break-glass access was locked again: its secrets replaced or ended, or the account itself shut,
 * after the last time somebody signed in with it.
 *
 * <p>Access through a role of one's own account ends with its window; a secret that others know is no matter there.
 */
final class Relock {

    private final BreakglassCase test;

    Relock(BreakglassCase test) {
        this.test = test;
    }

    Finding finding() {
        List<AccountRef> toLock = test.use().accounts().stream()
                .filter(account -> !isPersonal(account))
                .toList();
        if (toLock.isEmpty()) {
            return Finding.certain(Optional.empty());
        }
        List<Optional<Instant>> locked = toLock.stream().map(this::lockedAt).toList();
        Optional<Instant> all = locked.stream().allMatch(Optional::isPresent)
                ? locked.stream().map(Optional::orElseThrow).max(Comparator.naturalOrder())
                : Optional.empty();
        Instant deadline = test.end().plus(test.parameters().duration("relock_deadline"));
        if (all.filter(at -> !at.isAfter(deadline)).isPresent()) {
            return Finding.certain(Optional.empty());
        }
        List<Absence> rests = new ArrayList<>(BreakglassCase.unlessUndecidable(test.allSessions()));
        toLock.forEach(account -> {
            rests.add(test.absence(Feed.CREDENTIALS, account.systemId(), deadline));
            rests.add(test.absence(Feed.ACCOUNTS, account.systemId(), deadline));
        });
        Deviation lasting = test.deviation(
                        "NOT_RELOCKED",
                        "NOT_RELOCKED",
                        deadline,
                        Severity.MEDIUM,
                        "Neither were the secrets of " + toLock + " replaced nor was the account shut by " + deadline
                                + ".")
                .with(Map.of("rotatedAt", all.map(Instant::toString).orElse("")));
        return new Finding(
                Optional.of(
                        all.map(at -> lasting.ended(at, Deviation.Ending.ENDED)).orElse(lasting)),
                Absence.all(rests));
    }

    /** When nobody who knew a secret of the account could sign in with it any more. */
    private Optional<Instant> lockedAt(AccountRef account) {
        Instant from = test.use().lastSignIn();
        Optional<Instant> shut = account(account).stream()
                .flatMap(known -> known.events().stream())
                .filter(event -> event instanceof AccountDisabled || event instanceof AccountDeleted)
                .map(event -> event.header().occurredAt())
                .filter(at -> !at.isBefore(from))
                .min(Comparator.naturalOrder());
        Optional<Instant> replaced = allReplaced(account, from);
        return shut.filter(at -> replaced.filter(at::isAfter).isEmpty()).or(() -> replaced);
    }

    /** Empty where one of its live secrets was not replaced, and where nothing is known of its secrets. */
    private Optional<Instant> allReplaced(AccountRef account, Instant from) {
        List<Secret> secrets = test.identity().secrets().stream()
                .filter(secret -> isOf(account, secret))
                .toList();
        List<Optional<Instant>> replaced = secrets.stream()
                .filter(secret -> secret.live().contains(from))
                .map(secret -> secret.replacedOrEnded(from))
                .toList();
        if (secrets.isEmpty() || replaced.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return replaced.stream()
                .map(Optional::orElseThrow)
                .max(Comparator.naturalOrder())
                .or(() -> Optional.of(from));
    }

    /** Stated as that of the account or, where the source names only the identity, of its system. */
    private static boolean isOf(AccountRef account, Secret secret) {
        return secret.owner()
                .map(owner -> owner.account()
                        .map(account::equals)
                        .orElse(secret.systemId().equals(account.systemId())))
                .orElse(false);
    }

    private boolean isPersonal(AccountRef account) {
        return account(account).stream()
                .flatMap(known -> known.events().stream())
                .filter(AccountCreated.class::isInstance)
                .map(event -> ((AccountCreated) event).accountType())
                .flatMap(Optional::stream)
                .reduce((earlier, later) -> later)
                .filter(type -> type == IdentityType.HUMAN)
                .isPresent();
    }

    private Optional<Account> account(AccountRef ref) {
        return test.identity().accounts().stream()
                .filter(known -> known.ref().equals(ref))
                .findFirst();
    }
}
