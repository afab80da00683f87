package io.github.ddnsjava.internal.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.exception.DetectionException;
import io.github.ddnsjava.internal.detect.FakeContext;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NatPmpDetectorTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(400);

    static byte[] answer(int result, int epoch, String external) {
        return ByteBuffer.allocate(12)
                .putShort((short) 0x0080)
                .putShort((short) result)
                .putInt(epoch)
                .put(IpAddress.parse(external).toBytes())
                .array();
    }

    private static IpAddress ask(Duration timeout, Function<byte[], List<byte[]>> answers) throws Exception {
        try (UdpRouter router = new UdpRouter(answers)) {
            return Look.at(new NatPmpDetector(UdpRouter.settings(), router.port()), timeout);
        }
    }

    @Test
    void tellsWhatTheRouterAnswers() throws Exception {
        try (UdpRouter router = new UdpRouter(request -> List.of(answer(0, 3600, "9.9.9.9")))) {
            assertThat(Look.at(new NatPmpDetector(UdpRouter.settings(), router.port()), PATIENCE))
                    .hasToString("9.9.9.9");
            assertThat(router.requests()).isNotEmpty().allMatch(request -> Arrays.equals(request, new byte[] {0, 0}));
        }
    }

    @Test
    void asksAgainWhenARequestIsLost() throws Exception {
        Deque<List<byte[]>> answers = new ArrayDeque<>(List.of(List.of(), List.of(), List.of(answer(0, 1, "9.9.9.9"))));

        assertThat(ask(PATIENCE, request -> answers.remove())).hasToString("9.9.9.9");
        assertThat(answers).isEmpty();
    }

    @Test
    @Tag("promise-1")
    void passesOverWhatIsNoAnswerToItsRequest() throws Exception {
        byte[] truncated = Arrays.copyOf(answer(0, 1, "8.8.8.8"), 11);
        byte[] overlong = Arrays.copyOf(answer(0, 1, "8.8.8.8"), 13);
        byte[] huge = Arrays.copyOf(answer(0, 1, "8.8.8.8"), 1900);
        byte[] otherVersion = answer(0, 1, "8.8.8.8");
        otherVersion[0] = 1;
        byte[] otherOpcode = answer(0, 1, "8.8.8.8");
        otherOpcode[1] = (byte) 0x81;
        List<byte[]> all = List.of(
                new byte[0],
                new byte[1],
                new byte[] {0, 0},
                truncated,
                overlong,
                huge,
                otherVersion,
                otherOpcode,
                answer(0, 1, "9.9.9.9"));

        assertThat(ask(PATIENCE, request -> all)).hasToString("9.9.9.9");
    }

    @Test
    @Tag("promise-1")
    void believesNobodyButTheRouter() {
        // The fake sends a stranger's answer before each of its own, and here has none of its own.
        assertThatThrownBy(() -> ask(SHORT, request -> List.of()))
                .isInstanceOf(DetectionException.class)
                .hasMessageContaining("does not answer NAT-PMP (no complete answer within 400 ms)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | does not speak NAT-PMP",
                "2 | the router refuses NAT-PMP (not authorised)",
                "3 | no external address now (network failure)",
                "4 | out of resources",
                "5 | unsupported opcode",
                "77 | unknown result code 77"
            })
    void saysWhatAResultCodeMeans(int result, String meaning) {
        assertThatThrownBy(() -> ask(PATIENCE, request -> List.of(answer(result, 1, "9.9.9.9"))))
                .isInstanceOf(DetectionException.class)
                .hasMessageContaining(meaning);
    }

    @Test
    void saysThatARouterSpeaksPcpOnly() {
        assertThatThrownBy(() -> ask(PATIENCE, request -> List.of(new byte[] {2, (byte) 0x80, 0, 1, 0, 0, 0, 0})))
                .hasMessageContaining("try the detector \"pcp\"");
    }

    @ParameterizedTest
    @Tag("promise-1")
    @CsvSource(
            delimiter = '|',
            value = {
                "0.0.0.0      | its line is down",
                "10.0.0.2     | double NAT",
                "192.168.1.2  | double NAT",
                "100.64.0.9   | is a CGNAT address: this line has no public IPv4 address",
                "203.0.113.5  | is an address for documentation"
            })
    void refusesWhatIsNoPublicAddressAndSaysWhy(String external, String why) {
        assertThatThrownBy(() -> ask(PATIENCE, request -> List.of(answer(0, 1, external))))
                .isInstanceOf(DetectionException.class)
                .hasMessageContaining(why);
    }

    @Test
    void tellsAnAddressOfAnAllowedBlock() throws Exception {
        RouterSettings allowing = new RouterSettings(
                "router", UdpRouter.settings().gateway(), Set.of(io.github.ddnsjava.Cidr.parse("10.0.0.0/8")), false);
        try (UdpRouter router = new UdpRouter(request -> List.of(answer(0, 1, "10.0.0.2")))) {
            assertThat(Look.at(new NatPmpDetector(allowing, router.port()), PATIENCE))
                    .hasToString("10.0.0.2");
        }
    }

    @Test
    void asksOnceMoreWhenTheRouterLostItsState() throws Exception {
        AtomicBoolean restarted = new AtomicBoolean();
        AtomicBoolean askedSince = new AtomicBoolean();
        try (UdpRouter router = new UdpRouter(request -> List.of(
                restarted.get()
                        ? answer(0, 0, askedSince.getAndSet(true) ? "9.9.9.10" : "9.9.9.9")
                        : answer(0, 3600, "9.9.9.9")))) {
            NatPmpDetector detector = new NatPmpDetector(UdpRouter.settings(), router.port());

            assertThat(Look.at(detector, PATIENCE)).hasToString("9.9.9.9");
            restarted.set(true);
            assertThat(Look.at(detector, PATIENCE)).hasToString("9.9.9.10");
        }
    }

    @Test
    void saysThatTheRouterDoesNotListen() throws IOException {
        int port;
        try (DatagramSocket free = new DatagramSocket()) {
            port = free.getLocalPort();
        }
        NatPmpDetector detector = new NatPmpDetector(UdpRouter.settings(), port);

        assertThatThrownBy(() -> Look.at(detector, PATIENCE))
                .hasMessage("nat-pmp: the router does not speak NAT-PMP (port unreachable); allow it in its settings")
                .isInstanceOfSatisfying(
                        DetectionException.class,
                        e -> assertThat(e.evidence())
                                .extracting(SourceAnswer::operator)
                                .containsExactly("router 127.0.0.1"));
    }

    @Test
    void saysThatThereIsNoDefaultGateway() {
        RouterSettings nowhere = new RouterSettings(
                "router",
                () -> {
                    throw new IOException("no default gateway");
                },
                Set.of(),
                false);

        assertThatThrownBy(() -> Look.at(new NatPmpDetector(nowhere, 1), PATIENCE))
                .isInstanceOf(DetectionException.class)
                .hasMessage("nat-pmp: no default gateway");
    }

    @Test
    void tellsIpv4AddressesOnly() {
        NatPmpDetector detector = new NatPmpDetector(UdpRouter.settings(), 1);

        assertThatThrownBy(() -> detector.detect(IpFamily.IPV6, FakeContext.within(PATIENCE)))
                .isInstanceOf(DetectionException.class)
                .hasMessageContaining("IPv4 addresses only");
    }

    @Test
    void endsWhenInterrupted() throws Exception {
        try (UdpRouter router = new UdpRouter(request -> List.of())) {
            NatPmpDetector detector = new NatPmpDetector(UdpRouter.settings(), router.port());
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> Look.at(detector, Duration.ofMinutes(1))).isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
        }
    }
}
