package io.github.ddnsjava.provider.testkit;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.LoggedResponse;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.RecordChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What providers that speak HTTP must do with answers that are none, with redirects, secrets and interrupts. */
final class HttpCases {
    private static final String HTML =
            "<!DOCTYPE html><html><head><title>Please log in</title></head><body>good OK success</body></html>";
    /** More than may be read; and little enough that many such cases can run at a time. */
    private static final int ENDLESS = 5 << 20;
    /** A quotation has 200 characters; the rest says what was asked, and what to do. */
    private static final int LONGEST_MESSAGE = 800;

    private HttpCases() {}

    static void addTo(Cases cases) {
        cases.add("makes one request for each exchange", HttpCases::oneRequest);
        cases.add("says who it is", HttpCases::userAgent);
        cases.add("ends when its thread is interrupted", HttpCases::interrupted);
        cases.add("takes HTML for no success", bench -> noSuccess(bench, html()));
        cases.add(
                "takes noise for no success",
                bench -> noSuccess(
                        bench, aResponse().withBody(new byte[] {0, (byte) 0xff, '%', 'P', 'D', 'F', (byte) 0xc3})));
        cases.add(
                "takes nesting without end for no success",
                bench -> noSuccess(bench, aResponse().withBody("[".repeat(100_000))));
        cases.add("takes half an answer for no success", bench -> answered(bench, HttpCases::half));
        cases.add("reads no answer without end", bench -> answered(bench, HttpCases::endless));
        cases.add("follows no redirect", HttpCases::redirects);
        cases.add("takes no answer for a success that denies or does not confirm it", bench -> {
            for (ResponseDefinitionBuilder answer : bench.http().denials()) {
                denied(bench.again(), answer);
            }
        });
        cases.add("shows no secret, whatever the server answers", HttpCases::secrets);
        cases.add("quotes the vendor's reason in one line, and no secret of it", HttpCases::reasons, Trait.REASONS);
    }

    private static ResponseDefinitionBuilder html() {
        return aResponse().withHeader("Content-Type", "text/html").withBody(HTML);
    }

    private static List<ServeEvent> events(Bench bench) {
        return bench.http().server().getAllServeEvents();
    }

