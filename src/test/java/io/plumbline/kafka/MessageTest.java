package io.plumbline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.plumbline.avro.RejectedRecord.Reason;
import org.junit.jupiter.api.Test;

/** What is too large is found before the producer sees it. */
class MessageTest {

    @Test
    void aRecordMayBeAsLargeAsTheBoundTogetherWithItsKey() {
        assertEquals(600_000, message(400_000, 600_000).value().length);
        BadRecordException tooLarge = assertThrows(BadRecordException.class, () -> message(400_000, 600_001));
        assertEquals(Reason.TOO_LARGE, tooLarge.reason());
    }

    private static Message message(int key, int value) {
        return Message.of("sink", "topic", "k".repeat(key), (topic, bytes) -> bytes, new byte[value]);
    }
}
