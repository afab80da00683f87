package io.github.ddnsjava.internal.router;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.internal.http.Deadline;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Asks the router by NAT-PMP (RFC 6886). Thread-safe. */
final class NatPmpDetector extends RouterDetector {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    private final int port;
    private final Epoch epoch = new Epoch();

    NatPmpDetector(RouterSettings settings, int port) {
        super("nat-pmp", settings);
        this.port = port;
    }

    @Override
    IpAddress ask(RouterPath path, Deadline deadline) throws IOException {
        try (UdpExchange exchange = new UdpExchange(path.gatewayAt(port))) {
            NatPmp answer = exchange.ask(NatPmp.request(), FIRST_PAUSE, deadline, NatPmp::read);
            if (epoch.fellBehind(path.gateway(), answer.epoch(), System.nanoTime())) {
                // It is just coming up, or changing its address: what it says now counts.
                answer = exchange.ask(NatPmp.request(), FIRST_PAUSE, deadline, NatPmp::read);
            }
            if (!answer.problem().isEmpty()) {
                throw new IOException(answer.problem());
            }
            return answer.external();
        } catch (SocketTimeoutException e) {
            throw new IOException(
                    "the router does not answer NAT-PMP (" + e.getMessage() + "); allow it in its settings", e);
        } catch (PortUnreachableException e) {
            throw new IOException("the router does not speak NAT-PMP (port unreachable); allow it in its settings", e);
        }
    }

    @Override
    RouterWatch.Session listen(RouterPath path) {
        return Announcements.on(path);
    }
}
