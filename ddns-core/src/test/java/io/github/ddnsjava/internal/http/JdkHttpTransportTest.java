package io.github.ddnsjava.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.text.OutsideText;
import io.github.ddnsjava.publish.http.HttpTransport;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class JdkHttpTransportTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    /** For servers that do not end their answer; long enough for a busy machine to send the request. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private final HttpTransport transport = transport();

    /** Returns what is tested; another transport that promises the same overrides this. */
    HttpTransport transport() {
        return new JdkHttpTransport();
    }

    private static HttpTransport.Request request(URI uri, Duration timeout, int maxBytes) {
        return new HttpTransport.Request("GET", uri, Map.of("X-Token", "s3cret"), Optional.empty(), timeout, maxBytes);
    }

    @Test
    @Tag("promise-14")
    @Tag("promise-15")
    void aRequestLeavesOnceThoughTheServerClosesWithoutAnAnswer() throws Exception {
        try (OneAnswerServer server = new OneAnswerServer((socket, out) -> {})) {
            TransientException e = failure(TransientException.class, server, LONG);

            assertThat(e.certainlyNotApplied()).isFalse();
            assertThat(e).hasMessageContaining("the connection failed before the answer was complete");
            // The client connects once more by itself, but nothing is written there.
            assertThat(server.requests())
                    .filteredOn(request -> !request.isEmpty())
                    .hasSize(1);
        }
    }

    private HttpTransport.Answer get(OneAnswerServer server) throws InterruptedException {
        return transport.exchange(request(server.uri("http"), LONG, 1000));
    }

    private <E extends Exception> E failure(Class<E> type, OneAnswerServer server, Duration timeout) {
        E thrown = catchThrowableOfType(type, () -> transport.exchange(request(server.uri("http"), timeout, 1000)));
        if (timeout.equals(LONG)) {
            assertThat(thrown).as("it ends at once").hasMessageNotContaining("no complete answer within");
        }
        assertThat(thrown).hasMessageContaining("GET http://127.0.0.1").hasMessageNotContaining("s3cret");
        return thrown;
    }

    @Test
    void anAnswerHasStatusHeadersAndBody() throws Exception {
        try (OneAnswerServer server = new OneAnswerServer(
                OneAnswerServer.says("HTTP/1.1 418 Teapot\nX-A: 1\nx-a: 2\nContent-Length: 6\n\nGrüß"))) {
            HttpTransport.Answer answer = get(server);

            assertThat(answer.status()).isEqualTo(418);
            assertThat(answer.body()).isEqualTo("Grüß");
            assertThat(answer.headers().get("x-a")).containsExactly("1", "2");
            assertThat(answer.header("X-A")).contains("1");
            assertThat(server.requests().get(0))
                    .startsWith("GET /path HTTP/1.1\n")
                    .contains("X-Token: s3cret");
        }
    }

    @Test
    void theBodyIsReadByTheCharsetThatTheAnswerNamesElseAsUtf8() throws Exception {
        byte[] latin = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=\"ISO-8859-1\"\r\n\r\nGrüß"
                .getBytes(StandardCharsets.ISO_8859_1);
        try (OneAnswerServer server = new OneAnswerServer((socket, out) -> out.write(latin))) {
            assertThat(get(server).body()).isEqualTo("Grüß");
        }
        for (String type : new String[] {"text/plain", "text/plain; charset=unheard-of", "charset="}) {
            try (OneAnswerServer server =
                    new OneAnswerServer(OneAnswerServer.says("HTTP/1.1 200 OK\nContent-Type: " + type + "\n\nGrüß"))) {
                assertThat(get(server).body()).as(type).isEqualTo("Grüß");
            }
        }
    }

    @Test
    void aBodyIsSent() throws Exception {
        try (OneAnswerServer server =
                new OneAnswerServer(OneAnswerServer.says("HTTP/1.1 200 OK\nContent-Length: 0\n\n"))) {
            byte[] content = "{}".getBytes(StandardCharsets.UTF_8);
            transport.exchange(
                    new HttpTransport.Request("PUT", server.uri("http"), Map.of(), Optional.of(content), LONG, 1000));

            assertThat(server.requests().get(0)).startsWith("PUT /path").contains("Content-Length: 2");
        }
    }

    @Test
    void onPlainHttpNoUpgradeIsOffered() throws Exception {
        try (OneAnswerServer server =
                new OneAnswerServer(OneAnswerServer.says("HTTP/1.1 200 OK\nContent-Length: 0\n\n"))) {
            get(server);

            assertThat(server.requests().get(0))
                    .doesNotContainIgnoringCase("upgrade")
                    .doesNotContain("h2c");
        }
    }

    @Test
    @Tag("promise-22")
    void aRedirectIsAnAnswerAndNotFollowed() throws Exception {
        try (OneAnswerServer target =
                        new OneAnswerServer(OneAnswerServer.says("HTTP/1.1 200 OK\nContent-Length: 0\n\n"));
                OneAnswerServer server = new OneAnswerServer(OneAnswerServer.says(
                        "HTTP/1.1 302 Found\nLocation: " + target.uri("http") + "\nContent-Length: 0\n\n"))) {
            assertThat(get(server).status()).isEqualTo(302);
            assertThat(target.requests()).isEmpty();
        }
    }

    @Test
    @Tag("promise-22")
    void aBodyThatIsTooLargeIsRefusedAsSoonAsItIs() throws Exception {
        OneAnswerServer.Script endless = (socket, out) -> {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(new byte[8192]);
            }
        };
        try (OneAnswerServer server = new OneAnswerServer(endless)) {
            assertThat(failure(ProtocolException.class, server, LONG)).hasMessageContaining("larger than 1000 bytes");
        }
    }

    @Test
    @Tag("promise-22")
    void aBodyOfJustTheAllowedSizePasses() throws Exception {
        try (OneAnswerServer server = new OneAnswerServer(
                OneAnswerServer.says("HTTP/1.1 200 OK\nContent-Length: 1000\n\n" + "x".repeat(1000)))) {
            assertThat(get(server).body()).hasSize(1000);
        }
        try (OneAnswerServer server = new OneAnswerServer(
                OneAnswerServer.says("HTTP/1.1 200 OK\nContent-Length: 1001\n\n" + "x".repeat(1001)))) {
            failure(ProtocolException.class, server, LONG);
        }
    }

    @Test
    @Tag("promise-22")
    void aTricklingBodyEndsAtTheDeadline() throws Exception {
        OneAnswerServer.Script trickle = (socket, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 1000; i++) {
                out.write('x');
                out.flush();
                TimeUnit.MILLISECONDS.sleep(50);
            }
        };
        try (OneAnswerServer server = new OneAnswerServer(trickle)) {
            TransientException thrown = failure(TransientException.class, server, SHORT);
            assertThat(thrown.certainlyNotApplied()).isFalse();
            assertThat(thrown).hasMessageContaining("no complete answer within");
        }
    }

    @Test
    void theTimeThatWasOverIsToldInAFormThatPeopleRead() {
        assertThat(HttpAnswers.late("GET https://a.example", Duration.ofNanos(19_953_232_938L)))
                .isEqualTo("GET https://a.example: no complete answer within 19953ms");
        assertThat(HttpAnswers.late("GET https://a.example", Duration.ofSeconds(20)))
                .isEqualTo("GET https://a.example: no complete answer within 20s");
    }

    @Test
    @Tag("promise-22")
    void aServerThatNeverAnswersEndsAtTheDeadlineAndTheConnectionIsClosed() throws Exception {
        CountDownLatch hungUp = new CountDownLatch(1);
        OneAnswerServer.Script silent = (socket, out) -> {
            if (socket.getInputStream().read() < 0) {
                hungUp.countDown();
            }
        };
        try (OneAnswerServer server = new OneAnswerServer(silent)) {
            assertThat(failure(TransientException.class, server, SHORT).certainlyNotApplied())
                    .isFalse();
            assertThat(hungUp.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anInterruptEndsItSoon() throws Exception {
        AtomicReference<Throwable> ended = new AtomicReference<>();
        try (OneAnswerServer server =
                new OneAnswerServer((socket, out) -> socket.getInputStream().read())) {
            Thread thread = new Thread(() ->
                    ended.set(catchThrowable(() -> transport.exchange(request(server.uri("http"), LONG, 1000)))));
            thread.start();
            server.awaitRequest();
            thread.interrupt();
            thread.join();

            assertThat(ended.get()).isInstanceOf(InterruptedException.class);
        }
    }

    /** The client sent such requests all the same, and some of the exchanges even succeeded. */
    @Test
    @Tag("regression")
    void aThreadThatIsInterruptedAlreadySendsNothing() throws Exception {
        try (OneAnswerServer server =
                new OneAnswerServer(OneAnswerServer.says("HTTP/1.1 200 OK\nContent-Length: 0\n\n"))) {
            get(server); // so that the client is warm: a cold one is slow enough to be stopped in time
            for (int i = 0; i < 300; i++) {
                Thread.currentThread().interrupt();
                assertThat(catchThrowable(() -> get(server))).isInstanceOf(InterruptedException.class);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            }
            // What had left would be read before this one.
            get(server);

            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    @Tag("promise-15")
    void aRefusedConnectionCertainlySentNothing() throws Exception {
        OneAnswerServer gone = new OneAnswerServer(OneAnswerServer.says(""));
        gone.close();

        assertThat(failure(TransientException.class, gone, LONG).certainlyNotApplied())
                .isTrue();
    }

    @Test
    @Tag("promise-15")
    void anAnswerThatIsCutOffLeavesTheOutcomeUnknown() throws Exception {
        for (String cut : new String[] {
            "",
            "HTTP/1.1 2",
            "HTTP/1.1 200 OK\nContent-Le",
            "HTTP/1.1 200 OK\nContent-Length: 10\n\nhalf",
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhel"
        }) {
            try (OneAnswerServer server = new OneAnswerServer(OneAnswerServer.says(cut))) {
                assertThat(failure(TransientException.class, server, LONG).certainlyNotApplied())
                        .as(cut)
                        .isFalse();
            }
        }
    }

    @Test
    @Tag("promise-15")
    void aChunkWithoutASizeLeavesTheOutcomeUnknown() throws Exception {
        try (OneAnswerServer server =
                new OneAnswerServer(OneAnswerServer.says("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nzz\n"))) {
            assertThat(failure(DdnsException.class, server, LONG).certainlyNotApplied())
                    .isFalse();
        }
    }

    @Test
    void anAnswerThatIsNotHttpIsAProtocolError() throws Exception {
        for (String nonsense : new String[] {
            "220 mail.example ESMTP\n\n", "HTTP/1.1 abc OK\n\n", "HTTP/1.1 200 OK\nContent-Length: many\n\n", "\n\n"
        }) {
            try (OneAnswerServer server = new OneAnswerServer(OneAnswerServer.says(nonsense))) {
                assertThat(failure(ProtocolException.class, server, LONG).certainlyNotApplied())
                        .as(nonsense)
                        .isFalse();
            }
        }
    }

    @Test
    @Tag("promise-22")
    void aHeaderThatCannotBeSentIsNotQuoted() {
        HttpTransport.Request bad = new HttpTransport.Request(
                "GET", URI.create("http://127.0.0.1:9/s3cret"), Map.of("X", "s3cret\n"), Optional.empty(), LONG, 1000);

        Throwable thrown = catchThrowable(() -> transport.exchange(bad));

        assertThat(thrown).isInstanceOf(ProtocolException.class).hasNoCause().hasMessageNotContaining("s3cret");
    }

    @Test
    @Tag("promise-22")
    void aCertificateThatNobodyVouchesForIsRefusedBeforeAnythingIsSent(@TempDir Path directory) throws Exception {
        SSLContext tls = SelfSigned.context(directory, "ip:127.0.0.1");
        ServerSocket socket = tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        try (OneAnswerServer server =
                new OneAnswerServer(socket, OneAnswerServer.says("HTTP/1.1 200 OK\nContent-Length: 0\n\n"))) {
            TransientException thrown = catchThrowableOfType(
                    TransientException.class, () -> transport.exchange(request(server.uri("https"), LONG, 1000)));

            assertThat(thrown)
                    .hasMessageContaining("certificate is not trusted")
                    .hasMessageContaining("unable to find valid certification path");
            assertThat(thrown.certainlyNotApplied()).isTrue();
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aByteOrderMarkCountsMoreThanTheCharsetAndMalformedBytesAreNotReplaced() throws Exception {
        byte[] marked =
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=ISO-8859-1\r\n\r\n\u00EF\u00BB\u00BFgood\u00C3\u00BC"
                        .getBytes(StandardCharsets.ISO_8859_1);
        try (OneAnswerServer server = new OneAnswerServer((socket, out) -> out.write(marked))) {
            assertThat(get(server).body()).isEqualTo("goodü");
        }
        byte[] malformed =
                "HTTP/1.1 403 No\r\nContent-Type: text/plain\r\n\r\nnon \u00E9".getBytes(StandardCharsets.ISO_8859_1);
        try (OneAnswerServer server = new OneAnswerServer((socket, out) -> out.write(malformed))) {
            HttpTransport.Answer answer = get(server);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).startsWith("non ").doesNotContain("\uFFFD");
            assertThat(OutsideText.isMalformed(answer.body())).isTrue();
        }
    }

    /** A runtime without jdk.crypto.ec meets it, and was told of certificates and captive portals. */
    @Test
    void aRefusedHandshakeIsToldInTheJdksOwnWords() throws Exception {
        SSLContext empty = SSLContext.getInstance("TLS");
        empty.init(null, null, null); // no key, and so no cipher in common
        ServerSocket socket =
                empty.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        try (OneAnswerServer server =
                new OneAnswerServer(socket, OneAnswerServer.says("HTTP/1.1 200 OK\nContent-Length: 0\n\n"))) {
            TransientException thrown = catchThrowableOfType(
                    TransientException.class, () -> transport.exchange(request(server.uri("https"), LONG, 1000)));

            assertThat(thrown)
                    .hasMessageContaining("handshake_failure")
                    .hasMessageContaining("jdk.crypto.ec")
                    .hasMessageNotContaining("captive")
                    .hasMessageNotContaining("certificate");
            assertThat(thrown.certainlyNotApplied()).isTrue();
        }
    }

    @Test
    @Tag("promise-15")
    void whatAnswersTlsInPlainTextCertainlyGotNothing() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> {
                try (Socket client = socket.accept()) {
                    client.getInputStream().read();
                    client.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    client.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    // The client went away.
                }
            });
            thread.setDaemon(true);
            thread.start();
            TransientException thrown = catchThrowableOfType(
                    TransientException.class,
                    () -> transport.exchange(
                            request(URI.create("https://127.0.0.1:" + socket.getLocalPort()), LONG, 1000)));

            // Its words vary: JDK 17 sometimes overlooks the answer and waits until its time to connect is over.
            assertThat(thrown.certainlyNotApplied()).isTrue();
        }
    }
}
