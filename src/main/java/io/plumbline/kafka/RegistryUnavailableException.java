package io.plumbline.kafka;

/**
 * The schema registry had to be asked and does not answer. Says nothing about the record, which waits: it is neither rejected
 * nor skipped, and the instance does not give up.
 */
public final class RegistryUnavailableException extends RuntimeException {

    private static final int DEPTH = 20;

    RegistryUnavailableException(String doing, Throwable cause) {
        super(doing + " waits for the schema registry: " + cause.getMessage(), cause);
    }

    /** Whether a failure, as Kafka Streams hands it on, goes back to a registry that does not answer. */
    static boolean isCauseOf(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; i < DEPTH && cause != null; i++) {
            if (cause instanceof RegistryUnavailableException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
