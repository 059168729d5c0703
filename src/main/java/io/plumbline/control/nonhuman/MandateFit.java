package io.plumbline.control.nonhuman;

import io.plumbline.event.ActivityLevel;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.IdentityEvent.AutonomyLevel;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.IdentityEvent.MandateGranted;
import io.plumbline.event.Subject;
import io.plumbline.facts.Employment;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * How an act stands to the mandates there were.
 *
 * @param mandate the one that comes closest to covering it
 * @param reason why nobody can tell, as a code; empty where it can be told
 * @param words what is wrong, for the explanation
 */
record MandateFit(Fit fit, Optional<MandateGranted> mandate, String reason, String words) {

    /** From what is furthest from being covered. */
    enum Fit {
        /** None had been decided by then. */
        NO_MANDATE,
        /** There was one, and it had run out, was taken back or was too old. */
        EXPIRED,
        /** One was in force, for something else. */
        OUT_OF_SCOPE,
        /** One was in force for it, up to a smaller amount. */
        LIMIT_EXCEEDED,
        /** One would cover it, but nobody answered for it any more. */
        SPONSOR_INACTIVE,
        /** One may cover it; something that decides it is not on record. */
        UNDECIDED,
        /** One covers it. */
        COVERED
    }

    /**
     * Who acts, and within what.
     *
     * @param sponsors what is known of the sponsors; empty where that is not asked for
     * @param samePerson whether two records are one person's
     */
    record Actor(
            Subject subject,
            IdentityType type,
            Mandates mandates,
            Optional<Map<String, Employment>> sponsors,
            BiPredicate<String, String> samePerson) {}

    /** Of all mandates that the actor was ever given, the one that comes closest. */
    static MandateFit of(AgentAct act, Actor actor, Duration maxAge) {
        return actor.mandates().versions().stream()
                .filter(version -> !version.decided().isAfter(act.at()))
                .map(version -> of(act, actor, version, maxAge))
                .max(Comparator.comparing(MandateFit::fit))
                .orElse(new MandateFit(
                        Fit.NO_MANDATE, Optional.empty(), "", "No mandate had been decided for it by then"));
    }

    private static MandateFit of(AgentAct act, Actor actor, Mandates.Version version, Duration maxAge) {
        MandateGranted mandate = version.stated();
        if (!version.covers(maxAge).contains(act.at())) {
            return deviates(
                    Fit.EXPIRED,
                    mandate,
                    "was in force " + version.covers(maxAge) + ", at most " + maxAge + " from its decision");
        }
        Optional<String> outside = outside(act, actor, mandate);
        if (outside.isPresent()) {
            return deviates(Fit.OUT_OF_SCOPE, mandate, outside.get());
        }
        Optional<BigDecimal> limit = mandate.amountLimit();
        if (limit.filter(most ->
                        act.amount().filter(is -> is.compareTo(most) > 0).isPresent())
                .isPresent()) {
            return deviates(Fit.LIMIT_EXCEEDED, mandate, "allows " + limit.get() + " at most");
        }
        Optional<Employment> sponsor =
                actor.sponsors().flatMap(known -> Optional.ofNullable(known.get(mandate.sponsorId())));
        if (sponsor.filter(known -> !isActivePerson(known, act)).isPresent()) {
            return deviates(
                    Fit.SPONSOR_INACTIVE, mandate, "names " + mandate.sponsorId() + ", who is no active person then");
        }
        return undecided(act, mandate, sponsor)
                .map(reason -> new MandateFit(Fit.UNDECIDED, Optional.of(mandate), reason, ""))
                .orElse(new MandateFit(Fit.COVERED, Optional.of(mandate), "", ""));
    }

    private static MandateFit deviates(Fit fit, MandateGranted mandate, String what) {
        return new MandateFit(fit, Optional.of(mandate), "", "Mandate " + mandate.mandateId() + " " + what);
    }

    private static boolean isActivePerson(Employment sponsor, AgentAct act) {
        boolean person = sponsor.created()
                .filter(created -> created.identityType().isNoPerson())
                .isEmpty();
        return person && sponsor.active().contains(act.at());
    }

    /** What about the act the mandate certainly does not allow. */
    private static Optional<String> outside(AgentAct act, Actor actor, MandateGranted mandate) {
        if (!mandate.systems().isEmpty() && !mandate.systems().contains(act.systemId())) {
            return Optional.of("is for " + mandate.systems() + " and not for " + act.systemId());
        } else if (act.step().isPresent() && functions(act, mandate) == Named.NONE) {
            return Optional.of("is for the functions " + mandate.functions() + " and not for " + act.actionClass());
        }
        List<String> chain = act.chain();
        String root = chain.isEmpty() ? mandate.sponsorId() : chain.get(chain.size() - 1);
        if (chain.size() > 1 && !actor.samePerson().test(root, mandate.sponsorId())) {
            return Optional.of("is answered for by " + mandate.sponsorId() + ", and the act goes back to " + root);
        }
        return switch (mandate.autonomy()) {
            case SUGGEST -> Optional.of("lets it propose, and a person act");
            case CONFIRM ->
                act.isConfirmed(actor.subject())
                        ? Optional.empty()
                        : Optional.of("asks for a person to confirm each act, and none is on record");
            case ACT, UNKNOWN -> Optional.empty();
        };
    }

    private enum Named {
        ALL,
        SOME,
        NONE,
        UNKNOWN
    }

    /** Whether the mandate names what the act may have been: its functions, or the permission itself. */
    private static Named functions(AgentAct act, MandateGranted mandate) {
        if (act.step()
                .filter(step -> mandate.functions().contains(step.entitlement()))
                .isPresent()) {
            return Named.ALL;
        } else if (mandate.functions().isEmpty()) {
            return Named.NONE;
        } else if (act.functions().isEmpty()) {
            return Named.UNKNOWN;
        }
        long named = act.functions().stream()
                .map(FunctionUse::functionId)
                .filter(mandate.functions()::contains)
                .count();
        return named == 0 ? Named.NONE : named == act.functions().size() ? Named.ALL : Named.SOME;
    }

    /** What is not on record and would decide whether the mandate covers the act. */
    private static Optional<String> undecided(AgentAct act, MandateGranted mandate, Optional<Employment> sponsor) {
        if (act.step().isPresent() && functions(act, mandate) != Named.ALL) {
            return Optional.of("FUNCTION_UNKNOWN");
        } else if (act.mayBeApproval()) {
            return Optional.of("ACTIVITY_LEVEL_UNKNOWN");
        } else if (mandate.autonomy() == AutonomyLevel.UNKNOWN) {
            return Optional.of("AUTONOMY_NOT_STATED");
        }
        boolean moves = act.functions().stream().anyMatch(use -> use.level() == ActivityLevel.POST);
        if (mandate.amountLimit().isPresent() && moves && act.amount().isEmpty()) {
            return Optional.of("AMOUNT_NOT_STATED");
        }
        return sponsor.filter(known -> known.created().isEmpty()
                        && known.departures().isEmpty()
                        && known.statuses().isEmpty())
                .map(known -> "SPONSOR_UNKNOWN");
    }
}
