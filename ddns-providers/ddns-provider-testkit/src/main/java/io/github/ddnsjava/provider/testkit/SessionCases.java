package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.matching.MatchResult;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.RecordChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What providers must do that log in: once, again when the session has ended, and not again when that is refused. */
final class SessionCases {
    private SessionCases() {}

    static void addTo(Cases cases) {
        cases.add("logs in once for many publications", SessionCases::once);
        cases.add("renews a session that the server has ended, once and in the same cycle", SessionCases::renews);
        cases.add("sends a login that is refused once, and not again", SessionCases::refusedLogin);
        cases.add("logs in no more than once where the new session is refused too", SessionCases::refusedAgain);
    }

    private static List<RecordChange> changes(Bench bench, int from, int to) throws Exception {
        List<RecordChange> changes = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            if (bench.harness().get(bench.name("host" + i), bench.type()).isEmpty()) {
                bench.put(bench.name("host" + i), bench.type(), from);
            }
            changes.add(Bench.move(bench.name("host" + i), bench.type(), from, to));
        }
        return changes;
    }

    private static long logins(Bench bench) {
        return bench.http().server().getAllServeEvents().stream()
                .filter(event -> bench.http().isLogin(event.getRequest()))
                .count();
    }

    private static long requests(Bench bench) {
        return bench.http().server().getAllServeEvents().size();
    }

    private static void publishAll(Bench bench, int from, int to) throws Exception {
        bench.publish(changes(bench, from, to)).values().forEach(Bench::assertDone);
        for (int i = 1; i <= 3; i++) {
            bench.assertServed(bench.name("host" + i), bench.type(), to);
        }
    }

    private static void next(Bench bench) {
        bench.http().server().resetRequests();
        bench.use(bench.publication().next());
    }

    private static void once(Bench bench) throws Exception {
        publishAll(bench, 1, 2);
        assertThat(logins(bench)).as("logins at first").isEqualTo(1);
        next(bench);
        publishAll(bench, 2, 3);
        assertThat(logins(bench)).as("logins afterwards").isZero();
    }

    private static void renews(Bench bench) throws Exception {
        publishAll(bench, 1, 2);
        bench.http().sessionEnd().orElseThrow().run();
        next(bench);
        publishAll(bench, 2, 3);
        assertThat(logins(bench)).as("logins after the session has ended").isEqualTo(1);
        long withRenewal = requests(bench);
        next(bench);
        publishAll(bench, 3, 4);
        assertThat(withRenewal)
                .as("requests: those of any publication, the one that was refused, and a login")
                .isEqualTo(requests(bench) + 2);
    }

    private static void refusedLogin(Bench bench) throws Exception {
        List<RecordChange> changes = changes(bench, 1, 2);
        try (Refusing refusing = new Refusing(bench, true)) {
            assertRefused(refusing.publish(changes));
            assertThat(requests(bench)).as("requests").isEqualTo(1);
        }
    }

    private static void refusedAgain(Bench bench) throws Exception {
        publishAll(bench, 1, 2);
        List<RecordChange> changes = changes(bench, 2, 3);
        next(bench);
        try (Refusing refusing = new Refusing(bench, false)) {
            assertRefused(refusing.publish(changes));
            assertThat(logins(bench)).as("logins").isLessThanOrEqualTo(1);
            assertThat(requests(bench) - logins(bench))
                    .as("requests beside the login: one with each session")
                    .isLessThanOrEqualTo(2);
        }
    }

    private static void assertRefused(Collection<ChangeResult> results) {
        assertThat(results).hasSize(3).allSatisfy(result -> {
            assertThat(FaultCases.problem(result).kind()).isEqualTo(ProblemKind.AUTHENTICATION);
            ScopeCases.assertScope(FaultCases.problem(result), ProblemScope.ACCOUNT);
        });
    }

    /** Refuses the credentials in logins, or in all requests but logins. */
    private static final class Refusing implements AutoCloseable {
        private final Bench bench;
        private final StubMapping stub;

        Refusing(Bench bench, boolean logins) {
            this.bench = bench;
            stub = bench.http()
                    .server()
                    .stubFor(WireMock.requestMatching(
                                    request -> MatchResult.of(bench.http().isLogin(request) == logins))
                            .atPriority(-1000)
                            .willReturn(bench.http().unauthorized()));
        }

        Collection<ChangeResult> publish(List<RecordChange> changes) throws InterruptedException {
            return bench.publish(changes).values();
        }

        @Override
        public void close() {
            bench.http().server().removeStub(stub);
        }
    }
}
