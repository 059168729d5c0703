package io.plumbline.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FrameworkTest {

    @Test
    void every_framework_is_read_and_its_ids_are_unique() {
        SortedMap<String, Framework> all = Framework.all(FileTree.ofProduct()).orElseThrow();
        assertEquals(new TreeSet<>(Framework.KEYS), new TreeSet<>(all.keySet()));
        all.forEach((key, framework) -> {
            assertEquals(framework.ids().size(), new HashSet<>(framework.ids()).size(), key);
            assertTrue(
                    framework.partial()
                            ? framework.note().isPresent()
                            : !framework.ids().isEmpty(),
                    key);
        });
    }

    @Test
    void lists_that_claim_to_be_whole_have_the_published_number_of_ids() {
        SortedMap<String, Framework> all = Framework.all(FileTree.ofProduct()).orElseThrow();
        assertEquals(
                List.of(17, 93, 7, 108, 106, 10, 61),
                all.values().stream()
                        .filter(framework -> !framework.partial())
                        .map(framework -> framework.ids().size())
                        .toList());
    }

    @Test
    void ids_have_the_form_of_their_framework() {
        SortedMap<String, Framework> all = Framework.all(FileTree.ofProduct()).orElseThrow();
        matches(all, "nist-800-53r5", "[A-Z]{2}-\\d+(\\(\\d+\\))?");
        matches(all, "nist-csf-2.0", "[A-Z]{2}\\.[A-Z]{2}-\\d\\d");
        matches(all, "nist-csf-1.1", "[A-Z]{2}\\.[A-Z]{2}-\\d+");
        matches(all, "iso-27001-2022", "A\\.[5-8]\\.\\d+");
        matches(all, "pci-dss-4.0", "(A3|\\d+)(\\.\\d+){2,3}");
        matches(all, "cobit-2019", "[A-Z]{3}\\d\\d\\.\\d\\d");
        matches(all, "owasp-nhi-2025", "NHI\\d+:2025");
    }

    @Test
    void an_id_that_stands_twice_is_named_with_its_line() {
        String text = "framework: F\nversion: 1\nsource: S\nids:\n  - A-1\n  - A-2\n  - A-1\n";
        assertEquals(
                List.of("frameworks/f.yaml:7: ids[2]: 'A-1' stands twice; keep one"),
                Sample.lines(Framework.read(path -> Optional.of(text), "frameworks/f.yaml")
                        .problems()));
    }

    private static void matches(SortedMap<String, Framework> all, String key, String form) {
        all.get(key).ids().forEach(id -> assertTrue(id.matches(form), key + " " + id));
    }
}
