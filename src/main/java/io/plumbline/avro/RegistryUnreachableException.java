package io.plumbline.avro;

import org.apache.kafka.common.errors.RetriableException;

/**
 * No schema registry could be reached: connections fail, time out, or what answers is not a registry. Says nothing
 * about the record; wait and try the same record again.
 */
public final class RegistryUnreachableException extends RetriableException {
    private static final long serialVersionUID = 1L;

    public RegistryUnreachableException(String message) {
        super(message);
    }

    public RegistryUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
