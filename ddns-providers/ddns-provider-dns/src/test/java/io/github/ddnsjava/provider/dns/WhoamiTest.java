package io.github.ddnsjava.provider.dns;

import static io.github.ddnsjava.IpFamily.IPV4;
import static io.github.ddnsjava.IpFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.EchoTransport;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DetectionException;
import io.github.ddnsjava.provider.testkit.TestDetection;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

@Timeout(120)
class WhoamiTest {
    private static final IpAddress NINE = IpAddress.parse("9.9.9.9");

    private final TestDetection context = new TestDetection();

    private static Detection detect(TestDetection context, Map<String, ?> service, IpFamily family)
            throws InterruptedException {
        return WhoamiFactory.create(
                        Settings.at(
                                "detectors.dns",
                                Map.of("services", List.of(service), "allow", List.of("127.0.0.0/8", "::1/128"))),
                        (SSLSocketFactory) SSLSocketFactory.getDefault())
                .detect(family, context);
    }

    private static Map<String, Object> at(FakeWhoami server, String... more) {
        Map<String, Object> service = new HashMap<>(Map.of("server", "127.0.0.1", "port", server.port()));
        for (int i = 0; i < more.length; i += 2) {
            service.put(more[i], more[i + 1]);
        }
        return service;
    }

    private static Set<IpAddress> addresses(Detection detection) {
        return ((Detection.Found) detection).addresses();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    @Tag("servers")
    void knotTellsUsOurAddress(IpFamily family) throws Exception {
        String host = family == IPV4 ? "127.0.0.1" : "::1";
        try (Knot knot = Knot.start()) {
            for (String transport : List.of("udp", "tcp")) {
                assertThat(addresses(detect(
                                context,
                                Map.of(
                                        "server",
                                        host,
                                        "port",
                                        knot.port(),
                                        "name",
                                        "whoami.test",
                                        "transport",
                                        transport),
                                family)))
                        .containsExactly(IpAddress.parse(host));
            }
        }
    }

    @ParameterizedTest
    @EnabledOnOs(OS.LINUX)
    @ValueSource(strings = {"udp", "tcp"})
    @Tag("servers")
    void knotSeesTheAddressThatItIsBoundTo(String transport) throws Exception {
        try (Knot knot = Knot.start()) {
            Map<String, Object> service =
                    Map.of("server", "127.0.0.1", "port", knot.port(), "name", "whoami.test", "transport", transport);
            Settings settings = Settings.of("services", List.of(service), "allow", "127.0.0.0/8", "bind", "127.0.0.9");
            IpDetector detector = WhoamiFactory.create(settings, (SSLSocketFactory) SSLSocketFactory.getDefault());

            assertThat(addresses(detector.detect(IPV4, context))).containsExactly(IpAddress.parse("127.0.0.9"));
            assertThatThrownBy(() -> detector.detect(IPV6, context)).isInstanceOf(DetectionException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "opendns, myip.opendns.com., 1, 1",
        "google, o-o.myaddr.l.google.com., 16, 1",
        "cloudflare, whoami.cloudflare., 16, 3",
        "akamai, whoami.akamai.net., 1, 1"
    })
    void asksEachPublicServiceItsOwnQuestion(String service, String name, int type, int dnsClass) throws Exception {
        try (FakeWhoami server = new FakeWhoami()) {
            List<Message> asked = new ArrayList<>();
            server.rule = (query, overStream) -> {
                asked.add(new Message(query));
                return FakeWhoami.saying(List.of(NINE)).answer(query, overStream);
            };

            assertThat(addresses(detect(context, at(server, "service", service, "transport", "udp"), IPV4)))
                    .containsExactly(NINE);
            assertThat(asked).singleElement().satisfies(query -> {
                assertThat(query.getQuestion().getName()).isEqualTo(Name.fromString(name));
                assertThat(query.getQuestion().getType()).isEqualTo(type);
                assertThat(query.getQuestion().getDClass()).isEqualTo(dnsClass);
                assertThat(query.getHeader().getFlag(Flags.RD)).isEqualTo(dnsClass == DClass.IN);
            });
        }
    }

    @Test
    void theBytesOfCloudflaresQuestionAreTheKnownOnes() {
        Message query = new WhoamiQuestion(Name.fromConstantString("whoami.cloudflare."), true, true).query(IPV4);
        query.getHeader().setID(0x1234);
        assertThat(query.toWire())
                .isEqualTo(java.util.HexFormat.of()
                        .parseHex("1234000000010000000000000677686f616d690a636c6f7564666c617265" + "0000100003"));
    }

    @Test
    void readsGooglesAndAkamaisTexts() throws Exception {
        try (FakeWhoami server = new FakeWhoami()) {
            server.rule = texts(List.of("9.9.9.9"), List.of("edns0-client-subnet 8.8.8.0/24"));
            assertThat(addresses(detect(context, at(server, "service", "google"), IPV4)))
                    .containsExactly(NINE);
            server.rule = texts(List.of("ns", "9.9.9.9"), List.of("ecs", "8.8.8.0/24/0"));
            assertThat(addresses(detect(context, at(server, "service", "google"), IPV4)))
                    .containsExactly(NINE);
        }
    }

    private static FakeWhoami.Rule texts(List<?>... records) {
        return (query, overStream) -> {
            Message answer = FakeWhoami.reply(query);
            for (List<?> strings : records) {
                answer.addRecord(
                        new TXTRecord(
                                answer.getQuestion().getName(),
                                answer.getQuestion().getDClass(),
                                0,
                                strings.stream().map(String::valueOf).toList()),
                        Section.ANSWER);
            }
            return answer.toWire();
        };
    }

    @Test
    void asksOverTcpWhereAnAnswerIsCut() throws Exception {
        try (FakeWhoami server = new FakeWhoami()) {
            server.rule = (query, overStream) -> {
                if (overStream) {
                    return FakeWhoami.saying(List.of(NINE)).answer(query, true);
                }
                Message cut = FakeWhoami.reply(query);
                cut.getHeader().setFlag(Flags.TC);
                return cut.toWire();
            };
            assertThat(addresses(detect(context, at(server, "service", "google"), IPV4)))
                    .containsExactly(NINE);
        }
    }

    @Test
    void asksOverHttpsByOneGet() throws Exception {
        List<EchoTransport.Request> requests = new ArrayList<>();
        TestDetection https = new TestDetection(request -> {
            requests.add(request);
            byte[] query =
                    Base64.getUrlDecoder().decode(request.uri().getQuery().substring("dns=".length()));
            byte[] answer = FakeWhoami.saying(List.of(NINE)).answer(query, true);
            return new EchoTransport.Answer(
                    200, "application/dns-message", new String(answer, StandardCharsets.ISO_8859_1), NINE);
        });

        assertThat(addresses(detect(https, Map.of("service", "cloudflare"), IPV4)))
                .containsExactly(NINE);
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.uri().toString()).startsWith("https://cloudflare-dns.com/dns-query?dns=");
            assertThat(request.family()).contains(IPV4);
        });
        Settings bound = Settings.of("services", List.of("cloudflare"), "bind", "127.0.0.9");
        WhoamiFactory.create(bound, (SSLSocketFactory) SSLSocketFactory.getDefault())
                .detect(IPV4, https);
        assertThat(requests.get(1).localAddress()).contains(IpAddress.parse("127.0.0.9"));
        TestDetection page = new TestDetection(request -> new EchoTransport.Answer(200, "text/html", "hi", NINE));
        assertThatThrownBy(() -> detect(page, Map.of("service", "cloudflare"), IPV4))
                .isInstanceOf(DetectionException.class)
                .hasMessageContaining("no DNS message");
    }

    @Test
    @Tag("promise-22")
    void asksOverTlsOnlyWhoeverBearsTheName(@TempDir Path directory) throws Exception {
        SSLContext tls = tls(directory);
        try (FakeWhoami server = new FakeWhoami(
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()))) {
            server.rule = FakeWhoami.saying(List.of(NINE));
            Settings right = Settings.of(
                    "services",
                    List.of(at(server, "service", "opendns", "transport", "tls", "tlsName", "dns.example")));
            Settings wrong =
                    Settings.of("services", List.of(at(server, "service", "opendns", "tlsName", "other.example")));

            assertThat(addresses(
                            WhoamiFactory.create(right, tls.getSocketFactory()).detect(IPV4, context)))
                    .containsExactly(NINE);
            assertThatThrownBy(() ->
                            WhoamiFactory.create(wrong, tls.getSocketFactory()).detect(IPV4, context))
                    .isInstanceOf(DetectionException.class)
                    .hasMessageContaining("TLS failed; the JDK says: ")
                    .hasMessageContaining("other.example");
            assertThatThrownBy(() -> WhoamiFactory.create(right, (SSLSocketFactory) SSLSocketFactory.getDefault())
                            .detect(IPV4, context))
                    .hasMessageContaining("unable to find valid certification path");
        }
    }

    private static SSLContext tls(Path directory) throws Exception {
        char[] password = "changeit".toCharArray();
        Path file = directory.resolve("dns.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(password),
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=dns.example",
                        "-ext",
                        "SAN=dns:dns.example")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("dns", store.getCertificate("mykey"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    @Test
    @Tag("promise-1")
    void believesNoAnswerToAnotherQuestion() throws Exception {
        List<FakeWhoami.Rule> lies = List.of(
                (query, overStream) -> {
                    Message other = Message.newQuery(
                            org.xbill.DNS.Record.newRecord(Name.fromString("evil.example."), Type.TXT, DClass.IN));
                    other.getHeader().setID(new Message(query).getHeader().getID());
                    return FakeWhoami.saying(List.of(NINE)).answer(other.toWire(), overStream);
                },
                (query, overStream) -> {
                    Message answer =
                            new Message(FakeWhoami.saying(List.of(NINE)).answer(query, overStream));
                    answer.getHeader().unsetFlag(Flags.QR);
                    return answer.toWire();
                },
                (query, overStream) -> {
                    Message answer =
                            new Message(FakeWhoami.saying(List.of(NINE)).answer(query, overStream));
                    answer.removeAllRecords(Section.QUESTION);
                    return answer.toWire();
                },
                FakeWhoami.saying(List.of(NINE, IpAddress.parse("8.8.8.8"))),
                FakeWhoami.saying(List.of()),
                texts(List.of("9.9.9.9", "8.8.8.8", "7.7.7.7")),
                texts(List.of("you are 9.9.9.9")));
        try (FakeWhoami server = new FakeWhoami()) {
            for (FakeWhoami.Rule lie : lies) {
                server.rule = lie;
                assertThatThrownBy(() -> detect(context, at(server, "service", "google"), IPV4))
                        .isInstanceOf(DetectionException.class);
            }
            server.rule = (query, overStream) -> {
                byte[] answer = FakeWhoami.saying(List.of(NINE)).answer(query, overStream);
                answer[0] ^= 1;
                return answer;
            };
            assertThatThrownBy(() ->
                            detect(context.withTimeout(Duration.ofMillis(300)), at(server, "service", "google"), IPV4))
                    .isInstanceOf(DetectionException.class)
                    .hasMessageContaining("no answer");
        }
    }

    @Test
    void aServiceOfOneFamilyIsAskedForThatOnly() {
        assertThatThrownBy(() -> detect(context, Map.of("service", "akamai"), IPV6))
                .isInstanceOf(DetectionException.class)
                .hasMessageContaining("no source is configured that can be asked for ipv6");
    }

    @ParameterizedTest
    @CsvSource({
        "service, nobody, detectors.dns.services[0]",
        "transport, quic, transport",
        "type, MX, type",
        "class, HS, class",
        "server, dns://x, server",
        "url, http://dns.example/q, url",
        "prot, 53, prot"
    })
    @Tag("promise-23")
    void namesAWrongSetting(String name, String value, String path) {
        Map<String, Object> service = new HashMap<>(Map.of("service", "cloudflare"));
        service.put(name, value);
        assertThatThrownBy(() -> detect(context, service, IPV4))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(path);
    }

    @Test
    @Tag("promise-2")
    void theServicesAreIndependentOperators() {
        Settings all = Settings.of("services", List.of("opendns", "google", "cloudflare"), "quorum", 3);
        assertThat(WhoamiFactory.create(all, (SSLSocketFactory) SSLSocketFactory.getDefault())
                        .operators(IPV6))
                .containsExactlyInAnyOrder("opendns", "google", "cloudflare");
    }
}
