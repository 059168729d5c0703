package io.plumbline.docs;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.DeviationKind;
import io.plumbline.catalogue.Nature;
import io.plumbline.catalogue.Regime;
import io.plumbline.cli.Commands;
import io.plumbline.cli.ExitCode;
import io.plumbline.cli.Installation;
import io.plumbline.cli.Workbench;
import io.plumbline.monitor.ControlLibrary;
import io.plumbline.yaml.ControlDefinitions;
import io.plumbline.yaml.ControlFolder;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The parts of the README that the product itself knows better. */
class ReadmeTest {

    private static final Path README = Path.of("README.md");
    private static final String BEGIN = "<!-- controls: generated from the control.yaml files -->\n";
    private static final String END = "<!-- end of controls -->\n";

    private static final Pattern COMMAND =
            Pattern.compile("^(?:.*&& )?(?:\\S*/)?bin/plumbline ([^#\\n]+)", Pattern.MULTILINE);

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

    @Test
    void every_command_the_documents_show_is_understood() throws IOException {
        List<String> shown = new ArrayList<>();
        for (Path page : List.of(
                README,
                Path.of("src/site/markdown/writing-a-control.md"),
                Path.of("src/site/markdown/catalogue.md"),
                Path.of("src/site/markdown/github.md"))) {
            Matcher command = COMMAND.matcher(Files.readString(page).replaceAll("\\\\\n\\s*", ""));
            while (command.find()) {
                shown.add(command.group(1));
            }
        }
        assertTrue(shown.size() > 8, "only " + shown + " were found; is the pattern still right?");
        shown.forEach(command -> assertDoesNotThrow(
                () -> commandLine().parseArgs(command.strip().split("\\s+")), "bin/plumbline " + command));
    }

    /** For parsing only: it never opens an installation. */
    private static CommandLine commandLine() {
        Installation none = (Installation) Proxy.newProxyInstance(
                Installation.class.getClassLoader(), new Class<?>[] {Installation.class}, (proxy, method, args) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
        ControlLibrary noControls = new ControlLibrary(List.of(), List.of());
        return Commands.commandLine(new Workbench(noControls, List::of, new TreeMap<>(), Map.of(), none), "test");
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
