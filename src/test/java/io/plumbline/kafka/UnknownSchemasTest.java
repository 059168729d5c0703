package io.plumbline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plumbline.avro.RejectedRecord.Reason;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnknownSchemasTest {

    private static final byte[] SEVEN = {0, 0, 0, 0, 7, 1, 2};
    private static final byte[] EIGHT = {0, 0, 0, 0, 8, 1, 2};

    @Test
    void aRecordWithAnIdThatWasJustUnknownIsRejectedWithoutAsking() {
        UnknownSchemas schemas = new UnknownSchemas(Duration.ofHours(1));
        schemas.remember(SEVEN, "nobody knows 7");

        BadRecordException rejection = schemas.rejection(SEVEN).orElseThrow();
        assertEquals(Reason.UNKNOWN_SCHEMA, rejection.reason());
        assertEquals("nobody knows 7", rejection.getMessage());
        assertEquals(Optional.empty(), schemas.rejection(EIGHT));
        assertEquals(Optional.empty(), schemas.rejection(new byte[] {0, 0}), "no id at all");
        assertEquals(Optional.empty(), schemas.rejection(new byte[] {9, 0, 0, 0, 7, 1}), "another format");
    }

    @Test
    void anAnswerThatIsOldIsForgotten() {
        UnknownSchemas schemas = new UnknownSchemas(Duration.ZERO);
        schemas.remember(SEVEN, "nobody knows 7");

        assertEquals(Optional.empty(), schemas.rejection(SEVEN));
    }
}
