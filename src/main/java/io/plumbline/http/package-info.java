/**
 * HTTP: a small server on Jetty's core handlers, without servlets, and the management port on it.
 *
 * <p>{@link io.plumbline.http.ManagementServer} owns the listening port, {@link io.plumbline.http.Router} finds the {@link
 * io.plumbline.http.Endpoint} of a path, and an endpoint answers with a {@link io.plumbline.http.Reply}. Health is a list of
 * {@link io.plumbline.http.Check}s; {@link io.plumbline.http.HealthEndpoint} makes an answer of them. What endpoints have to
 * say is handed in by {@code app}.
 *
 * <p>Shell: imports nothing else of the product. Start with {@link io.plumbline.http.ManagementServer}.
 */
package io.plumbline.http;
