package io.plumbline.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.catalogue.ParameterDefinition.Type;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterDefinitionTest {

    @ParameterizedTest
    @CsvSource({
        "DURATION,PT24H0.0000001S",
        "DURATION,P150000000000D",
        "DURATION,PT-2562047788015215H",
        "INTEGER,2000000000",
        "INTEGER,9223372036854775807",
        "INTEGER,many"
    })
    void aValueThatNoTimeOrCountCanBeReckonedWithIsNotUsed(Type type, String value) {
        assertTrue(parameter(type).problemWith(value).isPresent(), value);
    }

    @ParameterizedTest
    @CsvSource({"DURATION,PT24H", "DURATION,PT0.001S", "DURATION,P36500D", "INTEGER,999999", "INTEGER,0"})
    void anyOtherIs(Type type, String value) {
        assertEquals(Optional.empty(), parameter(type).problemWith(value));
    }

    private static ParameterDefinition parameter(Type type) {
        return new ParameterDefinition("deadline", type, "0", Optional.empty(), Optional.empty(), "", "");
    }
}
