package io.plumbline.sources.cloudtrail;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.AccountRef;
import io.plumbline.event.CredentialEvent;
import io.plumbline.event.CredentialEvent.CredentialType;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvent;
import io.plumbline.sources.BadRecordException;
import io.plumbline.sources.Disposition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What each call means: the table of mapped calls.
 *
 * <p>A policy attached to a user or role is a grant of its ARN, an inline policy a grant of {@code inline:<name>}, membership
 * of a group a grant of {@code group/<name>}. Deleting a user or role is stated as just that; that its grants and credentials
 * end with it is the meaning of the event. Attachments have no key of their own: detaching ends the grant of that policy.
 */
final class CallMapping {

    /** What one call becomes. */
    record Mapped(Disposition disposition, List<Event> events) {}

    private interface Meaning {
        Event of(Call call) throws BadRecordException;
    }

    private static final Map<String, Meaning> MEANINGS = Map.ofEntries(
            Map.entry("iam:CreateUser", call -> created(call, call.user(parameter(call, "userName")))),
            Map.entry("iam:CreateRole", call -> created(call, call.role(parameter(call, "roleName")))),
            Map.entry(
                    "iam:CreateServiceLinkedRole",
                    call -> created(call, call.role(call.raw().text("responseElements", "role", "roleName")))),
            Map.entry("iam:DeleteUser", call -> deleted(call, call.user(parameter(call, "userName")))),
            Map.entry("iam:DeleteRole", call -> deleted(call, call.role(parameter(call, "roleName")))),
            Map.entry("iam:AttachUserPolicy", call -> granted(call, userOf(call), managedPolicy(call))),
            Map.entry("iam:AttachRolePolicy", call -> granted(call, roleOf(call), managedPolicy(call))),
            Map.entry("iam:PutUserPolicy", call -> granted(call, userOf(call), inlinePolicy(call))),
            Map.entry("iam:PutRolePolicy", call -> granted(call, roleOf(call), inlinePolicy(call))),
            Map.entry("iam:DetachUserPolicy", call -> revoked(call, userOf(call), managedPolicy(call))),
            Map.entry("iam:DetachRolePolicy", call -> revoked(call, roleOf(call), managedPolicy(call))),
            Map.entry("iam:DeleteUserPolicy", call -> revoked(call, userOf(call), inlinePolicy(call))),
            Map.entry("iam:DeleteRolePolicy", call -> revoked(call, roleOf(call), inlinePolicy(call))),
            Map.entry("iam:AddUserToGroup", call -> granted(call, userOf(call), group(call), GrantPath.GROUP)),
            Map.entry("iam:RemoveUserFromGroup", call -> revoked(call, userOf(call), group(call))),
            Map.entry("iam:CreateAccessKey", CallMapping::keyIssued),
            Map.entry("iam:DeleteAccessKey", CallMapping::keyDeleted),
            Map.entry("iam:CreateLoginProfile", CallMapping::passwordIssued),
            Map.entry("iam:DeleteLoginProfile", CallMapping::passwordDeleted));

    private static final String ASSUME_ROLE = "sts:AssumeRole";

    private CallMapping() {}

    static Mapped map(Call call) throws BadRecordException {
        if (call.failed()) {
            return new Mapped(Disposition.failed(call.name()), List.of());
        }
        List<Event> events = new ArrayList<>();
        Disposition disposition = decide(call, events);
        if (!call.readOnly()) {
            call.roleSession().ifPresent(session -> events.add(action(call, session)));
        }
        return new Mapped(disposition, events);
    }

    private static Disposition decide(Call call, List<Event> events) throws BadRecordException {
        Meaning meaning = MEANINGS.get(call.name());
        if (meaning != null) {
            events.add(meaning.of(call));
            return Disposition.mapped(call.name());
        }
        if (call.name().equals(ASSUME_ROLE)) {
            return AssumedRole.map(call, events);
        }
        Optional<String> reason = NotModelledCalls.reason(call.name());
        if (reason.isPresent()) {
            return Disposition.notModelled(call.name(), reason.get());
        }
        return call.readOnly() ? Disposition.readOnly(call.name()) : Disposition.unknown(call.name());
    }

