package io.plumbline.sources.github;

import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.sources.BadRecordException;
import io.plumbline.sources.RawRecord;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;

/**
 * One webhook payload, with what its delivery says of it.
 *
 * @param event the name of the event, such as {@code pull_request}
 * @param action what was done; empty for events of one kind only
 * @param guid GitHub's id of what it delivers, the same when it delivers again
 * @param deliveredAt when it was delivered
 */
record Payload(
        String event, String action, Optional<String> guid, Optional<OffsetDateTime> deliveredAt, RawRecord body) {

    private static final String PERSON = "github:";

    static Payload of(RawRecord raw) throws BadRecordException {
        if (raw.has("request")) {
            RawRecord body = raw.object("request", "payload");
            return new Payload(
                    raw.text("event"),
                    body.optionalText("action").orElse(""),
                    raw.optionalText("guid"),
                    Optional.of(raw.time("delivered_at")),
                    body);
        }
        String file = raw.place().file();
        int slash = file.indexOf('/');
        if (slash < 0) {
            throw new BadRecordException(
                    "event",
                    "is missing; give the delivery as GitHub's REST API does, with event and request.payload, or put the payload"
                            + " into a folder named after its event, such as pull_request");
        }
        return new Payload(
                file.substring(0, slash),
                raw.optionalText("action").orElse(""),
                Optional.empty(),
                Optional.empty(),
                raw);
    }

    /** Event and action, as they are listed and counted: {@code pull_request opened}. */
    String name() {
        return action.isEmpty() ? event : event + " " + action;
    }

    /** The repository, {@code owner/repo}: the system that the payload is about. */
    String repository() throws BadRecordException {
        return body.text("repository", "full_name");
    }

    /** The login of the organisation. */
    String organization() throws BadRecordException {
        return body.text("organization", "login");
    }

    /** Who is named there, as an identity id. */
    String person(String... path) throws BadRecordException {
        return identity(loginAt(body, path));
    }

    /** Who is named there, where somebody is. */
    Optional<String> optionalPerson(String... path) throws BadRecordException {
        return body.has(path) ? Optional.of(person(path)) : Optional.empty();
    }

    /** The identity of a login; GitHub takes upper and lower case for the same. */
    static String identity(String login) {
        return PERSON + login.toLowerCase(Locale.ROOT);
    }

    private static String loginAt(RawRecord body, String... path) throws BadRecordException {
        String[] login = new String[path.length + 1];
        System.arraycopy(path, 0, login, 0, path.length);
        login[path.length] = "login";
        return body.text(login);
    }

    /** When it happened, in the header's form of it. */
    OffsetDateTime at() throws BadRecordException {
        return PayloadTimes.of(this);
    }

    /** Header of an event that the payload gives; its actor is the sender. */
    Header header(String sourceEventId) throws BadRecordException {
        OffsetDateTime at = at();
        Header header =
                Header.of(GithubAdapter.ID, sourceEventId, at.toInstant()).withOffset(RawRecord.offset(at));
        Optional<String> sender = optionalPerson("sender");
        return sender.isPresent() ? header.withActor(Principal.identity(sender.get())) : header;
    }

    /** Where the payload states no time: the same id however often it is delivered. */
    Header headerByDelivery(String role) throws BadRecordException {
        if (guid.isEmpty()) {
            throw new BadRecordException("guid", "is missing or empty");
        }
        return header(guid.get() + "/" + role);
    }
}
