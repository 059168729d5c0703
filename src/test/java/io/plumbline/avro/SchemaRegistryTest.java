package io.plumbline.avro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaRegistryTest {
    private final SchemaRegistry registry = new SchemaRegistry(RegistryJournal.none());

    @Test
    void idsCountFromOneOverAllSubjectsAndVersionsWithinOne() {
        assertEquals(1, registry.register("a-value", LoginSchemas.V1).id());
        assertEquals(2, registry.register("b-value", LoginSchemas.OTHER).id());
        RegisteredSchema second = registry.register("a-value", LoginSchemas.V2);
        assertEquals(3, second.id());
        assertEquals(2, second.version());
        assertEquals(List.of(1, 2), registry.versions("a-value"));
        assertEquals(List.of("a-value", "b-value"), registry.subjects());
    }

    @Test
    void theSameSchemaHasTheSameIdUnderEverySubject() {
        int id = registry.register("a-value", LoginSchemas.V1).id();
        assertEquals(id, registry.register("b-value", LoginSchemas.V1).id());
        assertEquals(
                List.of("a-value", "b-value"),
                registry.uses(id).stream().map(RegisteredSchema::subject).toList());
        assertEquals(1, registry.maxId());
    }

    @Test
    void spellingsOfOneSchemaAreOneSchema() {
        String spelledOut =
                """
                { "name": "Login", "namespace": "t", "type": "record",
                  "fields": [ {"type": {"type": "string"}, "name": "user"} ] }""";
        assertEquals(registry.register("a-value", LoginSchemas.V1), registry.register("a-value", spelledOut));
    }

    @Test
    void anOldVersionRegistersAgainAlthoughItCouldNotFollowTheNewest() {
        registry.setLevel(CompatibilityLevel.NONE);
        RegisteredSchema first = registry.register("a-value", LoginSchemas.V1);
        registry.register("a-value", LoginSchemas.V2_WITHOUT_DEFAULT);
        registry.setLevel("a-value", CompatibilityLevel.FULL);
        assertFalse(registry.problems("a-value", LoginSchemas.V1).isEmpty());
        assertEquals(first, registry.register("a-value", LoginSchemas.V1));
        assertEquals(List.of(1, 2), registry.versions("a-value"));
    }

    @Test
    void aRefusedSchemaUsesUpNoIdAndMakesNoSubject() {
        registry.register("a-value", LoginSchemas.V1);
        assertEquals(409, status(() -> registry.register("a-value", LoginSchemas.V2_WITHOUT_DEFAULT)));
        assertEquals(422, status(() -> registry.register("c-value", "{\"type\":\"recrod\"}")));
        assertEquals(2, registry.register("b-value", LoginSchemas.OTHER).id());
        assertEquals(List.of("a-value", "b-value"), registry.subjects());
    }

    @Test
    void aRefusalSaysWhichFieldIsToBlame() {
        registry.register("a-value", LoginSchemas.V1);
        RegistryException refused = assertThrows(
                RegistryException.class, () -> registry.register("a-value", LoginSchemas.V2_WITHOUT_DEFAULT));
        assertTrue(refused.getMessage().contains("/fields/1"), refused.getMessage());
        assertTrue(refused.getMessage().contains("host"), refused.getMessage());
    }

    /** A field with default may come and go in both directions; without one it may only go (BACKWARD) or come (FORWARD). */
    @ParameterizedTest
    @CsvSource({
        "BACKWARD, with default, true",
        "BACKWARD, without default, false",
        "FORWARD, with default, true",
        "FORWARD, without default, true",
        "FULL, with default, true",
        "FULL, without default, false",
        "NONE, without default, true",
        "BACKWARD_TRANSITIVE, without default, false",
        "FORWARD_TRANSITIVE, without default, true",
        "FULL_TRANSITIVE, without default, false",
    })
    void aNewFieldIsJudgedByTheLevel(CompatibilityLevel level, String field, boolean allowed) {
        registry.setLevel("a-value", level);
        registry.register("a-value", LoginSchemas.V1);
        String next = field.equals("with default") ? LoginSchemas.V2 : LoginSchemas.V2_WITHOUT_DEFAULT;
        assertEquals(allowed, registry.problems("a-value", next).isEmpty());
    }

    @Test
    void plainLevelsCompareWithTheNewestVersionAndTransitiveOnesWithAll() {
        registry.register("a-value", LoginSchemas.V1);
        registry.register("a-value", LoginSchemas.V2);
        // Reads V2, which has the field, but not V1, which lacks it.
        assertEquals(List.of(), registry.problems("a-value", LoginSchemas.V2_WITHOUT_DEFAULT));
        registry.setLevel("a-value", CompatibilityLevel.BACKWARD_TRANSITIVE);
        assertFalse(
                registry.problems("a-value", LoginSchemas.V2_WITHOUT_DEFAULT).isEmpty());
    }

    @Test
    void lookupsTellAnUnknownSubjectFromAnUnknownSchemaAndVersion() {
        registry.register("a-value", LoginSchemas.V1);
        assertEquals(1, registry.lookup("a-value", LoginSchemas.V1).version());
        assertEquals(40401, code(() -> registry.lookup("b-value", LoginSchemas.V1)));
        assertEquals(40403, code(() -> registry.lookup("a-value", LoginSchemas.OTHER)));
        assertEquals(40401, code(() -> registry.latest("b-value")));
        assertEquals(40402, code(() -> registry.version("a-value", 2)));
        assertEquals(40403, code(() -> registry.schemaById(2)));
        assertEquals(40403, code(() -> registry.schemaById(0)));
    }

    @Test
    void concurrentRegistrationsGiveEachSchemaOneIdWithoutGaps() throws Exception {
        registry.setLevel(CompatibilityLevel.NONE);
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String schema = LoginSchemas.V1.replace("Login", "Login" + i % 20);
            String subject = "s" + i % 7;
            calls.add(() -> registry.register(subject, schema).id());
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Set<Integer> ids = threads.invokeAll(calls).stream()
                    .map(SchemaRegistryTest::value)
                    .collect(Collectors.toSet());
            assertEquals(20, ids.size());
            assertEquals(20, registry.maxId());
        } finally {
            threads.shutdownNow();
        }
    }

    private static Integer value(Future<Integer> future) {
        try {
            return future.get();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private static int status(Runnable call) {
        return assertThrows(RegistryException.class, call::run).status();
    }

    private static int code(Runnable call) {
        return assertThrows(RegistryException.class, call::run).errorCode();
    }
}
