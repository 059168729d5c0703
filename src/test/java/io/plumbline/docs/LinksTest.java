package io.plumbline.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents hold together: links lead somewhere, and what is quoted stands in the file it is quoted from. */
class LinksTest {

    private static final Path PAGES = Path.of("src/site/markdown");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern QUOTE =
            Pattern.compile("<!-- from (\\S+) -->\\n```\\w*\\n(.*?)\\n```", Pattern.DOTALL);

    @Test
    void every_relative_link_leads_to_a_file_and_a_heading_that_exist() {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path page : pages()) {
            Matcher link = LINK.matcher(prose(page));
            while (link.find()) {
                if (!link.group(1).matches("[a-z]+:.*")) {
                    links++;
                    if (!leadsSomewhere(page, link.group(1))) {
                        broken.add(page + ": " + link.group(1));
                    }
                }
            }
        }
        assertEquals(List.of(), broken);
        assertTrue(links > 20, "only " + links + " links were found; is the pattern still right?");
    }

    @Test
    void every_quote_stands_word_for_word_in_its_file() {
        List<String> drifted = new ArrayList<>();
        int quotes = 0;
        for (Path page : pages()) {
            Matcher quote = QUOTE.matcher(text(page));
            while (quote.find()) {
                quotes++;
                Path source = Path.of(quote.group(1));
                if (!Files.exists(source) || !text(source).contains(quote.group(2))) {
                    drifted.add(page + " quotes what is not in " + source + ":\n" + quote.group(2));
                }
            }
        }
        assertEquals(List.of(), drifted);
        assertTrue(quotes > 0, "no quote was found; is the pattern still right?");
    }

    private static boolean leadsSomewhere(Path page, String target) {
        int hash = target.indexOf('#');
        String file = hash < 0 ? target : target.substring(0, hash);
        Path to = file.isEmpty() ? page : page.resolveSibling(file);
        return Files.exists(to) && (hash < 0 || headings(to).contains(target.substring(hash + 1)));
    }

    /** Headings in the form that renderers give their anchors. */
    private static List<String> headings(Path page) {
        return prose(page)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+\\s*", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** The text of a page without its fenced blocks. */
    private static String prose(Path page) {
        return text(page).replaceAll("(?ms)^```.*?^```$", "");
    }

    private static List<Path> pages() {
        try (Stream<Path> files = Files.walk(PAGES)) {
            return Stream.concat(Stream.of(Path.of("README.md"), Path.of("CHANGELOG.md")), files)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
