package io.plumbline.control.change;

import io.plumbline.catalogue.Persons;
import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.EffectiveAccess;
import io.plumbline.control.EffectiveAccess.Unknown;
import io.plumbline.control.Judgement;
import io.plumbline.control.Names;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.IdentityEvent.Authored;
import io.plumbline.event.Severity;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether somebody who writes code of a system could bring it to production themselves, whenever they liked. It deviates for as
 * long as both are so. That they could not is claimed once everything given to them by their newest deployment has been heard.
 */
record AuthorsWithoutAccess(IdentityFacts identity, EffectiveAccess access, Reference reference) {

    private static final String VARIANT = "DEV_HAS_PROD_ACCESS";

    /** One judgement per system of which the identity wrote code that is in production. */
    static List<Judgement> of(IdentityFacts identity, Reference reference) {
        if (identity.authored().isEmpty()) {
            return List.of();
        }
        AuthorsWithoutAccess test =
                new AuthorsWithoutAccess(identity, EffectiveAccess.of(identity, reference.catalogue()), reference);
        return Authorship.of(identity, reference).values().stream()
                .map(test::judge)
                .toList();
    }

    private Judgement judge(Authorship authorship) {
        ProductionAccess production = ProductionAccess.of(identity, access, authorship.systemId(), reference);
        List<Deviation> deviations = new ArrayList<>();
        List<Instant> later = new ArrayList<>();
        Optional<Interval> before = Optional.empty();
        for (Interval both : authorship.during().and(production.during()).intervals()) {
            Interval held = episode(production, both.from());
            if (begun(both.from())) {
                deviations.add(deviation(authorship, production, both, held, before.equals(Optional.of(held))));
            } else {
                later.add(both.from());
            }
            before = Optional.of(held);
        }
        Judgement judgement = deviations.isEmpty()
                ? withoutDeviation(authorship, production)
                : Judgement.deviated(
                        object(authorship.systemId()), authorship.systemId(), authorship.first(), deviations);
        for (Absence absence : authorship.absences()) {
            judgement = judgement.restingOn(absence);
        }
        for (Instant at :
                Stream.concat(later.stream(), authorship.lapses().stream()).toList()) {
            judgement = judgement.againAt(at);
        }
        return judgement;
    }

    private static String object(String systemId) {
        return "author:" + systemId;
    }

    private static Interval episode(ProductionAccess production, Instant at) {
        return production.during().intervals().stream()
                .filter(span -> span.contains(at))
                .findFirst()
                .orElseThrow();
    }

    /** Whether the start has come, by what the facts show or by how far the world is known. */
    private boolean begun(Instant from) {
        return reference.completeness().reached(from)
                || Stream.concat(
                                identity.authored().stream().map(Event.class::cast),
                                identity.grants().stream().map(Grant::given))
                        .anyMatch(event -> !event.header().occurredAt().isBefore(from));
    }

    private Judgement withoutDeviation(Authorship authorship, ProductionAccess production) {
        Optional<String> unknown = unknown(authorship, production);
        if (unknown.isPresent()) {
            return verdict(authorship, Verdict.INDETERMINATE, unknown.get());
        } else if (isNameOnly(authorship.systemId())) {
            return isDirectName()
                    ? verdict(authorship, Verdict.NOT_APPLICABLE, "JUDGED_WITH_PERSON")
                    : verdict(authorship, Verdict.INDETERMINATE, "AUTHOR_UNKNOWN");
        } else if (isUnknownPerson()) {
            return verdict(authorship, Verdict.INDETERMINATE, "AUTHOR_UNKNOWN");
        } else if (!identity.perhapsSame().isEmpty()) {
            return verdict(authorship, Verdict.INDETERMINATE, "PERSON_UNCERTAIN");
        }
        Interval span = Interval.of(Instant.EPOCH, authorship.last());
        Absence nothingGiven = Absence.all(List.of(
                reference.completeness().absence(Feed.GRANTS, authorship.systemId(), span),
                reference.completeness().absence(Feed.ACCOUNTS, authorship.systemId(), span)));
        if (!nothingGiven.proven()) {
            return Judgement.undecided(
                    object(authorship.systemId()),
                    authorship.systemId(),
                    authorship.first(),
                    nothingGiven,
                    authorship.deployments());
        }
        String reason = production.during().isEmpty() ? "NO_STANDING_ACCESS" : "ACCESS_AT_OTHER_TIMES";
        return verdict(authorship, Verdict.OPERATED, reason).restingOn(nothingGiven);
    }

