package io.plumbline.kafka;

import io.plumbline.avro.RegistryTrouble;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which work waits for the schema registry, and can try it again.
 *
 * <p>Whatever may ask the registry goes through {@link #asking}. What fails there because the registry does not answer is kept,
 * one call for each thing that was being done, until it succeeds or the registry answers something about the record. The log
 * tells of the first failure and of ever fewer of those after it, and of the end. Thread-safe.
 */
public final class RegistryWatch {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryWatch.class);

    /**
     * A wait for the registry.
     *
     * @param doing what was being done, as {@code reading from ccm.access}
     * @param since when it failed first
     * @param attempts how often it has failed
     * @param why the last failure, in words
     */
    public record Waiting(String doing, Instant since, long attempts, String why) {}

    private record Call(Supplier<?> again, Waiting waiting) {}

    private final Map<String, Call> calls = new ConcurrentHashMap<>();

    /**
     * Does something that may ask the registry.
     *
     * @param doing what it is; the topic is enough
     * @throws RegistryUnavailableException if the registry does not answer; what else goes wrong passes unchanged
     */
    <T> T asking(String doing, Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException failure) {
            if (!isTrouble(failure)) {
                throw failure;
            }
            failed(doing, call, failure);
            throw new RegistryUnavailableException(doing, failure);
        }
    }

    /** Tries all that waits once more; whether nothing waits any longer. */
    boolean tryAgain() {
        calls.forEach((doing, call) -> {
            try {
                call.again().get();
                answered(doing, call);
            } catch (RuntimeException failure) {
                if (isTrouble(failure)) {
                    failed(doing, call.again(), failure);
                } else {
                    answered(doing, call);
                }
            }
        });
        return calls.isEmpty();
    }

    /** The longest wait there is. */
    public Optional<Waiting> waiting() {
        return calls.values().stream().map(Call::waiting).min(Comparator.comparing(Waiting::since));
    }

    private static boolean isTrouble(RuntimeException failure) {
        return !(failure instanceof BadRecordException) && RegistryTrouble.isIn(failure);
    }

    private void failed(String doing, Supplier<?> again, RuntimeException failure) {
        Call call = calls.merge(
                doing,
                new Call(again, new Waiting(doing, Instant.now(), 1, String.valueOf(failure.getMessage()))),
                (before, now) -> new Call(
                        before.again(),
                        new Waiting(
                                doing,
                                before.waiting().since(),
                                before.waiting().attempts() + 1,
                                now.waiting().why())));
        if (Long.bitCount(call.waiting().attempts()) == 1) {
            LOG.warn(
                    "{} waits for the schema registry since {}, attempt {}: {}; nothing is rejected or lost, and it goes on"
                            + " when the registry answers",
                    doing,
                    call.waiting().since(),
                    call.waiting().attempts(),
                    call.waiting().why());
        }
    }

    private void answered(String doing, Call call) {
        calls.remove(doing);
        LOG.info(
                "{} goes on: the schema registry answers after {}",
                doing,
                Duration.between(call.waiting().since(), Instant.now()));
    }
}