    /** What was done in a role session belongs to whoever opened it; the session joins the two. */
    private static Event action(Call call, String session) {
        Header header = Header.of(call.sourceId(), call.eventId() + "#action", call.at());
        Header byCaller = call.caller()
                .map(caller -> header.withActor(new Principal(Optional.empty(), Optional.of(caller))))
                .orElse(header);
        return new PrivilegedAccessEvent.SessionAction(
                byCaller, session, call.systemId(), call.name(), Optional.of(call.eventId()));
    }

    private static Event created(Call call, AccountRef account) {
        return new IdentityEvent.AccountCreated(
                call.header(), account, Optional.empty(), false, Optional.empty(), Optional.empty());
    }

    private static Event deleted(Call call, AccountRef account) {
        return new IdentityEvent.AccountDeleted(call.header(), account);
    }

    private static Event granted(Call call, AccountRef holder, String entitlement) {
        return granted(call, holder, entitlement, GrantPath.DIRECT);
    }

    private static Event granted(Call call, AccountRef holder, String entitlement, GrantPath path) {
        return new AccessEvent.Granted(
                call.header(),
                Optional.empty(),
                principal(holder),
                call.systemId(),
                entitlement,
                path,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private static Event revoked(Call call, AccountRef holder, String entitlement) {
        return new AccessEvent.Revoked(
                call.header(), Optional.empty(), principal(holder), call.systemId(), entitlement);
    }

    private static Event keyIssued(Call call) throws BadRecordException {
        AccountRef owner = call.user(call.raw().text("responseElements", "accessKey", "userName"));
        String keyId = call.raw().text("responseElements", "accessKey", "accessKeyId");
        return issued(call, owner, keyId, CredentialType.API_KEY);
    }

    private static Event keyDeleted(Call call) throws BadRecordException {
        return credentialRevoked(call, ownerOrCaller(call), parameter(call, "accessKeyId"));
    }

    private static Event passwordIssued(Call call) throws BadRecordException {
        AccountRef owner = ownerOrCaller(call);
        return issued(call, owner, password(owner), CredentialType.PASSWORD);
    }

    private static Event passwordDeleted(Call call) throws BadRecordException {
        AccountRef owner = ownerOrCaller(call);
        return credentialRevoked(call, owner, password(owner));
    }

    private static Event issued(Call call, AccountRef owner, String credentialId, CredentialType type) {
        return new CredentialEvent.Issued(
                call.header(),
                call.systemId(),
                credentialId,
                principal(owner),
                type,
                Optional.empty(),
                Optional.empty());
    }

    private static Event credentialRevoked(Call call, AccountRef owner, String credentialId) {
        return new CredentialEvent.Revoked(call.header(), call.systemId(), credentialId, Optional.of(principal(owner)));
    }

    /** A user has at most one password; it is named by its user. */
    private static String password(AccountRef owner) {
        return "password/" + owner.accountId().substring("user/".length());
    }

    private static Principal principal(AccountRef account) {
        return new Principal(Optional.empty(), Optional.of(account));
    }

    private static AccountRef userOf(Call call) throws BadRecordException {
        return call.user(parameter(call, "userName"));
    }

    private static AccountRef roleOf(Call call) throws BadRecordException {
        return call.role(parameter(call, "roleName"));
    }

    /** Without a user name, calls about credentials are about the calling user. */
    private static AccountRef ownerOrCaller(Call call) throws BadRecordException {
        Optional<String> named = call.raw().optionalText("requestParameters", "userName");
        if (named.isPresent()) {
            return call.user(named.get());
        }
        return call.caller()
                .filter(caller -> caller.accountId().startsWith("user/"))
                .orElseThrow(() -> new BadRecordException(
                        "requestParameters.userName", "is missing and the caller is not an IAM user"));
    }

    private static String managedPolicy(Call call) throws BadRecordException {
        return parameter(call, "policyArn");
    }

    private static String inlinePolicy(Call call) throws BadRecordException {
        return "inline:" + parameter(call, "policyName");
    }

    private static String group(Call call) throws BadRecordException {
        return "group/" + parameter(call, "groupName");
    }

    private static String parameter(Call call, String name) throws BadRecordException {
        return call.raw().text("requestParameters", name);
    }
}
