package io.github.ddnsjava.internal.router;

import io.github.ddnsjava.IpAddress;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

/** A router on loopback that answers each request with the datagrams that a test gives it. */
final class UdpRouter implements AutoCloseable {
    private final DatagramSocket socket;
    private final List<byte[]> requests = new CopyOnWriteArrayList<>();

    UdpRouter(Function<byte[], List<byte[]>> answers) throws IOException {
        socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        Thread thread = new Thread(() -> serve(answers), "udp-router");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Function<byte[], List<byte[]>> answers) {
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        try {
            while (true) {
                packet.setLength(2000);
                socket.receive(packet);
                byte[] request = Arrays.copyOf(packet.getData(), packet.getLength());
                came(request);
                // What comes from another port is another's.
                try (DatagramSocket stranger = new DatagramSocket()) {
                    byte[] lie = {0, (byte) 0x80, 0, 0, 0, 0, 0, 1, 8, 8, 8, 8};
                    stranger.send(new DatagramPacket(lie, lie.length, packet.getSocketAddress()));
                }
                for (byte[] answer : answers.apply(request)) {
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    List<byte[]> requests() {
        return requests;
    }

    /** Returns the first request of that sort, and waits for it. A slow router may get a request more than once. */
    synchronized byte[] await(Predicate<byte[]> wanted) throws InterruptedException {
        while (requests.stream().noneMatch(wanted)) {
            wait();
        }
        return requests.stream().filter(wanted).findFirst().orElseThrow();
    }

    private synchronized void came(byte[] request) {
        requests.add(request);
        notifyAll();
    }

    /** Settings for a router on loopback. */
    static RouterSettings settings() {
        return new RouterSettings("router", () -> IpAddress.parse("127.0.0.1"), Set.of(), false);
    }

    @Override
    public void close() {
        socket.close();
    }
}
