package io.plumbline.avro;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * A registry's errors as Kafka's. What is a {@link org.apache.kafka.common.errors.RetriableException} is the registry's
 * trouble and may pass; a {@link SerializationException} is the record's and will not. A bare 404, without a registry's
 * own code, is no registry at all.
 */
final class RegistryErrors {
    private RegistryErrors() {}

    static RuntimeException toKafka(RegistryException failed, String doing) {
        String message = doing + ": " + failed.getMessage();
        if (failed.status() == 404 && !failed.isNotFound()) {
            return new RegistryUnreachableException(
                    message + ": no schema registry is served there; check the path in " + RegistryConfig.URL, failed);
        }
        return switch (failed.status()) {
            case 401 ->
                new AuthenticationException(
                        message + "; check basic.auth.credentials.source or bearer.auth.credentials.source", failed);
            case 403 -> new AuthorizationException(message, failed);
            case 429 -> new ThrottlingQuotaExceededException(message);
            case 408, 500, 503, 504 -> new TimeoutException(message, failed);
            case 502 -> new DisconnectException(message, failed);
            default -> new SerializationException(message, failed);
        };
    }

    /**
     * For a read by id, where the registry's own 404 is {@link UnknownSchemaException}. No other answer says anything about the
     * record: a proxy that refuses the call must not get good records rejected.
     */
    static RuntimeException readingId(RegistryException failed, int id) {
        if (failed.isNotFound()) {
            return new UnknownSchemaException(id, failed);
        }
        RuntimeException known = toKafka(failed, "Reading schema id " + id);
        return known instanceof SerializationException
                ? new RegistryUnreachableException(
                        known.getMessage() + ": no answer of a schema registry to this question; check what stands at "
                                + RegistryConfig.URL,
                        failed)
                : known;
    }
}
