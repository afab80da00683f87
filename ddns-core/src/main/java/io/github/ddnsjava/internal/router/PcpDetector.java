package io.github.ddnsjava.internal.router;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.internal.http.Deadline;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;

/**
 * Asks the router by PCP (RFC 6887), which has no question for the address: a mapping is made, which names it, and
 * deleted again. It maps the very socket that asks, where nobody else listens. Thread-safe.
 */
final class PcpDetector extends RouterDetector {
    /** The RFC's three seconds would leave a look of a few seconds one try. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    /** How long the mapping lives if the router does not hear that it is deleted. */
    private static final int LIFETIME_SECONDS = 120;

    private static final Duration DELETION = Duration.ofMillis(500);

    private final int port;
    private final Epoch epoch = new Epoch();
    private final SecureRandom random = new SecureRandom();

    PcpDetector(RouterSettings settings, int port) {
        super("pcp", settings);
        this.port = port;
    }

    @Override
    IpAddress ask(RouterPath path, Deadline deadline) throws IOException {
        byte[] nonce = new byte[12];
        random.nextBytes(nonce);
        try (UdpExchange exchange = new UdpExchange(path.gatewayAt(port))) {
            Pcp mapping = new Pcp(nonce, path.local(), exchange.localPort());
            byte[] request = mapping.request(LIFETIME_SECONDS);
            Pcp.Answer answer = exchange.ask(request, FIRST_PAUSE, deadline, mapping::read);
            if (epoch.fellBehind(path.gateway(), answer.epoch(), System.nanoTime())) {
                // It is just coming up, or changing its address: what it says now counts.
                answer = exchange.ask(request, FIRST_PAUSE, deadline, mapping::read);
            }
            if (answer.result() == 0) {
                delete(mapping, exchange, deadline.atMost(DELETION));
            }
            if (!answer.problem().isEmpty()) {
                throw new IOException(answer.problem());
            }
            return answer.external().orElseThrow();
        } catch (SocketTimeoutException e) {
            throw new IOException(
                    "the router does not answer PCP (" + e.getMessage() + "); allow it in its settings", e);
        } catch (PortUnreachableException e) {
            throw new IOException("the router does not speak PCP (port unreachable); allow it in its settings", e);
        }
    }

    private static void delete(Pcp mapping, UdpExchange exchange, Deadline deadline) throws IOException {
        try {
            exchange.ask(mapping.request(0), DELETION, deadline, mapping::read);
        } catch (IOException e) {
            // It ends by itself soon; but an interrupt must be seen.
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
        }
    }

    @Override
    RouterWatch.Session listen(RouterPath path) {
        return Announcements.on(path);
    }
}
