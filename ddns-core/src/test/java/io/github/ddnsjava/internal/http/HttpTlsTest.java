package io.github.ddnsjava.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.HttpTransportBuilder;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trust and client certificates, against real TLS servers, with either transport. */
@Timeout(120)
@Tag("promise-22")
class HttpTlsTest {
    private static final IpAddress LOOPBACK = IpAddress.parse("127.0.0.1");
    private static TestCertificate authority;
    private static TestCertificate server;
    private static TestCertificate client;
    private static TestCertificate rsa;

    @BeforeAll
    static void makeCertificates(@TempDir Path directory) throws Exception {
        authority = TestCertificate.selfSigned(directory, "authority", "EC", "dns:authority.example");
        server = authority.signs("server", "EC", "ip:127.0.0.1");
        client = TestCertificate.selfSigned(directory, "client", "EC", "dns:client.example");
        rsa = TestCertificate.selfSigned(directory, "rsa", "RSA", "dns:rsa.example");
    }

    private static RawServer open(boolean needsClient) throws Exception {
        return open(needsClient, authority);
    }

    private static RawServer open(boolean needsClient, TestCertificate trusted) throws Exception {
        SSLServerSocket socket = (SSLServerSocket) server.context(trusted)
                .getServerSocketFactory()
                .createServerSocket(0, 9, InetAddress.getByName("127.0.0.1"));
        socket.setNeedClientAuth(needsClient);
        return new RawServer(socket, connection -> {
            if (connection.readRequest()) {
                connection.write(RawServer.ok("good"));
            }
        });
    }

    /** Over the JDK's client, and over sockets of our own. */
    private static List<HttpTransport> both(UnaryOperator<HttpTransportBuilder> values) {
        return List.of(
                values.apply(HttpTransport.builder()).build(),
                values.apply(HttpTransport.builder()).localAddress(LOOPBACK).build());
    }

    private static String get(HttpTransport transport, RawServer from) throws InterruptedException {
        URI uri = from.uri("https", "127.0.0.1").resolve("/");
        HttpTransport.Request request =
                new HttpTransport.Request("GET", uri, Map.of(), Optional.empty(), Duration.ofMinutes(1), 1000);
        return transport.exchange(request).body();
    }

    @Test
    void anOwnAuthorityIsTrusted() throws Exception {
        String pem = "a comment\n" + authority.pem() + rsa.pem();
        try (RawServer origin = open(false)) {
            for (HttpTransport transport : both(builder -> builder.trust(pem))) {
                assertThat(get(transport, origin)).isEqualTo("good");
            }
            for (HttpTransport transport : both(builder -> builder.sslContext(context()))) {
                assertThat(get(transport, origin)).isEqualTo("good");
            }
            String other = rsa.pem();
            for (HttpTransport transport : both(builder -> builder.trust(other))) {
                assertThat(catchThrowableOfType(TransientException.class, () -> get(transport, origin)))
                        .hasMessageContaining("the server's certificate is not trusted")
                        .matches(TransientException::certainlyNotApplied);
            }
        }
    }

