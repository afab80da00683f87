package io.github.ddnsjava.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Fetches the page of an echo service by an HTTP GET. Detection needs features that the JDK's client lacks: it forces
 * the address family, uses a fresh connection on demand, and bounds the time of the whole exchange, body included.
 * Redirects are returned as answers and not followed. Implementations are thread-safe.
 */
@FunctionalInterface
public interface EchoTransport {
    /**
     * Fetches one page. Every status counts as an answer.
     *
     * @throws FamilyUnavailableException if no connection by the requested family is possible, whichever service is
     *     asked
     * @throws IOException if there is no complete answer in time, or it is larger than allowed; the message says which
     * @throws InterruptedException if the calling thread is interrupted
     */
    Answer get(Request request) throws IOException, InterruptedException;

    /**
     * A request. Immutable and thread-safe.
     *
     * @param uri an {@code http} or {@code https} address
     * @param family the family of the connection; empty for any
     * @param fresh whether a connection that was used before must not be used
     * @param timeout the bound on the whole exchange
     * @param maxBytes the bound on the size of the body, in bytes
     * @param localAddress the local address of the connection, which selects the uplink; empty for the system's choice
     */
    record Request(
            URI uri,
            Optional<IpFamily> family,
            boolean fresh,
            Duration timeout,
            int maxBytes,
            Optional<IpAddress> localAddress) {
        /** Creates a request whose local address the system chooses. */
        public Request(URI uri, Optional<IpFamily> family, boolean fresh, Duration timeout, int maxBytes) {
            this(uri, family, fresh, timeout, maxBytes, Optional.empty());
        }
    }

    /**
     * An answer. Immutable and thread-safe.
     *
     * @param status the HTTP status
     * @param contentType the media type without parameters, in lower case; empty if none was sent
     * @param body the body, decoded as ISO-8859-1, which loses nothing
     * @param peer the address that answered
     */
    record Answer(int status, String contentType, String body, IpAddress peer) {}

    /**
     * There is no connection by the requested family: this host has no route of the family, or the service has no
     * address of it. If all sources fail like this, this host counts as having no address of the family. Other failures
     * do not have that meaning.
     */
    final class FamilyUnavailableException extends IOException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. The message says which of the two it is. */
        public FamilyUnavailableException(String message) {
            super(message);
        }
    }
}
