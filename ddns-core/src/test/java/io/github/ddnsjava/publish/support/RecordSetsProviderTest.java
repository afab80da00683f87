package io.github.ddnsjava.publish.support;

import static io.github.ddnsjava.publish.support.RecordsApi.as;
import static io.github.ddnsjava.publish.support.RecordsApi.ensure;
import static io.github.ddnsjava.publish.support.RecordsApi.knowing;
import static io.github.ddnsjava.publish.support.RecordsApi.once;
import static io.github.ddnsjava.publish.support.RecordsApi.with;
import static io.github.ddnsjava.publish.support.RecordsApi.withdraw;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.http.ProviderHttp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Record sets: all values of a set are sent, with the set's own attributes. */
class RecordSetsProviderTest {
    private static final String HOME = "home.example.com";
    private static final String WORK = "work.example.com";
    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

    private final RecordsApi server = new RecordsApi("example.com");
    private Abilities abilities = RecordsApi.can().build();

    private ChangeResult publish(RecordChange... changes) throws InterruptedException {
        server.recordSets(abilities).publish(List.of(changes), server.api.gate);
        return result(changes[0]);
    }

    private ChangeResult result(RecordChange change) {
        return server.api.gate.results.get(change.key());
    }

    @Test
    @Tag("promise-13")
    void theValuesOfOthersAreSentAlong() throws InterruptedException {
        server.put(HOME, "192.0.2.1", "198.51.100.9", "2001:db8::1");

        assertThat(publish(knowing(ensure(HOME, "192.0.2.2"), "192.0.2.1")))
                .isEqualTo(new ChangeResult.Applied(
                        Outcome.UPDATED,
                        RecordsApi.addresses("192.0.2.1", "198.51.100.9"),
                        Map.of(Attributes.TTL, Duration.ofMinutes(5))));
        assertThat(server.writes()).containsExactly("put home.example.com A [192.0.2.2, 198.51.100.9] 300");
        assertThat(server.at(HOME)).contains("2001:db8::1");
    }

    @Test
    @Tag("promise-13")
    void anInitialTtlCountsOnlyWhereNothingStood() throws InterruptedException {
        Attributes initial = Attributes.none().initial(Attributes.TTL, TWO_MINUTES);
        publish(with(initial, ensure(HOME, "192.0.2.1")));
        assertThat(server.writes()).containsExactly("put home.example.com A [192.0.2.1] 120");

        server.calls.clear();
        server.put(WORK, "A", "198.51.100.9", 777).put(WORK, "A", "198.51.100.8", 777);
        publish(with(initial, knowing(ensure(WORK, "192.0.2.1"))));
        assertThat(server.writes())
                .containsExactly("put work.example.com A [192.0.2.1, 198.51.100.8, 198.51.100.9] 777");
    }

    @Test
    void anEnsuredTtlIsThatOfTheWholeSetAndNoneIsSentWhereNobodyCares() throws InterruptedException {
        publish(ensure(HOME, "192.0.2.1"));
        assertThat(server.writes()).containsExactly("put home.example.com A [192.0.2.1] 3600");

        publish(with(
                Attributes.none().ensure(Attributes.TTL, TWO_MINUTES),
                knowing(ensure(HOME, "192.0.2.1"), "192.0.2.1")));
        assertThat(server.ttls(HOME)).containsExactly(Map.entry("192.0.2.1", 120L));
    }

    @Test
    @Tag("promise-12")
    void aTtlThatTheServerRaisesIsReported() throws InterruptedException {
        assertThat(publish(with(
                        Attributes.none().ensure(Attributes.TTL, Duration.ofSeconds(30)), ensure(HOME, "192.0.2.1"))))
                .isInstanceOfSatisfying(
                        ChangeResult.Applied.class,
                        applied ->
                                assertThat(applied.effective()).containsEntry(Attributes.TTL, Duration.ofMinutes(1)));
    }

    @Test
    @Tag("promise-13")
    void aWithdrawalRemovesASetOnlyWhereNothingOfOthersIsInIt() throws InterruptedException {
        server.put(HOME, "192.0.2.1", "198.51.100.9").put(WORK, "192.0.2.1", "2001:db8::1");

        publish(withdraw(HOME, RecordType.A, "192.0.2.1"), withdraw(WORK, RecordType.A, "192.0.2.1"));

        assertThat(server.writes())
                .containsExactly("put home.example.com A [198.51.100.9] 300", "remove work.example.com A");
        assertThat(server.at(WORK)).containsExactly("2001:db8::1");
        assertThat(result(withdraw(WORK, RecordType.A)))
                .isEqualTo(new ChangeResult.Applied(Outcome.WITHDRAWN, RecordsApi.addresses("192.0.2.1"), Map.of()));
    }

