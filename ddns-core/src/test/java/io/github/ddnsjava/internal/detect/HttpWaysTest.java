package io.github.ddnsjava.internal.detect;

import static io.github.ddnsjava.IpFamily.IPV4;
import static io.github.ddnsjava.IpFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.EchoTransport.Request;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DetectionException;
import io.github.ddnsjava.internal.http.RawServer;
import io.github.ddnsjava.internal.http.SocketEchoTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How echo services are asked: which, from where, and when another one too. */
@Timeout(120)
class HttpWaysTest {
    private static final String ONE = "ip.one.example";
    private static final String TWO = "ip.two.example";

    private final FakeContext context = new FakeContext();
    private final Settings urls = Settings.of("urls", List.of("https://" + ONE, "https://" + TWO));

    @Test
    void theNextServiceIsAskedTooWhereAnAnswerIsLate() throws Exception {
        context.page(ONE, "9.9.9.9");

        Detection found = HttpDetector.of(urls.with("hedge", "400ms")).detect(IPV4, context);

        assertThat(((Detection.Found) found).addresses()).containsExactly(IpAddress.parse("9.9.9.9"));
        assertThat(context.headStarts).containsExactly(Duration.ofMillis(400));
        assertThat(context.asked()).containsExactly(ONE);
    }

    @Test
    void asksFromTheAddressThatItIsBoundTo() throws Exception {
        context.page(ONE, "9.9.9.9");
        HttpDetector.of(urls.with("bind", "127.0.0.9")).detect(IPV4, context);

        assertThat(context.requests())
                .extracting(Request::localAddress)
                .containsExactly(Optional.of(IpAddress.parse("127.0.0.9")));
        assertThatThrownBy(() -> HttpDetector.of(urls.with("bind", "127.0.0.9")).detect(IPV6, context))
                .isInstanceOf(DetectionException.class)
                .hasMessageContaining("can be asked for ipv6");
    }

    @Test
    void asksFromTheAddressThatAnInterfaceHasNow() throws Exception {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1"));
        context.page(ONE, "9.9.9.9");
        HttpDetector.of(urls.with("bind", loopback.getName())).detect(IPV4, context);

        assertThat(context.requests())
                .extracting(Request::localAddress)
                .containsExactly(Optional.of(IpAddress.parse("127.0.0.1")));
        assertThatThrownBy(() -> HttpDetector.of(urls.with("bind", "nowhere0")).detect(IPV4, context))
                .isInstanceOf(DetectionException.class)
                .hasMessageContaining("there is no network interface nowhere0");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere loopback has one address")
    void theSocketLeavesFromThere() throws Exception {
        try (RawServer server = RawServer.on4(connection -> {
                    while (connection.readRequest()) {
                        connection.write(RawServer.ok(connection.client()));
                    }
                });
                SocketEchoTransport transport = new SocketEchoTransport()) {
            for (String from : List.of("127.0.0.8", "127.0.0.9", "127.0.0.9")) {
                assertThat(transport.get(from(from, server)).body()).isEqualTo(from);
            }
            assertThat(server.connections()).isEqualTo(2);
            assertThatThrownBy(() -> transport.get(from("203.0.113.9", server))).isInstanceOf(IOException.class);
        }
    }

    private static Request from(String address, RawServer server) {
        return new Request(
                server.uri(),
                Optional.empty(),
                false,
                Duration.ofMinutes(1),
                100,
                Optional.of(IpAddress.parse(address)));
    }

    @Test
    void asksACatalogsServices() throws Exception {
        context.page("www.cloudflare.com", "h=www.cloudflare.com\nip=9.9.9.9\nwarp=off\n");
        assertThat(((Detection.Found)
                                HttpDetector.of(Settings.of("catalog", "world")).detect(IPV4, context))
                        .addresses())
                .containsExactly(IpAddress.parse("9.9.9.9"));
        assertThatThrownBy(() -> HttpDetector.of(Settings.of("catalog", "moon")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("china, world");
        assertThatThrownBy(() -> HttpDetector.of(Settings.none()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("urls");
    }

    @Test
    @Tag("defect-14")
    @Tag("regression")
    void aServiceThatFailsAgainAndAgainComesLastForAWhile() throws Exception {
        context.page(TWO, "9.9.9.9");
        IpDetector detector = HttpDetector.of(urls);
        detector.detect(IPV4, context);
        detector.detect(IPV4, context);
        assertThat(context.asked()).containsExactly(ONE, TWO, ONE, TWO);

        detector.detect(IPV4, context);
        assertThat(context.asked()).containsExactly(TWO);

        context.page(ONE, "9.9.9.9").now = context.now.plus(Duration.ofMinutes(5));
        detector.detect(IPV4, context);
        detector.detect(IPV4, context);
        assertThat(context.asked()).containsExactly(ONE, ONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"104.28.1.2", "162.159.255.255", "198.41.128.0", "2a09:bac1::1", "2606:4700:110::1"})
    @Tag("promise-1")
    void doesNotBelieveThatCloudflaresNetworkIsTheLine(String exit) throws Exception {
        IpAddress address = IpAddress.parse(exit);
        context.page(ONE, exit).page(TWO, exit);

        assertThatThrownBy(() -> HttpDetector.of(urls).detect(address.family(), context))
                .isInstanceOf(DetectionException.class)
                .hasMessageContaining(exit + " is an address of Cloudflare's own network")
                .hasMessageContaining("WARP");
        assertThat(((Detection.Found) HttpDetector.of(urls.with("allow", exit + (exit.contains(":") ? "/128" : "/32")))
                                .detect(address.family(), context))
                        .addresses())
                .containsExactly(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"104.15.255.255", "104.32.0.0", "198.42.0.0", "1.1.1.1", "2a09:bac8::1"})
    void takesCloudflaresNetworkForNoLargerThanItIs(String address) {
        assertThat(CloudflareExit.refusal(IpAddress.parse(address), Set.of())).isEmpty();
    }

    @Test
    void saysWhereAnAddressMayBeThatOfAVpn() {
        assertThat(DefaultRoute.advice("lan0", true))
                .hasValueSatisfying(
                        advice -> assertThat(advice).contains("the tunnel lan0").contains("set \"bind\""));
        assertThat(DefaultRoute.advice("wg0", false)).isEmpty();
    }

    @Test
    void saysWhatTheHostsNetworkAdvisesOfAnAddressThatIsNew() throws Exception {
        FakeContext context = new FakeContext().page("echo.example", "128.34.0.4");
        context.advice = Optional.of("through a tunnel");
        IpDetector detector = IpDetectors.http("https://echo.example/");

        assertThat(remark(detector, context)).isEqualTo("through a tunnel");

        context.confirmed = Set.of(IpAddress.parse("128.34.0.4"));
        assertThat(remark(detector, context)).isEmpty();
    }

    private static String remark(IpDetector detector, FakeContext context) throws InterruptedException {
        Detection detection = detector.detect(IPV4, context);
        return ((Detection.Found) detection).evidence().get(0).message();
    }
}
