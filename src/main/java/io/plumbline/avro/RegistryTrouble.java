package io.plumbline.avro;

import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Tells trouble with the schema registry from trouble with a record, in what serializers and deserializers throw.
 *
 * <p>A registry that cannot be reached, answers 401, 403, 429 or 5xx, or whose certificate is not trusted, says nothing about
 * the record: the same record is read again once the registry answers. Plugged-in classes wrap such failures like bytes that
 * cannot be read, so the whole chain of causes counts. Confluent's own exception is known by its name, since their classes are
 * not part of the build.
 */
public final class RegistryTrouble {

    private static final int DEPTH = 20;

    /** What a registry that works says about the schema it was asked for or given. */
    private static final Set<Integer> ABOUT_THE_SCHEMA = Set.of(409, 422);

    /** The answer of a registry: HTTP status and its own code, which is the status again where it sent none. */
    private record Answer(int status, int errorCode) {
        boolean isNotFound() {
            return status == 404 && errorCode != 404;
        }
    }

    private RegistryTrouble() {}

    /** Whether the registry, or the way to it, is at fault, so that the same call may succeed later. */
    public static boolean isIn(Throwable failure) {
        return chain(failure)
                .anyMatch(cause -> cause instanceof SocketException
                        || cause instanceof UnknownHostException
                        || cause instanceof InterruptedIOException
                        || cause instanceof HttpTimeoutException
                        || cause instanceof SSLException
                        || cause instanceof RetriableException
                        || cause instanceof AuthenticationException
                        || cause instanceof AuthorizationException
                        || isNoJson(cause)
                        || answer(cause)
                                .filter(answer -> !answer.isNotFound() && !ABOUT_THE_SCHEMA.contains(answer.status()))
                                .isPresent());
    }

    /** Whether a registry answered that it does not know the schema. */
    static boolean isUnknownSchema(Throwable failure) {
        return chain(failure)
                .anyMatch(cause -> cause instanceof UnknownSchemaException
                        || answer(cause).filter(Answer::isNotFound).isPresent());
    }

    private static Stream<Throwable> chain(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(DEPTH);
    }

    /** A page of a proxy in place of a registry's answer. */
    private static boolean isNoJson(Throwable cause) {
        return cause.getClass().getName().contains(".jackson.");
    }

    private static Optional<Answer> answer(Throwable cause) {
        if (!cause.getClass().getSimpleName().equals("RestClientException")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Answer(number(cause, "getStatus"), number(cause, "getErrorCode")));
        } catch (ReflectiveOperationException | ClassCastException unlikeConfluents) {
            return Optional.empty();
        }
    }

    private static int number(Throwable cause, String getter) throws ReflectiveOperationException {
        return (Integer) cause.getClass().getMethod(getter).invoke(cause);
    }
}
