package io.plumbline.kafka;

import io.plumbline.avro.RejectedRecord;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A record ready to be written, known to be small enough.
 *
 * <p>A record that is too large must be found before it is handed to the producer: there it would break the transaction, and
 * again after every restart.
 */
record Message(String sink, byte[] key, byte[] value) {

    static <T> Message of(String sink, String topic, String key, Serializer<T> serializer, T value) {
        byte[] bytes = serializer.serialize(topic, value);
        Message message = new Message(sink, key.getBytes(StandardCharsets.UTF_8), bytes);
        int size = message.key.length + message.value.length;
        if (size > Topics.MAX_RECORD_BYTES) {
            throw new BadRecordException(
                    RejectedRecord.Reason.TOO_LARGE,
                    "a record for " + topic + " has " + size + " bytes with its key, at most " + Topics.MAX_RECORD_BYTES
                            + " are allowed; its key is " + key);
        }
        return message;
    }

    void forward(ProcessorContext<byte[], byte[]> context, long timestamp) {
        context.forward(new Record<>(key, value, timestamp), sink);
    }
}
