package io.plumbline.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.event.EventKind;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.json.EventReader;
import io.plumbline.json.EventReader.Defaults;
import io.plumbline.json.Problems;
import io.plumbline.json.RecordReader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads the list under {@code reference}: versions of reference entries.
 *
 * <p>An entry that gives no {@code id} gets one from what it is a version of and from when it applies, such as
 * {@code system/erp@2020-01-01T00:00:00Z}, so that loading a file again repeats events and adds none. A correction of a version
 * already loaded gives a later {@code recordedAt}, which becomes part of its id.
 */
final class ReferenceEntries {

    /** What an entry is, and the keys that say which one. */
    private record Identity(String what, List<String> keys) {}

    private static final Map<EventKind, Identity> IDENTITIES = new EnumMap<>(Map.ofEntries(
            Map.entry(EventKind.SYSTEM_REGISTERED, new Identity("system", List.of("systemId"))),
            Map.entry(EventKind.SOURCE_DECLARED, new Identity("source", List.of("sourceId"))),
            Map.entry(EventKind.FUNCTION_DEFINED, new Identity("function", List.of("functionId"))),
            Map.entry(EventKind.ENTITLEMENT_MAPPED, new Identity("entitlement", List.of("systemId", "entitlement"))),
            Map.entry(EventKind.ROLE_DEFINED, new Identity("role", List.of("systemId", "roleId"))),
            Map.entry(EventKind.BIRTHRIGHT_PUBLISHED, new Identity("birthright", List.of("systemId", "entitlement"))),
            Map.entry(EventKind.SOD_RULE_PUBLISHED, new Identity("rule", List.of("ruleId"))),
            Map.entry(EventKind.SOD_RULE_DISABLED, new Identity("rule", List.of("ruleId"))),
            Map.entry(EventKind.SYSTEM_RETIRED, new Identity("system-end", List.of("systemId"))),
            Map.entry(EventKind.ROLE_RETIRED, new Identity("role", List.of("systemId", "roleId"))),
            Map.entry(EventKind.POSITION_MODELLED, new Identity("position", List.of("systemId", "position"))),
            Map.entry(EventKind.DELEGATION_RECORDED, new Identity("delegation", List.of("delegationId"))),
            Map.entry(
                    EventKind.MITIGATION_PERFORMED, new Identity("mitigation", List.of("mitigationRef", "subjectKey"))),
            Map.entry(EventKind.PARAMETER_CHANGED, new Identity("parameter", List.of("controlId", "parameter"))),
            Map.entry(EventKind.CONTROL_STAGED, new Identity("control", List.of("controlId"))),
            Map.entry(EventKind.CALENDAR_PUBLISHED, new Identity("calendar", List.of("calendarId"))),
            Map.entry(EventKind.EXEMPTION_GRANTED, new Identity("exemption", List.of("exemptionId"))),
            Map.entry(EventKind.BOUNDARY_ITEM_REGISTERED, new Identity("boundary", List.of("systemId", "itemId"))),
            Map.entry(EventKind.PERSON_ALIASED, new Identity("alias", List.of("aliasId"))),
            Map.entry(EventKind.FISCAL_PERIOD_PUBLISHED, new Identity("period", List.of("periodId"))),
            Map.entry(EventKind.CAMPAIGN_OPENED, new Identity("campaign", List.of("campaignId"))),
            Map.entry(EventKind.CAMPAIGN_CLOSED, new Identity("campaign-end", List.of("campaignId"))),
            Map.entry(EventKind.EXEMPTION_REVOKED, new Identity("exemption", List.of("exemptionId")))));

    private static final EventReader EVENTS = new EventReader(RecordReader.YAML);

    private ReferenceEntries() {}

    /**
     * One version of an entry.
     *
     * @param path where it stands in its file
     * @param version which version of which entry it is: {@code system/erp@2020-01-01T00:00:00Z}
     */
    record Entry(String path, String version, ReferenceEvent event) {}

    /** The entries under {@code reference} of an object, whose events come from {@code source} where they do not say. */
    static List<Entry> read(JsonNode object, String path, String source, Problems problems) {
        List<Entry> entries = new ArrayList<>();
        JsonNode list = object.path("reference");
        String at = Problems.key(path, "reference");
        if (list.isMissingNode() || list.isNull()) {
            return entries;
        }
        if (!list.isArray()) {
            problems.add(at, "must be a list of reference entries");
            return entries;
        }
        Map<String, String> first = new HashMap<>();
        for (int i = 0; i < list.size(); i++) {
            String item = Problems.item(at, i);
            entry(list.get(i), item, source, problems).ifPresent(entry -> {
                String before = first.putIfAbsent(entry.version(), item);
                if (before != null) {
                    problems.add(
                            item,
                            "is the same version as " + before + " (" + entry.version()
                                    + "); keep one, or give it a later effectiveFrom");
                }
                entries.add(entry);
            });
        }
        return entries;
    }

    private static Optional<Entry> entry(JsonNode node, String path, String source, Problems problems) {
        if (!RecordReader.isObject(node, path, problems)) {
            return Optional.empty();
        }
        Optional<EventKind> kind = EVENTS.kind(node, path, problems);
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        Identity identity = IDENTITIES.get(kind.get());
        if (identity == null) {
            problems.add(
                    Problems.key(path, "kind"),
                    "must be reference data, one of "
                            + IDENTITIES.keySet().stream()
                                    .map(EventKind::wireName)
                                    .collect(Collectors.joining(", "))
                            + "; was '" + kind.get().wireName() + "'");
            return Optional.empty();
        }
        String what = identity.what() + "/"
                + identity.keys().stream().map(key -> node.path(key).asText()).collect(Collectors.joining("/"));
        String version = what + "@" + node.path("effectiveFrom").asText();
        String recordedAt = node.path("recordedAt").asText();
        String id = recordedAt.isEmpty() ? version : version + "#" + recordedAt;
        Defaults defaults = new Defaults(Optional.of(source), Optional.empty(), Optional.of(id), true);
        return EVENTS.read(node, path, defaults, problems).map(event -> {
            ReferenceEvent reference = (ReferenceEvent) event;
            return new Entry(path, what + "@" + reference.effectiveFrom(), reference);
        });
    }
}
