package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Optional;

/**
 * Where packets to the Internet leave this host. Connecting a UDP socket sends nothing, and tells which address, and so
 * which interface, the system would send from. Stateless.
 */
final class DefaultRoute {
    private static final IpAddress FAR_AWAY_4 = IpAddress.parse("1.1.1.1");
    private static final IpAddress FAR_AWAY_6 = IpAddress.parse("2606:4700:4700::1111");

    private DefaultRoute() {}

    /** Returns advice where an address seen from outside would be that of a VPN's exit; empty otherwise. */
    static Optional<String> advice(IpFamily family) {
        return way(family).flatMap(way -> {
            try {
                return advice(way.getName(), LinkType.isTunnel(way));
            } catch (IOException e) {
                return Optional.empty();
            }
        });
    }

    /** Returns the interface that it leaves by; empty where there is no route, or the system does not tell. */
    static Optional<NetworkInterface> way(IpFamily family) {
        try (DatagramChannel channel = DatagramChannel.open()) {
            IpAddress farAway = family == IpFamily.IPV4 ? FAR_AWAY_4 : FAR_AWAY_6;
            channel.connect(new InetSocketAddress(farAway.toInetAddress(), 9));
            InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
            return Optional.ofNullable(NetworkInterface.getByInetAddress(local.getAddress()));
        } catch (IOException | UnsupportedOperationException | UnsupportedAddressTypeException e) {
            return Optional.empty(); // the last where this host does without IPv6
        }
    }

    static Optional<String> advice(String name, boolean tunnel) {
        return tunnel
                ? Optional.of("the default route leads through the tunnel " + name
                        + ", so this may be the VPN's address; set \"bind\" to the line's interface if it is")
                : Optional.empty();
    }
}
