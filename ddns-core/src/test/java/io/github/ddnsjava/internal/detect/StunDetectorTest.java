package io.github.ddnsjava.internal.detect;

import static io.github.ddnsjava.IpFamily.IPV4;
import static io.github.ddnsjava.IpFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DetectionException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class StunDetectorTest {
    private static final IpAddress NINE = IpAddress.parse("9.9.9.9");

    private final FakeContext context = new FakeContext();

    @BeforeEach
    void haveTime() {
        context.timeout = Duration.ofMinutes(1);
    }

    /** Answers requests by a rule, on the loopback. */
    private static final class FakeStun implements AutoCloseable {
        interface Rule {
            void answer(int request, byte[] transactionId, DatagramSocket socket, InetSocketAddress asker)
                    throws IOException;
        }

        private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        final AtomicInteger requests = new AtomicInteger();
        /** A slow server may get a request more than once, so what differs is counted. */
        final Set<String> transactions = ConcurrentHashMap.newKeySet();

        FakeStun(Rule rule) throws IOException {
            Thread thread = new Thread(() -> {
                try {
                    while (true) {
                        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                        socket.receive(packet);
                        byte[] id = new byte[12];
                        ByteBuffer.wrap(packet.getData()).position(8).get(id);
                        transactions.add(Arrays.toString(id));
                        rule.answer(
                                requests.incrementAndGet(), id, socket, (InetSocketAddress) packet.getSocketAddress());
                    }
                } catch (IOException closed) {
                    // The test is over.
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        String address() {
            return "127.0.0.1:" + socket.getLocalPort();
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static byte[] saying(IpAddress address, byte[] id) {
        return ByteBuffer.allocate(32)
                .putShort((short) 0x0101)
                .putShort((short) 12)
                .putInt(0x2112A442)
                .put(id)
                .putShort((short) 1)
                .putShort((short) 8)
                .putShort((short) 1)
                .putShort((short) 4711)
                .put(address.toBytes())
                .array();
    }

    private static void send(DatagramSocket from, InetSocketAddress to, byte[] datagram) throws IOException {
        from.send(new DatagramPacket(datagram, datagram.length, to));
    }

    private static Detection detect(FakeContext context, Map<String, ?> settings, IpFamily family)
            throws InterruptedException {
        return StunDetector.of(Settings.at("detectors.stun", settings)).detect(family, context);
    }

    @Test
    void repeatsARequestThatIsNotAnswered() throws Exception {
        try (FakeStun server = new FakeStun((request, id, socket, asker) -> {
            if (request > 1) {
                send(socket, asker, saying(NINE, id));
            }
        })) {
            assertThat(((Detection.Found) detect(context, Map.of("servers", server.address()), IPV4)).addresses())
                    .containsExactly(NINE);
            assertThat(server.requests).hasValueGreaterThan(1);
            assertThat(server.transactions).hasSize(1);
        }
    }

    @Test
    @Tag("promise-1")
    void believesOnlyTheAskedAddressAndTransaction() throws Exception {
        IpAddress lie = IpAddress.parse("6.6.6.6");
        try (DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                FakeStun server = new FakeStun((request, id, socket, asker) -> {
                    send(stranger, asker, saying(lie, id));
                    byte[] other = id.clone();
                    other[0]++;
                    send(socket, asker, saying(lie, other));
                    send(socket, asker, new byte[0]);
                    send(socket, asker, new byte[1400]);
                    send(socket, asker, saying(NINE, id));
                })) {
            assertThat(((Detection.Found) detect(context, Map.of("servers", server.address()), IPV4)).addresses())
                    .containsExactly(NINE);
        }
    }

    @Test
    void asksTheNextServerAndTellsWhatWasWrongWithTheFirst() throws Exception {
        try (FakeStun wrong = new FakeStun((request, id, socket, asker) ->
                        send(socket, asker, saying(IpAddress.parse("100.64.1.1"), id)));
                FakeStun right = new FakeStun((request, id, socket, asker) -> send(socket, asker, saying(NINE, id)))) {
            Detection found = detect(context, Map.of("servers", List.of(wrong.address(), right.address())), IPV4);

            assertThat(found.evidence())
                    .extracting(SourceAnswer::source)
                    .containsExactly("stun " + wrong.address(), "stun " + right.address());
            assertThat(found.evidence().get(0).message()).contains("CGNAT").contains("use IPv6");
        }
    }

    @Test
    void aClosedPortIsAFailureThatSaysSo() throws Exception {
        String closed;
        try (FakeStun gone = new FakeStun((request, id, socket, asker) -> {})) {
            closed = gone.address();
        }
        assertThatThrownBy(() -> detect(context, Map.of("servers", closed), IPV4))
                .isInstanceOf(DetectionException.class)
                .hasMessageContaining("nothing listens");
    }

    @Test
    void endsWhenInterrupted() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (FakeStun silent = new FakeStun((request, id, socket, asker) -> asked.countDown())) {
            Thread test = Thread.currentThread();
            Thread interrupter = new Thread(() -> {
                try {
                    asked.await();
                    test.interrupt();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            interrupter.start();
            assertThatThrownBy(() -> detect(context, Map.of("servers", silent.address()), IPV4))
                    .isInstanceOf(InterruptedException.class);
            interrupter.join();
        }
    }

    @Test
    void sendsNothingForAThreadThatIsInterruptedAlready() throws Exception {
        try (FakeStun server = new FakeStun((request, id, socket, asker) -> send(socket, asker, saying(NINE, id)))) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> detect(context, Map.of("servers", server.address()), IPV4))
                    .isInstanceOf(InterruptedException.class);
            detect(context, Map.of("servers", server.address()), IPV4);

            assertThat(server.transactions).hasSize(1);
        }
    }

    @Test
    void asksAServerOfOneFamilyForThatOnly() {
        assertThatThrownBy(() -> detect(context, Map.of("servers", "127.0.0.1:1"), IPV6))
                .isInstanceOf(DetectionException.class)
                .hasMessageContaining("no source is configured that can be asked for ipv6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host:0", "host:70000", "::1:3478", "[1.2.3]:1", "stun://host", "ho st", "host:x"})
    @Tag("promise-23")
    void namesAServerThatIsNone(String server) {
        assertThatThrownBy(() -> detect(context, Map.of("servers", List.of(server)), IPV4))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("detectors.stun.servers[0]");
    }

    @Test
    @Tag("promise-2")
    void refusesAQuorumOfOneOperator() {
        Map<String, ?> settings = Map.of("servers", List.of("stun1.one.example", "stun2.one.example"), "quorum", 2);
        assertThatThrownBy(() -> detect(context, settings, IPV4))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("only 1 independent operators are asked for ipv4: one.example");
    }
}
