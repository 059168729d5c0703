package io.plumbline.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plumbline.event.AccountRef;
import io.plumbline.event.Event;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.Slot;
import io.plumbline.event.Subject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes any record of the core in its object form, which {@link RecordReader} and {@link EventReader} read back.
 *
 * <p>Keys stand in the order of the components; empty optional values are left out; maps and sets are sorted. The same record
 * gives the same bytes.
 */
public final class RecordWriter {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RecordWriter() {}

    /** The object form of a record; for an event, its kind and header keys come first. */
    public static ObjectNode write(Record record) {
        return record instanceof Event event ? event(event) : object(record);
    }

    /** The object form of an event. */
    public static ObjectNode event(Event event) {
        ObjectNode object = NODES.objectNode();
        Header header = event.header();
        object.put("kind", event.kind().wireName());
        object.put("source", header.source());
        object.put("id", header.sourceEventId());
        object.put("at", header.occurredAt().toString());
        object.put("recordedAt", header.recordedAt().toString());
        put(object, "offset", header.offset());
        put(object, "actor", header.actor());
        put(object, "authentication", header.authentication());
        put(object, "ticket", header.ticket());
        put(object, "baseline", header.baseline());
        put(object, "capture", header.capture());
        if (!header.onBehalfOf().isEmpty()) {
            put(object, "onBehalfOf", header.onBehalfOf());
        }
        putParts(object, event);
        object.remove("header");
        return object;
    }

    /** An event without its envelope: its kind and what it says, as an entry of a reference file. */
    public static ObjectNode content(Event event) {
        ObjectNode object = NODES.objectNode();
        object.put("kind", event.kind().wireName());
        putParts(object, event);
        object.remove("header");
        return object;
    }

    private static ObjectNode object(Object record) {
        ObjectNode object = NODES.objectNode();
        putParts(object, record);
        return object;
    }

    private static void putParts(ObjectNode object, Object record) {
        RecordShape.of(record.getClass()).parts().forEach(part -> put(object, part.key(), part.of(record)));
    }

    private static void put(ObjectNode object, String key, Object value) {
        if (!(value instanceof Optional<?> optional)) {
            object.set(key, node(value));
        } else if (optional.isPresent()) {
            object.set(key, node(optional.get()));
        }
    }

    private static JsonNode node(Object value) {
        if (value instanceof String text) {
            return NODES.textNode(text);
        } else if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        } else if (value instanceof Integer || value instanceof Long) {
            return NODES.numberNode(((Number) value).longValue());
        } else if (value instanceof BigDecimal number) {
            return NODES.numberNode(number);
        } else if (value instanceof Instant || value instanceof Duration || value instanceof Subject) {
            return NODES.textNode(value.toString());
        } else if (value instanceof Enum<?> constant) {
            return NODES.textNode(constant.name());
        } else if (value instanceof AccountRef account && !account.accountId().contains("/")) {
            return NODES.textNode(account.toString());
        } else if (value instanceof Principal principal && principal.account().isEmpty()) {
            return NODES.textNode(principal.identityId().orElseThrow());
        } else if (value instanceof FunctionUse use) {
            return NODES.textNode(use.functionId() + ":" + use.level());
        } else if (value instanceof Slot slot) {
            return array(slot.anyOf());
        } else if (value instanceof Set<?> set) {
            return array(set.stream().sorted().toList());
        } else if (value instanceof Collection<?> list) {
            return array(list);
        } else if (value instanceof Map<?, ?> map) {
            ObjectNode object = NODES.objectNode();
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, entry) -> sorted.put(key.toString(), entry));
            sorted.forEach((key, entry) -> put(object, key, entry));
            return object;
        } else if (value instanceof Record record) {
            return write(record);
        }
        throw new IllegalArgumentException("no JSON form of " + value.getClass());
    }

    private static ArrayNode array(Collection<?> items) {
        ArrayNode array = NODES.arrayNode();
        items.forEach(item -> array.add(node(item)));
        return array;
    }
}
