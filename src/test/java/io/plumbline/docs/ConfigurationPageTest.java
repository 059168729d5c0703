package io.plumbline.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plumbline.config.Key;
import io.plumbline.config.Keys;
import io.plumbline.config.Owned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The reference page of the configuration: its tables are those of the declarations. */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("src/site/markdown/configuration.md");
    private static final String TABLES = "<!-- the tables below are generated -->\n";

    /** With {@code -Dplumbline.docs.write=true} the page is written instead. */
    @Test
    void the_page_lists_every_key_and_every_setting_that_is_refused() throws IOException {
        String page = Files.readString(PAGE);
        String head = page.substring(0, page.indexOf(TABLES) + TABLES.length());
        if (Boolean.getBoolean("plumbline.docs.write")) {
            Files.writeString(PAGE, head + tables());
        }
        assertEquals(head + tables(), Files.readString(PAGE));
    }

    private static String tables() {
        return "\n## Keys\n"
                + Keys.ALL.stream().map(ConfigurationPageTest::section).collect(Collectors.joining())
                + "\n## Settings that are refused\n\n| Setting | Why, and what to do |\n|---|---|\n" + refused();
    }

    private static String section(Key<?> key) {
        return "\n### " + key.name() + "\n\n" + key.description() + "\n\n| | |\n|---|---|\n"
                + row(
                        "Default",
                        key.standardText().map(ConfigurationPageTest::code).orElse("none"))
                + row("Values", key.kind().words())
                + row("Variable", code(key.environmentName()))
                + key.option().map(option -> row("Option", code(option))).orElse("");
    }

    private static String refused() {
        Map<String, TreeSet<String>> byReason = new LinkedHashMap<>();
        Owned.all().forEach((name, reason) -> byReason.computeIfAbsent(reason, any -> new TreeSet<>())
                .add(code(name)));
        return byReason.entrySet().stream()
                .map(entry -> row(String.join(", ", entry.getValue()), entry.getKey()))
                .collect(Collectors.joining());
    }

    private static String row(String name, String value) {
        return "| " + name + " | " + value.replace("|", "\\|") + " |\n";
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
