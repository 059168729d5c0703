package io.plumbline.http;

import java.util.Set;

/** Answers GET and HEAD on one path; called by several threads at once. */
@FunctionalInterface
public interface Endpoint {

    /** What it throws is answered with 500 and a line in the log, never with a stack trace. */
    Reply get(Asked asked);

    /**
     * What a request says besides its path.
     *
     * @param parameters names of the parameters after the question mark
     * @param accept the media types the client takes, as its header has them; empty where it says nothing
     */
    record Asked(Set<String> parameters, String accept) {}
}
