package io.github.ddnsjava.provider.testkit;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.RecordChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What providers that speak HTTP must do when the server refuses, fails, is slow or falls silent. */
final class FaultCases {
    private static final Duration WAIT = Duration.ofMinutes(17);
    private static final int TOO_LATE = 3000;

    private FaultCases() {}

    /** Looks at what became of one change, whose write was in doubt or not yet announced. */
    private interface Judge {
        void judge(ChangeResult result, boolean inDoubt);
    }

    static void addTo(Cases cases) {
        cases.add(
                "asks once with credentials that are refused",
                bench -> wholeAccount(bench, bench.http().unauthorized(), (from, problem) -> {
                    assertThat(problem.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
                    ScopeCases.assertScope(problem, ProblemScope.ACCOUNT);
                }));
        cases.add(
                "stays away for as long as it is told after too many requests",
                bench -> wholeAccount(bench, bench.http().rateLimited(WAIT), (from, problem) -> {
                    assertLimited(bench, from, problem);
                    assertThat(problem.retryAfter()).isEqualTo(Optional.of(WAIT));
                }));
        cases.add("stays away after too many requests although it is not told for how long", bench -> {
            for (ResponseDefinitionBuilder answer : bench.http().rateLimitedWithoutWait()) {
                wholeAccount(bench, answer, (from, problem) -> assertLimited(bench, from, problem));
            }
        });
        cases.add("asks once where it is forbidden, and holds no account for one name", FaultCases::forbidden);
        cases.add(
                "comes back by itself after a misdirected request (421)",
                bench -> each(
                        bench,
                        aResponse().withStatus(421),
                        (result, inDoubt) -> assertThat(problem(result).kind()).isEqualTo(ProblemKind.TRANSIENT)));
        for (int status : new int[] {500, 502, 503, 504}) {
            cases.add(
                    "leaves it at one request, and a write in doubt, after a " + status,
                    bench -> each(bench, aResponse().withStatus(status), FaultCases::passing));
        }
        cases.add("stays away for as long as it is told after a 503", FaultCases::unavailable);
        cases.add(
                "leaves a write in doubt that is not answered in time",
                bench -> silent(bench, aResponse().withFixedDelay(TOO_LATE)));
        if (!Contract.isQuick()) {
            cases.add(
                    "leaves a write in doubt whose answer trickles",
                    bench ->
                            silent(bench, aResponse().withBody("x".repeat(100)).withChunkedDribbleDelay(50, TOO_LATE)));
        }
        for (Fault broken :
                List.of(Fault.CONNECTION_RESET_BY_PEER, Fault.EMPTY_RESPONSE, Fault.MALFORMED_RESPONSE_CHUNK)) {
            cases.add(
                    "leaves it at one exchange, and a write in doubt, after a broken connection: "
                            + broken.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    bench -> silent(bench, aResponse().withFault(broken)));
        }
    }

    private static void assertLimited(Bench bench, FaultyServer.From from, Problem problem) {
        assertThat(problem.kind()).as("kind of \"%s\"", problem.message()).isEqualTo(ProblemKind.RATE_LIMITED);
        ProblemScope ofWrites = bench.http().writesLimitedPer();
        ScopeCases.assertScope(problem, from == FaultyServer.From.WRITE ? ofWrites : ProblemScope.ACCOUNT);
    }

    static List<FaultyServer.From> places(Bench bench) {
        return bench.abilities().read() && !Contract.isQuick()
                ? List.of(FaultyServer.From.FIRST, FaultyServer.From.WRITE)
                : List.of(FaultyServer.From.WRITE);
    }

    static RecordChange change(Bench bench) throws Exception {
        DnsName home = bench.name("home");
        bench.put(home, bench.type(), 1);
        return Bench.move(home, bench.type(), 1, 2);
    }

    private static void wholeAccount(
            Bench unused, ResponseDefinitionBuilder answer, BiConsumer<FaultyServer.From, Problem> expected)
            throws Exception {
        for (FaultyServer.From from : places(unused)) {
            Bench bench = unused.again();
            List<RecordChange> changes = new ArrayList<>();
            for (int i = 1; i <= 3; i++) {
                bench.put(bench.name("host" + i), bench.type(), 1);
                changes.add(Bench.move(bench.name("host" + i), bench.type(), 1, 2));
            }
            try (FaultyServer fault = new FaultyServer(bench, from, answer)) {
                Map<RecordKey, ChangeResult> results = fault.publish(changes);
                assertThat(results).hasSize(3).allSatisfy((key, result) -> expected.accept(from, problem(result)));
                // A session that was made earlier may have ended: one login, which is refused too, tells.
                long logins = fault.logins();
                assertThat(logins).as("logins").isLessThanOrEqualTo(1);
                assertThat(fault.requests() - (from == FaultyServer.From.WRITE ? logins : 0))
                        .as("requests")
                        .isEqualTo(1);
            }
        }
    }

    private static void each(Bench unused, ResponseDefinitionBuilder answer, Judge judge) throws Exception {
        for (FaultyServer.From from : places(unused)) {
            Bench bench = unused.again();
            RecordChange change = change(bench);
            try (FaultyServer fault = new FaultyServer(bench, from, answer)) {
                judge.judge(Bench.resultOf(change, fault.publish(List.of(change))), from == FaultyServer.From.WRITE);
                assertThat(fault.requests()).as("requests").isEqualTo(1);
            }
        }
    }

    /**
     * Counts exchanges and not requests: an HTTP client may send a GET again by itself when a connection that it used
     * before turns out to be closed (RFC 9110 section 9.2.2), and the JDK's does.
     */
    private static void silent(Bench unused, ResponseDefinitionBuilder answer) throws Exception {
        for (FaultyServer.From from : places(unused)) {
            Bench bench = unused.again();
            RecordChange change = change(bench);
            try (FaultyServer fault = new FaultyServer(bench, from, answer).hurry()) {
                passing(Bench.resultOf(change, fault.publish(List.of(change))), from == FaultyServer.From.WRITE);
                assertThat(fault.exchanges()).as("exchanges").isEqualTo(1);
            }
        }
    }

    /** A 403 to a request that names the record or its zone: the account is not meant, whoever answers. */
    private static void forbidden(Bench unused) throws Exception {
        Bench bench = unused.again();
        RecordChange change = change(bench);
        try (FaultyServer fault =
                new FaultyServer(bench, FaultyServer.From.WRITE, bench.http().forbidden())) {
            Problem problem = problem(Bench.resultOf(change, fault.publish(List.of(change))));
            assertThat(problem.kind())
                    .isIn(
                            ProblemKind.AUTHENTICATION,
                            ProblemKind.REJECTED,
                            ProblemKind.BLOCKED,
                            bench.http().garbage());
            assertThat(problem.scope()).as("scope of \"%s\"", problem.message()).isNotEqualTo(ProblemScope.ACCOUNT);
            assertThat(fault.requests()).as("requests").isEqualTo(1);
        }
    }

    private static void passing(ChangeResult result, boolean inDoubt) {
        assertThat(result).isInstanceOf(inDoubt ? ChangeResult.Unknown.class : ChangeResult.Failed.class);
        assertThat(problem(result).kind()).isEqualTo(ProblemKind.TRANSIENT);
    }

    private static void unavailable(Bench bench) throws Exception {
        ResponseDefinitionBuilder answer = aResponse().withStatus(503).withHeader("Retry-After", "" + WAIT.toSeconds());
        each(bench, answer, (result, inDoubt) -> {
            Problem problem = problem(result);
            assertThat(problem.kind()).isIn(ProblemKind.TRANSIENT, ProblemKind.RATE_LIMITED);
            assertThat(problem.retryAfter()).isEqualTo(Optional.of(WAIT));
        });
    }

    /** Returns the problem of a change that did not succeed. */
    static Problem problem(ChangeResult result) {
        if (result instanceof ChangeResult.Failed failed) {
            return failed.problem();
        }
        if (result instanceof ChangeResult.Unknown unknown) {
            return unknown.problem();
        }
        throw new AssertionError("a problem is due, not " + result);
    }
}
