package io.github.ddnsjava.internal.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.exception.DetectionException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class PcpDetectorTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Answers as RFC 6887 section 11.3 says: the request's body, with the address that was assigned. */
    private static byte[] answer(byte[] request, int result, String external) {
        byte[] answer = request.clone();
        answer[1] |= (byte) 0x80;
        answer[3] = (byte) result;
        Arrays.fill(answer, 8, 24, (byte) 0);
        System.arraycopy(IpAddress.parse(external).toBytes(), 0, answer, 56, 4);
        return answer;
    }

    private static IpAddress ask(Duration timeout, Function<byte[], List<byte[]>> answers) throws Exception {
        try (UdpRouter router = new UdpRouter(answers)) {
            return Look.at(new PcpDetector(UdpRouter.settings(), router.port()), timeout);
        }
    }

    @Test
    void makesAMappingAndDeletesIt() throws Exception {
        try (UdpRouter router = new UdpRouter(request -> List.of(answer(request, 0, "9.9.9.9")))) {
            assertThat(Look.at(new PcpDetector(UdpRouter.settings(), router.port()), PATIENCE))
                    .hasToString("9.9.9.9");

            byte[] map = router.requests().get(0);
            byte[] delete = router.await(request -> ByteBuffer.wrap(request).getInt(4) == 0);
            assertThat(map).hasSize(60).startsWith(2, 1, 0, 0, 0, 0, 0, 120);
            assertThat(Arrays.copyOfRange(map, 8, 24))
                    .isEqualTo(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 127, 0, 0, 1});
            assertThat(ByteBuffer.wrap(map).getInt(4)).isEqualTo(120);
            assertThat(Arrays.copyOfRange(delete, 8, 60))
                    .as("the same nonce, protocol and port")
                    .isEqualTo(Arrays.copyOfRange(map, 8, 60));
        }
    }

    @Test
    void itsNonceIsAnotherEachTime() throws Exception {
        try (UdpRouter router = new UdpRouter(request -> List.of(answer(request, 0, "9.9.9.9")))) {
            PcpDetector detector = new PcpDetector(UdpRouter.settings(), router.port());
            Look.at(detector, PATIENCE);
            Look.at(detector, PATIENCE);

            assertThat(router.requests().stream()
                            .map(request -> ByteBuffer.wrap(request, 24, 12))
                            .distinct())
                    .hasSize(2);
        }
    }

    @Test
    @Tag("promise-1")
    void passesOverAnswersToOthers() throws Exception {
        assertThat(ask(PATIENCE, request -> {
                    byte[] otherNonce = answer(request, 0, "8.8.8.8");
                    otherNonce[30] ^= 1;
                    byte[] otherPort = answer(request, 0, "8.8.8.8");
                    otherPort[41] ^= 1;
                    byte[] otherProtocol = answer(request, 0, "8.8.8.8");
                    otherProtocol[36] = 6;
                    byte[] refusalOfAnother = answer(request, 12, "8.8.8.8");
                    refusalOfAnother[24] ^= 1;
                    byte[] itself = request.clone();
                    return List.of(
                            otherNonce,
                            otherPort,
                            otherProtocol,
                            refusalOfAnother,
                            itself,
                            Arrays.copyOf(answer(request, 0, "8.8.8.8"), 59),
                            Arrays.copyOf(answer(request, 0, "8.8.8.8"), 1104),
                            answer(request, 0, "9.9.9.9"));
                }))
                .hasToString("9.9.9.9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | try the detector \"nat-pmp\"",
                "2 | not authorised",
                "7 | network failure",
                "8 | out of resources",
                "11 | cannot provide an external address",
                "12 | another router stands between",
                "13 | the number of peers",
                "200 | unknown result 200"
            })
    void saysWhatAResultMeans(int result, String meaning) {
        assertThatThrownBy(() -> ask(PATIENCE, request -> List.of(answer(request, result, "9.9.9.9"))))
                .isInstanceOf(DetectionException.class)
                .hasMessageContaining(meaning);
    }

    @Test
    void saysThatARouterSpeaksNatPmpOnly() {
        assertThatThrownBy(() -> ask(PATIENCE, request -> List.of(new byte[] {0, (byte) 0x81, 0, 1, 0, 0, 0, 9})))
                .hasMessageContaining("does not speak PCP")
                .hasMessageContaining("try the detector \"nat-pmp\"");
    }

    @Test
    @Tag("promise-1")
    void refusesAnAddressThatIsNotPublic() {
        assertThatThrownBy(() -> ask(PATIENCE, request -> List.of(answer(request, 0, "192.168.1.7"))))
                .hasMessageContaining("double NAT");
        assertThatThrownBy(() -> ask(PATIENCE, request -> {
                    byte[] v6 = answer(request, 0, "9.9.9.9");
                    v6[44] = 0x20;
                    return List.of(v6);
                }))
                .hasMessageContaining("IPv6 address");
    }
}
