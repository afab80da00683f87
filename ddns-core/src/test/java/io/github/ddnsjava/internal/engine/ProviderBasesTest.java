package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.Api;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.Errors;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.Session;
import io.github.ddnsjava.publish.support.RecordsApi;
import io.github.ddnsjava.publish.support.UpdateCall;
import io.github.ddnsjava.publish.support.UpdateUrlProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The base classes of providers, lived through by the engine. */
class ProviderBasesTest {
    private final World world = new World();
    private final RecordsApi server = new RecordsApi("example.com", "example.org");

    private List<DnsProvider> bases() {
        Abilities one = RecordsApi.can().build();
        Abilities batch = RecordsApi.can().batch(new Abilities.Batch(100, true)).build();
        return List.of(server.singleRecords(one), server.recordSets(one), server.wholeZones(batch));
    }

    private UpdaterBuilder with(DnsProvider provider) {
        world.wan.sees(A1);
        return world.bare().detector(world.wan).provider(provider);
    }

    @Test
    void aPlanSaysOfEachRecordWhatWouldBeWrittenAndWritesNothing() {
        server.put("b.example.com", "198.51.100.9").put("right.example.com", A1);
        server.put("a.example.org", "ALIAS", "elsewhere.example", 300);
        for (DnsProvider base : bases()) {
            try (Updater updater = with(base)
                    .record(HOME, RecordType.A)
                    .record("b.example.com", RecordType.A)
                    .record("right.example.com", RecordType.A)
                    .record("a.example.org", RecordType.A)
                    .record("b.example.org", RecordType.A)
                    .build()) {
                UpdateReport plan = world.time.await(updater::plan);

                assertThat(plan.records())
                        .extracting(report -> report.key().name() + " " + report.outcome())
                        .containsExactlyInAnyOrder(
                                "home.example.com created",
                                "b.example.com updated",
                                "right.example.com unchanged",
                                "a.example.org failed",
                                "b.example.org created");
                assertThat(server.writes()).isEmpty();
            }
        }
    }

    @Test
    void aPlanOfAnUpdateUrlNamesAllOfItsRecordsAndSendsNothing() {
        List<String> calls = new ArrayList<>();
        DnsProvider hosts = updateUrl(request -> {
            calls.add(request.uri().getRawQuery());
            return Api.ok("good");
        });
        try (Updater updater = with(hosts)
                .record(HOME, RecordType.A)
                .record("b.example.com", RecordType.A)
                .record("c.example.com", RecordType.A)
                .build()) {
            UpdateReport plan = world.time.await(updater::plan);

            assertThat(plan.records())
                    .hasSize(3)
                    .allSatisfy(report -> assertThat(report.outcome()).isIn(Outcome.CREATED, Outcome.UPDATED));
            assertThat(calls).isEmpty();
        }
    }

    @Test
    @Tag("promise-6")
    void aSetThatIsHalfWrittenIsInDoubtAndLookedUpBeforeItIsWrittenAgain() {
        server.put(HOME, A2, "198.51.100.9");
        server.before = RecordsApi.once("delete", 422, "Bad");
        try (Updater updater = with(server.singleRecords(RecordsApi.can().build()))
                .record(io.github.ddnsjava.ManagedRecord.builder(HOME, RecordType.A)
                        .owns(io.github.ddnsjava.Ownership.wholeSet())
                        .build())
                .build()) {
            world.start(updater);

            assertThat(server.at(HOME)).containsExactly(A1);
            assertThat(updater.status().records()).allMatch(RecordReport::isRight);
            List<String> calls = new ArrayList<>(server.calls);
            assertThat(calls.subList(calls.indexOf("update home.example.com A " + A1) + 1, calls.size()))
                    .as("the failed delete, the look, the delete")
                    .hasSize(3)
                    .element(1)
                    .isEqualTo("list example.com");
        }
    }

    /** The list shows what is not live: only a commit makes it right. */
    @Test
    @Tag("promise-6")
    void whatWasWrittenAndNotCommittedIsInDoubtUntilItIsCommitted() {
        server.put(HOME, A2);
        server.before = RecordsApi.once("commit", 500, "Bad");
        try (Updater updater = with(server.committing(RecordsApi.can().build()))
                .record(io.github.ddnsjava.ManagedRecord.builder(HOME, RecordType.A)
                        .owns(io.github.ddnsjava.Ownership.wholeSet())
                        .build())
                .build()) {
            world.start(updater);

            assertThat(updater.status().records()).allMatch(RecordReport::isRight);
            assertThat(server.liveAt(HOME)).containsExactly(A1);
            assertThat(server.writes())
                    .containsExactly("update home.example.com A " + A1, "commit example.com", "commit example.com");
        }
    }

    @Test
    void aPlanCommitsNothing() {
        server.put(HOME, A1);
        try (Updater updater = with(server.committing(RecordsApi.can().build()))
                .record(HOME, RecordType.A)
                .record("b.example.com", RecordType.A)
                .build()) {
            UpdateReport plan = world.time.await(updater::plan);

            assertThat(plan.records())
                    .extracting(report -> report.key().name() + " " + report.outcome())
                    .containsExactlyInAnyOrder("home.example.com unchanged", "b.example.com created");
            assertThat(server.writes()).isEmpty();
        }
    }

