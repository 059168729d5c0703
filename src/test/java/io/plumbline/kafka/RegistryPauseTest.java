package io.plumbline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.avro.RegistryUnreachableException;
import io.plumbline.avro.RejectedRecord.Reason;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RegistryPauseTest {

    private final RegistryWatch registry = new RegistryWatch();
    private final AtomicReference<RuntimeException> trouble =
            new AtomicReference<>(new RegistryUnreachableException("nobody there"));
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void whatAnswersPassesAndWaitsForNothing() {
        trouble.set(null);
        assertEquals("read", registry.asking("reading", call()));
        assertEquals(Optional.empty(), registry.waiting());
    }

    @Test
    void whatIsTheRecordsFaultOrADefectPassesUnchanged() {
        BadRecordException bad = new BadRecordException(Reason.UNREADABLE, "no", trouble.get());
        trouble.set(bad);
        assertSame(bad, assertThrows(BadRecordException.class, () -> registry.asking("reading", call())));
        trouble.set(new IllegalStateException("a defect"));
        assertThrows(IllegalStateException.class, () -> registry.asking("reading", call()));
        assertEquals(Optional.empty(), registry.waiting());
    }

    @Test
    void aFailureIsKnownHoweverDeepKafkaStreamsWrapsIt() {
        RuntimeException failure = assertThrows(
                RegistryUnavailableException.class, () -> registry.asking("reading from ccm.access", call()));
        assertTrue(RegistryUnavailableException.isCauseOf(new StreamsException(new StreamsException(failure))));
        assertFalse(RegistryUnavailableException.isCauseOf(new StreamsException("the disk is full")));
        assertEquals("reading from ccm.access waits for the schema registry: nobody there", failure.getMessage());
    }

    @Test
    void theInstanceIsPausedUntilTheRegistryAnswersAndTakesUpWorkOnce() throws InterruptedException {
        AtomicInteger pauses = new AtomicInteger();
        CountDownLatch resumed = new CountDownLatch(1);
        try (RegistryPause pause = new RegistryPause(registry, pauses::incrementAndGet, resumed::countDown)) {
            assertThrows(RegistryUnavailableException.class, () -> registry.asking("reading", call()));
            pause.begin();
            assertThrows(RegistryUnavailableException.class, () -> registry.asking("writing", call()));
            pause.begin();
            assertEquals(2, pauses.get());
            assertFalse(resumed.await(700, TimeUnit.MILLISECONDS), "went on without an answer");
            assertEquals("reading", registry.waiting().orElseThrow().doing(), "the longest wait is told");
            trouble.set(new BadRecordException(Reason.UNKNOWN_SCHEMA, "an answer, though no good one"));
            assertTrue(resumed.await(20, TimeUnit.SECONDS));
            assertEquals(Optional.empty(), registry.waiting());
            assertTrue(asked.get() >= 6, "both tried at least twice again: " + asked);
        }
    }

    private Supplier<String> call() {
        return () -> {
            asked.incrementAndGet();
            Optional.ofNullable(trouble.get()).ifPresent(failure -> {
                throw failure;
            });
            return "read";
        };
    }
}
