package io.plumbline.control.assurance;

import io.plumbline.catalogue.Assertion;
import io.plumbline.catalogue.ControlDefinition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The words of a conclusion, as far as they are the writer's own: without the objective of the control, which is a template. */
final class ConclusionText {

    private final List<String> templates;
    private final int shortest;

    /** @param shortest texts of fewer characters name an outcome, which two conclusions may well have in common */
    ConclusionText(Optional<ControlDefinition> control, int shortest) {
        this.templates = control.map(definition -> definition.assertions().values().stream()
                        .map(Assertion::objective)
                        .map(ConclusionText::plain)
                        .toList())
                .orElse(List.of());
        this.shortest = shortest;
    }

    /** What is compared of a conclusion; empty where too little of it is the writer's own. */
    Optional<String> compared(String conclusion) {
        String own = plain(conclusion);
        for (String template : templates) {
            own = own.replace(template, " ");
        }
        return Optional.of(plain(own)).filter(text -> text.length() >= shortest);
    }

    /** SHA-256 of a text in lower-case hexadecimal, of its UTF-8, whatever its case and the spaces in it. */
    static String digest(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(plain(text).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static String plain(String text) {
        return text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
    }
}
