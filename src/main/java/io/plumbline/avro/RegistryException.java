package io.plumbline.avro;

/**
 * A schema registry answered, and the answer is an error.
 *
 * <p>{@code status} is the HTTP status. {@code errorCode} is the registry's own code where it sent one (40401 unknown
 * subject, 40402 unknown version, 40403 unknown schema, 42201 invalid schema, 42202 invalid version, 42203 invalid
 * compatibility level, 40408 no compatibility level of its own), otherwise the status again.
 */
public final class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int errorCode;

    public RegistryException(int status, int errorCode, String message) {
        super(message);
        this.status = status;
        this.errorCode = errorCode;
    }

    static RegistryException subjectNotFound(String subject) {
        return new RegistryException(404, 40401, "Subject '" + subject + "' not found.");
    }

    static RegistryException versionNotFound(int version) {
        return new RegistryException(404, 40402, "Version " + version + " not found.");
    }

    static RegistryException schemaNotFound(String what) {
        return new RegistryException(404, 40403, "Schema not found: " + what + ".");
    }

    static RegistryException invalidSchema(String reason) {
        return new RegistryException(422, 42201, "Invalid schema: " + reason);
    }

    public int status() {
        return status;
    }

    public int errorCode() {
        return errorCode;
    }

    /**
     * Whether a registry said that the thing asked for does not exist. A bare 404, without a registry's own code, says
     * only that nothing is served under that path, as when the path in {@code schema.registry.url} is wrong.
     */
    boolean isNotFound() {
        return status == 404 && errorCode != 404;
    }
}
