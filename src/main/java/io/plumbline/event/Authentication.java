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
 */
public record Authentication(
        int assuranceLevel, Optional<String> method, Optional<Instant> authenticatedAt, Optional<String> sessionId) {}
