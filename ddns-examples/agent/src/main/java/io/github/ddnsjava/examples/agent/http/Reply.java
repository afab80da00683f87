package io.github.ddnsjava.examples.agent.http;

import java.util.Map;

/**
 * What is sent back. Immutable.
 *
 * @param status the status
 * @param type the content's type
 * @param content the content
 * @param headers further headers
 */
record Reply(int status, String type, String content, Map<String, String> headers) {
    static final String JSON = "application/json";

    /** Returns a content with 200. */
    static Reply of(String type, String content) {
        return new Reply(200, type, content, Map.of());
    }

    /** Returns an error, in the form that the command line has. */
    static Reply error(int status, String kind, String message) {
        return new Reply(
                status, JSON, "{\"error\":{\"kind\":\"" + kind + "\",\"message\":\"" + message + "\"}}\n", Map.of());
    }

    /** Returns this with a header. */
    Reply with(String name, String value) {
        return new Reply(status, type, content, Map.of(name, value));
    }
}
