package io.github.ddnsjava.publish.http;

import io.github.ddnsjava.internal.text.OutsideText;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Makes one HTTP exchange. It does not retry, follow redirects or keep cookies. The size of the answer and the time of
 * the whole exchange, body included, are bounded. The default uses the JDK's client. {@link #builder} makes one with a
 * proxy, own certificates, a local address or an address family. An application may also supply its own. Implementations
 * are thread-safe.
 */
@FunctionalInterface
public interface HttpTransport {
    /**
     * Makes the exchange. Every status counts as an answer.
     *
     * @throws io.github.ddnsjava.exception.TransientException if there is no complete answer; it says whether the
     *     request was sent
     * @throws io.github.ddnsjava.exception.ProtocolException if the answer is too large or is not HTTP
     * @throws InterruptedException if the calling thread is interrupted
     */
    Answer exchange(Request request) throws InterruptedException;

    /** Starts building a transport that reaches servers in another way than the system would. */
    static HttpTransportBuilder builder() {
        return new HttpTransportBuilder();
    }

    /**
     * A request. Its text form shows neither path nor headers, because they may contain secrets. Immutable.
     *
     * @param method the method
     * @param uri the target, encoded
     * @param headers the headers
     * @param body the body; empty for none
     * @param timeout the bound on the whole exchange
     * @param maxBytes the bound on the size of the answer's body, in bytes
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
     * An answer. Immutable and thread-safe if its header values are.
     *
     * @param status the status
     * @param headers the headers, with names in lower case
     * @param body the body as text. It is decoded by its byte order mark, else by the charset that the answer names,
     *     else as UTF-8. Bytes that the charset does not know become unpaired surrogates, never replacement characters
     */
    record Answer(int status, Map<String, List<String>> headers, String body) {
        /** Copies the headers. */
        public Answer {
            headers = Map.copyOf(headers);
        }

        /** Returns the first header of that name; empty if there is none. */
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)))
                    .filter(values -> !values.isEmpty())
                    .map(values -> values.get(0));
        }

        /** Tells whether the body is a web page (HTML), as captive portals and proxies send in the place of a service. */
        public boolean isWebPage() {
            return OutsideText.isHtml(body);
        }

        /** Returns this answer without a byte order mark, which the transport of an application may leave in the text. */
        Answer withoutMark() {
            return new Answer(status, headers, OutsideText.withoutMark(body));
        }

        @Override
        public String toString() {
            return "HTTP " + status + ", " + body.length() + " characters";
        }
    }
}
