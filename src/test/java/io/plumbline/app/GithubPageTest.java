package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.app.CommandsTest.Ended;
import io.plumbline.cli.ExitCode;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.sources.github.GithubAdapter;
import io.plumbline.sources.github.GithubSample;
import io.plumbline.yaml.ReferenceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page about GitHub: its command prints what the page shows, its entry is one, and it names every event that is mapped. */
class GithubPageTest {

    private static final Path PAGE = Path.of("src/site/markdown/github.md");
    private static final Pattern EXAMPLE = Pattern.compile(
            "```sh\\ngithub=(\\S+)\\ntarget/plumbline/bin/plumbline ([^\\n]+)\\n```.*?```text\\n(.*?)\\n```",
            Pattern.DOTALL);
    private static final Pattern ENTRY = Pattern.compile("```yaml\\n(.*?)\\n```", Pattern.DOTALL);

    @Test
    void the_command_prints_what_the_page_shows() throws IOException {
        Matcher example = EXAMPLE.matcher(Files.readString(PAGE));
        assertTrue(example.find());
        String[] command = example.group(2).replace("$github", example.group(1)).split(" ");
        Ended ended = CommandsTest.run(Map.of(), command);
        assertEquals(ExitCode.OK, ended.code(), ended.err());
        String printed = ended.out() + ended.err();
        example.group(3).lines().forEach(line -> assertTrue(printed.contains(line), () -> line + "\n" + printed));
    }

    @Test
    void the_entry_it_shows_is_one() throws IOException {
        Matcher entry = ENTRY.matcher(Files.readString(PAGE));
        assertTrue(entry.find());
        List<ReferenceEvent> entries = ReferenceFile.read(
                        "page.yaml",
                        "reference:\n" + entry.group(1),
                        Controls.library().definitions())
                .orElseThrow()
                .events();
        assertEquals(
                List.of("mona@example.org"),
                entries.stream()
                        .map(ReferenceEvent.PersonAliased.class::cast)
                        .map(ReferenceEvent.PersonAliased::aliasId)
                        .toList());
    }

    @Test
    void it_names_every_event_of_the_sample_that_is_mapped() throws IOException {
        String page = Files.readString(PAGE);
        for (String event : GithubSample.events()) {
            long mapped = new GithubAdapter()
                    .read(List.of(GithubSample.delivered(event)))
                    .tally()
                    .mapped();
            assertTrue(mapped == 0 || page.contains("`" + event + "`"), event);
        }
    }
}
