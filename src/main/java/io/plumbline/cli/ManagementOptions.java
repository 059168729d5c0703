package io.plumbline.cli;

import java.util.OptionalInt;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where a processor answers those who watch it. */
public final class ManagementOptions {

    @Option(
            names = "--management-host",
            defaultValue = "127.0.0.1",
            paramLabel = "HOST",
            description =
                    "Address the management port listens on; it has no authentication. Default: ${DEFAULT-VALUE}.")
    private String host;

    @Option(
            names = "--management-port",
            defaultValue = "9404",
            paramLabel = "PORT|off",
            converter = PortOrOff.class,
            description = {
                "Port of metrics, health and status; 0 for any that is free, off for none.",
                "Default: ${DEFAULT-VALUE}."
            })
    private OptionalInt port;

    @Option(
            names = "--all-kafka-metrics",
            description = "Publish every metric of Kafka's clients, instead of those somebody can act on.")
    private boolean allOfKafka;

    public String host() {
        return host;
    }

    /** The port, 0 for any; empty where there is to be none. */
    public OptionalInt port() {
        return port;
    }

    /** Whether every metric of Kafka's clients is wanted. */
    public boolean allOfKafka() {
        return allOfKafka;
    }

    static final class PortOrOff implements ITypeConverter<OptionalInt> {
        @Override
        public OptionalInt convert(String text) {
            if (text.equals("off")) {
                return OptionalInt.empty();
            }
            if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
                throw new TypeConversionException("must be a port from 0 to 65535, or off; was '" + text + "'");
            }
            return OptionalInt.of(Integer.parseInt(text));
        }
    }
}