    private static SSLContext context() {
        try {
            return client.context(authority);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatTheJvmTrustsIsStillTrusted() throws Exception {
        TrustManagerFactory jvm = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        jvm.init((KeyStore) null);
        X509TrustManager trusted =
                (X509TrustManager) TlsMaterial.trusting(TlsMaterial.certificates(authority.pem()))[0];

        assertThat(trusted.getAcceptedIssuers())
                .containsAll(Arrays.asList(((X509TrustManager) jvm.getTrustManagers()[0]).getAcceptedIssuers()))
                .containsAll(TlsMaterial.certificates(authority.pem()));
    }

    @Test
    void aClientCertificateIsShownFromPemAndFromAKeyStore() throws Exception {
        String trust = authority.pem();
        String chain = client.pem();
        Secret key = Secret.of(client.keyPem());
        Secret oneLine = Secret.of(client.keyPem().strip().replace("\n", "\\n"));
        Secret password = Secret.of(TestCertificate.PASSWORD);
        try (RawServer origin = open(true, client)) {
            for (HttpTransport transport : both(builder -> builder.trust(trust).clientCertificate(chain, key))) {
                assertThat(get(transport, origin)).isEqualTo("good");
            }
            for (HttpTransport transport : both(builder -> builder.trust(trust).clientCertificate(chain, oneLine))) {
                assertThat(get(transport, origin)).isEqualTo("good");
            }
            for (HttpTransport transport :
                    both(builder -> builder.trust(trust).clientCertificate(client.store(), password))) {
                assertThat(get(transport, origin)).isEqualTo("good");
            }
        }
        String signed = server.pem();
        Secret serverKey = Secret.of(server.keyPem());
        try (RawServer origin = open(true, authority)) {
            for (HttpTransport transport : both(builder -> builder.trust(trust).clientCertificate(signed, serverKey))) {
                assertThat(get(transport, origin)).as("with its issuer").isEqualTo("good");
            }
        }
        String rsaChain = rsa.pem();
        Secret rsaKey = Secret.of(rsa.keyPem());
        try (RawServer origin = open(true, rsa)) {
            for (HttpTransport transport : both(builder -> builder.trust(trust).clientCertificate(rsaChain, rsaKey))) {
                assertThat(get(transport, origin)).isEqualTo("good");
            }
        }
    }

    @Test
    void aServerThatWantsAClientCertificateIsToldSo() throws Exception {
        String trust = authority.pem();
        try (RawServer origin = open(true)) {
            for (HttpTransport transport : both(builder -> builder.trust(trust))) {
                assertThatThrownBy(() -> get(transport, origin))
                        .isInstanceOf(TransientException.class)
                        .as("what the server says of it is sometimes lost")
                        .hasMessageMatching(".*(the server wants a|if it wants another) client certificate.*");
            }
            assertThat(origin.requests()).isEmpty();
        }
    }

    @Test
    void anUnreadableCertificateIsNamed() throws Exception {
        assertWrong(
                HttpTransport.builder().trust("hello"), "trust: the text has no certificate in PEM", "openssl x509");
        assertWrong(HttpTransport.builder().trust(""), "trust: the text has no certificate in PEM");
        assertWrong(
                HttpTransport.builder().trust(client.keyPem()),
                "trust: the text is a private key",
                "set the certificate");
        String cut = rsa.pem()
                + client.pem().replaceFirst("(?s)(-----BEGIN CERTIFICATE-----\n.{100}).*?(-----END)", "$1\n$2");
        assertWrong(
                HttpTransport.builder().trust(cut),
                "trust: certificate number 2 of the text is damaged; copy it again");
    }

    @Test
    void aKeyThatDoesNotBelongToTheCertificateIsNamed() throws Exception {
        assertWrongKey(
                client.pem(), rsa.keyPem(), "of the type RSA", "CN=client has a key of the type EC", "requested");
        assertWrongKey(client.pem(), server.keyPem(), "does not belong to the certificate of CN=client");
        assertWrongKey(
                authority.pem() + client.pem(),
                client.keyPem(),
                "is not the first of the text; put the client's own first");
        assertWrongKey(client.pem(), client.pem(), "is a public key or a certificate; set the private key");
        assertWrongKey(client.pem(), "hello", "is no PEM text that begins with -----BEGIN PRIVATE KEY-----");
        assertWrongKey(client.pem(), client.keyPem().replaceFirst("\n.{40}", "\n"), "is damaged; copy it again");
        assertWrongKey(
                client.pem(),
                client.keyPem().replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"),
                "has a passphrase; export it without one: openssl pkcs8");
        assertWrongKey(client.pem() + rsa.pem(), client.keyPem(), "are not its issuers, one after the other");
    }

    private static void assertWrongKey(String chain, String key, String... words) {
        ConfigurationException thrown =
                assertWrong(HttpTransport.builder().clientCertificate(chain, Secret.of(key)), words);
        assertThat(thrown).hasMessageStartingWith("clientCertificate: ");
        Arrays.stream(key.split("\n"))
                .filter(line -> line.length() > 30 && !line.startsWith("-----"))
                .forEach(line -> assertThat(thrown).hasMessageNotContaining(line));
    }

    @Test
    void aKeyStoreThatCannotBeUsedIsNamed() throws Exception {
        KeyStore empty = KeyStore.getInstance("PKCS12");
        Secret password = Secret.of(TestCertificate.PASSWORD);
        assertWrong(
                HttpTransport.builder().clientCertificate(empty, password), "the key store cannot be used", "load it");
        empty.load(null, null);
        assertWrong(
                HttpTransport.builder().clientCertificate(empty, password),
                "the key store has no private key",
                "openssl pkcs12");
        ConfigurationException thrown = assertWrong(
                HttpTransport.builder().clientCertificate(client.store(), Secret.of("wr0ng-s3cret")),
                "the password does not open the private key");
        assertThat(thrown).hasMessageNotContaining("wr0ng-s3cret");
        KeyStore mixed = KeyStore.getInstance("PKCS12");
        mixed.load(null, null);
        mixed.setKeyEntry("odd", server.key(), TestCertificate.PASSWORD.toCharArray(), new Certificate[] {
            client.store().getCertificate("client")
        });
        assertWrong(
                HttpTransport.builder().clientCertificate(mixed, password),
                "of the entry \"odd\" does not belong to its certificate");
    }

    @Test
    void valuesThatContradictEachOtherOrCannotBeUsedAreNamedAllAtOnce() {
        HttpTransportBuilder builder = HttpTransport.builder()
                .proxy("http://proxy.example:3128", 0)
                .proxyLogin("us:er", Secret.of("s3cret-pw"))
                .localAddress(LOOPBACK)
                .family(IpFamily.IPV6)
                .sslContext(context())
                .trust("hello");

        ConfigurationException thrown = assertWrong(builder);

        assertThat(thrown.problems())
                .extracting(ConfigurationException.Entry::path)
                .containsExactlyInAnyOrder(
                        "proxy", "proxy", "proxyLogin", "localAddress", "family", "sslContext", "trust");
        assertThat(thrown)
                .hasMessageContaining("write it without http://")
                .hasMessageContaining("the port 0 is not between 1 and 65535")
                .hasMessageContaining("the user name has a colon")
                .hasMessageContaining("127.0.0.1 is an ipv4 address, and family says ipv6")
                .hasMessageContaining("a proxy connects to the host by a family of its own choice")
                .hasMessageContaining("leave out trust and clientCertificate")
                .hasMessageNotContaining("s3cret-pw");
        assertWrong(
                HttpTransport.builder().proxyLogin("ddns", Secret.of("x")), "proxyLogin: there is no proxy; set proxy");
        assertWrong(HttpTransport.builder().proxy("proxy.example:3128", 3128), "without port");
        for (String nowhere : List.of("0.0.0.0", "::", "224.0.0.1", "ff02::1")) {
            assertWrong(
                    HttpTransport.builder().localAddress(IpAddress.parse(nowhere)),
                    nowhere + " is not the address of one host");
        }
    }

    private static ConfigurationException assertWrong(HttpTransportBuilder builder, String... words) {
        ConfigurationException thrown = catchThrowableOfType(ConfigurationException.class, builder::build);
        assertThat(thrown).isNotNull();
        assertThat(List.of(words)).allSatisfy(word -> assertThat(thrown).hasMessageContaining(word));
        return thrown;
    }
}
