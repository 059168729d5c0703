package io.plumbline.sources.cloudtrail;

import io.plumbline.event.AccountRef;
import io.plumbline.event.Authentication;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.sources.BadRecordException;
import io.plumbline.sources.RawRecord;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.Optional;

/**
 * One API call as CloudTrail recorded it, with what every mapping needs read out once.
 *
 * @param name service and event name, as {@code iam:CreateUser}
 * @param systemId the AWS account whose trail recorded it, as {@code aws/123456789012}
 * @param callerType {@code userIdentity.type}; empty for events of AWS itself
 * @param caller the IAM user, role or root user that called; absent for AWS services and callers from elsewhere
 * @param keyId id of the access key that signed the call; temporary keys begin with {@code ASIA}
 * @param failed the call was refused or went wrong
 */
record Call(
        String sourceId,
        String eventId,
        Instant at,
        String name,
        String systemId,
        String callerType,
        Optional<AccountRef> caller,
        Optional<String> keyId,
        Optional<Authentication> authentication,
        boolean failed,
        boolean readOnly,
        RawRecord raw) {

    static final String ROOT = "root";
    static final Comparator<Call> BY_TIME = Comparator.comparing(Call::at).thenComparing(Call::eventId);

    private static final String SERVICE_SUFFIX = ".amazonaws.com";
    private static final int MULTI_FACTOR = 2;
    private static final int SINGLE_FACTOR = 1;
    private static final int NOT_STATED = 0;

    static Instant occurredAt(RawRecord raw) throws BadRecordException {
        return raw.time("eventTime").toInstant();
    }

    static Call of(String sourceId, RawRecord raw) throws BadRecordException {
        String service = raw.text("eventSource");
        if (service.endsWith(SERVICE_SUFFIX)) {
            service = service.substring(0, service.length() - SERVICE_SUFFIX.length());
        }
        Optional<String> recipient = raw.optionalText("recipientAccountId");
        String account = recipient.isPresent() ? recipient.get() : raw.text("userIdentity", "accountId");
        return new Call(
                sourceId,
                raw.text("eventID"),
                occurredAt(raw),
                service + ":" + raw.text("eventName"),
                "aws/" + account,
                raw.optionalText("userIdentity", "type").orElse(""),
                callerOf(raw, account),
                raw.optionalText("userIdentity", "accessKeyId"),
                authenticationOf(raw),
                failed(raw),
                raw.flag("readOnly"),
                raw);
    }

    /** Header of the main event of the call. */
    Header header() {
        Header header = Header.of(sourceId, eventId, at);
        if (caller.isPresent()) {
            header = header.withActor(new Principal(Optional.empty(), caller));
        }
        return authentication.isPresent() ? header.withAuthentication(authentication.get()) : header;
    }

    AccountRef user(String userName) {
        return new AccountRef(systemId, "user/" + userName);
    }

    AccountRef role(String roleName) {
        return new AccountRef(systemId, "role/" + roleName);
    }

    /** The caller, if the call proves that the account exists; a failed sign-in may name one that never did. */
    Optional<AccountRef> provenCaller() {
        return failed && name.startsWith("signin:") ? Optional.empty() : caller;
    }

    /** The temporary key of a role session that was not handed out to an AWS service or an EC2 instance. */
    Optional<String> roleSession() throws BadRecordException {
        boolean ofService =
                raw.optionalText("userIdentity", "invokedBy").orElse("").endsWith(SERVICE_SUFFIX)
                        || raw.has("userIdentity", "sessionContext", "ec2RoleDelivery")
                        || raw.optionalText("userIdentity", "sessionContext", "sessionIssuer", "arn")
                                .orElse("")
                                .contains(":role/aws-service-role/");
        return callerType.equals("AssumedRole") && !ofService
                ? keyId.filter(key -> key.startsWith("ASIA"))
                : Optional.empty();
    }

    private static boolean failed(RawRecord raw) throws BadRecordException {
        return raw.has("errorCode")
                || raw.has("errorMessage")
                || raw.has("responseElements", "ConsoleLogin")
                        && raw.text("responseElements", "ConsoleLogin").equals("Failure");
    }

    private static Optional<AccountRef> callerOf(RawRecord raw, String recipient) throws BadRecordException {
        String system = "aws/" + raw.optionalText("userIdentity", "accountId").orElse(recipient);
        Optional<String> id =
                switch (raw.optionalText("userIdentity", "type").orElse("")) {
                    case "IAMUser" ->
                        raw.optionalText("userIdentity", "userName").map(name -> "user/" + name);
                    case "AssumedRole" ->
                        raw.optionalText("userIdentity", "sessionContext", "sessionIssuer", "userName")
                                .map(name -> "role/" + name);
                    case "Root" -> Optional.of(ROOT);
                    default -> Optional.empty();
                };
        return id.map(accountId -> new AccountRef(system, accountId));
    }

    /** Multi-factor and single-factor sign-in as assurance levels 2 and 1; a long-term key alone states neither. */
    private static Optional<Authentication> authenticationOf(RawRecord raw) throws BadRecordException {
        Optional<String> key = raw.optionalText("userIdentity", "accessKeyId");
        Optional<String> inSession =
                raw.optionalText("userIdentity", "sessionContext", "attributes", "mfaAuthenticated");
        Optional<String> atSignIn = raw.optionalText("additionalEventData", "MFAUsed");
        Optional<Boolean> multiFactor = inSession.map("true"::equals).or(() -> atSignIn.map("Yes"::equals));
        if (key.isEmpty() && multiFactor.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Authentication.of(
                multiFactor.map(both -> both ? MULTI_FACTOR : SINGLE_FACTOR).orElse(NOT_STATED),
                Optional.of(multiFactor.map(both -> both ? "mfa" : "no-mfa").orElse("access-key")),
                signedInAt(raw),
                key.filter(id -> id.startsWith("ASIA"))));
    }

    private static Optional<Instant> signedInAt(RawRecord raw) throws BadRecordException {
        Optional<String> text = raw.optionalText("userIdentity", "sessionContext", "attributes", "creationDate");
        try {
            return text.map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
        } catch (DateTimeException e) {
            throw new BadRecordException(
                    "userIdentity.sessionContext.attributes.creationDate", "must be a time, was '" + text.get() + "'");
        }
    }
}