    @Test
    void aSetThatIsGoneAlreadyIsRemoved() throws InterruptedException {
        server.put(HOME, "192.0.2.1");
        server.before = once("remove", 404, "NoSet");

        assertThat(publish(withdraw(HOME, RecordType.A, "192.0.2.1"))).isInstanceOf(ChangeResult.Applied.class);

        server.before = once("remove", 422, "Bad");
        server.api.gate.results.clear();
        assertThat(publish(withdraw(HOME, RecordType.A, "192.0.2.1"))).isInstanceOf(ChangeResult.Failed.class);
    }

    @Test
    @Tag("promise-11")
    void aSetThatIsRefusedStopsNoOther() throws InterruptedException {
        server.before = once("put home", 422, "Bad");

        assertThat(publish(ensure(HOME, "192.0.2.1"), ensure(WORK, "192.0.2.1")))
                .isInstanceOfSatisfying(
                        ChangeResult.Failed.class,
                        failed -> assertThat(failed.problem().kind()).isEqualTo(ProblemKind.REJECTED));
        assertThat(result(ensure(WORK, "192.0.2.1"))).isInstanceOf(ChangeResult.Applied.class);
    }

    @Test
    @Tag("promise-6")
    void setsThatWereWrittenBeforeOneOfTheirBatchFailedAreWritten() throws InterruptedException {
        abilities = RecordsApi.can().batch(new Abilities.Batch(10, false)).build();
        server.after = once("put work", 504, "Timeout");

        assertThat(publish(ensure(HOME, "192.0.2.1"), ensure(WORK, "192.0.2.1")))
                .isInstanceOf(ChangeResult.Applied.class);
        assertThat(result(ensure(WORK, "192.0.2.1"))).isInstanceOf(ChangeResult.Unknown.class);
    }

    @Test
    @Tag("promise-9")
    void aTouchSendsTheSetAsItIs() throws InterruptedException {
        server.put(HOME, "192.0.2.1", "198.51.100.9");
        RecordChange touch = as(Intent.TOUCH, knowing(ensure(HOME, "192.0.2.1"), "192.0.2.1"));

        assertThat(publish(touch)).isInstanceOf(ChangeResult.Applied.class);
        assertThat(server.writes()).containsExactly("put home.example.com A [192.0.2.1, 198.51.100.9] 300");
        server.before = once("put", 409, "Taken");
        assertThat(publish(touch)).isInstanceOf(ChangeResult.AlreadyRight.class);
    }

    @Test
    void whatIsToBeKeptIsNotWritten() throws InterruptedException {
        publish(as(Intent.KEEP, ensure(HOME, "192.0.2.1")));

        assertThat(server.calls).isEmpty();
        assertThat(server.api.gate.results).isEmpty();
    }

    @Test
    void whatAPatchNamesIsWhatIsToBeCorrected() {
        Attributes wanted = Attributes.none().ensure(Attributes.TTL, TWO_MINUTES);
        ZoneRecord there =
                ZoneRecord.read(DnsName.of(HOME), RecordType.A, "198.51.100.9").withTtl(TWO_MINUTES);
        RecordChange change = with(wanted, ensure(HOME, "192.0.2.1"));

        assertThat(write(change, List.of()).corrections()).containsExactly(Map.entry(Attributes.TTL, TWO_MINUTES));
        assertThat(write(change, List.of(there)).corrections()).isEmpty();
        assertThat(write(change, List.of(there)).attributes()).containsExactly(Map.entry(Attributes.TTL, TWO_MINUTES));
        assertThat(write(change, List.of(there.withTtl(Duration.ofHours(1)))).corrections())
                .containsExactly(Map.entry(Attributes.TTL, TWO_MINUTES));
    }

    private static SetWrite write(RecordChange change, List<ZoneRecord> present) {
        return new SetWrite(change, present, List.of(), List.of(), List.of());
    }

    @Test
    void oneCallForSeveralSetsHasAResultForEachAndWhatIsCarriedOutLaterATicket() {
        SetWrite home = write(ensure(HOME, "192.0.2.1"), List.of());
        SetWrite work = write(ensure(WORK, "192.0.2.1"), List.of());
        ProviderHttp http = server.api.http();
        ChangeResult pending = HttpZoneProvider.pending(http, TWO_MINUTES, "t7");

        assertThat(pending)
                .isEqualTo(new ChangeResult.Accepted(http.publication().now().plus(TWO_MINUTES), Optional.of("t7")));
        assertThat(HttpZoneProvider.results(
                        List.of(home, work), set -> set.name().equals(DnsName.of(HOME)) ? set.applied() : pending))
                .isEqualTo(Map.of(
                        home.change().key(), home.applied(), work.change().key(), pending));
    }
}
