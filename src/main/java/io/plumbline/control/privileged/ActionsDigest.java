package io.plumbline.control.privileged;

import io.plumbline.event.Event;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The digest by which a list of recorded actions is compared with the list that was reviewed. */
final class ActionsDigest {

    private ActionsDigest() {}

    /** SHA-256, in lower-case hexadecimal, over the sources' own event ids, sorted, each followed by a line feed, in UTF-8. */
    static String of(List<? extends Event> actions) {
        StringBuilder ids = new StringBuilder();
        actions.stream()
                .map(action -> action.header().sourceEventId())
                .distinct()
                .sorted()
                .forEach(id -> ids.append(id).append('\n'));
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(ids.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
