package io.plumbline.avro;

import io.plumbline.event.Event;
import io.plumbline.event.EventId;
import io.plumbline.event.EventKind;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;

/** An event and its envelope: the fields of the header beside a union of payloads, one per kind. */
final class EventEnvelope implements Converter {

    /** Optional field for a single-column id; written where the schema has it, never read. */
    static final String EVENT_ID = "eventId";

    static final String PAYLOAD = "payload";

    private final Class<?> type;
    private final Schema schema;
    private final RecordConverter header;
    private final Map<EventKind, RecordConverter> payloads;
    private final Map<String, RecordConverter> payloadsByName = new HashMap<>();
    private final int payloadPosition;
    private final int eventIdPosition;

    EventEnvelope(Class<?> type, Schema schema, RecordConverter header, Map<EventKind, RecordConverter> payloads) {
        this.type = type;
        this.schema = schema;
        this.header = header;
        this.payloads = payloads;
        payloads.forEach((kind, converter) -> payloadsByName.put(payloadName(kind), converter));
        this.payloadPosition = schema.getField(PAYLOAD).pos();
        Schema.Field eventId = schema.getField(EVENT_ID);
        this.eventIdPosition = eventId == null ? -1 : eventId.pos();
    }

    /** The name of a kind's payload record: the name of the constant in camel case, {@code AccessGranted}. */
    static String payloadName(EventKind kind) {
        StringBuilder name = new StringBuilder();
        for (String word : kind.name().split("_")) {
            name.append(word.charAt(0));
            word.substring(1).chars().map(Character::toLowerCase).forEach(name::appendCodePoint);
        }
        return name.toString();
    }

    /** A UUID (version 3, no namespace) of source, a zero byte and the source's event id, in UTF-8. */
    static UUID uuidOf(EventId id) {
        return UUID.nameUUIDFromBytes((id.source() + '\0' + id.sourceEventId()).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public GenericData.Record toAvro(Object value) {
        Event event = (Event) value;
        RecordConverter payload = payloads.get(event.kind());
        if (payload == null) {
            throw new MappingException(event.kind().wireName() + " is not carried by " + schema.getFullName());
        }
        GenericData.Record envelope = new GenericData.Record(schema);
        if (event.header() == null) {
            throw MappingException.at("header", new MappingException("must not be null"));
        }
        header.write(event.header(), envelope);
        if (eventIdPosition >= 0) {
            envelope.put(eventIdPosition, uuidOf(event.id()).toString());
        }
        envelope.put(payloadPosition, payload.partToAvro(PAYLOAD, event));
        return envelope;
    }

    /** A writer with a newer schema may send kinds this build does not know; to resolve them fails in the words of Avro. */
    void requireKnownKind(GenericRecord datum) {
        if (datum.hasField(PAYLOAD)
                && datum.get(PAYLOAD) instanceof IndexedRecord payload
                && !payloadsByName.containsKey(payload.getSchema().getName())) {
            throw MappingException.at(
                    PAYLOAD,
                    new MappingException(payload.getSchema().getName()
                            + " is no kind of event that this release reads from here, which are "
                            + new TreeSet<>(payloadsByName.keySet())
                            + "; upgrade Plumbline if it is a newer one, then send the event again"));
        }
    }

    @Override
    public Object toJava(Object datum) {
        IndexedRecord envelope = (IndexedRecord) datum;
        Object eventHeader = header.toJava(envelope);
        if (!(envelope.get(payloadPosition) instanceof IndexedRecord payload)) {
            throw MappingException.at(PAYLOAD, new MappingException("must be one of " + payloadsByName.keySet()));
        }
        String name = payload.getSchema().getName();
        RecordConverter converter = payloadsByName.get(name);
        if (converter == null) {
            throw MappingException.at(
                    PAYLOAD, new MappingException(name + " is not carried by " + schema.getFullName()));
        }
        Object event;
        try {
            event = converter.toJava(payload, eventHeader);
        } catch (RuntimeException e) {
            throw MappingException.at(PAYLOAD, e);
        }
        if (!type.isInstance(event)) {
            throw MappingException.at(PAYLOAD, new MappingException(name + " is no " + type.getSimpleName()));
        }
        return event;
    }
}
