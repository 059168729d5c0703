package io.plumbline.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.DeviationKind;
import io.plumbline.catalogue.Nature;
import io.plumbline.catalogue.Regime;
import io.plumbline.cli.ExitCode;
import io.plumbline.yaml.ControlDefinitions;
import io.plumbline.yaml.ControlFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The parts of the README that the product itself knows better. */
class ReadmeTest {

    private static final Path README = Path.of("README.md");
    private static final String BEGIN = "<!-- controls: generated from the control.yaml files -->\n";
    private static final String END = "<!-- end of controls -->\n";

    /** With {@code -Dplumbline.docs.write=true} the table is written instead. */
    @Test
    void the_table_of_controls_is_that_of_the_control_folders() throws IOException {
        String page = Files.readString(README);
        String before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
        String after = page.substring(page.indexOf(END));
        String whole = before + table(ControlDefinitions.ofProduct().orElseThrow()) + after;
        if (Boolean.getBoolean("plumbline.docs.write")) {
            Files.writeString(README, whole);
        }
        assertEquals(whole, Files.readString(README));
    }

    @Test
    void the_table_of_exit_codes_has_every_code() throws IOException {
        String page = Files.readString(README);
        for (ExitCode code : ExitCode.values()) {
            String row = "| " + code.number() + " | `" + code.name() + "` |";
            assertTrue(page.contains(row), "README.md needs a row that begins: " + row);
        }
    }

    private static String table(List<ControlFolder> folders) {
        return "| Control | What it holds the company to | Regimes | Kinds of deviation: their variants |\n|---|---|---|---|\n"
                + folders.stream().map(ReadmeTest::row).collect(Collectors.joining());
    }

    private static String row(ControlFolder folder) {
        ControlDefinition control = folder.definition();
        return "| [" + control.id() + "](src/main/resources/controls/" + folder.path() + "/control.yaml) | "
                + control.title() + " | "
                + control.assertions().keySet().stream().map(Regime::name).collect(Collectors.joining(", ")) + " | "
                + control.kinds().stream().map(ReadmeTest::kind).collect(Collectors.joining("<br>")) + " |\n";
    }

    private static String kind(DeviationKind kind) {
        String nature = kind.nature() == Nature.ACT ? "act" : "condition";
        return kind.name() + " (" + nature + "): " + String.join(", ", kind.variants());
    }
}
