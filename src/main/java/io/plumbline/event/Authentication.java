package io.plumbline.event;

import java.time.Instant;
import java.util.Optional;

/**
 * How an actor had signed in when acting.
 *
 * @param assuranceLevel authenticator assurance level 1 to 3 of NIST SP 800-63; 0 where not stated
 * @param method the method as the source names it
 * @param authenticatedAt when the actor signed in
 * @param sessionId the sign-in session
 * @param phishingResistant whether the authenticator cannot be tricked into signing in elsewhere; false where not stated
 * @param identityProvider where the actor signed in, which may be another system than where it acted
 * @param lastActiveAt when the session was last used before the act
 * @param channel the way the act came in
 */
public record Authentication(
        int assuranceLevel,
        Optional<String> method,
        Optional<Instant> authenticatedAt,
        Optional<String> sessionId,
        boolean phishingResistant,
        Optional<String> identityProvider,
        Optional<Instant> lastActiveAt,
        Channel channel) {

    /** The way an act came in. */
    public enum Channel {
        /** In a session somebody signed in to. */
        SESSION,
        /** With a token handed to a program. */
        API_TOKEN,
        /** By a link in a message, without signing in. */
        EMAIL_LINK,
        /** By a rule of the system; nobody decided. */
        AUTOMATIC,
        /** Not stated, or a value newer than this build. */
        UNKNOWN
    }

    /** Signed in, with nothing more stated of how. */
    public static Authentication of(
            int assuranceLevel,
            Optional<String> method,
            Optional<Instant> authenticatedAt,
            Optional<String> sessionId) {
        return new Authentication(
                assuranceLevel,
                method,
                authenticatedAt,
                sessionId,
                false,
                Optional.empty(),
                Optional.empty(),
                Channel.UNKNOWN);
    }
}
