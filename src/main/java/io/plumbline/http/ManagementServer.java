package io.plumbline.http;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The management port: one listener for machines that watch this instance.
 *
 * <p>Plain HTTP without authentication, so it listens on this machine only unless told otherwise. It answers few clients at a
 * time, forgets those that are silent, and takes no request bodies. Stopping lets requests under way finish.
 */
public final class ManagementServer implements AutoCloseable {

    private static final int MAX_THREADS = 8;
    private static final int MAX_CONNECTIONS = 64;
    private static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(3);

    private final Server server;
    private final ServerConnector connector;

    private ManagementServer(ManagementSettings settings, Map<String, Endpoint> endpoints) {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 1);
        threads.setName("management");
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, connector));
        server.setHandler(new GracefulHandler(new Router(endpoints)));
        server.setErrorHandler(ManagementServer::problem);
        server.setStopTimeout(STOP_LIMIT.toMillis());
    }

    /**
     * Opens the port and answers from then on.
     *
     * @param endpoints by path
     * @throws CannotListenException if the port cannot be had
     */
    public static ManagementServer start(ManagementSettings settings, Map<String, Endpoint> endpoints) {
        ManagementServer management = new ManagementServer(settings, endpoints);
        try {
            management.server.start();
            return management;
        } catch (IOException e) {
            management.close();
            throw new CannotListenException(settings, e);
        } catch (Exception e) {
            management.close();
            throw new IllegalStateException("the management port did not start", e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Where its paths begin. */
    public URI url() {
        String host = connector.getHost();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port());
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the management port did not stop", e);
        }
    }

    /** What Jetty refuses by itself: malformed requests, headers too large, requests while it stops. */
    private static boolean problem(Request request, Response response, Callback callback) {
        int status = response.getStatus() < 400 ? 500 : response.getStatus();
        Router.send(
                Reply.problem(status, HttpStatus.getMessage(status), "the request was not answered"),
                HttpMethod.HEAD.is(request.getMethod()),
                response,
                callback);
        return true;
    }
}
