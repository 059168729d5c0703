package io.plumbline.sources.github;

import static io.plumbline.sources.github.PayloadMapping.mapped;

import io.plumbline.event.ChangeEvent;
import io.plumbline.event.ChangeEvent.LoggingEffect;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.sources.BadRecordException;
import io.plumbline.sources.RawRecord;
import io.plumbline.sources.RecordReader.Understood;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rules that protect branches as configuration items {@code branch-protection/<name>}, with a digest of the rule before and
 * after.
 *
 * <p>Every edit is stated, not only one that weakens the rule: whether an owner approved it does not depend on that. The digest is over
 * what the rule says and not over its times, so an edit that sets what was set already changes nothing.
 */
final class BranchProtection {

    private static final Set<String> TIMES = Set.of("created_at", "updated_at");

    private BranchProtection() {}

    static Understood<List<Statement>> created(Payload payload) throws BadRecordException {
        return edit(payload, payload.header(editId(payload)), Optional.empty(), Optional.of(digest(after(payload))));
    }

    static Understood<List<Statement>> edited(Payload payload) throws BadRecordException {
        SortedMap<String, String> before = after(payload);
        for (String field : payload.body().fields("changes").keySet()) {
            String was = payload.body().fields("changes", field).get("from");
            if (was == null) {
                throw new BadRecordException("changes." + field + ".from", "is missing");
            }
            before.put(field, was);
        }
        return edit(
                payload,
                payload.header(editId(payload)),
                Optional.of(digest(before)),
                Optional.of(digest(after(payload))));
    }

    static Understood<List<Statement>> deleted(Payload payload) throws BadRecordException {
        return edit(
                payload,
                payload.headerByDelivery("branch-protection"),
                Optional.of(digest(after(payload))),
                Optional.empty());
    }

    private static Understood<List<Statement>> edit(
            Payload payload, Header header, Optional<String> before, Optional<String> after) throws BadRecordException {
        return mapped(
                payload,
                List.of(new Statement.Whole(new ChangeEvent.ConfigEdited(
                        header,
                        header.sourceEventId(),
                        payload.repository(),
                        "branch-protection/" + payload.body().text("rule", "name"),
                        List.of(),
                        before,
                        after,
                        Principal.identity(payload.person("sender")),
                        Optional.empty(),
                        LoggingEffect.NONE))));
    }

    private static String editId(Payload payload) throws BadRecordException {
        return "branch-protection/" + payload.body().number("rule", "id") + "/" + payload.action() + "/"
                + payload.at().toInstant();
    }

    private static SortedMap<String, String> after(Payload payload) throws BadRecordException {
        RawRecord body = payload.body();
        body.object("rule");
        SortedMap<String, String> rule = new TreeMap<>(body.fields("rule"));
        rule.keySet().removeAll(TIMES);
        return rule;
    }

    /** SHA-256 over the fields in order of name, in hexadecimal. */
    private static String digest(Map<String, String> rule) {
        StringBuilder text = new StringBuilder();
        rule.forEach(
                (field, value) -> text.append(field).append('=').append(value).append('\n'));
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }
}
