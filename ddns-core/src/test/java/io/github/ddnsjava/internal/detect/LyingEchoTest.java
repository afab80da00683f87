package io.github.ddnsjava.internal.detect;

import static io.github.ddnsjava.internal.http.RawServer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.exception.DetectionException;
import io.github.ddnsjava.internal.http.RawServer;
import io.github.ddnsjava.internal.http.SocketEchoTransport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Echo services that lie, and break, on the wire. */
@Timeout(120)
@Tag("promise-1")
class LyingEchoTest {
    private final SocketEchoTransport transport = new SocketEchoTransport();
    private final FakeContext context = FakeContext.within(Duration.ofMinutes(1));

    @BeforeEach
    void askByRealSockets() {
        context.echo = transport;
    }

    @AfterEach
    void closeIdleConnections() {
        transport.close();
    }

    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";

    static Stream<Arguments> lies() {
        return Stream.of(
                Arguments.of(
                        "an HTML page",
                        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 20\r\n\r\n<h1>192.0.2.1</h1>\r\n",
                        "HTML page"),
                Arguments.of("HTML said to be text", ok("<h1>9.9.9.9</h1>"), "not just one address"),
                Arguments.of("a private address", ok("192.168.1.5"), "192.168.1.5 is a private address"),
                Arguments.of("a carrier's address", ok("100.99.1.2"), "100.99.1.2 is a CGNAT address"),
                Arguments.of(
                        "an address cut by its length",
                        HEAD + "Content-Length: 7\r\n\r\n9.9.9.12",
                        "goes on after its announced end"),
                Arguments.of(
                        "an address cut on its way",
                        HEAD + "Connection: close\r\nContent-Length: 8\r\n\r\n9.9.9.1",
                        "cut: 7 of 8 bytes"),
                Arguments.of(
                        "a redirect",
                        "HTTP/1.1 302 Found\r\nLocation: http://portal.example/\r\nContent-Length: 7\r\n\r\n9.9.9.9",
                        "captive portal"),
                Arguments.of("a ban", "HTTP/1.1 403 Forbidden\r\nContent-Length: 7\r\n\r\n9.9.9.9", "it answered 403"),
                Arguments.of("nothing", ok(""), "is empty"),
                Arguments.of("no HTTP", "9.9.9.9\n", "not HTTP/1.1"),
                Arguments.of("far too much", HEAD + "Content-Length: 100000000\r\n\r\n", "larger than 4096 bytes"),
                Arguments.of(
                        "far too much, unannounced",
                        HEAD + "Connection: close\r\n\r\n" + "9".repeat(5000),
                        "larger than 4096 bytes"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lies")
    void noLieIsBelieved(String name, String answer, String why) throws Exception {
        try (RawServer server = RawServer.answeringOnce(answer)) {
            assertThatThrownBy(() -> detector(server).detect(IpFamily.IPV4, context))
                    .isInstanceOf(DetectionException.class)
                    .hasMessageContaining(why);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lies")
    void theNextServiceIsBelievedInstead(String name, String answer, String why) throws Exception {
        try (RawServer liar = RawServer.answeringOnce(answer);
                RawServer honest = RawServer.answering(ok("9.9.9.12\n"))) {
            Detection detection = IpDetectors.http(
                            liar.uri().toString(), honest.uri().toString())
                    .detect(IpFamily.IPV4, context);

            assertThat(((Detection.Found) detection).addresses()).containsExactly(IpAddress.parse("9.9.9.12"));
            assertThat(detection.evidence().get(0).message()).contains(why);
        }
    }

    /** Its end is that of the connection, and nothing shows that it was meant; so it is asked twice. */
    @Test
    void anAddressWithoutLengthOrLineEndMustBeToldTwice() throws Exception {
        List<String> said = List.of("9.9.9.1", "9.9.9.12", "9.9.9.12", "9.9.9.12");
        try (RawServer server = RawServer.on4(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.0 200 OK\r\n\r\n" + said.get(connection.number() - 1));
        })) {
            assertThatThrownBy(() -> detector(server).detect(IpFamily.IPV4, context))
                    .isInstanceOf(DetectionException.class)
                    .hasMessageContaining("may be cut");
            assertThat(((Detection.Found) detector(server).detect(IpFamily.IPV4, context)).addresses())
                    .containsExactly(IpAddress.parse("9.9.9.12"));
            assertThat(server.connections()).isEqualTo(4);
        }
    }

    /** As nginx, PHP and servers on [::] answer. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 7\r\n\r\n9.9.9.9",
                "HTTP/1.1 200 OK\r\nContent-Type: Text/Plain\r\nTransfer-Encoding: Chunked\r\n\r\n7\r\n9.9.9.9\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX-City: \u00C5\u0085lesund\r\n x\r\nContent-Length: 14\r\n\r\n::ffff:9.9.9.9",
                "HTTP/1.1 103\r\n\r\nHTTP/1.1 200\r\nContent-Length: 16\r\n\r\n0::FFFF:909:909\n",
                "HTTP/1.0 200 OK\r\n\r\n9.9.9.9\n"
            })
    void anEchoServiceOfOnesOwnIsBelieved(String answer) throws Exception {
        try (RawServer server = RawServer.answeringOnce(answer)) {
            assertThat(((Detection.Found) detector(server).detect(IpFamily.IPV4, context)).addresses())
                    .containsExactly(IpAddress.parse("9.9.9.9"));
        }
    }

    @Test
    void aPageInHtmlIsReadWhereTheFormatSaysSoAndTheMessageSaysHow() throws Exception {
        String answer =
                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\nContent-Length: 14\r\n\r\n::ffff:9.9.9.9";
        try (RawServer server = RawServer.answeringOnce(answer)) {
            assertThatThrownBy(() -> detector(server).detect(IpFamily.IPV4, context))
                    .hasMessageContaining("write {\"url\": \"…\", \"format\": \"search\"}");
            IpDetector searching = HttpDetector.of(
                    Settings.of("urls", List.of(Map.of("url", server.uri().toString(), "format", "search"))));
            assertThat(((Detection.Found) searching.detect(IpFamily.IPV4, context)).addresses())
                    .containsExactly(IpAddress.parse("9.9.9.9"));
        }
    }

    @Test
    void anIpv4AnswerIsNoIpv6Address() throws Exception {
        try (RawServer server = RawServer.answering(ok("9.9.9.9"))) {
            assertThat(detector(server).detect(IpFamily.IPV6, context)).isInstanceOf(Detection.Absent.class);
        }
    }

    @Test
    @Tag("defect-20")
    @Tag("promise-22")
    @Tag("regression")
    void aBodyThatNeverEndsIsLeftInTime() throws Exception {
        try (RawServer server = RawServer.on4(connection -> {
            connection.readRequest();
            connection.write(HEAD + "Content-Length: 4000\r\n\r\n");
            connection.trickle(" ");
        })) {
            context.timeout = Duration.ofMillis(400);
            assertThatThrownBy(() -> detector(server).detect(IpFamily.IPV4, context))
                    .isInstanceOf(DetectionException.class)
                    .hasMessageContaining("no complete answer within 400 ms");
        }
    }

    @Test
    void theSteadyStateIsOneRequestOnAKeptConnection() throws Exception {
        try (RawServer server = RawServer.answering(ok("9.9.9.9"))) {
            IpDetector detector = detector(server);
            for (int i = 0; i < 5; i++) {
                detector.detect(IpFamily.IPV4, context);
            }

            assertThat(server.requests()).hasSize(5);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    private static IpDetector detector(RawServer server) {
        return IpDetectors.http(server.uri().toString());
    }
}
