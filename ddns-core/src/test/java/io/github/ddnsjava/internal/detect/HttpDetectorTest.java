package io.github.ddnsjava.internal.detect;

import static io.github.ddnsjava.IpFamily.IPV4;
import static io.github.ddnsjava.IpFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.EchoTransport.Answer;
import io.github.ddnsjava.detect.EchoTransport.FamilyUnavailableException;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.exception.DetectionException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDetectorTest {
    private static final String ONE = "ip.one.example";
    private static final String TWO = "ip.two.example";
    private static final String THREE = "ip.three.example";

    private final FakeContext context = new FakeContext();
    private final IpDetector detector = IpDetectors.http("https://" + ONE, "https://" + TWO, "https://" + THREE);

    private static IpDetector quorum(int quorum, String... hosts) {
        List<String> urls =
                List.of(hosts).stream().map(host -> "https://" + host).toList();
        return HttpDetector.of(Settings.of("urls", urls, "quorum", quorum));
    }

    private static List<IpAddress> addresses(Detection detection) {
        return List.copyOf(((Detection.Found) detection).addresses());
    }

    @Test
    @Tag("promise-5")
    void asksOneServiceWhenAllIsWell() throws Exception {
        context.page(ONE, "1.1.1.1\n").page(TWO, "2.2.2.2");

        for (int cycle = 0; cycle < 3; cycle++) {
            assertThat(detector.detect(IPV4, context))
                    .isEqualTo(Detection.found(
                            IpAddress.parse("1.1.1.1"),
                            SourceAnswer.of(
                                    "https://" + ONE, "one.example", IpAddress.parse("1.1.1.1"), Duration.ZERO)));
            assertThat(context.asked()).containsExactly(ONE);
        }
    }

    @Test
    void forcesTheFamilyWithinTheTimeAndTheSize() throws Exception {
        context.page(ONE, "2600::1");
        detector.detect(IPV6, context);

        assertThat(context.requests()).singleElement().satisfies(request -> {
            assertThat(request.family()).contains(IPV6);
            assertThat(request.fresh()).isFalse();
            assertThat(request.timeout()).isEqualTo(Duration.ofSeconds(5));
            assertThat(request.maxBytes()).isEqualTo(4096);
        });
    }

    @Test
    @Tag("promise-3")
    void asksAnotherOperatorOnAFreshConnectionForASecondReading() throws Exception {
        context.page(ONE, "1.1.1.1").page(TWO, "1.1.1.1");
        context.secondReading = true;
        context.avoid = Set.of("one.example");

        detector.detect(IPV4, context);

        assertThat(context.requests()).singleElement().satisfies(request -> {
            assertThat(request.uri().getHost()).isEqualTo(TWO);
            assertThat(request.fresh()).isTrue();
        });
    }

    @Test
    @Tag("promise-3")
    void asksTheSameOperatorAgainWhereThereIsNoOther() throws Exception {
        context.page(ONE, "1.1.1.1");
        context.secondReading = true;
        context.avoid = Set.of("one.example");

        assertThat(addresses(IpDetectors.http("https://" + ONE).detect(IPV4, context)))
                .containsExactly(IpAddress.parse("1.1.1.1"));
        assertThat(context.requests()).allMatch(request -> request.fresh());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | text/plain       | not an address      | not just one address",
                "200 | text/plain       | 1.1.1.1 2.2.2.2     | not just one address",
                "200 | text/plain       | 1.1.1.1, 10.0.0.1   | not just one address",
                "200 | text/plain       | 1.1.1.256           | not just one address",
                "200 | text/plain       | 1.1.1               | not just one address",
                "200 | text/plain       | 16843009            | not just one address",
                "200 | text/plain       | localhost           | not just one address",
                "200 | text/plain       | ''                  | is empty",
                "200 | text/html        | 1.1.1.1             | HTML page",
                "200 | application/xml  | 1.1.1.1             | neither text/plain nor",
                "200 | text/plain       | 192.168.1.5         | 192.168.1.5 is a private address",
                "200 | text/plain       | 100.64.0.1          | CGNAT address: this line has no public IPv4 address",
                "200 | text/plain       | 127.0.0.1           | loopback",
                "200 | text/plain       | 198.51.100.99       | documentation",
                "200 | text/plain       | 2600::1             | it answered 2600::1, no ipv4 address",
                "302 | text/plain       | 1.1.1.1             | redirect: a captive portal",
                "511 | text/plain       | 1.1.1.1             | log in to the network",
                "403 | text/plain       | 1.1.1.1             | it answered 403",
                "429 | text/plain       | 1.1.1.1             | it answered 429",
                "204 | text/plain       | 1.1.1.1             | it answered 204",
                "500 | text/plain       | 1.1.1.1             | it answered 500"
            })
    @Tag("promise-1")
    void goesOnToTheNextServiceWhenOneIsNotToBeBelieved(int status, String type, String body, String why)
            throws Exception {
        context.page(ONE, status, type, body).page(TWO, "2.2.2.2");

        Detection detection = detector.detect(IPV4, context);

        assertThat(addresses(detection)).containsExactly(IpAddress.parse("2.2.2.2"));
        assertThat(detection.evidence()).hasSize(2);
        assertThat(detection.evidence().get(0).message()).contains(why);
    }

    @Test
    @Tag("promise-1")
    void refusesTheAddressOfTheServiceItself() throws Exception {
        IpAddress service = IpAddress.parse("9.9.9.9");
        context.page(ONE, request -> new Answer(200, "text/plain", "9.9.9.9", service))
                .page(TWO, "2.2.2.2");

        assertThat(detector.detect(IPV4, context).evidence().get(0).message())
                .isEqualTo("it answered its own address, 9.9.9.9");
    }

    @Test
    @Tag("defect-2")
    @Tag("regression")
    void anEchoThatAnswersJunkWithStatus200DoesNotEndTheSearch() throws Exception {
        context.page(ONE, "<p>Welcome!</p>")
                .page(TWO, 200, "text/html", "<p>1.1.1.1</p>")
                .page(THREE, "3.3.3.3");

        assertThat(addresses(detector.detect(IPV4, context))).containsExactly(IpAddress.parse("3.3.3.3"));
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 429})
    @Tag("defect-14")
    @Tag("regression")
    void aServiceThatRefusedComesLastForAnHourAndNoLonger(int status) throws Exception {
        context.page(ONE, status, "text/plain", "").page(TWO, "2.2.2.2");
        detector.detect(IPV4, context);
        assertThat(context.asked()).containsExactly(ONE, TWO);

        context.page(ONE, "1.1.1.1");
        context.now = context.now.plus(Duration.ofMinutes(59));
        detector.detect(IPV4, context);
        assertThat(context.asked()).containsExactly(TWO);

        context.now = context.now.plus(Duration.ofMinutes(1));
        detector.detect(IPV4, context);
        assertThat(context.asked()).containsExactly(ONE);
    }

    @Test
    @Tag("defect-14")
    @Tag("regression")
    void detectionIsNotDeadWhenEveryServiceOnceRefused() throws Exception {
        for (String host : List.of(ONE, TWO, THREE)) {
            context.page(host, 429, "text/plain", "");
        }
        assertThatThrownBy(() -> detector.detect(IPV4, context)).isInstanceOf(DetectionException.class);

        context.page(TWO, "2.2.2.2");
        assertThat(addresses(detector.detect(IPV4, context))).containsExactly(IpAddress.parse("2.2.2.2"));
    }

    @Test
    @Tag("promise-14")
    void aLookThatComesEarlyLeavesAServiceAloneThatRefused() throws Exception {
        context.page(ONE, 429, "text/plain", "").page(TWO, 500, "", "").page(THREE, 429, "text/plain", "");
        assertThatThrownBy(() -> detector.detect(IPV4, context)).isInstanceOf(DetectionException.class);
        context.asked();
        context.early = true;

        assertThatThrownBy(() -> detector.detect(IPV4, context)).isInstanceOf(DetectionException.class);
        assertThat(context.asked()).containsExactly(TWO); // which only failed

        context.page(TWO, 429, "text/plain", "");
        assertThatThrownBy(() -> detector.detect(IPV4, context)).isInstanceOf(DetectionException.class);
        context.asked();
        assertThatThrownBy(() -> detector.detect(IPV4, context)).hasMessage("each source has asked for a pause");
        assertThat(context.asked()).isEmpty();

        context.early = false;
        context.page(ONE, "1.1.1.1");
        assertThat(addresses(detector.detect(IPV4, context))).containsExactly(IpAddress.parse("1.1.1.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "1.1.1.1 is yours", "anything else"})
    @Tag("defect-20")
    @Tag("regression")
    void whatIsAskedForByIpv6IsReadAsIpv6AndNothingElse(String body) {
        context.page(ONE, body);

        assertThatThrownBy(() -> IpDetectors.http("https://" + ONE).detect(IPV6, context))
                .isInstanceOf(DetectionException.class);
    }

    @Test
    void failsWithEveryAnswerAsEvidence() {
        context.page(ONE, "junk").page(TWO, 500, "", "");

        assertThatThrownBy(() -> detector.detect(IPV4, context))
                .isInstanceOf(DetectionException.class)
                .hasMessage("no source gave the ipv4 address: https://ip.one.example: its answer is not just one"
                        + " address; https://ip.two.example: it answered 500; https://ip.three.example: Connection"
                        + " refused")
                .satisfies(e -> assertThat(((DetectionException) e).evidence())
                        .extracting(SourceAnswer::operator)
                        .containsExactly("one.example", "two.example", "three.example"));
    }

    @Test
    void saysAbsentWhereNoServiceCanBeAskedByTheFamily() throws Exception {
        for (String host : List.of(ONE, TWO, THREE)) {
            context.fails(host, new FamilyUnavailableException("this host has no ipv6 route"));
        }

        assertThat(detector.detect(IPV6, context)).isInstanceOfSatisfying(Detection.Absent.class, absent -> {
            assertThat(absent.reason()).contains("this host has no ipv6 route");
            assertThat(absent.evidence()).hasSize(3);
        });
    }

    @Test
    void doesNotSayAbsentWhereAnyServiceFailedForAnotherReason() {
        context.fails(ONE, new FamilyUnavailableException("the service has no ipv6 address"))
                .fails(TWO, new IOException("no complete answer within 5000 ms"))
                .fails(THREE, new FamilyUnavailableException("the service has no ipv6 address"));

        assertThatThrownBy(() -> detector.detect(IPV6, context)).isInstanceOf(DetectionException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:8080/ip", "http://localhost:8080", "http://[::1]:8080", "https://9.9.9.9"})
    void judgesLiteralAndLoopbackHostsByTheirAnswer(String url) throws Exception {
        IpDetector local = IpDetectors.http(url);
        for (String host : List.of("127.0.0.1", "localhost", "[::1]", "9.9.9.9")) {
            context.page(host, "1.1.1.1");
        }

        assertThat(addresses(local.detect(IPV4, context))).containsExactly(IpAddress.parse("1.1.1.1"));
        assertThat(local.detect(IPV6, context))
                .isInstanceOfSatisfying(
                        Detection.Absent.class,
                        absent -> assertThat(absent.reason()).contains("it answered 1.1.1.1, no ipv6 address"));
        assertThat(context.requests()).allMatch(request -> request.family().equals(Optional.<IpFamily>empty()));
    }

    @Test
    @Tag("promise-2")
    void believesTheAddressThatEnoughOperatorsName() throws Exception {
        context.page(ONE, "1.1.1.1").page(TWO, "6.6.6.6").page(THREE, "1.1.1.1");

        Detection.Found found = (Detection.Found) quorum(2, ONE, TWO, THREE).detect(IPV4, context);

        assertThat(found.addresses()).containsExactly(IpAddress.parse("1.1.1.1"));
        assertThat(found.agreeing()).isEqualTo(2);
        assertThat(found.evidence()).hasSize(3);
    }

    @Test
    @Tag("promise-2")
    void asksNoMoreThanTheQuorumNeeds() throws Exception {
        context.page(ONE, "1.1.1.1").page(TWO, "1.1.1.1").page(THREE, "1.1.1.1");
        quorum(2, ONE, TWO, THREE).detect(IPV4, context);

        assertThat(context.asked()).containsExactly(ONE, TWO);
    }

    @Test
    @Tag("promise-2")
    void tellsEachAnswerWhereTooFewOperatorsAgree() {
        context.page(ONE, "1.1.1.1").page(TWO, "2.2.2.2");

        assertThatThrownBy(() -> quorum(2, ONE, TWO, THREE).detect(IPV4, context))
                .isInstanceOf(DetectionException.class)
                .hasMessageStartingWith("no 2 independent operators agree on the ipv4 address")
                .hasMessageContaining("https://ip.one.example: it answered [1.1.1.1]")
                .hasMessageContaining("https://ip.two.example: it answered [2.2.2.2]")
                .hasMessageContaining("https://ip.three.example: Connection refused")
                .satisfies(e -> assertThat(((DetectionException) e).evidence()).hasSize(3));
    }

    @Test
    @Tag("promise-2")
    void countsAnOperatorOnceHoweverManyOfItsServicesAgree() {
        String sister = "other.one.example";
        context.page(ONE, "6.6.6.6").page(sister, "6.6.6.6").page(TWO, "1.1.1.1");

        assertThatThrownBy(() -> quorum(2, ONE, sister, TWO).detect(IPV4, context))
                .isInstanceOf(DetectionException.class);
        assertThat(context.asked()).containsExactly(ONE, TWO);
    }

    @Test
    @Tag("promise-2")
    void asksAnOperatorsOtherServiceWhereOneFails() throws Exception {
        String sister = "other.one.example";
        context.page(sister, "1.1.1.1").page(TWO, "1.1.1.1");

        assertThat(addresses(quorum(2, ONE, sister, TWO).detect(IPV4, context)))
                .containsExactly(IpAddress.parse("1.1.1.1"));
    }

    @Test
    void asksAServiceOfOneFamilyForThatOnly() throws Exception {
        IpDetector six =
                HttpDetector.of(Settings.of("urls", List.of(Map.of("url", "https://" + ONE, "family", "ipv6"))));
        context.page(ONE, "2600::1");

        assertThat(addresses(six.detect(IPV6, context))).containsExactly(IpAddress.parse("2600::1"));
        assertThatThrownBy(() -> six.detect(IPV4, context))
                .isInstanceOf(DetectionException.class)
                .hasMessageContaining("no source is configured that can be asked for ipv4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"ip\": \"1.1.1.1\"}                     | ip      | 1.1.1.1",
                "{\"ip\":\"6.6.6.6\",\"address\":\"1.1.1.1\"} | address | 1.1.1.1",
                "{\"address\": \"1.1.1.1\"}                | ip      | -",
                "{\"ip\": 16843009}                        | ip      | -",
                "{\"ip\": [\"1.1.1.1\"]}                   | ip      | -",
                "{\"ip\":\"1.1.1.1\",\"ip\":\"6.6.6.6\"}   | ip      | -",
                "{\"ip\": \"1.1.1.1\"} {}                  | ip      | -",
                "{\"ip\": \"1.1.1.1\"                      | ip      | -",
                "1.1.1.1                                   | ip      | -"
            })
    @Tag("promise-1")
    void readsAMemberOfAJsonObject(String body, String field, String expected) throws Exception {
        IpDetector json = HttpDetector.of(
                Settings.of("urls", List.of(Map.of("url", "https://" + ONE, "format", "json", "field", field))));
        context.page(ONE, 200, "application/json", body);

        if (expected.equals("-")) {
            assertThatThrownBy(() -> json.detect(IPV4, context))
                    .isInstanceOf(DetectionException.class)
                    .hasMessageContaining("not JSON with a text at /ip");
        } else {
            assertThat(addresses(json.detect(IPV4, context))).containsExactly(IpAddress.parse(expected));
        }
    }

    @Test
    @Tag("promise-22")
    void showsNeitherTheQueryNorThePageInItsMessages() {
        context.page(ONE, "s3cret-page");

        assertThatThrownBy(() ->
                        IpDetectors.http("https://" + ONE + "/ip?token=s3cret").detect(IPV4, context))
                .hasMessageContaining("https://ip.one.example/ip:")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void endsWhenInterrupted() {
        context.page(ONE, request -> {
            throw new InterruptedException();
        });

        assertThatThrownBy(() -> detector.detect(IPV4, context)).isInstanceOf(InterruptedException.class);
    }
}
