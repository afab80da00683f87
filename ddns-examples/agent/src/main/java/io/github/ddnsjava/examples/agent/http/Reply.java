package io.github.ddnsjava.examples.agent.http;

import io.github.ddnsjava.examples.agent.page.PageFiles;
import java.nio.charset.StandardCharsets;
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

    /** Returns a file of the page. */
    static Reply file(PageFiles.File file) {
        return new Reply(200, file.type(), new String(file.content(), StandardCharsets.UTF_8), PageFiles.HEADERS);
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
