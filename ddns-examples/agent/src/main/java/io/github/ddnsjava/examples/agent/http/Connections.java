package io.github.ddnsjava.examples.agent.http;

import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/**
 * Bounds how many connections there are, and how long one may take. A client that sends its request byte by byte is never
 * idle, so that an idle timeout alone does not end it. If there are too many, the one that has waited for longest is closed.
 * Thread-safe.
 */
final class Connections implements Connection.Listener {
    static final int MOST = 256;
    /** For a whole request to arrive, and between two requests. */
    static final Duration ASKING = Duration.ofSeconds(20);
    /** For an answer, a plan included, and for the client to read it. */
    static final Duration ANSWERING = Duration.ofMinutes(5);

    private enum Phase {
        ASKING,
        ANSWERING,
        STREAMING
    }

    private record Known(EndPoint endPoint, Phase phase, Instant since) {}

    private final InstantSource clock;
    /** By the address of the client: with TLS, one connection is two for Jetty. */
    private final Map<SocketAddress, Known> all = new ConcurrentHashMap<>();

    /** The address of each, because a connection that is closed no longer has one. */
    private final Map<Connection, SocketAddress> addresses = new ConcurrentHashMap<>();

    Connections(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void onOpened(Connection connection) {
        EndPoint endPoint = connection.getEndPoint();
        SocketAddress address = endPoint.getRemoteSocketAddress();
        if (address == null) {
            return; // it is closed already
        }
        addresses.put(connection, address);
        Known opened = new Known(endPoint, Phase.ASKING, clock.instant());
        all.compute(address, (same, known) -> known != null && known.endPoint().isOpen() ? known : opened);
        if (all.size() > MOST) {
            oldest().ifPresent(this::close);
        }
    }

    @Override
    public void onClosed(Connection connection) {
        SocketAddress address = addresses.remove(connection);
        if (address != null) {
            all.remove(address);
        }
    }

    private Optional<Map.Entry<SocketAddress, Known>> oldest() {
        return all.entrySet().stream()
                .filter(entry -> entry.getValue().phase() != Phase.STREAMING)
                .min(Comparator.comparing(entry -> entry.getValue().since()));
    }

    /** A whole request has arrived. */
    void answering(Request request) {
        SocketAddress address = request.getConnectionMetaData().getRemoteSocketAddress();
        if (address != null) {
            enter(address, Phase.ANSWERING);
            Request.addCompletionListener(request, failure -> enter(address, Phase.ASKING));
        }
    }

    /**
     * The answer will not end by itself.
     *
     * @return what is to be run when it ends: then it has to be read in time
     */
    Runnable streaming(Request request) {
        SocketAddress address = request.getConnectionMetaData().getRemoteSocketAddress();
        if (address == null) {
            return () -> {};
        }
        enter(address, Phase.STREAMING);
        return () -> enter(address, Phase.ANSWERING);
    }

    private void enter(SocketAddress address, Phase phase) {
        all.computeIfPresent(address, (same, known) -> new Known(known.endPoint(), phase, clock.instant()));
    }

    /** Returns how many there are. */
    int size() {
        return all.size();
    }

    /** Closes what takes too long, and forgets what is closed. */
    void sweep() {
        Instant now = clock.instant();
        all.values().removeIf(known -> !known.endPoint().isOpen());
        List<Map.Entry<SocketAddress, Known>> late = new ArrayList<>();
        all.entrySet().forEach(entry -> {
            Duration age = Duration.between(entry.getValue().since(), now);
            Phase phase = entry.getValue().phase();
            if (phase == Phase.ASKING && age.compareTo(ASKING) > 0
                    || phase == Phase.ANSWERING && age.compareTo(ANSWERING) > 0) {
                late.add(entry);
            }
        });
        late.forEach(this::close);
    }

    private void close(Map.Entry<SocketAddress, Known> entry) {
        all.remove(entry.getKey());
        entry.getValue().endPoint().close();
    }
}
