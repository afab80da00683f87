package io.github.ddnsjava.internal.http;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.detect.EchoTransport;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** One request in progress. One thread runs it. Another thread may call {@link #abandon}, which ends it. */
final class EchoExchange {
    private final EchoTarget target;
    private final EchoTransport.Request request;
    private final SocketEchoTransport.Resolver resolver;
    private final Supplier<SSLSocketFactory> tls;
    private final long deadline;
    private boolean abandoned;
    private @Nullable Closeable inUse;
    private @Nullable EchoConnection reusable;
    private boolean inDoubt;

    EchoExchange(
            EchoTarget target,
            EchoTransport.Request request,
            SocketEchoTransport.Resolver resolver,
            Supplier<SSLSocketFactory> tls) {
        this.target = target;
        this.request = request;
        this.resolver = resolver;
        this.tls = tls;
        this.deadline = System.nanoTime() + request.timeout().toNanos();
    }

    /**
     * Asks over a connection that was used before; null if the connection proved to be closed before an answer began.
     */
    EchoTransport.@Nullable Answer askOver(EchoConnection kept) throws IOException {
        use(kept);
        if (answers(kept)) {
            return read(kept);
        }
        kept.close();
        return null;
    }

    private boolean answers(EchoConnection kept) {
        try {
            kept.send(target.requestFor(request.uri()));
            return kept.awaitAnswer(request.timeout().dividedBy(3));
        } catch (IOException dead) {
            return false;
        }
    }

    EchoTransport.Answer askAnew() throws IOException {
        Socket socket = connect();
        EchoConnection connection =
                target.secure() ? EchoConnection.tls(socket, tls.get(), target) : EchoConnection.plain(socket);
        connection.send(target.requestFor(request.uri()));
        if (!connection.awaitAnswer(Duration.ZERO)) {
            throw new EOFException("the server closed the connection without an answer");
        }
        return read(connection);
    }

    /** Tells whether nothing shows that the last answer is whole. */
    boolean isInDoubt() {
        return inDoubt;
    }

    private EchoTransport.Answer read(EchoConnection connection) throws IOException {
        EchoReader.Message message = connection.read(request.maxBytes());
        inDoubt = message.status() == 200 && message.mayBeCut();
        if (message.reusable()) {
            reusable = connection;
        }
        return new EchoTransport.Answer(message.status(), message.contentType(), message.body(), connection.peer());
    }

    /** Tries the host's addresses in turn, each with an equal share of the time that is left. */
    private Socket connect() throws IOException {
        List<InetAddress> addresses = addresses();
        int unroutable = 0;
        IOException failure = new IOException("no address to connect to");
        for (int i = 0; i < addresses.size(); i++) {
            Socket socket = new Socket(Proxy.NO_PROXY);
            use(socket);
            long share = (deadline - System.nanoTime()) / 1_000_000 / (addresses.size() - i);
            try {
                if (target.localAddress().isPresent()) {
                    socket.bind(
                            new InetSocketAddress(target.localAddress().get().toInetAddress(), 0));
                }
                socket.connect(new InetSocketAddress(addresses.get(i), target.port()), (int) Math.max(1, share));
                return socket;
            } catch (SocketTimeoutException e) {
                socket.close();
                failure = new SocketTimeoutException("no connection within its share of the time");
            } catch (IOException e) {
                socket.close();
                failure = e;
                unroutable += hasRoute(addresses.get(i)) ? 0 : 1;
            }
        }
        if (target.family().isPresent() && unroutable == addresses.size()) {
            throw new EchoTransport.FamilyUnavailableException(
                    "this host has no " + target.family().get() + " route");
        }
        throw failure;
    }

    private List<InetAddress> addresses() throws IOException {
        IpAddress literal = target.literal().orElse(null);
        List<InetAddress> addresses = new ArrayList<>();
        for (InetAddress address : literal == null ? resolve() : new InetAddress[] {literal.toInetAddress()}) {
            IpFamily family = IpAddress.of(address).family();
            if (target.family().isEmpty() || target.family().get() == family) {
                addresses.add(address);
            }
        }
        if (addresses.isEmpty()) {
            throw new EchoTransport.FamilyUnavailableException("the service has no "
                    + target.family().map(IpFamily::toString).orElse("IP") + " address");
        }
        return addresses;
    }

    private InetAddress[] resolve() throws IOException {
        try {
            return resolver.resolve(target.host());
        } catch (UnknownHostException e) {
            throw new UnknownHostException("the name " + target.host() + " cannot be resolved");
        }
    }

    /**
     * Checks the routing table. Connecting a UDP socket sends nothing, and fails if there is no route. The error of a
     * TCP connection does not distinguish a missing route from a router or firewall that refuses the connection.
     */
    private static boolean hasRoute(InetAddress address) {
        boolean v4 = IpAddress.of(address).family() == IpFamily.IPV4;
        try (DatagramChannel channel =
                DatagramChannel.open(v4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6)) {
            channel.connect(new InetSocketAddress(address, 9));
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** Ends the use of the connection; returns it where it may be used again. */
    synchronized @Nullable EchoConnection release() {
        if (abandoned || reusable == null) {
            return null;
        }
        inUse = null;
        return reusable;
    }

    /** Closes whatever is in use and refuses more. */
    synchronized void abandon() {
        abandoned = true;
        closeQuietly(inUse);
    }

    private synchronized void use(Closeable next) throws IOException {
        inUse = next;
        if (abandoned) {
            closeQuietly(next);
            throw new IOException("abandoned");
        }
    }

    private static void closeQuietly(@Nullable Closeable closeable) {
        try {
            if (closeable != null) {
                closeable.close();
            }
        } catch (IOException e) {
            // There is nothing left to be done about it.
        }
    }
}
