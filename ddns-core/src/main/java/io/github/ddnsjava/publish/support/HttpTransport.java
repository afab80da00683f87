package io.github.ddnsjava.publish.support;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Makes one HTTP exchange: no retry, no redirect, no cookie, at most so many bytes and so much time, body included.
 * Thread-safe. The default uses the JDK's client; an application may bring its own (a proxy, mutual TLS).
 */
@FunctionalInterface
public interface HttpTransport {
    /**
     * Makes the exchange; every status is an answer.
     *
     * @throws io.github.ddnsjava.exception.TransientException if there is no complete answer; says whether the request
     *     left
     * @throws io.github.ddnsjava.exception.ProtocolException if the answer is too large or not HTTP
     */
    Answer exchange(Request request) throws InterruptedException;

    /**
     * A request. Its text shows neither path nor headers, for they may hold secrets.
     *
     * @param method the method
     * @param uri the target, encoded
     * @param headers the headers
     * @param body the body; empty for none
     * @param timeout the bound on the whole exchange
     * @param maxBytes the bound on the answer's body
     */
    record Request(
            String method,
            URI uri,
            Map<String, String> headers,
            Optional<byte[]> body,
            Duration timeout,
            int maxBytes) {
        /** Copies the headers. */
        public Request {
            headers = Map.copyOf(headers);
        }

        @Override
        public String toString() {
            return method + " " + uri.getScheme() + "://" + uri.getAuthority();
        }
    }

    /**
     * An answer.
     *
     * @param status the status
     * @param headers the headers, names in lower case
     * @param body the body as text: by its byte order mark, else by the charset that the answer names, else UTF-8;
     *     bytes that this charset does not know are unpaired surrogates, never replacement characters
     */
    record Answer(int status, Map<String, List<String>> headers, String body) {
        /** Copies the headers. */
        public Answer {
            headers = Map.copyOf(headers);
        }

        /** Returns the first header of that name. */
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)))
                    .filter(values -> !values.isEmpty())
                    .map(values -> values.get(0));
        }

        @Override
        public String toString() {
            return "HTTP " + status + ", " + body.length() + " characters";
        }
    }
}
