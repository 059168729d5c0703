package io.plumbline.avro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.event.EventId;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

/** A rejection names its record, keeps what fits, and never grows too large to be written. */
class RejectedRecordTest {

    private static final Instant NOON = Instant.parse("2024-02-29T12:00:00.001Z");

    private static RejectedRecord rejected(String message, byte[] key, byte[] value) {
        return RejectedRecord.of(
                RejectedRecord.Reason.INVALID,
                message,
                "ccm.access",
                3,
                42L,
                Optional.of(key),
                Optional.of(new EventId("okta", "e".repeat(2_000))),
                NOON,
                value);
    }

    @Test
    void aSmallValueIsKeptWholeWithItsDigest() {
        RejectedRecord small = rejected("wrong", utf8("k"), utf8("abc"));

        assertEquals(ByteBuffer.wrap(utf8("abc")), small.raw());
        assertEquals(3, small.size());
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", small.sha256());
        assertEquals(Optional.of("k"), small.key());
        assertEquals(Optional.of("okta"), small.source());
    }

    @Test
    void aLargeValueIsCutButItsSizeAndDigestAreThoseOfTheWhole() {
        byte[] large = new byte[RejectedRecord.MAX_RAW_BYTES + 1];
        Arrays.fill(large, (byte) 7);
        RejectedRecord cut = rejected("wrong", utf8("k"), large);
        RejectedRecord whole = rejected("wrong", utf8("k"), Arrays.copyOf(large, RejectedRecord.MAX_RAW_BYTES));

        assertEquals(65_536, cut.raw().remaining());
        assertEquals(65_537, cut.size());
        assertEquals(whole.raw(), cut.raw());
        assertTrue(!whole.sha256().equals(cut.sha256()));
    }

    @Test
    void longTextsAreCutBetweenCharacters() {
        RejectedRecord long1 = rejected("m".repeat(4_096), utf8("x".repeat(1_024)), new byte[0]);
        RejectedRecord long2 = rejected("m".repeat(4_097), utf8("x".repeat(1_022) + "😀😀"), new byte[0]);

        assertEquals("m".repeat(4_096), long1.message());
        assertEquals("x".repeat(1_024), long1.key().orElseThrow());
        assertEquals("m".repeat(4_095) + "…", long2.message());
        assertEquals("x".repeat(1_022) + "…", long2.key().orElseThrow());
        assertEquals("e".repeat(1_023) + "…", long2.sourceEventId().orElseThrow());
    }

    @Test
    void aKeyThatIsNotTextIsLeftOut() {
        assertEquals(
                Optional.empty(),
                rejected("wrong", new byte[] {(byte) 0xFF, 0}, new byte[0]).key());
    }

    @Test
    void nobodyCanChangeTheBytesOrMoveAnothersPosition() {
        byte[] value = utf8("abc");
        RejectedRecord record = rejected("wrong", utf8("k"), value);
        value[0] = 'z';
        record.raw().get();

        assertEquals(ByteBuffer.wrap(utf8("abc")), record.raw());
        assertThrows(ReadOnlyBufferException.class, () -> record.raw().put((byte) 1));
    }

    @Test
    void itsLimitsAreThoseItsSchemaStates() {
        Schema schema = Schemas.bundled().named("io.plumbline.outbound.RejectedRecord");

        assertTrue(schema.getField("message").doc().contains(" " + RejectedRecord.MAX_MESSAGE_CHARS + " "));
        assertTrue(schema.getField("raw").doc().contains(" " + RejectedRecord.MAX_RAW_BYTES + " "));
        List<String> keys = Stream.of("key", "source", "sourceEventId")
                .map(name -> schema.getField(name).doc())
                .filter(doc -> !doc.contains(" " + RejectedRecord.MAX_KEY_CHARS + " "))
                .toList();
        assertEquals(List.of(), keys);
    }

    @Test
    void aConnectionThatFailedIsNotTheRecordsFaultHoweverDeepItLies() {
        assertEquals(
                Optional.of(RejectedRecord.Reason.UNREADABLE),
                RejectedRecord.Reason.of(new SerializationException("cut short", new EOFException())));
        assertEquals(
                Optional.empty(),
                RejectedRecord.Reason.of(new SerializationException(
                        "reading schema 1", new IOException(new ConnectException("refused")))));
        assertEquals(
                Optional.empty(),
                RejectedRecord.Reason.of(
                        new SerializationException("reading schema 1", new SocketTimeoutException("read"))));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
