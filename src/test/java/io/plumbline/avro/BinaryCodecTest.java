package io.plumbline.avro;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;

/** Bytes carry the version of their schema, and yesterday's bytes are read today. */
class BinaryCodecTest {

    enum Colour {
        RED,
        UNKNOWN
    }

    enum NewColour {
        RED,
        GREEN,
        UNKNOWN
    }

    record Old(String name, Colour colour) {}

    record New(String name, NewColour colour, Optional<String> note, Map<String, Long> counts) {}

    private static final Schema OLD = parse(
            """
            {"type":"record","name":"Thing","namespace":"test","fields":[
              {"name":"name","type":"string"},
              {"name":"colour","type":{"type":"enum","name":"Colour","symbols":["RED","UNKNOWN"],"default":"UNKNOWN"}}]}""");
    private static final Schema NEW = parse(
            """
            {"type":"record","name":"Thing","namespace":"test","fields":[
              {"name":"name","type":"string"},
              {"name":"colour","type":{"type":"enum","name":"Colour","symbols":["RED","GREEN","UNKNOWN"],"default":"UNKNOWN"}},
              {"name":"note","type":["null","string"],"default":null},
              {"name":"counts","type":{"type":"map","values":"long"},"default":{}}]}""");

    private final BinaryCodec<Old> old = BinaryCodec.of(Old.class, OLD);
    private final BinaryCodec<New> present = BinaryCodec.of(New.class, NEW, List.of(OLD));

    @Test
    void bytesBeginWithTheMarkerAndTheFingerprintOfTheirSchema() {
        ByteBuffer bytes = ByteBuffer.wrap(old.encode(new Old("a", Colour.RED))).order(ByteOrder.LITTLE_ENDIAN);

        assertEquals((byte) 0xC3, bytes.get());
        assertEquals((byte) 0x01, bytes.get());
        assertEquals(SchemaNormalization.parsingFingerprint64(OLD), bytes.getLong());
        assertEquals(3, bytes.remaining(), "length and letter of the name, index of the colour");
    }

    @Test
    void equalValuesHaveEqualBytesWhateverTheOrderOfTheirMaps() {
        New one = new New("a", NewColour.RED, Optional.of("n"), new LinkedHashMap<>(Map.of("x", 1L, "y", 2L, "z", 3L)));
        Map<String, Long> reversed = new LinkedHashMap<>();
        List.of("z", "y", "x").forEach(key -> reversed.put(key, one.counts().get(key)));

        assertArrayEquals(present.encode(one), present.encode(new New("a", NewColour.RED, Optional.of("n"), reversed)));
        assertEquals(one, present.decode(present.encode(one)));
    }

    @Test
    void bytesOfAnEarlierVersionAreReadWithTheDefaultsOfTheFieldsTheyLack() {
        assertEquals(
                new New("a", NewColour.RED, Optional.empty(), Map.of()),
                present.decode(old.encode(new Old("a", Colour.RED))));
    }

    @Test
    void aSymbolOfALaterVersionIsReadAsUnknown() {
        BinaryCodec<Old> rolledBack = BinaryCodec.of(Old.class, OLD, List.of(NEW));

        assertEquals(
                new Old("a", Colour.UNKNOWN),
                rolledBack.decode(present.encode(new New("a", NewColour.GREEN, Optional.empty(), Map.of()))));
    }

    @Test
    void bytesOfAVersionThatIsNotKnownSayWhichVersionsAre() {
        byte[] bytes = present.encode(new New("a", NewColour.RED, Optional.empty(), Map.of()));

        String message =
                assertThrows(MappingException.class, () -> old.decode(bytes)).getMessage();

        assertEquals(
                "the bytes were written with schema fingerprint "
                        + Long.toHexString(SchemaNormalization.parsingFingerprint64(NEW))
                        + ", which is no known version of test.Thing (known: "
                        + Long.toHexString(SchemaNormalization.parsingFingerprint64(OLD))
                        + "); add the schema of the build that wrote them to the earlier versions",
                message);
    }

    @Test
    void bytesThatAreCutOrNotOursAreRefused() {
        byte[] bytes = old.encode(new Old("abcdef", Colour.RED));
        byte[] cut = Arrays.copyOf(bytes, bytes.length - 3);

        for (byte[] wrong : List.of(
                cut, new byte[] {1, 2, 3}, new byte[0], "{\"name\":\"plain json\"}".getBytes(StandardCharsets.UTF_8))) {
            String message = assertThrows(MappingException.class, () -> old.decode(wrong))
                    .getMessage();
            assertTrue(message.startsWith("the bytes are not a test.Thing in single-object encoding"), message);
        }
    }

    @Test
    void damagedBytesAreReadAsSomethingElseOrRefusedAndNeverFailOtherwise() {
        byte[] bytes = present.encode(new New("abc", NewColour.GREEN, Optional.of("n"), Map.of("k", 1L)));
        int refused = 0;
        for (int at = 0; at < bytes.length; at++) {
            for (byte damage : new byte[] {1, 7, 0x40}) {
                byte[] damaged = bytes.clone();
                damaged[at] ^= damage;
                try {
                    present.decode(damaged);
                } catch (MappingException wrong) {
                    refused++;
                }
            }
        }
        assertTrue(refused > 3 * 10, "every damage to marker or fingerprint, and some behind them: " + refused);
    }

    private static Schema parse(String text) {
        return new Schema.Parser().parse(text);
    }
}
