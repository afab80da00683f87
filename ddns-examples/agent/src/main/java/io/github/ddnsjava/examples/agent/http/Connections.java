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

    Connections(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void onOpened(Connection connection) {
        EndPoint endPoint = connection.getEndPoint();
        all.putIfAbsent(endPoint.getRemoteSocketAddress(), new Known(endPoint, Phase.ASKING, clock.instant()));
        if (all.size() > MOST) {
            oldest().ifPresent(this::close);
        }
    }

    @Override
    public void onClosed(Connection connection) {
        all.remove(connection.getEndPoint().getRemoteSocketAddress());
    }

    private Optional<Map.Entry<SocketAddress, Known>> oldest() {
        return all.entrySet().stream()
                .filter(entry -> entry.getValue().phase() != Phase.STREAMING)
                .min(Comparator.comparing(entry -> entry.getValue().since()));
    }

    /** A whole request has arrived. */
    void answering(Request request) {
        enter(request, Phase.ANSWERING);
        Request.addCompletionListener(request, failure -> enter(request, Phase.ASKING));
    }

    /** The answer will not end by itself. */
    void streaming(Request request) {
        enter(request, Phase.STREAMING);
    }

    private void enter(Request request, Phase phase) {
        all.computeIfPresent(
                request.getConnectionMetaData().getRemoteSocketAddress(),
                (address, known) -> new Known(known.endPoint(), phase, clock.instant()));
    }

    /** Closes what takes too long. */
    void sweep() {
        Instant now = clock.instant();
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
