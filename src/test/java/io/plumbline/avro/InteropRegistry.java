package io.plumbline.avro;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The registries that every interoperation test runs against; started once, ended after the last test. */
enum InteropRegistry {
    /** Ours. */
    EMBEDDED,
    /** A real one. */
    APICURIO;

    private static Running running;

    /** Address for {@code schema.registry.url}. */
    String url() {
        return switch (this) {
            case EMBEDDED -> running.embedded.url().toString();
            case APICURIO -> running.apicurio.url().toString();
        };
    }

    /** Starts both before the first test class that needs them. */
    static final class Start implements BeforeAllCallback {
        @Override
        public void beforeAll(ExtensionContext context) {
            running = context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(Running.class, type -> new Running(), Running.class);
        }
    }

    private static final class Running implements AutoCloseable {
        private final EmbeddedRegistry embedded = EmbeddedRegistry.startInMemory(0);
        private final ApicurioServer apicurio = ApicurioServer.start(
                Path.of(System.getProperty("plumbline.apicurio")).toAbsolutePath());

        @Override
        public void close() {
            apicurio.close();
            embedded.close();
        }
    }
}
