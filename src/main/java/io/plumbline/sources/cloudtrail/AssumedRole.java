package io.plumbline.sources.cloudtrail;

import io.plumbline.event.CredentialEvent;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvent;
import io.plumbline.sources.BadRecordException;
import io.plumbline.sources.Disposition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An IAM user takes on a role: a privileged session, named by the temporary key that was issued for it.
 *
 * <p>Two calls in the same second are two sessions, told apart by their keys. The session ends when the key expires, which the
 * call itself states, so the end is an event of the future when the call is made: from then on nothing can be done in the
 * session. It is the latest possible end, not the last use (deleting the role ends it earlier). A key that outlives an
 * approved window leaves the privilege usable past it, and only that can be concluded from the end. Without an expiration no
 * end is stated.
 */
final class AssumedRole {

    private static final String NAME = "sts:AssumeRole";

    /** CloudTrail writes expirations as {@code Jul 10, 2023, 12:09:47 PM}, in older records without the second comma, in UTC. */
    private static final DateTimeFormatter EXPIRATION = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("MMM d, uuuu[,] h:mm:ss a")
            .toFormatter(Locale.US);

    private AssumedRole() {}

    static Disposition map(Call call, List<Event> events) throws BadRecordException {
        if (call.callerType().equals("AWSService")) {
            return Disposition.notModelled(
                    NAME + " by an AWS service", "a service works with its role; no person opened a session");
        }
        if (!call.callerType().equals("IAMUser")) {
            return Disposition.notModelled(
                    NAME + " from a role session or another account",
                    "who is behind it is stated where the first session was opened, not here");
        }
        String roleArn = call.raw().text("requestParameters", "roleArn");
        String[] parts = roleArn.split(":", 6);
        if (parts.length < 6 || !parts[5].startsWith("role/")) {
            throw new BadRecordException(
                    "requestParameters.roleArn", "must be the ARN of a role, was '" + roleArn + "'");
        }
        if (!call.systemId().equals("aws/" + parts[4])) {
            return Disposition.notModelled(
                    NAME + " of a role of another account",
                    "the trail of the account that has the role states the session");
        }
        if (call.caller().isEmpty()) {
            throw new BadRecordException("userIdentity.userName", "is missing");
        }
        String role = parts[5].substring(parts[5].lastIndexOf('/') + 1);
        String session = call.raw().text("responseElements", "credentials", "accessKeyId");
        events.add(new PrivilegedAccessEvent.SessionStarted(
                call.header(),
                session,
                new Principal(Optional.empty(), call.caller()),
                call.systemId(),
                Optional.of(role),
                Optional.empty(),
                false,
                CredentialEvent.ClientClass.UNKNOWN,
                Optional.empty()));
        Optional<Instant> expiration = expiration(call);
        if (expiration.isPresent()) {
            Header atExpiry = Header.of(call.sourceId(), call.eventId() + "#expiry", expiration.get())
                    .withRecordedAt(call.at());
            events.add(new PrivilegedAccessEvent.SessionEnded(atExpiry, session, call.systemId()));
        }
        return Disposition.mapped(NAME);
    }

    private static Optional<Instant> expiration(Call call) throws BadRecordException {
        String field = "responseElements.credentials.expiration";
        Optional<String> text = call.raw().optionalText("responseElements", "credentials", "expiration");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Instant at = parsed(field, text.get());
        if (!at.isAfter(call.at())) {
            throw new BadRecordException(field, "must be after eventTime, was '" + text.get() + "'");
        }
        return Optional.of(at);
    }

    private static Instant parsed(String field, String text) throws BadRecordException {
        try {
            return LocalDateTime.parse(text.replaceAll("[\\s\\u00a0\\u202f]+", " "), EXPIRATION)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException notWords) {
            try {
                return Instant.parse(text);
            } catch (DateTimeException notIso) {
                throw new BadRecordException(
                        field, "must be a time such as 'Jul 10, 2023, 12:09:47 PM', was '" + text + "'");
            }
        }
    }
}
