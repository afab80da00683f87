package io.github.ddnsjava.internal.router;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;

/**
 * What routers send to all hosts when their address changes or they restart (RFC 6886 section 3.2.1, RFC 6887 section
 * 14.1). An announcement is only a hint, and the first one often carries the old address still; so nothing is taken
 * from it. Accepted from the router only.
 */
final class Announcements implements RouterWatch.Session {
    /** The second port is that of an early draft, which some routers use too. */
    private static final List<Integer> PORTS = List.of(5350, 5351);

    private static final int MAX_BYTES = 1101;

    private final RouterPath path;
    private final InetSocketAddress group;
    private final List<Integer> ports;

    Announcements(RouterPath path, String group, List<Integer> ports) {
        this.path = path;
        this.group = new InetSocketAddress(group, 0);
        this.ports = ports;
    }

    static Announcements on(RouterPath path) {
        return new Announcements(path, "224.0.0.1", PORTS);
    }

    @Override
    public void run(RouterWatch.Ear ear) throws IOException {
        try (Selector selector = Selector.open()) {
            try {
                join(selector);
                ear.listening();
                while (!Thread.currentThread().isInterrupted()) {
                    if (selector.select(RouterWatch.LOOK_AROUND.toMillis()) == 0) {
                        ear.lookAround();
                    }
                    for (SelectionKey key : selector.selectedKeys()) {
                        read((DatagramChannel) key.channel(), ear);
                    }
                    selector.selectedKeys().clear();
                }
            } finally {
                for (SelectionKey key : selector.keys()) {
                    key.channel().close();
                }
            }
        }
    }

    private void join(Selector selector) throws IOException {
        IOException failure = new IOException("no port for announcements");
        for (int port : ports) {
            DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
            try {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true); // others on this host may listen too
                bind(channel, port);
                channel.join(group.getAddress(), path.by());
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ);
            } catch (IOException e) {
                channel.close();
                failure = new IOException("port " + port + " for announcements cannot be opened: " + e.getMessage(), e);
            }
        }
        if (selector.keys().isEmpty()) {
            throw failure;
        }
    }

    /** To the group's address where the system can, so that nothing but the group's datagrams comes in. */
    private void bind(DatagramChannel channel, int port) throws IOException {
        try {
            channel.bind(new InetSocketAddress(group.getAddress(), port));
        } catch (IOException notHere) {
            channel.bind(new InetSocketAddress(port));
        }
    }

    private void read(DatagramChannel channel, RouterWatch.Ear ear) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(MAX_BYTES);
        for (SocketAddress from = channel.receive(buffer); from != null; from = channel.receive(buffer)) {
            byte[] datagram = new byte[buffer.flip().remaining()];
            buffer.get(datagram).clear();
            boolean fromRouter = ((InetSocketAddress) from)
                    .getAddress()
                    .equals(path.gateway().toInetAddress());
            if (fromRouter && (Pcp.isAnnouncement(datagram) || NatPmp.isAnnouncement(datagram))) {
                ear.changed();
            }
        }
    }
}
