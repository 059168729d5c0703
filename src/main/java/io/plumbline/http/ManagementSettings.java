package io.plumbline.http;

/**
 * Where the management port listens.
 *
 * @param host address of this machine to listen on; it has no authentication, so one that only trusted clients reach
 * @param port 1 to 65535, or 0 for any that is free
 */
public record ManagementSettings(String host, int port) {

    public static final String DEFAULT_HOST = "127.0.0.1";

    public static final int DEFAULT_PORT = 9404;

    public ManagementSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("the management port needs a host to listen on, for example "
                    + DEFAULT_HOST + " for clients on this machine only");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("the management port must be 0 to 65535, was " + port);
        }
    }
}
