package io.plumbline.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plumbline.metrics.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The parts of the page on operations that the product itself knows better. */
class OperationsPageTest {

    private static final Path PAGE = Path.of("src/site/markdown/operations.md");
    private static final String BEGIN = "<!-- metrics: generated from Family -->\n";
    private static final String END = "<!-- end of metrics -->\n";

    /** With {@code -Dplumbline.docs.write=true} the table is written instead. */
    @Test
    void theTableOfMetricsIsThatOfTheCode() throws IOException {
        String page = Files.readString(PAGE);
        String whole =
                page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + table() + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("plumbline.docs.write")) {
            Files.writeString(PAGE, whole);
        }
        assertEquals(whole, Files.readString(PAGE));
    }

    private static String table() {
        return "| Metric | Type | Labels | What it says |\n|---|---|---|---|\n"
                + Arrays.stream(Family.values()).map(OperationsPageTest::row).collect(Collectors.joining());
    }

    private static String row(Family family) {
        return "| `" + family.prometheusName() + "` | " + family.prometheusType() + " | "
                + String.join(", ", family.labels()) + " | " + family.description() + " |\n";
    }
}
