package io.github.ddnsjava.internal.http;

import static io.github.ddnsjava.internal.http.RawServer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.detect.EchoTransport.Answer;
import io.github.ddnsjava.detect.EchoTransport.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@Tag("promise-22")
class SocketEchoTransportTlsTest {
    private static SSLContext context;

    @BeforeAll
    static void makeCertificate(@TempDir Path directory) throws Exception {
        context = SelfSigned.context(directory, "dns:echo.example,ip:127.0.0.1");
    }

    @Test
    void asksOverTlsAndKeepsTheConnection() throws Exception {
        try (RawServer server = server();
                SocketEchoTransport transport = trusting(context.getSocketFactory())) {
            assertThat(get(transport, server, "echo.example").body()).isEqualTo("192.0.2.1");
            assertThat(get(transport, server, "echo.example").body()).isEqualTo("192.0.2.1");
            assertThat(get(transport, server, "127.0.0.1").body()).isEqualTo("192.0.2.1");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void namesTheHostInTheHandshake() throws Exception {
        SSLServerSocket listener = listener();
        SSLParameters parameters = listener.getSSLParameters();
        parameters.setSNIMatchers(List.<SNIMatcher>of(SNIHostName.createSNIMatcher("echo\\.example")));
        listener.setSSLParameters(parameters);
        try (RawServer server = new RawServer(listener, SocketEchoTransportTlsTest::answer);
                SocketEchoTransport transport = trusting(context.getSocketFactory())) {
            assertThat(get(transport, server, "echo.example.").body()).isEqualTo("192.0.2.1");
            assertThatThrownBy(() -> get(transport, server, "other.example")).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void refusesACertificateThatNobodyVouchesFor() throws Exception {
        try (RawServer server = server();
                SocketEchoTransport transport = trusting((SSLSocketFactory) SSLSocketFactory.getDefault())) {
            assertThatThrownBy(() -> get(transport, server, "echo.example"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("not trusted")
                    .hasMessageContaining("unable to find valid certification path");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void tellsARefusedHandshakeInTheJdksOwnWords() throws Exception {
        SSLContext empty = SSLContext.getInstance("TLS");
        empty.init(null, null, null); // no key, and so no cipher in common
        ServerSocket listener =
                empty.getServerSocketFactory().createServerSocket(0, 9, InetAddress.getByName("127.0.0.1"));
        try (RawServer server = new RawServer(listener, SocketEchoTransportTlsTest::answer);
                SocketEchoTransport transport = trusting(context.getSocketFactory())) {
            assertThatThrownBy(() -> get(transport, server, "echo.example"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("handshake_failure")
                    .hasMessageNotContaining("captive")
                    .hasMessageNotContaining("certificate");
        }
    }

    @Test
    void refusesTheCertificateOfAnotherHost() throws Exception {
        try (RawServer server = server();
                SocketEchoTransport transport = trusting(context.getSocketFactory())) {
            assertThatThrownBy(() -> get(transport, server, "other.example"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("another host's");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void neverFallsBackToPlainText() throws Exception {
        try (RawServer server = RawServer.on4(connection -> connection.write(ok("192.0.2.1")));
                SocketEchoTransport transport = trusting(context.getSocketFactory())) {
            assertThatThrownBy(() -> get(transport, server, "echo.example"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("not TLS");
        }
    }

    private static SocketEchoTransport trusting(SSLSocketFactory tls) {
        return new SocketEchoTransport(
                host -> new InetAddress[] {IpAddress.parse("127.0.0.1").toInetAddress()}, () -> tls, System::nanoTime);
    }

    private static RawServer server() throws IOException {
        return new RawServer(listener(), SocketEchoTransportTlsTest::answer);
    }

    private static SSLServerSocket listener() throws IOException {
        ServerSocket listener =
                context.getServerSocketFactory().createServerSocket(0, 9, InetAddress.getByName("127.0.0.1"));
        return (SSLServerSocket) listener;
    }

    private static void answer(RawServer.Connection connection) throws IOException {
        while (connection.readRequest()) {
            connection.write(ok("192.0.2.1"));
        }
    }

    private static Answer get(SocketEchoTransport transport, RawServer server, String host)
            throws IOException, InterruptedException {
        return transport.get(
                new Request(server.uri("https", host), Optional.empty(), false, Duration.ofSeconds(10), 100));
    }
}
