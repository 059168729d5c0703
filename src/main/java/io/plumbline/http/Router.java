package io.plumbline.http;

import io.plumbline.http.Endpoint.Asked;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the endpoint of a path. GET and HEAD only; everything it cannot answer is a problem document. */
final class Router extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    private final Map<String, Endpoint> endpoints;

    Router(Map<String, Endpoint> endpoints) {
        this.endpoints = Map.copyOf(endpoints);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Reply reply = answer(request);
        if (reply.status() == HttpStatus.METHOD_NOT_ALLOWED_405) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
        }
        send(reply, HttpMethod.HEAD.is(request.getMethod()), response, callback);
        return true;
    }

    private Reply answer(Request request) {
        String path = Request.getPathInContext(request);
        Endpoint endpoint = endpoints.get(path);
        if (endpoint == null) {
            return Reply.problem(
                    404, "Not found", "nothing is at this path; there is " + new TreeMap<>(endpoints).keySet());
        }
        if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
            return Reply.problem(405, "Method not allowed", "only GET and HEAD are answered here");
        }
        Set<String> parameters;
        try {
            parameters = Request.extractQueryParameters(request).getNames();
        } catch (RuntimeException e) {
            return Reply.problem(400, "Bad request", "what follows the question mark cannot be read");
        }
        try {
            String accept = request.getHeaders().get(HttpHeader.ACCEPT);
            return endpoint.get(new Asked(parameters, accept == null ? "" : accept));
        } catch (RuntimeException e) {
            LOG.warn("no answer on {}", path, e);
            return Reply.problem(500, "Internal error", "the log of the process says more");
        }
    }

    /** Sends an answer; without its body, but with the length of it, to HEAD. */
    static void send(Reply reply, boolean head, Response response, Callback callback) {
        response.setStatus(reply.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().length);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.write(true, head ? null : ByteBuffer.wrap(reply.body()), callback);
    }
}
