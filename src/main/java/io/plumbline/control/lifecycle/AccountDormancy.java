package io.plumbline.control.lifecycle;

import io.plumbline.control.Absence;
import io.plumbline.control.HolderType;
import io.plumbline.control.Judgement;
import io.plumbline.control.Parameters;
import io.plumbline.control.Reference;
import io.plumbline.control.Usage;
import io.plumbline.control.Usage.Use;
import io.plumbline.control.Verdict;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.IdentityEvent.AccountCreated;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.IdentityEvent.Profiled;
import io.plumbline.event.Severity;
import io.plumbline.facts.Account;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether an account was left unused for too long.
 *
 * <p>A person's account is used by signing in or working with it, a machine's by its credentials. A registered break-glass
 * account is unused by design and tested instead: every invocation, a drill too, counts, and the time allowed is longer.
 */
final class AccountDormancy {

    private final Account account;
    private final IdentityFacts holder;
    private final Timeline open;
    private final Reference reference;
    private final String systemId;
    private final boolean machine;

    AccountDormancy(Account account, IdentityFacts holder, Timeline open, Reference reference) {
        this.account = account;
        this.holder = holder;
        this.open = open;
        this.reference = reference;
        this.systemId = account.ref().systemId();
        this.machine = HolderType.of(holder).isMachine();
    }

    List<Judgement> judged(AccountCase test) {
        List<Use> uses = Usage.of(holder).ofAccount(account.ref());
        List<Judgement> parts = new ArrayList<>();
        for (Interval span : open.intervals()) {
            Instant last = span.from();
            boolean neverUsed = isNew(span.from());
            for (Use use : uses) {
                if (span.contains(use.at())) {
                    parts.addAll(unused(last, neverUsed, Optional.of(use.at()), test));
                    last = use.at();
                    neverUsed = false;
                }
            }
            parts.addAll(unused(last, neverUsed, span.until(), test));
        }
        return parts;
    }

    /**
     * A time without use: it deviates from when it is too long until the use, or the end, that ends it. How long is too long may
     * change meanwhile, with the register.
     */
    private List<Judgement> unused(Instant last, boolean neverUsed, Optional<Instant> next, AccountCase test) {
        Timeline breakGlass = breakGlass();
        List<Judgement> parts = new ArrayList<>();
        parts.addAll(unused(last, neverUsed, next, breakGlass, true, test));
        parts.addAll(unused(
                last, neverUsed, next, Timeline.of(Interval.since(Instant.MIN)).minus(breakGlass), false, test));
        return parts;
    }

    private List<Judgement> unused(
            Instant last,
            boolean neverUsed,
            Optional<Instant> next,
            Timeline when,
            boolean breakGlass,
            AccountCase test) {
        Parameters parameters = reference.parameters(last);
        Instant due = last.plus(parameters.duration(breakGlass ? "drill_interval" : "inactivity"))
                .plus(parameters.duration("disable_within"))
                .plus(neverUsed ? parameters.duration("first_use_grace") : Duration.ZERO);
        if (when.isEmpty() || next.filter(end -> !end.isAfter(due)).isPresent()) {
            return List.of();
        }
        List<Feed> feeds = feeds(breakGlass);
        Instant recorded = Usage.recordedFrom(feeds, systemId, reference.catalogue())
                .filter(last::isBefore)
                .orElse(last);
        Instant certain = due.plus(Duration.between(last, recorded));
        List<Judgement> parts = new ArrayList<>();
        if (certain.isAfter(due) && next.isEmpty() && when.contains(due)) {
            parts.add(notYetRecording(due, certain, test));
        }
        List<Feed> all = new ArrayList<>(feeds);
        all.add(Feed.ACCOUNTS);
        for (Interval late : when.and(new Interval(certain, next)).intervals()) {
            Absence absence = Usage.unseen(all, systemId, Interval.of(recorded, late.from()), reference);
            parts.add(test.decided(
                    late, absence, () -> test.deviation("DORMANT", "unused", last, certain, late, List.of())
                            .ofSeverity(test.serious(late.from()) ? Severity.MEDIUM : Severity.LOW)
                            .because(words(last, neverUsed, breakGlass, late), evidence(last))
                            .with(Map.of("last_activity_at", neverUsed ? "never" : last.toString()))));
        }
        return parts;
    }

    /** Before it was recorded it may have been used: between the two instants nothing can be said. */
    private Judgement notYetRecording(Instant due, Instant certain, AccountCase test) {
        if (!reference.completeness().reached(due)) {
            return test.verdict(Verdict.OPERATED, "CURRENT").againAt(due);
        }
        return reference.completeness().reached(certain)
                ? test.verdict(Verdict.OPERATED, "CURRENT")
                : test.verdict(Verdict.INDETERMINATE, "NOT_YET_RECORDING").againAt(certain);
    }

    private List<String> words(Instant last, boolean neverUsed, boolean breakGlass, Interval late) {
        List<String> lines = new ArrayList<>();
        lines.add(
                neverUsed
                        ? account.ref() + " was created at " + last + " and has never been used"
                        : "No use of " + account.ref() + " is on record after " + last);
        lines.add((breakGlass
                        ? "As a break-glass account it had to be used, tested or closed by "
                        : "It had to be used or closed by ")
                + late.from());
        return lines;
    }

    private List<Event> evidence(Instant last) {
        List<Event> events = new ArrayList<>(account.events());
        Usage.of(holder).ofAccount(account.ref()).stream()
                .filter(use -> use.at().equals(last))
                .forEach(use -> events.add(use.event()));
        return events;
    }

    /** An account that a first snapshot shows is not new. */
    private boolean isNew(Instant openedAt) {
        return account.events().stream()
                .filter(AccountCreated.class::isInstance)
                .anyMatch(created -> created.header().occurredAt().equals(openedAt)
                        && !created.header().baseline());
    }

    /**
     * When it was registered as such: by its own record in the inventory, or by a tag there. What is known first counts for the
     * time before; what only the system says is no register.
     */
    private Timeline breakGlass() {
        boolean byType = holder.created()
                .filter(created -> created.identityType() == IdentityType.BREAK_GLASS)
                .isPresent();
        if (byType) {
            return Timeline.of(Interval.since(Instant.MIN));
        }
        List<Interval> tagged = new ArrayList<>();
        List<Profiled> profiles = holder.profiles();
        for (int i = 0; i < profiles.size(); i++) {
            if (profiles.get(i).tags().contains("BREAK_GLASS")) {
                tagged.add(new Interval(
                        i == 0 ? Instant.MIN : profiles.get(i).header().occurredAt(),
                        i + 1 < profiles.size()
                                ? Optional.of(profiles.get(i + 1).header().occurredAt())
                                : Optional.empty()));
            }
        }
        return Timeline.of(tagged);
    }

    /** Everything declared that could show a use; where the decisive feed is declared by nobody, that one, which decides nothing. */
    private List<Feed> feeds(boolean breakGlass) {
        List<Feed> decisive = breakGlass
                ? List.of(Feed.ELEVATIONS)
                : machine ? List.of(Feed.CREDENTIALS) : List.of(Feed.SESSIONS, Feed.ACTIVITY);
        if (Usage.declared(decisive, reference.catalogue(), systemId).isEmpty()) {
            return decisive.subList(0, 1);
        }
        return Usage.declared(
                List.of(Feed.SESSIONS, Feed.ACTIVITY, Feed.CREDENTIALS, Feed.ATTRIBUTIONS, Feed.ELEVATIONS),
                reference.catalogue(),
                systemId);
    }
}
