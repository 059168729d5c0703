package io.plumbline.avro;

import io.plumbline.event.Event;
import io.plumbline.event.EventId;
import io.plumbline.event.EventKind.InboundTopic;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Events of one inbound topic in the Confluent wire format. Records of another version of the topic's schema are resolved to
 * this build's.
 *
 * <p>Reading fails with {@link UnknownSchemaException}, another {@link SerializationException},
 * {@link WrongTopicException} or {@link MappingException} where the record is at fault, and with a
 * {@link org.apache.kafka.common.errors.RetriableException} where the registry is: {@link RejectedRecord.Reason#of} tells them
 * apart. Writing an event of another topic's kind fails with {@link WrongTopicException}.
 */
public final class EventSerde implements Serde<Event> {

    private final EventCodec codec;
    private final InboundTopic inbound;
    private final Serde<GenericRecord> wire;
    private final Serde<Event> events;

    EventSerde(EventCodec codec, InboundTopic inbound, Serde<GenericRecord> wire) {
        this.codec = codec;
        this.inbound = inbound;
        this.wire = wire;
        this.events = new ConvertedSerde<>(wire, this::envelopeOf, this::eventOf);
    }

    @Override
    public Serializer<Event> serializer() {
        return events.serializer();
    }

    @Override
    public Deserializer<Event> deserializer() {
        return events.deserializer();
    }

    /**
     * The identity of an event that could not be read as a whole, for its rejection; empty where not even that can be read.
     *
     * @param topic full name of the topic the record came on
     */
    public Optional<EventId> idOf(String topic, Headers headers, byte[] bytes) {
        GenericRecord envelope;
        try {
            envelope = wire.deserializer().deserialize(topic, headers, bytes);
        } catch (SerializationException unreadable) {
            return Optional.empty();
        }
        return text(envelope, "source")
                .flatMap(source -> text(envelope, "sourceEventId").map(id -> new EventId(source, id)));
    }

    @Override
    public void close() {
        events.close();
    }

    private GenericRecord envelopeOf(Event event) {
        if (event.kind().topic() != inbound) {
            throw new WrongTopicException(
                    event.kind().wireName() + " does not belong to the topic " + inbound.topicName() + "; write it to "
                            + placeOf(event.kind().topic()));
        }
        return codec.toEnvelope(event);
    }

    private Event eventOf(GenericRecord envelope) {
        String expected = codec.schemaOf(inbound).getFullName();
        String found = envelope.getSchema().getFullName();
        if (!found.equals(expected)) {
            throw new WrongTopicException("a record of type " + found + " does not belong to the topic "
                    + inbound.topicName() + ", which takes " + expected + "; let its producer write it elsewhere");
        }
        return codec.fromEnvelope(envelope);
    }

    private static String placeOf(InboundTopic topic) {
        return topic == InboundTopic.NONE ? "no inbound topic, Plumbline writes it itself" : topic.topicName();
    }

    private static Optional<String> text(GenericRecord envelope, String field) {
        return envelope == null || !envelope.hasField(field)
                ? Optional.empty()
                : Optional.ofNullable(envelope.get(field)).map(Object::toString).filter(text -> !text.isBlank());
    }
}
