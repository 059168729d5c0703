package io.plumbline.avro;

import org.apache.kafka.common.errors.SerializationException;

/** A record is whole and readable and belongs to another topic. Waiting will not help: reject it. */
public final class WrongTopicException extends SerializationException {
    private static final long serialVersionUID = 1L;

    WrongTopicException(String message) {
        super(message);
    }
}
