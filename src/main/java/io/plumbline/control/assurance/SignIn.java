package io.plumbline.control.assurance;

import io.plumbline.control.Parameters;
import io.plumbline.event.Authentication;
import io.plumbline.event.Authentication.Channel;
import io.plumbline.facts.DecisionMade;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How somebody had signed in who decided, held against what the decision asks for. */
final class SignIn {

    /** What a sign-in lacks, as a variant and in words. */
    record Fault(String variant, String words) {}

    /** Variant of a decision of which nobody says how it was signed in for. */
    static final String CONTEXT_MISSING = "CONTEXT_MISSING";

    private final DecisionMade decision;
    private final RequiredAssurance required;
    private final Parameters parameters;
    private final Optional<Authentication> stated;
    private final Optional<MethodLevels.Level> mapped;

    SignIn(DecisionMade decision, RequiredAssurance required, Parameters parameters) {
        this.decision = decision;
        this.required = required;
        this.parameters = parameters;
        this.stated = decision.event().header().authentication();
        this.mapped = stated.flatMap(
                how -> MethodLevels.of(parameters.text("method_levels")).of(how.method()));
    }

    /** Whether a rule of the system decided and nobody signed in. */
    static boolean isAutomatic(DecisionMade decision) {
        return decision.byRule()
                || decision.event()
                        .header()
                        .authentication()
                        .filter(how -> how.channel() == Channel.AUTOMATIC)
                        .isPresent();
    }

    /** What it lacks, the gravest first; empty where it is as required. */
    Optional<Fault> fault() {
        if (stated.isEmpty()) {
            return fault(CONTEXT_MISSING, "nothing is stated of how " + decision.personId() + " had signed in");
        }
        Authentication how = stated.get();
        if (how.channel() == Channel.API_TOKEN || how.channel() == Channel.EMAIL_LINK) {
            return fault(
                    "TOKEN_OR_EMAIL_DECISION",
                    how.channel() == Channel.API_TOKEN
                            ? "it came in with a token handed to a program"
                            : "it came in by a link in a message, without signing in");
        }
        if (level() == 0) {
            return fault(
                    CONTEXT_MISSING,
                    "no assurance level is stated"
                            + how.method()
                                    .map(name -> ", and method " + name + " is not mapped to one")
                                    .orElse(""));
        } else if (level() < required.level()) {
            return fault("LOW_AAL", "the sign-in was AAL" + level());
        } else if (required.strong() && level() < 3 && !phishingResistant()) {
            return fault(
                    "NOT_PHISHING_RESISTANT",
                    "the sign-in was AAL" + level() + " with what is not said to resist phishing");
        } else if (how.authenticatedAt().isEmpty()) {
            return fault(CONTEXT_MISSING, "nothing is stated of when " + decision.personId() + " had signed in");
        }
        return stale(how.authenticatedAt().get(), how.lastActiveAt());
    }

    private Optional<Fault> stale(Instant signedIn, Optional<Instant> lastActive) {
        Duration tolerance = parameters.duration("clock_tolerance");
        Duration age = Duration.between(signedIn, decision.at());
        if (age.plus(tolerance).isNegative()) {
            return fault(CONTEXT_MISSING, "the sign-in stated, at " + signedIn + ", is later than the decision");
        }
        boolean third = (required.strong() || required.level() >= 3) && level() >= 3;
        String suffix = third ? "_aal3" : "_aal2";
        Duration longest = parameters.duration("max_auth_age" + suffix);
        Duration allowed = required.stepUp()
                .filter(stepUp -> stepUp.compareTo(longest) < 0)
                .orElse(longest);
        if (age.compareTo(allowed.plus(tolerance)) > 0) {
            return fault("STALE_AUTH", "the sign-in was at " + signedIn + ", " + allowed + " are allowed");
        }
        Duration idle = parameters.duration("max_inactivity" + suffix);
        return lastActive
                .map(active -> active.isBefore(signedIn) ? signedIn : active)
                .filter(active -> Duration.between(active, decision.at()).compareTo(idle.plus(tolerance)) > 0)
                .flatMap(active ->
                        fault("STALE_AUTH", "the session was last used at " + active + ", " + idle + " are allowed"));
    }

    /** Fields of evidence. */
    Map<String, String> details() {
        Map<String, String> details = new TreeMap<>();
        details.put("required_aal", required.words());
        details.put("method_mapping_version", parameters.text("method_mapping_version"));
        stated.ifPresent(how -> {
            details.put("aal", Integer.toString(level()));
            details.put("phishing_resistant", Boolean.toString(phishingResistant()));
            how.method().ifPresent(method -> details.put("amr", method));
            how.authenticatedAt().ifPresent(at -> details.put("auth_time", at.toString()));
            how.identityProvider().ifPresent(provider -> details.put("idp", provider));
            how.sessionId().ifPresent(session -> details.put("session_id", session));
        });
        return details;
    }

    private int level() {
        return stated.map(Authentication::assuranceLevel)
                .filter(level -> level > 0)
                .or(() -> mapped.map(MethodLevels.Level::level))
                .orElse(0);
    }

    private boolean phishingResistant() {
        return stated.filter(Authentication::phishingResistant).isPresent()
                || mapped.filter(MethodLevels.Level::phishingResistant).isPresent();
    }

    private static Optional<Fault> fault(String variant, String words) {
        return Optional.of(new Fault(variant, words));
    }
}
