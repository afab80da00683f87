package io.github.ddnsjava.provider.testkit.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.provider.testkit.IpDetectorContract;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

@Tag("promise-1")
class StunDetectorContractTest implements IpDetectorContract.Hostile {
    private static final int MAX_ATTRIBUTES = 1200;

    private volatile Optional<byte[]> attributes = Optional.empty();
    private DatagramSocket socket;

    @BeforeEach
    void start() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        DatagramSocket mine = socket;
        Thread thread = new Thread(() -> serve(mine));
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void stop() {
        socket.close();
    }

    /** Answers a well-formed header with those attributes, or an error where the server is out of order. */
    private void serve(DatagramSocket on) {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                on.receive(packet);
                byte[] body = attributes.orElse(new byte[0]);
                byte[] padded = Arrays.copyOf(body, (Math.min(body.length, MAX_ATTRIBUTES) + 3) / 4 * 4);
                byte[] answer = ByteBuffer.allocate(20 + padded.length)
                        .putShort((short) (attributes.isPresent() ? 0x0101 : 0x0111))
                        .putShort((short) padded.length)
                        .put(packet.getData(), 4, 16)
                        .put(padded)
                        .array();
                on.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    @Override
    public IpDetector detector() {
        return IpDetectors.create("stun", Settings.of("servers", "127.0.0.1:" + socket.getLocalPort()), key -> {
            throw new AssertionError(key);
        });
    }

    @Override
    public Set<IpFamily> families() {
        return Set.of(IpFamily.IPV4);
    }

    @Override
    public void sourcesSay(Set<IpAddress> addresses) {
        byte[] address = addresses.iterator().next().toBytes();
        attributes = Optional.of(ByteBuffer.allocate(8 + address.length)
                .putShort((short) 1)
                .putShort((short) (4 + address.length))
                .put((byte) 0)
                .put((byte) (address.length == 4 ? 1 : 2))
                .putShort((short) 4711)
                .put(address)
                .array());
    }

    @Override
    public void sourcesSay(byte[] bytes) {
        attributes = Optional.of(bytes);
    }

    @Override
    public void sourcesFail() {
        attributes = Optional.empty();
    }
}