    /** Why it cannot be told what they could do while they counted as author, where it cannot. */
    private static Optional<String> unknown(Authorship authorship, ProductionAccess production) {
        return production.unknown().stream()
                .filter(span -> !authorship.during().and(span.span()).isEmpty())
                .map(Unknown::reason)
                .findFirst();
    }

    /** Whether it is another name of somebody else, under which nothing is held. */
    private boolean isNameOnly(String systemId) {
        String id = identity.subject().id();
        return !Persons.of(reference.catalogue()).person(id).equals(id)
                && identity.grants().stream()
                        .noneMatch(grant -> grant.systemId().equals(systemId));
    }

    /** Whether the person it is a name of is told of what was written under it. */
    private boolean isDirectName() {
        Persons persons = Persons.of(reference.catalogue());
        String id = identity.subject().id();
        return persons.namedBy(id).equals(Optional.of(persons.person(id)));
    }

    private boolean isUnknownPerson() {
        return identity.created().isEmpty()
                && identity.accounts().isEmpty()
                && identity.grants().isEmpty();
    }

    private Judgement verdict(Authorship authorship, Verdict verdict, String reason) {
        return Judgement.of(
                object(authorship.systemId()),
                authorship.systemId(),
                authorship.first(),
                verdict,
                reason,
                authorship.deployments());
    }

    /** One for each time of holding; of several times of writing within one, each later one is another. */
    private Deviation deviation(
            Authorship authorship, ProductionAccess production, Interval both, Interval held, boolean again) {
        String anchor = "held@" + held.from();
        Deviation found = Deviation.lasting(
                VARIANT,
                VARIANT,
                again ? anchor + "@" + both.from() : anchor,
                both.from(),
                authorship.soxInScope(both.from(), reference) ? Severity.HIGH : Severity.MEDIUM);
        if (both.until().isPresent()) {
            found = found.ended(both.until().get(), Ending.ENDED);
        }
        if (production.baselineAt(both.from())) {
            found = found.flagged(Deviation.PRE_EXISTING);
        }
        Authored authored = authorship.by(both.from());
        List<Event> events = new ArrayList<>(List.of(authored));
        events.addAll(production.events(both));
        return found.because(words(authored, production, both), events).with(details(authored, production, both, held));
    }

    private List<String> words(Authored authored, ProductionAccess production, Interval both) {
        List<String> lines = new ArrayList<>();
        lines.add(authored.identityId() + " wrote what deployment " + authored.deploymentId() + " brought to "
                + authored.environment() + " of " + authored.systemId() + " at "
                + authored.header().occurredAt()
                + authored.changeId()
                        .map(change -> ", by a merge of change " + change)
                        .orElse("") + ".");
        if (!authored.identityId().equals(identity.subject().id())) {
            lines.add(authored.identityId() + " and " + identity.subject().id() + " are one person.");
        }
        lines.addAll(production.words(both));
        lines.add("Both were so from " + both.from() + " on"
                + both.until().map(end -> ", until " + end).orElse("") + ".");
        return lines;
    }

    private Map<String, String> details(Authored authored, ProductionAccess production, Interval both, Interval held) {
        return Map.of(
                "authors", authored.identityId(),
                "deployment", authored.deploymentId(),
                "changeIds", authored.changeId().orElse(""),
                "entitlements",
                        Names.of(production.openIn(both).stream()
                                .map(way -> way.path().entitlement())),
                "grant_path",
                        Names.of(production.openIn(both).stream()
                                .map(way -> way.path().grant().path().name())),
                "held_since", held.from().toString());
    }
}
