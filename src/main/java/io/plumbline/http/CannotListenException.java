package io.plumbline.http;

/** A port could not be opened: another process has it, or the address is not one of this machine. */
public final class CannotListenException extends RuntimeException {

    private static final long serialVersionUID = 1;

    CannotListenException(ManagementSettings settings, Throwable cause) {
        super("port " + settings.port() + " of " + settings.host() + " cannot be opened: " + deepest(cause), cause);
    }

    private static String deepest(Throwable failure) {
        return failure.getCause() == null ? failure.getMessage() : deepest(failure.getCause());
    }
}
