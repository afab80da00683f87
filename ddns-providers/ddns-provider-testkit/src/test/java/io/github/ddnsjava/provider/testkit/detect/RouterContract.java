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
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Routers have fixed ports, so each test's has a loopback address of its own; only Linux has more than one of them. */
@EnabledOnOs(OS.LINUX)
@Tag("promise-1")
abstract class RouterContract implements IpDetectorContract.Hostile {
    static final int PORT = 5351;

    final InetAddress router = ofItsOwn();

    private DatagramSocket socket;

    private static InetAddress ofItsOwn() {
        Random random = new Random();
        try {
            return InetAddress.getByAddress(
                    new byte[] {127, (byte) (1 + random.nextInt(250)), (byte) random.nextInt(250), 1});
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    abstract String type();

    /** Returns the datagrams by which the router answers a request that came to its port. */
    abstract List<byte[]> answers(byte[] request);

    @BeforeEach
    void start() throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(router, PORT));
        DatagramSocket mine = socket;
        Thread thread = new Thread(() -> serve(mine), "contract-router");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void stop() {
        socket.close();
    }

    private void serve(DatagramSocket on) {
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        try {
            while (true) {
                packet.setLength(2000);
                on.receive(packet);
                for (byte[] answer : answers(Arrays.copyOf(packet.getData(), packet.getLength()))) {
                    on.send(new DatagramPacket(answer, Math.min(answer.length, 2000), packet.getSocketAddress()));
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    @Override
    public IpDetector detector() {
        return IpDetectors.create(type(), Settings.of("gateway", router.getHostAddress()), key -> {
            throw new AssertionError(key);
        });
    }

    @Override
    public Set<IpFamily> families() {
        return Set.of(IpFamily.IPV4);
    }

    static IpAddress only(Set<IpAddress> addresses) {
        return addresses.iterator().next();
    }
}
