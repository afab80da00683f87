package io.github.ddnsjava.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Fetches the page of an echo service, by HTTP GET. Detection needs what the JDK's client lacks: the address family
 * forced, a fresh connection on demand, and a bound on the time of the whole exchange, body included. Redirects are
 * answers, not followed. Implementations are thread-safe.
 */
@FunctionalInterface
public interface EchoTransport {
    /**
     * Fetches one page.
     *
     * @throws FamilyUnavailableException if it cannot be asked by the asked family, whoever listens there
     * @throws IOException if there is no complete answer in time, or it is larger than allowed; the message says which
     */
    Answer get(Request request) throws IOException, InterruptedException;

    /**
     * What to fetch, and how.
     *
     * @param uri an {@code http} or {@code https} address
     * @param family the family to connect by; empty for any
     * @param fresh whether a connection that was used before must not be used
     * @param timeout the bound on the whole exchange
     * @param maxBytes the bound on the body's size
     * @param localAddress this host's address to connect from, which chooses the way; empty for the system's choice
     */
    record Request(
            URI uri,
            Optional<IpFamily> family,
            boolean fresh,
            Duration timeout,
            int maxBytes,
            Optional<IpAddress> localAddress) {
        /** From an address of the system's choice. */
        public Request(URI uri, Optional<IpFamily> family, boolean fresh, Duration timeout, int maxBytes) {
            this(uri, family, fresh, timeout, maxBytes, Optional.empty());
        }
    }

    /**
     * What came back.
     *
     * @param status the HTTP status
     * @param contentType the media type without parameters, lower case; empty where none was sent
     * @param body the body as ISO-8859-1 text, which loses nothing
     * @param peer the address that answered
     */
    record Answer(int status, String contentType, String body, IpAddress peer) {}

    /**
     * There is no way by the asked family: this host has no route of it, or the service has no address of it. Where
     * every source fails so, this host counts as having no address of the family; any other failure says nothing of
     * that.
     */
    final class FamilyUnavailableException extends IOException {
        private static final long serialVersionUID = 1L;

        /** Makes one that says which of the two it is. */
        public FamilyUnavailableException(String message) {
            super(message);
        }
    }
}
