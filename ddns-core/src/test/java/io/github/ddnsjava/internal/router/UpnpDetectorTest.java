package io.github.ddnsjava.internal.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.exception.DetectionException;
import io.github.ddnsjava.internal.http.Deadline;
import io.github.ddnsjava.internal.http.RawServer;
import io.github.ddnsjava.internal.router.FakeIgd.Wan;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class UpnpDetectorTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** For what never comes. */
    private static final Duration SHORT = Duration.ofMillis(200);

    private static UpnpDetector detector(FakeIgd igd) {
        return new UpnpDetector(UdpRouter.settings(), igd.upnp());
    }

    private static ThrowingCallable asking(Duration timeout, Wan... wans) {
        return () -> {
            try (FakeIgd igd = new FakeIgd(wans)) {
                Look.at(detector(igd), timeout);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {FakeIgd.IP_1, FakeIgd.IP_2, FakeIgd.PPP_1})
    void tellsWhatTheRouterAnswers(String type) throws Exception {
        try (FakeIgd igd = new FakeIgd(new Wan(type, "Connected", "9.9.9.9"))) {
            assertThat(Look.at(detector(igd), PATIENCE)).hasToString("9.9.9.9");
        }
    }

    @Test
    void searchesOnce() throws Exception {
        try (FakeIgd igd = FakeIgd.connected("9.9.9.9")) {
            UpnpDetector detector = detector(igd);
            Look.at(detector, PATIENCE);
            igd.set(new Wan(FakeIgd.IP_1, "Connected", "9.9.9.10"));

            assertThat(Look.at(detector, PATIENCE)).hasToString("9.9.9.10");
            // A search that is answered late is repeated; what it finds is fetched once.
            assertThat(igd.calls())
                    .filteredOn(call -> !call.equals("search"))
                    .containsExactly(
                            "GET /root.xml",
                            "GetStatusInfo",
                            "GetExternalIPAddress",
                            "GetStatusInfo",
                            "GetExternalIPAddress");
        }
    }

    @Test
    void searchesAgainWhenWhatItKnewFails() throws Exception {
        try (FakeIgd igd = FakeIgd.connected("9.9.9.9")) {
            UpnpDetector detector = detector(igd);
            Look.at(detector, PATIENCE);
            igd.calls().clear();
            igd.set(new Wan(FakeIgd.IP_2, "Connected", "9.9.9.10"));

            assertThat(Look.at(detector, PATIENCE)).hasToString("9.9.9.10");
            assertThat(igd.calls()).contains("search");
        }
    }

    @Test
    void takesTheConnectionThatIsConnected() throws Exception {
        try (FakeIgd igd = new FakeIgd(
                new Wan(FakeIgd.PPP_1, "Unconfigured", "8.8.8.8"), new Wan(FakeIgd.IP_1, "Connected", "9.9.9.9"))) {
            assertThat(Look.at(detector(igd), PATIENCE)).hasToString("9.9.9.9");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"connected", "CONNECTED", " Connected\n"})
    void knowsAConnectionThatIsConnectedInAnyCase(String status) throws Exception {
        try (FakeIgd igd = new FakeIgd(
                new Wan(FakeIgd.PPP_1, "unconfigured", "8.8.8.8"), new Wan(FakeIgd.IP_1, status, "9.9.9.9"))) {
            assertThat(Look.at(detector(igd), PATIENCE)).hasToString("9.9.9.9");
        }
    }

    /** Some do not know the question for the state (401), but their address. */
    @Test
    void takesTheAddressOfAConnectionThatDoesNotTellItsState() throws Exception {
        try (FakeIgd igd = new FakeIgd(
                new Wan(FakeIgd.PPP_1, "", ""),
                new Wan(FakeIgd.PPP_1, "", "0.0.0.0"),
                new Wan(FakeIgd.IP_1, "", "9.9.9.9"))) {
            igd.tellsStatus = false;

            assertThat(Look.at(detector(igd), PATIENCE)).hasToString("9.9.9.9");
        }
    }

    @Test
    void prefersAConnectionThatSaysItIsUpToOneThatSaysNothing() throws Exception {
        try (FakeIgd igd =
                new FakeIgd(new Wan(FakeIgd.PPP_1, "", "8.8.8.8"), new Wan(FakeIgd.IP_1, "Connected", "9.9.9.9"))) {
            assertThat(Look.at(detector(igd), PATIENCE)).hasToString("9.9.9.9");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200",
                "HTTP/1.1 200 ",
                "HTTP/1.0 200 ok",
                "http/1.1 200 Ok",
                "HTTP/1.1 200 \u00C5\u0085"
            })
    void takesASearchAnswerWithAnyReason(String found) throws Exception {
        try (FakeIgd igd = FakeIgd.connected("9.9.9.9")) {
            igd.found = found;

            assertThat(Look.at(detector(igd), PATIENCE)).hasToString("9.9.9.9");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 2000 OK",
                "HTTP/1.1 404 200 Not Found",
                "HTTP/1.1 OK",
                "NOTIFY * HTTP/1.1",
                "HTTP/1.1 200x"
            })
    void passesOverAnAnswerThatIsNoFind(String first) {
        assertThat(Ssdp.location(first + "\r\nLOCATION: http://192.0.2.1/x\r\n\r\n"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "location:http://192.0.2.1/x\r\n\r\n",
                "LOCATION : http://192.0.2.1/x \r\n\r\n",
                "Location:\r\n http://192.0.2.1/x\r\n\r\n",
                "X: \u0085\u00FF\nLocation: http://192.0.2.1/x\n",
                "Location: http://192.0.2.1/x"
            })
    void findsTheLocationInAnyForm(String fields) {
        assertThat(Ssdp.location("HTTP/1.1 200 OK\r\n" + fields)).contains(URI.create("http://192.0.2.1/x"));
        assertThat(Ssdp.location("HTTP/1.1 200 OK\r\nX: \u0085Location: http://192.0.2.1/x\r\n\r\n"))
                .as("a byte above 0x7F ends no line")
                .isEmpty();
    }

    @Test
    void readsXmlAsRoutersWriteIt() throws Exception {
        try (FakeIgd igd = FakeIgd.connected("9.9.9.9")) {
            igd.before = "\uFEFF\r\n";
            igd.extra = "<friendlyName>AT&T & Söhne</friendlyName>";

            assertThat(Look.at(detector(igd), PATIENCE)).hasToString("9.9.9.9");
        }
    }

    @Test
    void saysThatNoConnectionIsUp() {
        assertThatThrownBy(asking(
                        PATIENCE,
                        new Wan(FakeIgd.PPP_1, "Unconfigured", "8.8.8.8"),
                        new Wan(FakeIgd.IP_1, "Disconnected", "8.8.8.8")))
                .isInstanceOf(DetectionException.class)
                .hasMessage("upnp: the router's connection is not up: Unconfigured, Disconnected");
    }

    @ParameterizedTest
    @Tag("promise-1")
    @CsvSource(
            delimiter = '|',
            value = {
                "''              | no external address now",
                "0.0.0.0         | its line is down",
                "192.168.1.9     | double NAT",
                "100.64.3.4      | is a CGNAT address",
                "2606:4700::1111 | not an IPv4 address",
                "9.9.9.9.9       | not an IPv4 address",
                "localhost       | not an IPv4 address"
            })
    void refusesWhatIsNoPublicAddressAndSaysWhy(String external, String why) {
        assertThatThrownBy(asking(PATIENCE, new Wan(FakeIgd.IP_1, "Connected", external)))
                .isInstanceOf(DetectionException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | it does not know it (401)",
                "501 | it failed (501)",
                "606 | not authorised (606)",
                "714 | UPnP error 714"
            })
    void saysWhatAFaultMeans(String code, String meaning) {
        assertThatThrownBy(asking(PATIENCE, new Wan(FakeIgd.IP_1, code, "9.9.9.9")))
                .hasMessageContaining("GetExternalIPAddress")
                .hasMessageContaining(meaning);
    }

    @Test
    void resolvesUrlsAgainstTheBaseThatTheRouterNames() throws Exception {
        try (FakeIgd igd = FakeIgd.connected("9.9.9.9")) {
            igd.extra = "<URLBase>http://127.0.0.1:" + igd.port() + "/</URLBase>";

            assertThat(Look.at(detector(igd), PATIENCE)).hasToString("9.9.9.9");
        }
    }

    @ParameterizedTest
    @Tag("promise-22")
    @ValueSource(strings = {"http://127.0.0.2:1/", "http://localhost:1/", "https://127.0.0.1/", "file:///etc/"})
    void refusesADescriptionThatLeadsElsewhere(String base) throws Exception {
        try (FakeIgd igd = FakeIgd.connected("9.9.9.9")) {
            igd.extra = "<URLBase>" + base + "</URLBase>";

            assertThatThrownBy(() -> describe(URI.create(igd.location), PATIENCE))
                    .hasMessage("the router's UPnP description leads to another host, which is refused");
            assertThat(igd.calls()).doesNotContain("GetStatusInfo");
        }
    }

    @ParameterizedTest
    @Tag("promise-22")
    @ValueSource(
            strings = {
                "http://127.0.0.2:1/root.xml",
                "http://localhost:1/root.xml",
                "http://user@127.0.0.1:1/",
                "https://127.0.0.1/root.xml",
                "file:///etc/hostname",
                "//127.0.0.1/x",
                "not a url"
            })
    void passesOverALocationElsewhere(String location) throws Exception {
        try (FakeIgd igd = FakeIgd.connected("9.9.9.9")) {
            igd.location = location;

            assertThatThrownBy(() -> Look.at(detector(igd), SHORT))
                    .hasMessageContaining("does not answer the UPnP search");
        }
    }

    @Test
    @Tag("promise-22")
    void passesOverWhoeverIsNotTheRouter() throws Exception {
        RouterSettings another = new RouterSettings("router", () -> IpAddress.parse("127.0.0.2"), Set.of(), false);
        try (FakeIgd igd = FakeIgd.connected("9.9.9.9")) {
            UpnpDetector detector = new UpnpDetector(another, igd.upnp());

            assertThatThrownBy(() -> Look.at(detector, SHORT)).hasMessageContaining("does not answer the UPnP search");
            assertThat(igd.calls()).doesNotContain("GET /root.xml");
        }
    }

    @Test
    @Tag("promise-22")
    void refusesADescriptionWithADocumentType() {
        assertThatThrownBy(() ->
                        withDescription("<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><r>&x;</r>", PATIENCE))
                .hasMessageContaining("document type");
    }

    private static void withDescription(String xml, Duration timeout) throws Exception {
        withAnswer(
                "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: " + xml.length() + "\r\n\r\n" + xml,
                timeout);
    }

    private static void withAnswer(String answer, Duration timeout) throws Exception {
        withServer(RawServer.answeringOnce(answer), timeout);
    }

    private static void withServer(RawServer server, Duration timeout) throws Exception {
        try (server) {
            describe(URI.create(server.uri() + "/root.xml"), timeout);
        }
    }

    /** Reads a description without a search, which would go on after a bad one until its time is over. */
    private static void describe(URI location, Duration timeout) throws IOException {
        WanService.at(location, RouterPath.to(IpAddress.parse("127.0.0.1")), Deadline.after(timeout));
    }

    @Tag("thorough")
    @Test
    void saysWhatIsWrongWithTheOnlyDescriptionThatItFinds() throws Exception {
        try (RawServer server = RawServer.answering(RawServer.ok("<root/>").replace("text/plain", "text/xml"));
                FakeIgd igd = FakeIgd.connected("9.9.9.9")) {
            igd.location = server.uri() + "/root.xml";
            UpnpDetector detector = new UpnpDetector(UdpRouter.settings(), igd.upnp(Duration.ofSeconds(4)));

            assertThatThrownBy(() -> Look.at(detector, PATIENCE))
                    .isInstanceOf(DetectionException.class)
                    .hasMessageContaining("names no WAN connection");
        }
    }

    @ParameterizedTest
    @Tag("promise-22")
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 302 Found~Location: http://127.0.0.1:1/~Content-Length: 0~~ | answered 302",
                "HTTP/1.1 404 Not Found~Content-Length: 0~~                           | answered 404",
                "HTTP/1.1 200 OK~Content-Type: text/html~Content-Length: 4~~<a/>      | not XML by its content type",
                "HTTP/1.1 200 OK~Content-Type: text/xml~Content-Length: 262145~~      | larger than 262144 bytes",
                "HTTP/1.1 200 OK~Content-Type: text/xml~Content-Length: 40~~<root>    | was cut",
                "HTTP/1.1 200 OK~Content-Type: text/xml~~<root><device>               | not XML, or is cut",
                "SSH-2.0-dropbear~                                                    | not HTTP/1.1"
            })
    void refusesADescriptionThatIsNotWhole(String answer, String why) {
        assertThatThrownBy(() -> withAnswer(answer.replace("~", "\r\n"), PATIENCE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why);
    }

    @Test
    @Tag("promise-22")
    void endsAnEndlessAnswer() {
        assertThatThrownBy(() -> withServer(
                        RawServer.on4(connection -> {
                            connection.readRequest();
                            connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<root>");
                            connection.trickle("<a/>");
                        }),
                        SHORT))
                .hasMessageContaining("no complete answer within 200 ms");
        assertThatThrownBy(() -> withServer(
                        RawServer.on4(connection -> {
                            connection.readRequest();
                            connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n");
                            connection.write("<a/>".repeat(100_000));
                            connection.trickle("<a/>");
                        }),
                        PATIENCE))
                .hasMessageContaining("larger than 262144 bytes");
    }

    @Test
    void endsWhenInterrupted() throws IOException {
        try (FakeIgd igd = FakeIgd.connected("9.9.9.9")) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> Look.at(detector(igd), Duration.ofMinutes(1)))
                    .isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
        }
    }
}
