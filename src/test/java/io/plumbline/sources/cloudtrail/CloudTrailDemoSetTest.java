package io.plumbline.sources.cloudtrail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.CredentialEvent;
import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.PrivilegedAccessEvent.SessionEnded;
import io.plumbline.event.PrivilegedAccessEvent.SessionStarted;
import io.plumbline.event.SourceHealthEvent;
import io.plumbline.sources.Delivery;
import io.plumbline.sources.DemoSet;
import io.plumbline.sources.SourceFile;
import io.plumbline.sources.Tally;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class CloudTrailDemoSetTest {

    private static final List<SourceFile> FILES = DemoSet.CLOUDTRAIL.files();
    private static final Delivery DELIVERY = new CloudTrailAdapter().read(FILES);

    @Test
    void every_record_is_accounted_for_and_no_writing_call_is_unknown() {
        Tally tally = DELIVERY.tally();
        assertEquals(2900, tally.records());
        assertEquals(300, tally.failed());
        assertEquals(0, tally.rejected());
        assertEquals(2084, tally.readOnly());
        assertEquals(List.of(), tally.unknown());
        // 480 successful writing calls, and 36 AssumeRole calls, which CloudTrail marks as reading: 10 by a person, 26
        // by services.
        assertEquals(480 + 36, tally.mapped() + tally.notModelledCount());
        assertEquals(74, tally.mapped());
        assertEquals(480 - 64 + 26, tally.notModelledCount());
        assertEquals(26, notModelled("sts:AssumeRole by an AWS service"));
    }

    @Test
    void the_events_of_the_account_are_as_the_source_counts_them() {
        assertEquals(
                new TreeMap<>(Map.ofEntries(
                        Map.entry("AccountCreated", 17L),
                        Map.entry("AccountDeleted", 17L),
                        Map.entry("Granted", 12L),
                        Map.entry("Revoked", 10L),
                        Map.entry("Issued", 4L),
                        Map.entry("CredentialRevoked", 4L),
                        Map.entry("SessionStarted", 10L),
                        Map.entry("SessionEnded", 10L))),
                DELIVERY.facts().stream()
                        .filter(fact -> !fact.header().baseline())
                        .collect(Collectors.groupingBy(
                                fact -> (fact instanceof CredentialEvent.Revoked ? "Credential" : "")
                                        + fact.getClass().getSimpleName(),
                                TreeMap::new,
                                Collectors.counting())));
    }

    @Test
    void ten_sessions_of_one_person_are_told_apart_by_their_keys_and_end_with_them() {
        List<SessionStarted> started = all(SessionStarted.class);
        assertEquals(
                10, started.stream().map(SessionStarted::sessionId).distinct().count());
        assertEquals(
                5,
                started.stream()
                        .map(session -> session.header().occurredAt())
                        .distinct()
                        .count());
        assertTrue(started.stream()
                .allMatch(session -> session.holder().toString().equals("aws/123837392027/user/bert-jan")));
        assertEquals(
                started.stream().map(SessionStarted::sessionId).sorted().toList(),
                all(SessionEnded.class).stream()
                        .map(SessionEnded::sessionId)
                        .sorted()
                        .toList());
    }

    @Test
    void administrator_access_went_to_one_user_and_one_role() {
        assertEquals(
                List.of(
                        "aws/123837392027/role/stratus-red-team-backdoor-r-role",
                        "aws/123837392027/user/malicious-iam-user"),
                all(AccessEvent.Granted.class).stream()
                        .filter(grant -> grant.entitlement().endsWith(":policy/AdministratorAccess"))
                        .map(grant -> grant.holder().toString())
                        .sorted()
                        .toList());
    }

    @Test
    void no_access_key_outlives_its_user() {
        Map<String, Instant> deletedUsers = all(IdentityEvent.AccountDeleted.class).stream()
                .collect(Collectors.toMap(
                        gone -> gone.account().toString(), gone -> gone.header().occurredAt()));
        Map<String, Instant> deletedKeys = all(CredentialEvent.Revoked.class).stream()
                .collect(Collectors.toMap(
                        CredentialEvent::credentialId, gone -> gone.header().occurredAt()));
        List<CredentialEvent.Issued> keys = all(CredentialEvent.Issued.class).stream()
                .filter(issued -> issued.credentialType() == CredentialEvent.CredentialType.API_KEY)
                .toList();
        assertEquals(2, keys.size());
        for (CredentialEvent.Issued key : keys) {
            assertFalse(deletedKeys
                    .get(key.credentialId())
                    .isAfter(deletedUsers.get(key.owner().toString())));
        }
    }

    @Test
    void users_and_roles_that_were_there_before_are_baseline() {
        assertEquals(
                List.of(
                        "role/AWSServiceRoleForAmazonInspector2",
                        "role/AWSServiceRoleForRDS",
                        "user/benjamin",
                        "user/bert-jan"),
                all(IdentityEvent.AccountCreated.class).stream()
                        .filter(account -> account.header().baseline())
                        .map(account -> account.account().accountId())
                        .sorted()
                        .toList());
    }

    @Test
    void every_event_id_is_given_once() {
        List<Event> events = DELIVERY.events();
        assertEquals(events.size(), events.stream().map(Event::id).distinct().count());
    }

    @Test
    void neither_the_order_of_files_nor_repeated_files_change_an_event() {
        List<SourceFile> shuffled = new ArrayList<>(FILES);
        shuffled.addAll(FILES.subList(0, 20));
        Collections.shuffle(shuffled, new Random(7));
        assertEquals(DELIVERY.events(), new CloudTrailAdapter().read(shuffled).events());
    }

    @Test
    void facts_come_in_the_order_of_time_although_the_files_do_not() {
        List<Instant> times = DELIVERY.facts().stream()
                .map(fact -> fact.header().occurredAt())
                .toList();
        assertEquals(times.stream().sorted().toList(), times);
    }

    @Test
    void each_file_has_a_manifest_and_the_end_is_a_heartbeat_just_after_the_newest_record() {
        assertEquals(55, DELIVERY.manifests().size());
        assertEquals(
                2900,
                DELIVERY.manifests().stream()
                        .mapToLong(SourceHealthEvent.Manifest::count)
                        .sum());
        assertEquals(
                Instant.parse("2023-07-10T12:37:50.001Z"),
                DELIVERY.heartbeat().orElseThrow().completeTo());
    }

    @Test
    void the_copy_that_ships_holds_no_session_token() throws IOException {
        for (SourceFile file : FILES) {
            try (InputStream in = new GZIPInputStream(
                    CloudTrailDemoSetTest.class.getResourceAsStream("/demo/cloudtrail/" + file.name()))) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                assertFalse(text.contains("sessionToken"), file.name());
            }
        }
    }

    private static long notModelled(String name) {
        return DELIVERY.tally().notModelled().stream()
                .filter(kind -> kind.name().equals(name))
                .mapToLong(Tally.NotModelled::count)
                .sum();
    }

    private static <E extends Event> List<E> all(Class<E> type) {
        return DELIVERY.facts().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
