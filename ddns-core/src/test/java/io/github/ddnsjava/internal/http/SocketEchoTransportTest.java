package io.github.ddnsjava.internal.http;

import static io.github.ddnsjava.internal.http.RawServer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.detect.EchoTransport.Answer;
import io.github.ddnsjava.detect.EchoTransport.FamilyUnavailableException;
import io.github.ddnsjava.detect.EchoTransport.Request;
import io.github.ddnsjava.internal.LiveThreads;
import io.github.ddnsjava.internal.Product;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@Tag("promise-22")
class SocketEchoTransportTest {
    private static final Duration TIMEOUT = Duration.ofMillis(400);
    /** For exchanges that are meant to succeed, on a machine that may be busy. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final AtomicLong nanoTime = new AtomicLong();
    private SocketEchoTransport transport = resolving("127.0.0.1");

    private SocketEchoTransport resolving(String... addresses) {
        return new SocketEchoTransport(
                host -> {
                    List<InetAddress> all = new ArrayList<>();
                    for (String address : addresses) {
                        all.add(IpAddress.parse(address).toInetAddress());
                    }
                    return all.toArray(new InetAddress[0]);
                },
                () -> (SSLSocketFactory) SSLSocketFactory.getDefault(),
                nanoTime::get);
    }

    @AfterEach
    void closeIdleConnections() {
        transport.close();
    }

    private Answer get(RawServer server, boolean fresh) throws IOException, InterruptedException {
        return transport.get(new Request(server.uri(), Optional.empty(), fresh, PATIENCE, 100));
    }

    private static Request impatient(URI uri) {
        return new Request(uri, Optional.empty(), false, TIMEOUT, 4096);
    }

    @Test
    void sendsNoMoreThanItMust() throws Exception {
        try (RawServer server = RawServer.answering(ok("192.0.2.1\n"))) {
            URI uri = URI.create(server.uri() + "/my/ip?a=%20&b=ü");
            Answer answer = transport.get(new Request(uri, Optional.empty(), false, PATIENCE, 100));

            assertThat(answer).isEqualTo(new Answer(200, "text/plain", "192.0.2.1\n", IpAddress.parse("127.0.0.1")));
            assertThat(server.requests())
                    .containsExactly("GET /my/ip?a=%20&b=%C3%BC HTTP/1.1\r\n"
                            + "Host: 127.0.0.1:" + server.port() + "\r\n"
                            + "User-Agent: " + Product.USER_AGENT + "\r\n"
                            + "Accept: text/plain, application/json;q=0.9, */*;q=0.1\r\n"
                            + "Accept-Encoding: identity\r\n"
                            + "Cache-Control: no-cache\r\n\r\n");
        }
    }

    @Test
    void usesAConnectionAgain() throws Exception {
        try (RawServer server = RawServer.answering(ok("1"))) {
            get(server, false);
            get(server, false);
            get(server, false);

            assertThat(server.requests()).hasSize(3);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    @Tag("promise-3")
    void opensANewConnectionWhereAFreshOneIsWanted() throws Exception {
        try (RawServer server = RawServer.answering(ok("1"))) {
            get(server, false);
            get(server, true);
            assertThat(server.connections()).isEqualTo(2);

            get(server, false);
            assertThat(server.connections())
                    .as("the fresh one took the other's place")
                    .isEqualTo(2);
        }
    }

    @Test
    void keepsNoConnectionThatIsAnnouncedToEnd() throws Exception {
        try (RawServer server =
                RawServer.answering("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\n1")) {
            assertThat(get(server, false).body())
                    .as("though the server does not close")
                    .isEqualTo("1");
            get(server, false);

            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void closesAConnectionThatWasIdleForAMinute() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (RawServer server = RawServer.on4(connection -> {
            while (connection.readRequest()) {
                connection.write(ok("1"));
            }
            ended.countDown();
        })) {
            get(server, false);
            nanoTime.addAndGet(Duration.ofSeconds(61).toNanos());
            get(server, false);

            assertThat(server.connections()).isEqualTo(2);
            assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void repeatsOnANewConnectionWhatAClosedOneDidNotAnswer() throws Exception {
        try (RawServer server = RawServer.answeringOnce(ok("1"))) {
            get(server, false);

            assertThat(get(server, false).body()).isEqualTo("1");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void repeatsOnANewConnectionWhatADeadOneDidNotAnswerInAThirdOfTheTime() throws Exception {
        try (RawServer server = RawServer.on4(connection -> {
            connection.readRequest();
            connection.write(ok("" + connection.number()));
            connection.readRequest();
            connection.awaitEnd();
        })) {
            assertThat(get(server, false).body()).isEqualTo("1");

            Request request = new Request(server.uri(), Optional.empty(), false, Duration.ofSeconds(9), 100);
            assertThat(transport.get(request).body()).isEqualTo("2");
        }
    }

    @Test
    void doesNotUseAConnectionOnWhichTheServerSpokeUnasked() throws Exception {
        CountDownLatch spoken = new CountDownLatch(1);
        try (RawServer server = RawServer.on4(connection -> {
            connection.readRequest();
            connection.write(ok("" + connection.number()));
            if (connection.number() == 1) {
                connection.write(ok("6.6.6.6"));
                spoken.countDown();
            }
            connection.awaitEnd();
        })) {
            String first;
            try {
                first = get(server, false).body();
            } catch (IOException early) {
                assertThat(early).hasMessageContaining("goes on after its announced end");
                first = "1";
            }
            assertThat(spoken.await(60, TimeUnit.SECONDS)).isTrue();

            assertThat(first).isEqualTo("1");
            assertThat(get(server, false).body()).isEqualTo("2");
        }
    }

    @Test
    void doesNotRepeatWhatANewConnectionDidNotAnswer() throws Exception {
        try (RawServer server = RawServer.on4(RawServer.Connection::readRequest)) {
            assertThatThrownBy(() -> get(server, false))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the server closed the connection without an answer");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    @Tag("promise-1")
    void refusesABodyLongerThanItsAnnouncedLength() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n1.2.3.14");
                RawServer cut = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n1.2.3.14");
                RawServer cutAndClosed = RawServer.answeringOnce(
                        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 7\r\n\r\n1.2.3.14")) {
            assertThat(get(server, false).body()).isEqualTo("1.2.3.14");
            assertThatThrownBy(() -> get(cut, false)).hasMessageContaining("goes on after its announced end");
            assertThatThrownBy(() -> get(cutAndClosed, false)).hasMessageContaining("goes on after its announced end");
        }
    }

    @Test
    void returnsARedirectAsAnAnswer() throws Exception {
        try (RawServer other = RawServer.answering(ok("6.6.6.6"));
                RawServer server = RawServer.answering(
                        "HTTP/1.1 302 Found\r\nLocation: " + other.uri() + "\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(get(server, false).status()).isEqualTo(302);
            assertThat(other.connections()).isZero();
        }
    }

    @Test
    void endsInTimeWhateverTheServerDoes() throws Exception {
        String head = "HTTP/1.1 200 OK\r\n";
        for (RawServer.Script script : List.<RawServer.Script>of(
                RawServer.Connection::awaitEnd,
                connection -> {
                    connection.readRequest();
                    connection.awaitEnd();
                },
                connection -> connection.trickle("H"),
                connection -> {
                    connection.write(head);
                    connection.trickle("X: y\r\n");
                },
                connection -> {
                    connection.write(head + "Content-Length: 4096\r\n\r\n");
                    connection.trickle("1");
                },
                connection -> {
                    connection.write(head + "Transfer-Encoding: chunked\r\n\r\n");
                    connection.trickle("1\r\n1\r\n");
                },
                connection -> {
                    connection.write("HTTP/1.0 200 OK\r\n\r\n");
                    connection.trickle("1");
                })) {
            try (RawServer server = RawServer.on4(script)) {
                assertThatEndsInTime(transport, impatient(server.uri()));
            }
        }
    }

    @Test
    void endsInTimeThoughTheNameLookUpDoesNot() {
        CountDownLatch never = new CountDownLatch(1);
        try (SocketEchoTransport stuck = new SocketEchoTransport(
                host -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    throw new UnknownHostException(host);
                },
                () -> {
                    throw new AssertionError();
                },
                nanoTime::get)) {
            assertThatEndsInTime(stuck, impatient(URI.create("http://echo.example")));
        } finally {
            never.countDown();
        }
    }

    @Test
    void endsInTimeThoughTlsNeverBegins() throws Exception {
        try (RawServer server = RawServer.on4(connection -> connection.trickle("\u0016"))) {
            assertThatThrownBy(() -> transport.get(impatient(server.uri("https", "127.0.0.1"))))
                    .isInstanceOf(IOException.class);
        }
    }

    private static void assertThatEndsInTime(SocketEchoTransport transport, Request request) {
        assertThatThrownBy(() -> transport.get(request)).hasMessage("no complete answer within 400 ms");
    }

    @Test
    void endsSoonWhenInterruptedAndLeavesNothingBehind() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        try (RawServer server = RawServer.on4(connection -> {
            connection.readRequest();
            asked.countDown();
            connection.awaitEnd();
            left.countDown();
        })) {
            Thread caller = new Thread(() -> {
                try {
                    transport.get(new Request(server.uri(), Optional.empty(), false, Duration.ofMinutes(5), 100));
                } catch (IOException | InterruptedException e) {
                    thrown.set(e);
                }
            });
            caller.start();
            assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
            caller.interrupt();
            caller.join(60_000);

            assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
            assertThat(left.await(60, TimeUnit.SECONDS))
                    .as("the connection was closed")
                    .isTrue();
        }
        assertThatNoThreadIsLeft();
    }

    @Test
    void sendsNothingForAThreadThatIsInterruptedAlready() throws Exception {
        try (RawServer server = RawServer.answering(ok("1"))) {
            for (int i = 0; i < 50; i++) {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> get(server, false)).isInstanceOf(InterruptedException.class);
            }
            get(server, false);

            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @Tag("promise-19")
    void keepsNoThreadForAnIdleConnection() throws Exception {
        try (RawServer server = RawServer.answering(ok("1"))) {
            get(server, false);

            assertThatNoThreadIsLeft();
        }
    }

    private static void assertThatNoThreadIsLeft() throws InterruptedException {
        assertThat(LiveThreads.areDaemons("ddnsjava-echo")).isTrue();
        assertThat(LiveThreads.thatStay("ddnsjava-echo")).isEmpty();
    }

    @Test
    void connectsByTheAskedFamilyOnly() throws Exception {
        assumeThat(hasLoopback6()).as("this host has ::1").isTrue();
        transport = resolving("127.0.0.1", "::1");
        try (RawServer four = RawServer.answering(ok("4"));
                RawServer six =
                        new RawServer(new ServerSocket(four.port(), 9, InetAddress.getByName("::1")), connection -> {
                            while (connection.readRequest()) {
                                connection.write(ok("6"));
                            }
                        })) {
            for (int round = 0; round < 2; round++) {
                assertThat(byName(four, IpFamily.IPV4).body()).isEqualTo("4");
                assertThat(byName(four, IpFamily.IPV6).body()).isEqualTo("6");
            }
            assertThat(byName(four, IpFamily.IPV6).peer()).hasToString("::1");
            assertThat(six.connections()).isEqualTo(1);
            assertThat(transport.get(impatient(four.uri("http", "[::1]"))).body())
                    .isEqualTo("6");
            assertThat(six.requests().get(six.requests().size() - 1)).contains("Host: [::1]:" + six.port() + "\r\n");
        }
    }

    @Test
    void triesEachAddressOfAName() throws Exception {
        transport = resolving("127.0.0.2", "127.0.0.1");
        try (RawServer server = RawServer.answering(ok("1"))) {
            assertThat(byName(server, IpFamily.IPV4).peer()).hasToString("127.0.0.1");
        }
    }

    @Test
    void tellsThatAServiceHasNoAddressOfTheFamily() throws Exception {
        try (RawServer server = RawServer.answering(ok("1"))) {
            assertThatThrownBy(() -> byName(server, IpFamily.IPV6))
                    .isInstanceOf(FamilyUnavailableException.class)
                    .hasMessage("the service has no ipv6 address");
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void doesNotTakeARefusalForAMissingFamily() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = taken.getLocalPort();
        }
        Request request = new Request(
                URI.create("http://echo.example:" + port), Optional.of(IpFamily.IPV4), false, PATIENCE, 100);

        assertThatThrownBy(() -> transport.get(request))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(FamilyUnavailableException.class);
    }

    @Test
    void doesNotTakeABrokenResolverForAMissingFamily() {
        transport = new SocketEchoTransport(
                host -> {
                    throw new UnknownHostException(host);
                },
                () -> {
                    throw new AssertionError();
                },
                nanoTime::get);
        Request request =
                new Request(URI.create("http://echo.example"), Optional.of(IpFamily.IPV6), false, PATIENCE, 100);

        assertThatThrownBy(() -> transport.get(request))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("the name echo.example cannot be resolved");
    }

    @Test
    void refusesUrlsThatItCannotAsk() {
        for (String url :
                List.of("ftp://echo.example", "http:///ip", "http://[fe80::1%25eth0]/", "/ip", "http://a_b/")) {
            assertThatThrownBy(() -> transport.get(impatient(URI.create(url))))
                    .as(url)
                    .isInstanceOf(IOException.class);
        }
    }

    private Answer byName(RawServer server, IpFamily family) throws IOException, InterruptedException {
        return transport.get(
                new Request(server.uri("http", "echo.example"), Optional.of(family), false, PATIENCE, 100));
    }

    private static boolean hasLoopback6() {
        try (ServerSocket six = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return six.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
