package io.plumbline.avro;

import io.plumbline.event.Event;
import io.plumbline.event.EventId;
import io.plumbline.event.EventKind;
import io.plumbline.event.EventKind.InboundTopic;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/**
 * Events in their two Avro forms: the envelope of their inbound topic, and the envelope of any event on our own log.
 *
 * <p>In both the header's fields stand beside a union of payloads. The payload record of a kind is named like the constant in
 * {@link EventKind}, in camel case: {@code ACCESS_GRANTED} is {@code AccessGranted}.
 */
public final class EventCodec {

    /** Full name of the schema of events of any kind. */
    public static final String ANY_EVENT = "io.plumbline.internal.AnyEvent";

    private record Form(EventEnvelope envelope, ExpectedSchema expected) {
        Event read(GenericRecord datum) {
            return (Event) envelope.toJava(expected.resolve(datum));
        }

        /** As {@link #read}, of what others wrote. */
        Event readForeign(GenericRecord datum) {
            envelope.requireKnownKind(datum);
            GenericRecord resolved = expected.resolve(datum);
            InboundLimits.check(resolved);
            return (Event) envelope.toJava(resolved);
        }
    }

    private final Map<InboundTopic, Form> inbound = new EnumMap<>(InboundTopic.class);
    private final Map<String, InboundTopic> topicByEnvelope;
    private final Form internal;

    /** @throws IllegalArgumentException with everything in which kinds and schemas differ */
    public EventCodec(Schemas schemas) {
        MappingCompiler compiler = new MappingCompiler();
        for (InboundTopic topic : InboundTopic.values()) {
            envelopeOf(topic)
                    .map(schemas::named)
                    .ifPresent(schema -> inbound.put(topic, form(compiler, schema, kindsOf(topic))));
        }
        this.internal = form(compiler, schemas.named(ANY_EVENT), EnumSet.allOf(EventKind.class));
        compiler.check("the table of event kinds");
        this.topicByEnvelope = inbound.keySet().stream()
                .collect(Collectors.toUnmodifiableMap(topic -> schemaOf(topic).getFullName(), topic -> topic));
    }

    /** @throws IllegalArgumentException for {@link InboundTopic#NONE}, which nobody writes to */
    public Schema schemaOf(InboundTopic topic) {
        return formOf(topic).expected.schema();
    }

    /** Schema of events of any kind, {@value #ANY_EVENT}. */
    public Schema anyEventSchema() {
        return internal.expected.schema();
    }

    /** The event in the envelope of its kind's inbound topic. */
    public GenericRecord toEnvelope(Event event) {
        return formOf(event.kind().topic()).envelope.toAvro(event);
    }

    /**
     * The event in an envelope that came from outside, held to the limits of what anyone may send: ids are neither blank nor
     * longer than {@value InboundLimits#MAX_ID_CHARS} characters, no text holds control characters, and times are between
     * 1900 (those of the envelope, 1970) and 9999.
     *
     * @throws MappingException naming the field that is wrong, as in {@code payload.holder.account}
     */
    public Event fromEnvelope(GenericRecord envelope) {
        String name = envelope.getSchema().getFullName();
        InboundTopic topic = topicByEnvelope.get(name);
        if (topic == null) {
            throw new MappingException(name + " is no envelope of events; expected one of " + topicByEnvelope.keySet());
        }
        return inbound.get(topic).readForeign(envelope);
    }

    /** The event in the form of our own log. */
    public GenericRecord toAnyEvent(Event event) {
        return internal.envelope.toAvro(event);
    }

    /** @throws MappingException naming the field that is wrong */
    public Event fromAnyEvent(GenericRecord anyEvent) {
        return internal.read(anyEvent);
    }

    /** The name of the payload record of a kind, without namespace. */
    public static String payloadName(EventKind kind) {
        return EventEnvelope.payloadName(kind);
    }

    /** The id written to the field {@code eventId}: a version 3 UUID of source, a zero byte and the source's event id, in UTF-8. */
    public static UUID uuidOf(EventId id) {
        return EventEnvelope.uuidOf(id);
    }

    private static Optional<String> envelopeOf(InboundTopic topic) {
        Optional<String> name =
                switch (topic) {
                    case IDENTITY -> Optional.of("IdentityEvent");
                    case ACCESS -> Optional.of("AccessEvent");
                    case CREDENTIALS -> Optional.of("CredentialEvent");
                    case PRIVILEGED_ACCESS -> Optional.of("PrivilegedAccessEvent");
                    case CHANGE_MANAGEMENT -> Optional.of("ChangeEvent");
                    case BUSINESS_ACTIVITY -> Optional.of("BusinessActivityEvent");
                    case ACCESS_REVIEW -> Optional.of("ReviewEvent");
                    case DECISIONS -> Optional.of("DecisionEvent");
                    case REFERENCE -> Optional.of("ReferenceEvent");
                    case SOURCE_HEALTH -> Optional.of("SourceHealthEvent");
                    case NONE -> Optional.empty();
                };
        return name.map(simple -> "io.plumbline.events." + simple);
    }

    private Form formOf(InboundTopic topic) {
        return Optional.ofNullable(inbound.get(topic))
                .orElseThrow(() -> new IllegalArgumentException(kindsOf(topic)
                        + " are written by Plumbline only and have no inbound topic; use the form of any event"));
    }

    private static Form form(MappingCompiler compiler, Schema schema, Set<EventKind> kinds) {
        return new Form(compiler.envelope(Event.class, kinds, true, schema), new ExpectedSchema(schema));
    }

    private static Set<EventKind> kindsOf(InboundTopic topic) {
        return Stream.of(EventKind.values())
                .filter(kind -> kind.topic() == topic)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(EventKind.class)));
    }
}