    private static void oneRequest(Bench bench) throws Exception {
        List<RecordChange> changes = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            bench.put(bench.name("host" + i), bench.type(), 1);
            changes.add(Bench.move(bench.name("host" + i), bench.type(), 1, 2));
        }
        bench.publish(changes).values().forEach(Bench::assertDone);
        assertThat(events(bench))
                .as("requests")
                .hasSameSizeAs(bench.publication().exchanges());
    }

    private static void userAgent(Bench bench) throws Exception {
        Bench.assertDone(bench.publishOne(FaultCases.change(bench)));
        assertThat(events(bench))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.getRequest().getHeader("User-Agent"))
                        .isNotBlank()
                        .doesNotStartWith("Java"));
    }

    private static void interrupted(Bench bench) throws Exception {
        RecordChange change = FaultCases.change(bench);
        bench.use(RecordingPublication.builder()
                .before((number, exchange) -> Thread.currentThread().interrupt())
                .build());
        try {
            assertThatThrownBy(() -> bench.publish(change)).isInstanceOf(InterruptedException.class);
        } finally {
            // Clears the flag where the provider left it set.
            Thread.interrupted();
        }
        // Ends after whatever left nevertheless has arrived.
        bench.use(RecordingPublication.standard());
        Bench.assertDone(bench.publishOne(change));
        assertThat(events(bench))
                .as("requests; the interrupted thread must have sent none")
                .hasSameSizeAs(bench.publication().exchanges());
    }

    private static void noSuccess(Bench unused, ResponseDefinitionBuilder answer) throws Exception {
        for (FaultyServer.From from : FaultCases.places(unused)) {
            noSuccess(unused.again(), from, answer);
        }
    }

    private static void noSuccess(Bench bench, FaultyServer.From from, ResponseDefinitionBuilder answer)
            throws Exception {
        RecordChange change = FaultCases.change(bench);
        try (FaultyServer fault = new FaultyServer(bench, from, answer)) {
            ChangeResult result = Bench.resultOf(change, fault.publish(List.of(change)));
            assertThat(FaultCases.problem(result).kind()).isEqualTo(bench.http().garbage());
            assertThat(fault.requests()).as("requests").isEqualTo(1);
        }
    }

    /** Makes a wrong answer of a right one; null where there is nothing to make wrong. */
    private interface Spoiler {
        @Nullable
        String spoil(String body);
    }

    private static @Nullable String half(String body) {
        boolean hasAnEnd = body.startsWith("{") || body.startsWith("[") || body.startsWith("<");
        return hasAnEnd ? body.substring(0, body.length() / 2) : null;
    }

    private static String endless(String body) {
        return body + " ".repeat(ENDLESS);
    }

    /** Gives the write's real answer, spoilt. */
    private static void answered(Bench unused, Spoiler spoiler) throws Exception {
        Bench good = unused.again();
        List<ServeEvent> events = new ArrayList<>();
        good.use(RecordingPublication.builder()
                .after((number, exchange) -> {
                    if (exchange.writing() && events.isEmpty()) {
                        events.add(events(good).get(0));
                    }
                })
                .build());
        Bench.assertDone(good.publishOne(FaultCases.change(good)));
        LoggedResponse right = events.get(0).getResponse();
        String wrong = spoiler.spoil(right.getBodyAsString() == null ? "" : right.getBodyAsString());
        if (wrong != null) {
            noSuccess(
                    unused.again(),
                    FaultyServer.From.WRITE,
                    aResponse().withStatus(200).withBody(wrong));
        }
    }

    private static void redirects(Bench unused) throws Exception {
        WireMockServer elsewhere =
                new WireMockServer(WireMockConfiguration.options().dynamicPort());
        elsewhere.start();
        try {
            elsewhere.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(aResponse()));
            for (int status : new int[] {301, 302, 303, 307, 308}) {
                for (FaultyServer.From from : FaultCases.places(unused)) {
                    noSuccess(
                            unused.again(),
                            from,
                            aResponse().withStatus(status).withHeader("Location", elsewhere.baseUrl() + "/"));
                }
            }
            assertThat(elsewhere.getAllServeEvents()).as("requests elsewhere").isEmpty();
        } finally {
            elsewhere.stop();
        }
    }

    private static void secrets(Bench unused) throws Exception {
        Set<String> secrets = unused.http().secrets();
        assertThat(secrets).as("secrets in the provider's settings").isNotEmpty();
        int[] all = {200, 302, 400, 401, 403, 404, 409, 422, 429, 500, 503};
        for (int status : Contract.isQuick() ? new int[] {200, 403, 422, 500} : all) {
            for (String body : List.of("%1$s", "{\"error\":\"%1$s\",\"message\":\"%1$s\"}")) {
                for (FaultyServer.From from : FaultCases.places(unused)) {
                    if (status == 401 && from == FaultyServer.From.WRITE && isSession(unused)) {
                        continue; // a login may follow, which gets the same answer, though it has no token to repeat
                    }
                    Bench bench = unused.again();
                    RecordChange change = FaultCases.change(bench);
                    try (FaultyServer fault = new FaultyServer(
                            bench,
                            from,
                            () -> aResponse()
                                    .withStatus(status)
                                    .withBody(body.formatted(String.join(" ", sent(bench, from)))))) {
                        fault.publish(List.of(change));
                    }
                    assertTokensHidden(bench);
                }
            }
        }
    }

    /** What a server may repeat, because the request had it: the secrets of the settings, or after a login its token. */
    private static Set<String> sent(Bench bench, FaultyServer.From from) {
        boolean token = isSession(bench) && from == FaultyServer.From.WRITE;
        Set<String> sent = token ? bench.http().sessionTokens() : bench.http().secrets();
        assertThat(sent).as("what a request has that is secret").isNotEmpty();
        return sent;
    }

    private static boolean isSession(Bench bench) {
        return bench.http().sessionEnd().isPresent();
    }

    private static void assertTokensHidden(Bench bench) {
        Secrets.assertNoneShown(bench.http().sessionTokens(), bench.provider(), List.of(bench.publication()));
    }

    /** A write that is answered with a status of success, and is none. */
    private static void denied(Bench bench, ResponseDefinitionBuilder answer) throws Exception {
        RecordChange change = FaultCases.change(bench);
        try (FaultyServer fault = new FaultyServer(bench, FaultyServer.From.WRITE, answer)) {
            FaultCases.problem(Bench.resultOf(change, fault.publish(List.of(change))));
        }
    }

    /** A refusal in the vendor's own shape, whose reason repeats the secrets, has lines and controls, and has no end. */
    private static void reasons(Bench unused) throws Exception {
        for (FaultyServer.From from : FaultCases.places(unused)) {
            Bench bench = unused.again();
            RecordChange change = FaultCases.change(bench);
            try (FaultyServer fault = new FaultyServer(
                    bench,
                    from,
                    () -> bench.http().refusal(reason(sent(bench, from))).orElseThrow())) {
                String message = FaultCases.problem(Bench.resultOf(change, fault.publish(List.of(change))))
                        .message();
                assertThat(message)
                        .as("the message has the vendor's reason")
                        .contains("Tomatoes")
                        .contains("welcome")
                        .hasSizeLessThan(LONGEST_MESSAGE);
                assertThat(message.chars()).as("\"%s\" is one line", message).noneMatch(Character::isISOControl);
            }
            assertTokensHidden(bench);
        }
    }

    private static String reason(Set<String> secrets) {
        String forms = secrets.stream()
                .flatMap(secret -> Secrets.forms(secret).stream())
                .collect(Collectors.joining(" "));
        return "Tomatoes\r\n are\u0000 not\u001b[31m welcome: " + forms + " " + "x".repeat(16_000);
    }
}
