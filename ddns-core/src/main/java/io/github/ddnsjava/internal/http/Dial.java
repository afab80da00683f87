package io.github.ddnsjava.internal.http;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.detect.EchoTransport;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Connects sockets, by one family or from one local address if the target says so. The JDK's HTTP client can do neither:
 * it takes the first address that a name has, and a local address only since JDK 19. Stateless and thread-safe.
 */
final class Dial {
    /** Learns of each socket before it is connected, so that it can be closed by another thread. */
    @FunctionalInterface
    interface Use {
        /**
         * Takes a socket.
         *
         * @throws IOException if nothing is to be connected any more
         */
        void use(Closeable socket) throws IOException;
    }

    private Dial() {}

    /**
     * Tries the host's addresses in turn, each with an equal share of the time that is left.
     *
     * @param deadline the end, by {@link System#nanoTime}
     * @throws EchoTransport.FamilyUnavailableException if the host has no address of the family, or this host no route
     * @throws BindException if the local address is not an address of this host
     * @throws IOException if there is no connection
     */
    static Socket connect(EchoTarget target, SocketEchoTransport.Resolver resolver, long deadline, Use use)
            throws IOException {
        List<InetAddress> addresses = addresses(target, resolver);
        int unroutable = 0;
        IOException failure = new IOException("no address to connect to");
        for (int i = 0; i < addresses.size(); i++) {
            Socket socket = new Socket(Proxy.NO_PROXY);
            use.use(socket);
            long share = (deadline - System.nanoTime()) / 1_000_000 / (addresses.size() - i);
            try {
                bind(socket, target);
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

    private static void bind(Socket socket, EchoTarget target) throws IOException {
        IpAddress local = target.localAddress().orElse(null);
        if (local == null) {
            return;
        }
        try {
            socket.bind(new InetSocketAddress(local.toInetAddress(), 0));
        } catch (BindException e) {
            throw new BindException(
                    "the local address " + local + " is not an address of this host now; set one that it has, or none");
        }
    }

    private static List<InetAddress> addresses(EchoTarget target, SocketEchoTransport.Resolver resolver)
            throws IOException {
        IpAddress literal = target.literal().orElse(null);
        List<InetAddress> addresses = new ArrayList<>();
        for (InetAddress address :
                literal == null ? resolve(target, resolver) : new InetAddress[] {literal.toInetAddress()}) {
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

    private static InetAddress[] resolve(EchoTarget target, SocketEchoTransport.Resolver resolver) throws IOException {
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
}
