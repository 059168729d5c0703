package io.plumbline.app;

import io.plumbline.cli.InputException;
import io.plumbline.config.Configuration;
import io.plumbline.config.Keys;
import io.plumbline.http.CannotListenException;
import io.plumbline.http.Endpoint;
import io.plumbline.http.HealthEndpoint;
import io.plumbline.http.ManagementServer;
import io.plumbline.http.ManagementSettings;
import io.plumbline.http.Reply;
import io.plumbline.kafka.Observer;
import io.plumbline.metrics.Telemetry;
import io.plumbline.monitor.ControlLibrary;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What those who watch a processor ask it: metrics, health, status. Nothing at all where it is switched off.
 *
 * <p>Made before the processor, which tells it what it does, and closed after it, so that probes are answered while it stops.
 */
final class Management implements AutoCloseable {

    private final Optional<ManagementSettings> settings;
    private final Optional<Telemetry> telemetry;
    private Optional<ManagementServer> server = Optional.empty();

    Management(Optional<ManagementSettings> settings, boolean allOfKafka, ControlLibrary controls) {
        this.settings = settings;
        this.telemetry = settings.map(on -> new Telemetry(
                Build.version(),
                controls.definitions().stream()
                        .map(definition -> definition.id())
                        .collect(Collectors.toSet()),
                allOfKafka));
    }

    static Management of(Configuration configuration, ControlLibrary controls) {
        Optional<ManagementSettings> settings = Optional.of(configuration.get(Keys.MANAGEMENT_PORT))
                .filter(port -> port >= 0)
                .map(port -> new ManagementSettings(configuration.get(Keys.MANAGEMENT_HOST), port));
        return new Management(settings, configuration.get(Keys.ALL_KAFKA_METRICS), controls);
    }

    /** Who is to be told what the stages of the processor do. */
    Observer observer() {
        return telemetry.<Observer>map(on -> on).orElse(Observer.NONE);
    }

    /**
     * Opens the port for a processor that has not been started yet.
     *
     * @throws InputException if the port cannot be had
     */
    void open(ProcessorInstance processor) {
        telemetry.ifPresent(on -> {
            on.watch(processor.streams());
            try {
                server = Optional.of(ManagementServer.start(settings.orElseThrow(), endpoints(processor, on)));
            } catch (CannotListenException e) {
                throw new InputException(List.of("management " + e.getMessage()
                        + "; stop the process that has it, or choose with --management-port or the keys "
                        + Keys.MANAGEMENT_HOST.name() + " and " + Keys.MANAGEMENT_PORT.name()
                        + ", where 0 is any free port and -1 is none"));
            }
        });
    }

    /** Where it answers; empty where it is switched off or not open yet. */
    Optional<URI> url() {
        return server.map(ManagementServer::url);
    }

    @Override
    public void close() {
        server.ifPresent(ManagementServer::close);
        telemetry.ifPresent(Telemetry::close);
    }

    private static Map<String, Endpoint> endpoints(ProcessorInstance processor, Telemetry telemetry) {
        return Map.of(
                "/metrics",
                asked -> metrics(telemetry, asked.accept().contains("application/openmetrics-text")),
                "/livez",
                new HealthEndpoint(() -> Probes.live(processor.streams().status(), processor.failure())),
                "/readyz",
                new HealthEndpoint(
                        () -> Probes.ready(processor.streams().status(), processor.failure(), Instant.now())),
                "/startupz",
                new HealthEndpoint(() -> Probes.started(processor.streams().status())),
                "/status",
                asked -> Reply.json(
                        200,
                        StatusDocument.of(
                                Build.version(),
                                processor.streams().status(),
                                telemetry.activity(),
                                processor.failure())));
    }

    private static Reply metrics(Telemetry telemetry, boolean openMetrics) {
        return new Reply(
                200,
                Telemetry.contentType(openMetrics),
                telemetry.scrape(openMetrics).getBytes(StandardCharsets.UTF_8));
    }
}
