package io.plumbline.kafka;

import io.plumbline.avro.RejectedRecord.Reason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Schema ids that the registry has just said it does not know, so that a run of records with such an id asks it once a second
 * and not for each record. Thread-safe.
 */
final class UnknownSchemas {

    /** Short enough that a schema registered in the meantime is found almost at once. */
    static final Duration REMEMBERED = Duration.ofSeconds(1);

    /** Damaged records may carry any id; these must not fill the memory. */
    private static final int MOST = 1_000;

    private record Answer(String message, long at) {}

    private final Map<Integer, Answer> answers = new ConcurrentHashMap<>();
    private final Duration remembered;

    UnknownSchemas(Duration remembered) {
        this.remembered = remembered;
    }

    /** The rejection of a record with such an id. */
    Optional<BadRecordException> rejection(byte[] value) {
        return id(value)
                .map(answers::get)
                .filter(answer -> System.nanoTime() - answer.at() < remembered.toNanos())
                .map(answer -> new BadRecordException(Reason.UNKNOWN_SCHEMA, answer.message()));
    }

    void remember(byte[] value, String message) {
        if (answers.size() >= MOST) {
            answers.clear();
        }
        id(value).ifPresent(id -> answers.put(id, new Answer(message, System.nanoTime())));
    }

    private static Optional<Integer> id(byte[] value) {
        boolean framed = value.length >= 5 && value[0] == 0;
        return framed ? Optional.of(ByteBuffer.wrap(value).getInt(1)) : Optional.empty();
    }
}
