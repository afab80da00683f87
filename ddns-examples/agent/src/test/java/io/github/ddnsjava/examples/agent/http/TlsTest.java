package io.github.ddnsjava.examples.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS. */
@Timeout(120)
class TlsTest {
    private static final String PASSWORD = "changeit-changeit";
    private static final String PEM_SETTINGS = "\"tls\": {\"certificate\": \"cert.pem\", \"key\": \"key.pem\"}";
    private static final String STORE_SETTINGS =
            "\"tls\": {\"keystore\": \"tls.p12\", \"password\": \"" + PASSWORD + "\"}";

    @TempDir
    Path directory;

    /** Makes a key store and the same in PEM. */
    private void makeKey(String name, String type) throws Exception {
        Path store = directory.resolve("tls.p12");
        Files.deleteIfExists(store);
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        type,
                        "-dname",
                        "CN=" + name,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.out").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        Certificate certificate = keys.getCertificate("server");
        write("cert.pem", "CERTIFICATE", certificate.getEncoded());
        write(
                "key.pem",
                "PRIVATE KEY",
                keys.getKey("server", PASSWORD.toCharArray()).getEncoded());
    }

    private void write(String file, String what, byte[] der) throws IOException {
        Files.writeString(
                directory.resolve(file),
                "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + what
                        + "-----\n");
    }

    /** Asks for the status, and returns whose certificate was shown. */
    private static String servedBy(Surface surface) throws Exception {
        return subject(surface.port());
    }

    private static String subject(int port) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Trusting()}, null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
                RawHttp http = new RawHttp(socket)) {
            RawHttp.Answer answer = http.ask("GET", "/status");
            assertThat(answer.status()).isEqualTo(200);
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        }
    }

    private static final class Trusting implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Test
    void aCertificateInPemIsServedAndReadAgainWhenItIsReplaced() throws Exception {
        makeKey("first", "RSA");
        try (Surface surface = new Surface(PEM_SETTINGS, directory)) {
            assertThat(servedBy(surface)).isEqualTo("CN=first");
            makeKey("second", "EC");
            surface.door.tick();
            assertThat(servedBy(surface)).isEqualTo("CN=second");
            Files.writeString(
                    directory.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----");
            surface.door.tick();
            assertThat(servedBy(surface)).as("a broken file changes nothing").isEqualTo("CN=second");
        }
    }

    /** The timer reads the files of the settings that it knows, while a reload brings others. */
    @Tag("thorough")
    @Test
    void filesThatAreReadAgainDoNotReplaceNewerSettings() throws Exception {
        makeKey("next", "EC");
        HttpSettings.Tls next = Surface.settings(PEM_SETTINGS, directory).tls().orElseThrow();
        SSLContext context = ServerKeys.context(next);
        makeKey("first", "EC");
        HttpSettings settings = Surface.settings(STORE_SETTINGS, directory);
        AtomicReference<Thread> reload = new AtomicReference<>();
        AtomicReference<JettyServer> server = new AtomicReference<>();
        HttpSettings.Tls slow = new HttpSettings.Tls(
                Optional.empty(),
                Optional.empty(),
                settings.tls().orElseThrow().keystore(),
                Optional.of(Secret.from("test", () -> {
                    if (server.get() != null && reload.get() == null) { // the timer reads the password
                        reload.set(new Thread(() -> server.get().use(next, context)));
                        reload.get().start();
                        awaitEndOrLock(reload.get());
                    }
                    return PASSWORD;
                })),
                directory);
        HttpSettings with = new HttpSettings(
                settings.listen(), settings.hosts(), settings.tokens(), settings.jwt(), Optional.of(slow));
        List<String> shown = new ArrayList<>();
        try (JettyServer jetty = JettyServer.start(
                with,
                new Handler.Abstract() {
                    @Override
                    public boolean handle(Request request, Response response, Callback callback) {
                        AgentHandler.send(Reply.of("text/plain", "-"), response, callback);
                        return true;
                    }
                },
                new Connections(InstantSource.system()))) {
            shown.add(subject(jetty.port()));
            server.set(jetty);
            makeKey("first", "EC"); // is another key, and so replaced
            jetty.refresh();
            reload.get().join(60_000);
            shown.add(subject(jetty.port()));
        }
        assertThat(shown).containsExactly("CN=first", "CN=next");
    }

    private static void awaitEndOrLock(Thread thread) {
        while (thread.isAlive() && thread.getState() != Thread.State.BLOCKED) {
            Thread.onSpinWait();
        }
    }

    @Test
    @Tag("thorough")
    void aKeyStoreIsServedAndReadAgainWhenItIsReplaced() throws Exception {
        makeKey("first", "EC");
        try (Surface surface = new Surface(STORE_SETTINGS, directory)) {
            assertThat(servedBy(surface)).isEqualTo("CN=first");
            makeKey("second", "EC");
            surface.door.tick();
            assertThat(servedBy(surface)).isEqualTo("CN=second");
        }
    }

    @Test
    @Tag("thorough")
    void aSlowHandshakeHoldsNothing() throws Exception {
        makeKey("first", "EC");
        try (Surface surface = new Surface(PEM_SETTINGS, directory);
                RawHttp slow = new RawHttp(surface.port());
                RawHttp plain = new RawHttp(surface.port())) {
            slow.send("\u0016\u0003\u0001");
            plain.send("GET /status HTTP/1.1\r\n\r\n");
            assertThat(servedBy(surface)).isEqualTo("CN=first");
            surface.pass(Connections.ASKING.plusSeconds(1));
            surface.door.tick();
            assertThat(slow.isEnded()).isTrue();
        }
    }

    @Test
    @Tag("thorough")
    void whatDoesNotBelongTogetherIsRefusedWithTheRemedy() throws Exception {
        makeKey("first", "EC");
        String other = Files.readString(directory.resolve("key.pem"));
        makeKey("second", "EC");
        String own = Files.readString(directory.resolve("key.pem"));
        Files.writeString(directory.resolve("key.pem"), other);
        refuses(PEM_SETTINGS, "http.tls.key: does not belong to the first certificate");
        Files.writeString(directory.resolve("key.pem"), own.replace("PRIVATE KEY", "EC PRIVATE KEY"));
        refuses(PEM_SETTINGS, "openssl pkcs8 -topk8");
        Files.writeString(directory.resolve("key.pem"), own);
        Files.writeString(directory.resolve("cert.pem"), own);
        refuses(PEM_SETTINGS, "http.tls.certificate");
        Files.delete(directory.resolve("cert.pem"));
        refuses(PEM_SETTINGS, "http.tls.certificate");
        refuses(STORE_SETTINGS.replace(PASSWORD, "wrong-wrong"), "does not open with the password");
        refuses("\"tls\": {\"keystore\": \"tls.p12\"}", "certificate and key, or keystore and password");
        refuses("\"tls\": {\"certificate\": \"cert.pem\"}", "certificate and key, or keystore and password");
    }

    private void refuses(String settings, String message) {
        assertThatThrownBy(() -> new Surface(settings, directory).close())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("MII");
    }
}
