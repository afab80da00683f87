package io.github.ddnsjava.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.HttpTransportBuilder;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Proxies, local addresses and families, against real servers on loopback. */
@Timeout(120)
class HttpRouteTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static TestCertificate certificate;

    @BeforeAll
    static void makeCertificate(@TempDir Path directory) throws Exception {
        certificate = TestCertificate.selfSigned(directory, "origin", "EC", "dns:origin.example,ip:127.0.0.1");
    }

    private static RawServer secure() throws Exception {
        SSLContext tls = certificate.context(certificate);
        return new RawServer(
                tls.getServerSocketFactory().createServerSocket(0, 9, InetAddress.getByName("127.0.0.1")),
                HttpRouteTest::sayClient);
    }

    private static RawServer plain() throws IOException {
        return RawServer.on4(HttpRouteTest::sayClient);
    }

    /** Answers with the address that the connection came from. */
    private static void sayClient(RawServer.Connection connection) throws IOException {
        if (connection.readRequest()) {
            connection.write(RawServer.ok(connection.client()));
        }
    }

    private static HttpTransport.Answer get(HttpTransport transport, URI uri) throws InterruptedException {
        return transport.exchange(new HttpTransport.Request(
                "GET", uri, Map.of("Authorization", "Bearer t0ken"), Optional.empty(), LONG, 1000));
    }

    private static HttpTransportBuilder by(TestProxy proxy) throws Exception {
        return HttpTransport.builder().proxy("127.0.0.1", proxy.port()).trust(certificate.pem());
    }

    @Test
    @Tag("promise-22")
    void aProxyIsAskedForATunnelAndSeesNothingButTheHost() throws Exception {
        try (TestProxy proxy = TestProxy.open();
                RawServer origin = secure()) {
            HttpTransport.Answer answer =
                    get(by(proxy).build(), origin.uri("https", "origin.example").resolve("/path?q=1"));

            assertThat(answer.body()).isEqualTo("127.0.0.1");
            assertThat(proxy.requests()).hasSize(1);
            assertThat(proxy.requests().get(0))
                    .startsWith("CONNECT origin.example:" + origin.port() + " HTTP/1.1\r\nHost: origin.example:"
                            + origin.port() + "\r\n")
                    .doesNotContain("t0ken")
                    .doesNotContain("path")
                    .doesNotContain("Proxy-Authorization");
            assertThat(origin.requests().get(0))
                    .startsWith("GET /path?q=1 HTTP/1.1\r\nHost: origin.example:" + origin.port() + "\r\n")
                    .contains("Authorization: Bearer t0ken");
        }
    }

    @Test
    @Tag("promise-22")
    void theProxysPasswordGoesToTheProxyAndNeverToTheOrigin() throws Exception {
        try (TestProxy proxy = TestProxy.guarded("ddns:pröxy-s3cret");
                RawServer secure = secure();
                RawServer plain = plain()) {
            HttpTransport transport =
                    by(proxy).proxyLogin("ddns", Secret.of("pröxy-s3cret")).build();

            assertThat(get(transport, secure.uri("https", "origin.example")).status())
                    .isEqualTo(200);
            assertThat(get(transport, plain.uri("http", "origin.example").resolve("/a"))
                            .status())
                    .isEqualTo(200);

            String sent = Base64.getEncoder().encodeToString("ddns:pröxy-s3cret".getBytes(StandardCharsets.UTF_8));
            assertThat(proxy.requests())
                    .as("with the first request of each connection")
                    .hasSize(2)
                    .allMatch(request -> request.contains("\r\nProxy-Authorization: Basic " + sent + "\r\n"));
            assertThat(proxy.requests().get(1))
                    .startsWith("GET http://origin.example:" + plain.port() + "/a HTTP/1.1\r\n");
            assertThat(List.of(secure.requests().get(0), plain.requests().get(0)))
                    .noneMatch(request -> request.contains("Proxy-Authorization") || request.contains(sent));
        }
    }

    @Test
    @Tag("promise-15")
    @Tag("promise-22")
    void aProxyThatRefusesIsNamedWithTheRemedyAndNothingWasSent() throws Exception {
        try (TestProxy proxy = TestProxy.guarded("ddns:right");
                RawServer secure = secure();
                RawServer plain = plain()) {
            for (URI uri : List.of(secure.uri("https", "origin.example"), plain.uri("http", "origin.example"))) {
                assertThat(failure(by(proxy).build(), uri))
                        .hasMessageContaining("the proxy 127.0.0.1:" + proxy.port() + " answers HTTP 407")
                        .hasMessageContaining("it wants a user name and a password; set them");
                HttpTransport wrong =
                        by(proxy).proxyLogin("ddns", Secret.of("wr0ng-s3cret")).build();
                assertThat(failure(wrong, uri))
                        .hasMessageContaining("check the user name and the password of the proxy")
                        .hasMessageNotContaining("wr0ng-s3cret")
                        .hasMessageNotContaining(Base64.getEncoder()
                                .encodeToString("ddns:wr0ng-s3cret".getBytes(StandardCharsets.UTF_8)));
            }
            assertThat(secure.requests()).isEmpty();
            assertThat(plain.requests()).isEmpty();
        }
    }

    private static TransientException failure(HttpTransport transport, URI uri) {
        TransientException thrown = catchThrowableOfType(TransientException.class, () -> get(transport, uri));
        assertThat(thrown.certainlyNotApplied()).isTrue();
        return thrown;
    }

    @Test
    @Tag("promise-22")
    void theProxysPasswordIsReadAtEachExchange() throws Exception {
        AtomicReference<String> password = new AtomicReference<>("old");
        try (TestProxy proxy = TestProxy.guarded("ddns:new");
                RawServer origin = plain()) {
            HttpTransport transport = by(proxy)
                    .proxyLogin("ddns", Secret.from("a vault", password::get))
                    .build();
            URI uri = origin.uri("http", "origin.example");

            failure(transport, uri);
            password.set("new");
            assertThat(get(transport, uri).status()).isEqualTo(200);
            password.set("a\tb");
            assertThatThrownBy(() -> get(transport, uri))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("the password of the proxy has a control character")
                    .hasMessageContaining("remove it");
            assertThat(proxy.requests()).hasSize(2);
        }
    }

    @Test
    @Tag("promise-15")
    void aProxyThatCannotBeReachedOrIsNoneIsNamed() throws Exception {
        ServerSocket gone = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        gone.close();
        HttpTransport nobody =
                HttpTransport.builder().proxy("127.0.0.1", gone.getLocalPort()).build();
        assertThat(failure(nobody, URI.create("https://origin.example/")))
                .hasMessageContaining("the proxy 127.0.0.1:" + gone.getLocalPort() + " cannot be reached");
        for (String nonsense : List.of("220 mail.example ESMTP\r\n", "", "HTTP/1.1 403 Forbidden\r\n\r\n")) {
            try (RawServer odd = RawServer.answeringOnce(nonsense)) {
                HttpTransport transport =
                        HttpTransport.builder().proxy("127.0.0.1", odd.port()).build();
                assertThat(failure(transport, URI.create("https://origin.example/")))
                        .hasMessageContaining("the proxy 127.0.0.1:" + odd.port());
            }
        }
    }

    @Test
    void thisHostIsReachedWithoutTheProxy() throws Exception {
        try (TestProxy proxy = TestProxy.open();
                RawServer origin = plain()) {
            assertThat(get(by(proxy).build(), origin.uri()).status()).isEqualTo(200);
            assertThat(proxy.requests()).isEmpty();
        }
    }

    @Test
    @Tag("promise-22")
    void behindAProxyTheCertificateMustStillNameTheHost() throws Exception {
        try (TestProxy proxy = TestProxy.open();
                RawServer origin = secure()) {
            assertThat(failure(by(proxy).build(), origin.uri("https", "other.example")))
                    .hasMessageContaining("the server's certificate is not trusted or is another host's");
            assertThat(origin.requests()).isEmpty();
        }
    }

    @Test
    void theLocalAddressIsTheOneThatWasSet() throws Exception {
        try (RawServer plain = plain();
                RawServer secure = secure()) {
            for (String local : List.of("127.0.0.1", "127.0.0.2")) {
                HttpTransport transport = HttpTransport.builder()
                        .localAddress(IpAddress.parse(local))
                        .trust(certificate.pem())
                        .build();
                assertThat(get(transport, plain.uri()).body()).isEqualTo(local);
                assertThat(get(transport, secure.uri("https", "127.0.0.1")).body())
                        .isEqualTo(local);
            }
        }
    }

    @Test
    @Tag("promise-15")
    void aLocalAddressThatThisHostDoesNotHaveIsNamedAndNothingIsSent() throws Exception {
        try (RawServer origin = plain()) {
            HttpTransport transport = HttpTransport.builder()
                    .localAddress(IpAddress.parse("192.0.2.9"))
                    .build();
            assertThat(failure(transport, origin.uri()))
                    .hasMessageContaining(
                            "the local address 192.0.2.9 is not an address of this host now; set one that it has")
                    .hasCauseInstanceOf(BindException.class);
            assertThat(origin.requests()).isEmpty();
        }
    }

    @Test
    void aFamilyIsTheOneThatWasSet() throws Exception {
        assumeTrue(hasLoopback6(), "this host has ::1");
        try (RawServer four = plain();
                RawServer six = new RawServer(
                        new ServerSocket(four.port(), 9, InetAddress.getByName("::1")), HttpRouteTest::sayClient)) {
            URI uri = four.uri("http", "both.example");

            assertThat(get(resolving(IpFamily.IPV4, "::1", "127.0.0.1"), uri).body())
                    .isEqualTo("127.0.0.1");
            assertThat(get(resolving(IpFamily.IPV6, "127.0.0.1", "::1"), uri).body())
                    .isEqualTo("0:0:0:0:0:0:0:1");
            assertThat(four.connections()).isEqualTo(1);
            assertThat(six.connections()).isEqualTo(1);
        }
    }

    @Test
    @Tag("promise-15")
    void aServiceWithoutTheFamilyIsToldAndNothingIsSent() throws Exception {
        try (RawServer four = plain()) {
            assertThat(failure(resolving(IpFamily.IPV6, "127.0.0.1"), four.uri("http", "four.example")))
                    .hasMessageContaining("the service has no ipv6 address");
            HttpTransport built = HttpTransport.builder().family(IpFamily.IPV6).build();
            assertThat(failure(built, four.uri())).hasMessageContaining("the service has no ipv6 address");
            assertThat(four.connections()).isZero();
        }
    }

    private static HttpTransport resolving(IpFamily family, String... addresses) {
        HttpRoute route = new HttpRoute(Optional.empty(), Optional.empty(), Optional.of(family));
        return new SocketHttpTransport(route, Optional.empty(), host -> {
            InetAddress[] all = new InetAddress[addresses.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = IpAddress.parse(addresses[i]).toInetAddress();
            }
            return all;
        });
    }

    private static boolean hasLoopback6() {
        try (ServerSocket six = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return six.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    @Tag("promise-22")
    void aProxyThatNeverAnswersEndsAtTheDeadlineAndNothingWasSent() throws Exception {
        try (RawServer silent = RawServer.on4(RawServer.Connection::awaitEnd)) {
            HttpTransport transport =
                    HttpTransport.builder().proxy("127.0.0.1", silent.port()).build();
            DdnsException thrown = catchThrowableOfType(
                    TransientException.class,
                    () -> transport.exchange(new HttpTransport.Request(
                            "GET",
                            URI.create("https://origin.example/"),
                            Map.of(),
                            Optional.empty(),
                            Duration.ofSeconds(2),
                            1000)));
            assertThat(thrown).hasMessageContaining("no complete answer within 2s");
            assertThat(thrown.certainlyNotApplied()).isTrue();
        }
    }
}
