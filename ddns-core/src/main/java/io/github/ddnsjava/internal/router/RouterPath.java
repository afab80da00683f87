package io.github.ddnsjava.internal.router;

import io.github.ddnsjava.IpAddress;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;

/**
 * The way to the router. Immutable and thread-safe.
 *
 * @param gateway the router's address
 * @param local this host's address towards it
 * @param by the interface that has that address
 */
record RouterPath(IpAddress gateway, IpAddress local, NetworkInterface by) {
    /** Asks the routing table: connecting a UDP socket sends nothing. */
    static RouterPath to(IpAddress gateway) throws IOException {
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
            channel.connect(new InetSocketAddress(gateway.toInetAddress(), 9));
            Inet4Address local = (Inet4Address) ((InetSocketAddress) channel.getLocalAddress()).getAddress();
            NetworkInterface by = NetworkInterface.getByInetAddress(local);
            if (by == null) {
                throw new IOException("no network interface has the address " + local.getHostAddress());
            }
            return new RouterPath(gateway, IpAddress.of(local), by);
        } catch (java.net.SocketException e) {
            throw new IOException("there is no route to the router " + gateway, e);
        }
    }

    /** Tells whether it is the same way still; other addresses of the interface may come and go. */
    boolean isSameAs(RouterPath other) {
        return gateway.equals(other.gateway) && local.equals(other.local) && by.getIndex() == other.by.getIndex();
    }

    InetSocketAddress gatewayAt(int port) {
        return new InetSocketAddress(gateway.toInetAddress(), port);
    }

    InetSocketAddress localAt(int port) {
        return new InetSocketAddress(local.toInetAddress(), port);
    }
}
