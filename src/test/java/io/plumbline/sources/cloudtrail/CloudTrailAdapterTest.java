package io.plumbline.sources.cloudtrail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.AccountRef;
import io.plumbline.event.CredentialEvent;
import io.plumbline.event.CredentialEvent.CredentialType;
import io.plumbline.event.Event;
import io.plumbline.event.EventId;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvent;
import io.plumbline.sources.Delivery;
import io.plumbline.sources.SourceFile;
import io.plumbline.sources.Tally;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CloudTrailAdapterTest {

    private static final String SYSTEM = "aws/111122223333";
    private static final String ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
    private static final Principal EVE = Principal.account(SYSTEM, "user/eve");
    private static final String ALICE =
            """
            {"type":"IAMUser","accountId":"111122223333","userName":"alice","accessKeyId":"AKIAALICE"}""";
    private static final String ROLE_SESSION =
            """
            {"type":"AssumedRole","accountId":"111122223333","accessKeyId":"ASIASESSION","sessionContext":{"sessionIssuer":\
            {"userName":"ops","arn":"arn:aws:iam::111122223333:role/ops"},\
            "attributes":{"creationDate":"2024-03-01T11:59:00Z","mfaAuthenticated":"true"}}%s}""";

    @Test
    void creating_and_deleting_users_and_roles_are_accounts_that_come_and_go() {
        List<Event> facts = facts(
                iam("e1", 1, "CreateUser", "{\"userName\":\"eve\"}"),
                iam("e2", 2, "CreateRole", "{\"roleName\":\"ops\"}"),
                iam("e3", 3, "DeleteUser", "{\"userName\":\"eve\"}"),
                iam("e4", 4, "DeleteRole", "{\"roleName\":\"ops\"}"));
        assertEquals(new AccountRef(SYSTEM, "user/eve"), ((IdentityEvent.AccountCreated) byId(facts, "e1")).account());
        assertEquals(new AccountRef(SYSTEM, "role/ops"), ((IdentityEvent.AccountCreated) byId(facts, "e2")).account());
        assertEquals(new AccountRef(SYSTEM, "user/eve"), ((IdentityEvent.AccountDeleted) byId(facts, "e3")).account());
        assertEquals(new AccountRef(SYSTEM, "role/ops"), ((IdentityEvent.AccountDeleted) byId(facts, "e4")).account());
        assertEquals(
                Optional.of(Principal.account(SYSTEM, "user/alice")),
                byId(facts, "e1").header().actor());
    }

    @Test
    void attached_and_inline_policies_and_group_memberships_are_grants() {
        List<Event> facts = facts(
                iam("e1", 1, "AttachUserPolicy", "{\"userName\":\"eve\",\"policyArn\":\"" + ADMIN + "\"}"),
                iam("e2", 2, "PutRolePolicy", "{\"roleName\":\"ops\",\"policyName\":\"p\",\"policyDocument\":\"{}\"}"),
                iam("e3", 3, "AddUserToGroup", "{\"userName\":\"eve\",\"groupName\":\"admins\"}"),
                iam("e4", 4, "DetachUserPolicy", "{\"userName\":\"eve\",\"policyArn\":\"" + ADMIN + "\"}"),
                iam("e5", 5, "DeleteRolePolicy", "{\"roleName\":\"ops\",\"policyName\":\"p\"}"),
                iam("e6", 6, "RemoveUserFromGroup", "{\"userName\":\"eve\",\"groupName\":\"admins\"}"));
        AccessEvent.Granted attached = (AccessEvent.Granted) byId(facts, "e1");
        assertEquals(EVE, attached.holder());
        assertEquals(ADMIN, attached.entitlement());
        assertEquals(GrantPath.DIRECT, attached.path());
        AccessEvent.Granted inline = (AccessEvent.Granted) byId(facts, "e2");
        assertEquals(Principal.account(SYSTEM, "role/ops"), inline.holder());
        assertEquals("inline:p", inline.entitlement());
        AccessEvent.Granted member = (AccessEvent.Granted) byId(facts, "e3");
        assertEquals("group/admins", member.entitlement());
        assertEquals(GrantPath.GROUP, member.path());
        assertEquals(ADMIN, ((AccessEvent.Revoked) byId(facts, "e4")).entitlement());
        assertEquals("inline:p", ((AccessEvent.Revoked) byId(facts, "e5")).entitlement());
        assertEquals("group/admins", ((AccessEvent.Revoked) byId(facts, "e6")).entitlement());
    }

    @Test
    void access_keys_and_passwords_are_credentials_of_the_user() {
        List<Event> facts = facts(
                call(
                        "e1",
                        1,
                        "iam",
                        "CreateAccessKey",
                        ALICE,
                        "{\"userName\":\"eve\"}",
                        answer(
                                """
                        {"accessKey":{"userName":"eve","accessKeyId":"AKIAEVE"}}""")),
                iam("e2", 2, "CreateLoginProfile", "{\"userName\":\"eve\"}"),
                iam("e3", 3, "DeleteAccessKey", "{\"userName\":\"eve\",\"accessKeyId\":\"AKIAEVE\"}"),
                iam("e4", 4, "DeleteLoginProfile", "{\"userName\":\"eve\"}"),
                iam("e5", 5, "DeleteAccessKey", "{\"accessKeyId\":\"AKIAALICE\"}"));
        CredentialEvent.Issued key = (CredentialEvent.Issued) byId(facts, "e1");
        assertEquals("AKIAEVE", key.credentialId());
        assertEquals(EVE, key.owner());
        assertEquals(CredentialType.API_KEY, key.credentialType());
        CredentialEvent.Issued password = (CredentialEvent.Issued) byId(facts, "e2");
        assertEquals("password/eve", password.credentialId());
        assertEquals(CredentialType.PASSWORD, password.credentialType());
        assertEquals("AKIAEVE", ((CredentialEvent.Revoked) byId(facts, "e3")).credentialId());
        assertEquals("password/eve", ((CredentialEvent.Revoked) byId(facts, "e4")).credentialId());
        assertEquals(
                Optional.of(Principal.account(SYSTEM, "user/alice")),
                ((CredentialEvent.Revoked) byId(facts, "e5")).owner());
    }

    @Test
    void a_role_taken_on_by_a_user_is_a_session_named_by_its_key_that_ends_when_the_key_expires() {
        List<Event> facts = facts(assumeRole("e1", ALICE, "ASIANEW", "Mar 1, 2024, 12:15:01 PM"));
        PrivilegedAccessEvent.SessionStarted started = (PrivilegedAccessEvent.SessionStarted) byId(facts, "e1");
        assertEquals("ASIANEW", started.sessionId());
        assertEquals(Optional.of("ops"), started.role());
        assertEquals(Principal.account(SYSTEM, "user/alice"), started.holder());
        PrivilegedAccessEvent.SessionEnded ended = (PrivilegedAccessEvent.SessionEnded) byId(facts, "e1#expiry");
        assertEquals("ASIANEW", ended.sessionId());
        assertEquals(Instant.parse("2024-03-01T12:15:01Z"), ended.header().occurredAt());
        assertEquals(Instant.parse("2024-03-01T12:00:01Z"), ended.header().recordedAt());
    }

    @Test
    void expirations_are_read_in_every_form_CloudTrail_writes() {
        for (String form : List.of(
                "Mar 1, 2024, 12:15:01 PM",
                "Mar 1, 2024 12:15:01 PM",
                "Mar 1, 2024, 12:15:01\u202fPM",
                "2024-03-01T12:15:01Z")) {
            Event ended = byId(facts(assumeRole("e1", ALICE, "ASIANEW", form)), "e1#expiry");
            assertEquals(Instant.parse("2024-03-01T12:15:01Z"), ended.header().occurredAt(), form);
        }
    }

    @Test
    void a_role_taken_on_by_a_service_or_from_a_role_session_is_listed_and_opens_no_session_of_a_person() {
        Delivery delivery = deliver(
                assumeRole(
                        "e1",
                        "{\"type\":\"AWSService\",\"invokedBy\":\"ec2.amazonaws.com\"}",
                        "ASIA1",
                        "2024-03-01T13:00:00Z"),
                assumeRole("e2", ROLE_SESSION.formatted(""), "ASIA2", "2024-03-01T13:00:00Z"));
        assertEquals(
                List.of("sts:AssumeRole by an AWS service", "sts:AssumeRole from a role session or another account"),
                delivery.tally().notModelled().stream()
                        .map(Tally.NotModelled::name)
                        .toList());
        assertTrue(delivery.facts().stream().noneMatch(PrivilegedAccessEvent.class::isInstance));
    }

    @Test
    void a_role_of_another_account_is_left_to_the_trail_of_that_account() {
        String elsewhere = assumeRole("e1", ALICE, "ASIA1", "2024-03-01T13:00:00Z")
                .replace("arn:aws:iam::111122223333:role", "arn:aws:iam::999988887777:role");
        Delivery delivery = deliver(elsewhere);
        assertEquals(
                "sts:AssumeRole of a role of another account",
                delivery.tally().notModelled().get(0).name());
        assertTrue(delivery.facts().stream().noneMatch(PrivilegedAccessEvent.class::isInstance));
    }

    @Test
    void an_expiration_that_cannot_be_read_is_an_error_and_not_a_session_without_end() {
        Delivery delivery = deliver(assumeRole("e1", ALICE, "ASIA1", "tomorrow"));
        assertEquals(
                Optional.of("responseElements.credentials.expiration"),
                delivery.rejections().get(0).field());
        assertEquals(1, delivery.gaps().size());
    }

    @Test
    void the_root_user_is_a_privileged_account_that_was_always_there() {
        String root = "{\"type\":\"Root\",\"accountId\":\"111122223333\"}";
        List<Event> facts = facts(call("e1", 1, "iam", "CreateUser", root, "{\"userName\":\"eve\"}", ""));
        IdentityEvent.AccountCreated account = (IdentityEvent.AccountCreated) byId(facts, "e1#seen/root");
        assertTrue(account.privileged());
        assertTrue(account.header().baseline());
    }

    @Test
    void no_secret_of_a_record_enters_an_event() {
        Delivery delivery = deliver(
                assumeRole("e1", ALICE, "ASIA1", "2024-03-01T13:00:00Z").replace("\"t\"", "\"TOPSECRET\""),
                assumeRole("e2", ALICE, "ASIA2", "tomorrow").replace("\"t\"", "\"TOPSECRET\""));
        assertEquals(3, delivery.facts().size());
        assertEquals(1, delivery.rejections().size());
        assertFalse(delivery.toString().contains("TOPSECRET"));
    }

    @Test
    void writing_calls_in_a_role_session_are_its_actions_whether_or_not_they_are_modelled_otherwise() {
        String elevated = ROLE_SESSION.formatted("");
        List<Event> facts = facts(
                call("e1", 1, "iam", "CreateUser", elevated, "{\"userName\":\"eve\"}", ""),
                call("e2", 2, "ec2", "RunInstances", elevated, "{}", ""),
                call("e3", 3, "ec2", "DescribeInstances", elevated, "{}", ",\"readOnly\":true"));
        PrivilegedAccessEvent.SessionAction created = (PrivilegedAccessEvent.SessionAction) byId(facts, "e1#action");
        assertEquals("ASIASESSION", created.sessionId());
        assertEquals("iam:CreateUser", created.actionClass());
        assertEquals(Optional.of("e1"), created.actionRef());
        byId(facts, "e2#action");
        assertTrue(facts.stream().noneMatch(fact -> fact.id().sourceEventId().equals("e3#action")));
    }

    @Test
    void what_a_machine_does_with_its_role_is_no_action_of_a_session() {
        String machine =
                """
                {"type":"AssumedRole","accountId":"111122223333","accessKeyId":"ASIAVM","sessionContext":{"sessionIssuer":\
                {"userName":"vm","arn":"arn:aws:iam::111122223333:role/vm"},"ec2RoleDelivery":"2.0"}}""";
        assertTrue(facts(call("e1", 1, "ssm", "PutInventory", machine, "{}", "")).stream()
                .noneMatch(PrivilegedAccessEvent.class::isInstance));
    }

    @Test
    void a_failed_call_changes_nothing() {
        Delivery delivery = deliver(
                call("e1", 1, "iam", "CreateUser", ALICE, "{\"userName\":\"eve\"}", ",\"errorCode\":\"AccessDenied\""),
                call("e2", 2, "iam", "DeleteUser", ALICE, "{\"userName\":\"eve\"}", ",\"errorMessage\":\"no\""),
                call("e3", 3, "signin", "ConsoleLogin", ALICE, "null", answer("{\"ConsoleLogin\":\"Failure\"}")));
        assertEquals(3, delivery.tally().failed());
        assertEquals(
                List.of("e1#seen/user/alice"),
                delivery.facts().stream().map(fact -> fact.id().sourceEventId()).toList());
    }

    @Test
    void an_account_seen_before_anything_created_it_existed_already() {
        List<Event> facts = facts(
                iam("e2", 2, "CreateUser", "{\"userName\":\"eve\"}"),
                call("e1", 1, "ec2", "DescribeInstances", ALICE, "{}", ",\"readOnly\":true"),
                iam("e3", 3, "DeleteUser", "{\"userName\":\"old\"}"));
        IdentityEvent.AccountCreated alice = (IdentityEvent.AccountCreated) byId(facts, "e1#seen/user/alice");
        assertTrue(alice.header().baseline());
        IdentityEvent.AccountCreated old = (IdentityEvent.AccountCreated) byId(facts, "e3#seen/user/old");
        assertTrue(old.header().baseline());
        assertEquals(4, facts.size());
    }

    @Test
    void a_failed_sign_in_proves_no_account() {
        assertEquals(
                List.of(),
                facts(call(
                        "e1",
                        1,
                        "signin",
                        "ConsoleLogin",
                        ALICE,
                        "null",
                        ",\"errorMessage\":\"Failed authentication\"")));
    }

    @Test
    void an_unknown_writing_call_is_reported_by_name() {
        Tally tally = deliver(call("e1", 1, "newservice", "ChangeEverything", ALICE, "{}", ""))
                .tally();
        assertEquals("newservice:ChangeEverything", tally.unknown().get(0).name());
        assertEquals(1, tally.notModelledCount());
    }

    @Test
    void multi_factor_sign_in_is_kept_where_it_is_stated() {
        List<Event> facts = facts(
                iam("e1", 1, "CreateUser", "{\"userName\":\"eve\"}"),
                call("e2", 2, "iam", "DeleteUser", ROLE_SESSION.formatted(""), "{\"userName\":\"eve\"}", ""));
        assertEquals(
                0, byId(facts, "e1").header().authentication().orElseThrow().assuranceLevel());
        assertEquals(
                2, byId(facts, "e2").header().authentication().orElseThrow().assuranceLevel());
        assertEquals(
                Optional.of(Instant.parse("2024-03-01T11:59:00Z")),
                byId(facts, "e2").header().authentication().orElseThrow().authenticatedAt());
    }

    @Test
    void a_record_with_a_missing_parameter_is_rejected_by_field() {
        Delivery delivery =
                deliver(iam("e1", 1, "CreateUser", "{}"), iam("e2", 2, "CreateUser", "{\"userName\":\"eve\"}"));
        assertEquals(
                "trail.json record 1: field 'requestParameters.userName' is missing or empty",
                delivery.rejections().get(0).toString());
        assertEquals(1, delivery.tally().mapped());
    }

    private static List<Event> facts(String... records) {
        Delivery delivery = deliver(records);
        assertEquals(List.of(), delivery.rejections());
        return delivery.facts();
    }

    private static Delivery deliver(String... records) {
        String document = "{\"Records\":[" + String.join(",", records) + "]}";
        return new CloudTrailAdapter().read(List.of(SourceFile.of("trail.json", document)));
    }

    private static Event byId(List<Event> facts, String id) {
        EventId wanted = new EventId("cloudtrail", id);
        return facts.stream()
                .filter(fact -> fact.id().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no event " + id + " in " + facts));
    }

    private static String iam(String id, int second, String name, String parameters) {
        return call(id, second, "iam", name, ALICE, parameters, "");
    }

    private static String assumeRole(String id, String caller, String key, String expiration) {
        String parameters = "{\"roleArn\":\"arn:aws:iam::111122223333:role/path/ops\"}";
        String credentials = "{\"credentials\":{\"accessKeyId\":\"%s\",\"sessionToken\":\"t\",\"expiration\":\"%s\"}}"
                .formatted(key, expiration);
        return call(id, 1, "sts", "AssumeRole", caller, parameters, answer(credentials) + ",\"readOnly\":true");
    }

    private static String answer(String response) {
        return ",\"responseElements\":" + response;
    }

    private static String call(
            String id, int second, String service, String name, String caller, String parameters, String more) {
        return """
                {"eventID":"%s","eventTime":"2024-03-01T12:00:%02dZ","eventSource":"%s.amazonaws.com","eventName":"%s",\
                "recipientAccountId":"111122223333","userIdentity":%s,"requestParameters":%s%s}"""
                .formatted(id, second, service, name, caller, parameters, more);
    }
}
