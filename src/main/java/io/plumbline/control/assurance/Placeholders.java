package io.plumbline.control.assurance;

import io.plumbline.control.Parameters;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether a field holds something or only looks filled; a heuristic, which asks somebody to look. */
final class Placeholders {

    /** What a field says that does not apply, before the reason for it. */
    private static final String NOT_APPLICABLE = "not_applicable";

    private final Parameters parameters;

    Placeholders(Parameters parameters) {
        this.parameters = parameters;
    }

    /** What is wrong with a reason that was given, in words; empty where it may do. */
    Optional<String> ofReason(String reason) {
        String text = plain(reason);
        if (isPlaceholder(text)) {
            return Optional.of("the reason given, '" + reason.strip() + "', stands for none");
        }
        boolean exempt = text.startsWith(NOT_APPLICABLE)
                && !text.substring(NOT_APPLICABLE.length())
                        .replaceAll("[^\\p{L}\\p{N}]", "")
                        .isEmpty();
        long least = parameters.integer("min_reason_length");
        return exempt || text.length() >= least
                ? Optional.empty()
                : Optional.of("the reason given, '" + reason.strip() + "', has fewer than " + least + " characters");
    }

    /** Whether a name in a field for an owner is nobody's. */
    boolean isNobody(String name) {
        return isPlaceholder(plain(name));
    }

    private boolean isPlaceholder(String text) {
        String bare = text.replaceAll("[^\\p{L}\\p{N}]", "");
        return bare.isEmpty()
                || Arrays.stream(parameters.text("placeholders").strip().split("[\\s,]+"))
                        .map(word -> plain(word).replaceAll("[^\\p{L}\\p{N}]", ""))
                        .anyMatch(bare::equals);
    }

    private static String plain(String text) {
        return text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    }
}