    /** Answers to what needs no change are answers: the server is well, and nobody has to wait. */
    @Test
    @Tag("promise-11")
    void manyWritesThatWouldChangeNothingDoNotMakeAnAccountUnreachable() {
        int names = 12;
        List<String> calls = new ArrayList<>();
        DnsProvider hosts = updateUrl(request -> {
            calls.add(request.uri().getRawQuery());
            return Api.ok("nochg");
        });
        UpdaterBuilder builder = with(hosts);
        for (int i = 0; i < names; i++) {
            builder.record("h" + i + ".example.com", RecordType.A);
        }
        try (Updater updater = builder.build()) {
            UpdateReport report = world.once(updater);

            assertThat(report.records()).hasSize(names).allMatch(RecordReport::isRight);
            assertThat(calls).hasSize(names);
            assertThat(world.store.account(hosts.account()).problem()).isEmpty();
        }
    }

    private DnsProvider updateUrl(Function<HttpTransport.Request, HttpTransport.Answer> answers) {
        return updateUrl(answers, Optional.empty());
    }

    private DnsProvider updateUrl(
            Function<HttpTransport.Request, HttpTransport.Answer> answers,
            Optional<Function<ProviderContext, Authorizer>> by) {
        ProviderContext context =
                new ProviderContext(answers::apply, world.time, new Random(1), (name, type) -> Optional.empty());
        ProviderEndpoint endpoint = ProviderEndpoint.of(Settings.none(), "https://hosts.example", context)
                .authorizedBy(by.map(made -> made.apply(context)).orElse(Authorizer.none("owner")))
                .judgedBy(ErrorTable.of(Errors.firstWord())
                        .success(answer -> answer.body().startsWith("good"))
                        .row(Meaning.ALREADY_THERE, "nochg"));
        return new UpdateUrlProvider(
                Settings.none(), endpoint, Abilities.builder().build()) {
            @Override
            protected Map<io.github.ddnsjava.RecordKey, io.github.ddnsjava.publish.ChangeResult> update(
                    UpdateCall call, ProviderHttp http) throws InterruptedException {
                http.get("/update").query("host", call.change().name()).sendForText();
                return call.all(updated());
            }
        };
    }

    private DnsProvider withSession(List<String> calls, Function<String, HttpTransport.Answer> answers) {
        return updateUrl(
                request -> {
                    String call =
                            request.uri().getPath() + " " + request.headers().getOrDefault("Authorization", "");
                    calls.add(call);
                    return answers.apply(call);
                },
                Optional.of(context -> Session.of(
                        () -> "owner",
                        ProviderEndpoint.of(Settings.none(), "https://login.example", context),
                        http -> Session.Grant.of(http.post("/login").sendForText()),
                        Session::asBearer)));
    }

    /** The write is announced before the login that it needs: what was never sent is not in doubt. */
    @Test
    @Tag("promise-6")
    void aLoginWithoutAnAnswerLeavesNoWriteInDoubt() {
        List<String> calls = new ArrayList<>();
        DnsProvider hosts = withSession(calls, call -> Api.answer(504, ""));
        try (Updater updater = with(hosts).record(HOME, RecordType.A).build()) {
            RecordReport report = world.report(updater);

            assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(report.problem().orElseThrow().kind()).isEqualTo(ProblemKind.TRANSIENT);
            assertThat(world.state().inDoubt()).isEmpty();
            assertThat(calls).containsOnly("/login ");
        }
    }

    @Test
    @Tag("promise-11")
    void aSessionThatEndedIsRenewedInTheSameCycleAndHoldsNobody() {
        List<String> calls = new ArrayList<>();
        String[] token = {"first-token"};
        DnsProvider hosts = withSession(calls, call -> {
            if (call.startsWith("/login")) {
                return Api.ok(token[0]);
            }
            return call.endsWith(token[0]) ? Api.ok("good") : Api.answer(401, "ended");
        });
        try (Updater updater = with(hosts).record(HOME, RecordType.A).build()) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.UPDATED);
            token[0] = "second-token";
            world.wan.sees(A2);
            world.time.run(Duration.ofHours(1));
            assertThat(world.outcome(updater)).isEqualTo(Outcome.UPDATED);

            assertThat(world.store.account(hosts.account()).problem()).isEmpty();
            assertThat(calls)
                    .containsExactly(
                            "/login ",
                            "/update Bearer first-token",
                            "/update Bearer first-token",
                            "/login ",
                            "/update Bearer second-token");
        }
    }

    @Test
    @Tag("promise-10")
    void aLoginThatIsRefusedIsSentOnceAndHoldsTheAccount() {
        List<String> calls = new ArrayList<>();
        DnsProvider hosts = withSession(calls, call -> Api.answer(403, "no"));
        try (Updater updater = with(hosts)
                .record(HOME, RecordType.A)
                .record("b.example.com", RecordType.A)
                .build()) {
            world.start(updater);

            assertThat(updater.status().records()).noneMatch(RecordReport::isRight);
            assertThat(world.store.account(hosts.account()).problem()).isPresent();
            assertThat(calls).containsExactly("/login ");
        }
    }
}
