package io.github.ddnsjava.publish.support;

import static io.github.ddnsjava.publish.support.RecordsApi.ensure;
import static io.github.ddnsjava.publish.support.RecordsApi.knowing;
import static io.github.ddnsjava.publish.support.RecordsApi.once;
import static io.github.ddnsjava.publish.support.RecordsApi.withdraw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.ZonePublication;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where writes go live by a commit, nothing is called done or right before it has succeeded. */
class CommitTest {
    private static final String HOME = "home.example.com";
    private static final String WORK = "work.example.com";

    private final RecordsApi server = new RecordsApi("example.com", "example.org");

    private ChangeResult publish(RecordChange... changes) throws InterruptedException {
        provider().publish(List.of(changes), server.api.gate);
        return result(changes[0]);
    }

    private SingleRecordsProvider provider() {
        return server.committing(RecordsApi.can().build());
    }

    private ChangeResult result(RecordChange change) {
        return server.api.gate.results.get(change.key());
    }

    @Test
    @Tag("promise-12")
    void oneCommitFollowsAllWritesOfEachZone() throws InterruptedException {
        server.put(HOME, "192.0.2.1", "192.0.2.2");

        publish(
                knowing(ensure(HOME, "192.0.2.3"), "192.0.2.1", "192.0.2.2"),
                ensure(HOME, "2001:db8::1"),
                ensure(WORK, "192.0.2.1"),
                ensure("home.example.org", "192.0.2.1"));

        assertThat(server.writes())
                .hasSize(7)
                .endsWith("commit example.com", "create home.example.org A 192.0.2.1", "commit example.org");
        assertThat(server.api.gate.results.values()).hasOnlyElementsOfType(ChangeResult.Applied.class);
        assertThat(server.liveAt(HOME)).containsExactlyInAnyOrder("192.0.2.3", "2001:db8::1");
    }

    @Test
    @Tag("promise-6")
    void nothingIsReportedBeforeTheCommit() throws InterruptedException {
        server.before = call -> {
            if (call.startsWith("commit")) {
                assertThat(server.api.gate.results).isEmpty();
            }
            return Optional.empty();
        };

        assertThat(publish(ensure(HOME, "192.0.2.1"))).isInstanceOf(ChangeResult.Applied.class);
    }

    @ParameterizedTest
    @Tag("promise-6")
    @ValueSource(ints = {400, 403, 404, 500})
    void whatIsNotCommittedIsInDoubtAndTheNextPublicationCommits(int status) throws InterruptedException {
        server.before = once("commit", status, "Bad");

        assertThat(publish(ensure(HOME, "192.0.2.1"), ensure(WORK, "192.0.2.1")))
                .isInstanceOf(ChangeResult.Unknown.class);
        assertThat(result(ensure(WORK, "192.0.2.1"))).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(server.liveAt(HOME)).isEmpty();

        server.calls.clear();
        assertThat(publish(ensure(HOME, "192.0.2.1"), ensure(WORK, "192.0.2.1")))
                .isInstanceOf(ChangeResult.AlreadyRight.class);
        assertThat(server.writes()).containsExactly("commit example.com");
        assertThat(server.liveAt(HOME)).containsExactly("192.0.2.1");
    }

    @Test
    @Tag("promise-6")
    void aWriteWhoseAnswerIsLostIsCommittedByTheNextPublication() throws InterruptedException {
        server.after = once("create", 504, "");

        assertThat(publish(ensure(HOME, "192.0.2.1"))).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(server.writes())
                .as("nothing more is sent to a server in trouble")
                .containsExactly("create home.example.com A 192.0.2.1");

        assertThat(publish(ensure(HOME, "192.0.2.1"))).isInstanceOf(ChangeResult.AlreadyRight.class);
        assertThat(server.liveAt(HOME)).containsExactly("192.0.2.1");
    }

