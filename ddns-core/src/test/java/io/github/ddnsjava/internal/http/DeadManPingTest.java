package io.github.ddnsjava.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.http.HttpTransport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("reads the whole log")
class DeadManPingTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration CYCLE = Duration.ofMinutes(5);

    private final List<String> called = new ArrayList<>();
    private final List<HttpTransport.Request> requests = new ArrayList<>();
    private List<RecordReport> standing = List.of(record(Outcome.UNCHANGED));
    private int status = 200;
    private boolean reachable = true;
    private String url = "https://hc.example/s3cret";
    private Instant now = T0;

    private final DeadManPing ping = new DeadManPing(this::answer, Secret.from("vault", () -> url), () -> standing);

    private HttpTransport.Answer answer(HttpTransport.Request request) {
        requests.add(request);
        called.add(request.uri().toString());
        if (!reachable) {
            throw TransientException.notSent(request + ": no connection", null);
        }
        return new HttpTransport.Answer(status, Map.of(), "");
    }

    private static RecordReport record(Outcome outcome) {
        boolean right = outcome == Outcome.UNCHANGED || outcome == Outcome.PENDING;
        return new RecordReport(
                new RecordKey("p", DnsName.of("home.example.com"), RecordType.A),
                outcome,
                List.of(),
                List.of(),
                Optional.empty(),
                right ? Optional.empty() : Optional.of(Problem.of(ProblemKind.AUTHENTICATION, "no")));
    }

    private void cycle(RecordReport... looked) {
        cycle(new UpdateReport(List.of(looked), List.of()));
    }

    private void cycle(UpdateReport report) {
        ping.on(new UpdateEvent.CycleEnded(now, report, Duration.ZERO, 1));
        now = now.plus(CYCLE);
    }

    @Test
    void aGoodCycleCallsTheUrlAndABadOneItsFail() {
        cycle(record(Outcome.UNCHANGED));
        cycle(record(Outcome.FAILED));
        cycle();

        assertThat(called)
                .containsExactly(
                        "https://hc.example/s3cret", "https://hc.example/s3cret/fail", "https://hc.example/s3cret");
        assertThat(requests.get(0).method()).isEqualTo("GET");
        assertThat(requests.get(0).timeout()).isLessThanOrEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void failStandsBeforeAQuery() {
        url = "https://hc.example/ping/?token=s3cret";
        cycle(record(Outcome.HELD));

        assertThat(called).containsExactly("https://hc.example/ping/fail?token=s3cret");
    }

    @Test
    void aHeldRecordThatWasNotLookedAtIsNotForgotten() {
        standing = List.of(record(Outcome.HELD));
        cycle();

        assertThat(called).containsExactly("https://hc.example/s3cret/fail");
    }

    @Test
    void anAddressThatCannotBeLearntIsBad() {
        cycle(new UpdateReport(
                List.of(),
                List.of(new DetectionReport(
                        "wan", IpFamily.IPV4, DetectionReport.Verdict.FAILED, List.of(), List.of(), "no source"))));

        assertThat(called).containsExactly("https://hc.example/s3cret/fail");
    }

    @Test
    void whatIsOnlyPendingIsNeitherGoodNorBad() {
        standing = List.of(record(Outcome.PENDING));
        cycle();

        assertThat(called).isEmpty();
    }

    @Test
    void manyCyclesAtOnceMakeOneCallUnlessTheVerdictChanges() {
        for (int i = 0; i < 100; i++) {
            cycle();
            now = T0.plusMillis(i);
        }
        assertThat(called).hasSize(1);

        cycle(record(Outcome.FAILED));
        assertThat(called).hasSize(2);
    }

    @Test
    @Tag("promise-21")
    @Tag("promise-22")
    void aFailureIsLoggedOnceUntilItWorksAgainAndShowsNoSecret() {
        String log = logOf(() -> {
            reachable = false;
            cycle();
            cycle();
            reachable = true;
            status = 404;
            cycle();
            status = 200;
            cycle();
            url = "http://elsewhere.example/s3cret";
            cycle();
            cycle();
        });

        assertThat(log.lines().filter(line -> line.contains("dead-man")))
                .hasSize(2)
                .noneMatch(line -> line.contains("s3cret"))
                .anyMatch(line -> line.contains("no connection"))
                .anyMatch(line -> line.contains("https URL"));
        assertThat(called).hasSize(4);
    }

    @Test
    @Tag("promise-22")
    void aUrlThatIsNotSafeIsRefusedWithoutShowingIt() {
        for (String bad :
                new String[] {"http://hc.example/s3cret", "s3cret", "https://u:s3cret@hc.example", "ftp://h/s3cret"}) {
            assertThatThrownBy(() -> DeadManPing.check(Settings.none(), "url", bad))
                    .hasMessageContaining("https URL")
                    .hasMessageNotContaining("s3cret");
        }
        assertThat(DeadManPing.check(Settings.none(), "url", "http://127.0.0.1:8000/x"))
                .hasPath("/x");
    }

    /** The tests' logging writes to standard error. */
    private static String logOf(Runnable action) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