    @Test
    @Tag("promise-6")
    void aWithdrawalWhoseCommitIsLostIsCommittedByTheNextPublication() throws InterruptedException {
        server.put(HOME, "192.0.2.1");
        publish(ensure(HOME, "192.0.2.1"));
        server.before = once("commit", 500, "");
        RecordChange withdrawal = withdraw(HOME, RecordType.A, "192.0.2.1");

        assertThat(publish(withdrawal)).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(server.liveAt(HOME)).containsExactly("192.0.2.1");

        assertThat(publish(withdrawal)).isInstanceOf(ChangeResult.AlreadyRight.class);
        assertThat(server.liveAt(HOME)).isEmpty();
    }

    @Test
    void whatIsListedAsWantedIsNotCalledRightIfItCannotBeCommitted() throws InterruptedException {
        server.put(HOME, "192.0.2.1");
        server.before = once("commit", 403, "Bad");

        assertThat(publish(ensure(HOME, "192.0.2.1")))
                .isInstanceOfSatisfying(
                        ChangeResult.Failed.class,
                        failed -> assertThat(failed.problem().kind()).isEqualTo(ProblemKind.AUTHENTICATION));
    }

    @Test
    void aSetThatIsHalfWrittenGoesLiveAsFarAsItIs() throws InterruptedException {
        server.put(HOME, "192.0.2.1", "192.0.2.2");
        server.before = once("delete", 422, "Bad");

        assertThat(publish(knowing(ensure(HOME, "192.0.2.3"), "192.0.2.1", "192.0.2.2")))
                .isInstanceOf(ChangeResult.Unknown.class);
        assertThat(server.writes()).endsWith("commit example.com");
        assertThat(server.liveAt(HOME)).contains("192.0.2.3");
    }

    @Test
    void whereNothingWasWrittenNothingIsCommitted() throws InterruptedException {
        server.before = once("create", 422, "Bad");

        assertThat(publish(ensure(HOME, "192.0.2.1"))).isInstanceOf(ChangeResult.Failed.class);
        assertThat(server.writes()).noneMatch(call -> call.startsWith("commit"));
    }

    /** The one that fails is reported after the commit, which a hold of its zone would not let pass. */
    @Test
    @Tag("promise-11")
    void whatWasWrittenBeforeAZoneIsRefusedGoesLive() throws InterruptedException {
        server.before = call ->
                call.startsWith("create work") ? Optional.of(RecordsApi.error(404, "NoZone")) : Optional.empty();

        assertThat(publish(ensure(HOME, "192.0.2.1"), ensure(WORK, "192.0.2.1")))
                .isInstanceOf(ChangeResult.Applied.class);
        assertThat(result(ensure(WORK, "192.0.2.1"))).isInstanceOf(ChangeResult.Failed.class);
        assertThat(server.liveAt(HOME)).containsExactly("192.0.2.1");
    }

    @Test
    @Tag("promise-10")
    void afterARefusalOfTheAccountNothingElseIsSentAndWhatWasWrittenIsInDoubt() {
        server.before = once("create work", 401, "Bad");

        assertThatThrownBy(() -> publish(ensure(HOME, "192.0.2.1"), ensure(WORK, "192.0.2.1")))
                .isInstanceOf(AuthenticationException.class);
        assertThat(result(ensure(HOME, "192.0.2.1"))).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(result(ensure(WORK, "192.0.2.1"))).isInstanceOf(ChangeResult.Failed.class);
        assertThat(server.writes()).endsWith("create work.example.com A 192.0.2.1");
    }

    @Test
    void aDryRunCommitsNothing() throws InterruptedException {
        server.put(HOME, "192.0.2.1");
        RecordChange change = ensure(HOME, "192.0.2.1");

        provider().publish(List.of(change), new ZonePublication(server.api.gate, server.api.gate.scope()) {
            @Override
            public boolean isDryRun() {
                return true;
            }
        });

        assertThat(result(change)).isInstanceOf(ChangeResult.AlreadyRight.class);
        assertThat(server.writes()).isEmpty();
    }
}
