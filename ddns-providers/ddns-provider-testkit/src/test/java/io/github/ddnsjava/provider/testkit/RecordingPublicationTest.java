package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordingPublicationTest {
    private static final RecordChange FIRST =
            Changes.ensure("first.example.com", "192.0.2.1").build();
    private static final RecordChange SECOND =
            Changes.ensure("second.example.com", "192.0.2.2").build();
    private static final DdnsException LOST = TransientException.unknownOutcome("lost", null);
    private static final DdnsException NOT_SENT = TransientException.notSent("no connection", null);

    private interface Script {
        void play(List<RecordChange> changes, Publication publication) throws InterruptedException;
    }

    private static DnsProvider provider(Script script) {
        return new DnsProvider() {
            @Override
            public Abilities abilities() {
                return Abilities.builder().build();
            }

            @Override
            public String account() {
                return "account";
            }

            @Override
            public String fingerprint() {
                return "fingerprint";
            }

            @Override
            public void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
                script.play(changes, publication);
            }
        };
    }

    private static Map<RecordKey, ChangeResult> run(RecordingPublication publication, Script script)
            throws InterruptedException {
        return publication.run(provider(script), List.of(FIRST, SECOND));
    }

    @Test
    void anExchangeThatReadsIsNoWriteEvenWhileOneIsAnnounced() throws Exception {
        RecordingPublication publication = RecordingPublication.standard();
        run(publication, (changes, p) -> {
            p.attempting(List.of(FIRST));
            p.reading("POST login", () -> 1);
            p.exchange("PUT", () -> 1);
        });
        assertThat(publication.exchanges()).containsExactly("POST login", "PUT");
        assertThat(publication.writingExchanges()).containsExactly("PUT");
    }

    @Test
    void recordsEverythingInOrder() throws Exception {
        ChangeResult right = new ChangeResult.AlreadyRight(Map.of());
        RecordingPublication publication = RecordingPublication.standard();
        run(publication, (changes, p) -> {
            p.exchange("GET", () -> 1);
            p.attempting(List.of(FIRST));
            p.exchange("PUT", () -> 1);
            p.report(FIRST, right);
            p.exchange("GET again", () -> 1);
        });
        assertThat(publication.steps())
                .containsExactly(
                        new RecordingPublication.Exchanged("GET", false),
                        new RecordingPublication.Announced(FIRST),
                        new RecordingPublication.Exchanged("PUT", true),
                        new RecordingPublication.Reported(FIRST, right),
                        new RecordingPublication.Exchanged("GET again", false));
        assertThat(publication.exchanges()).containsExactly("GET", "PUT", "GET again");
        assertThat(publication.writingExchanges()).containsExactly("PUT");
        assertThat(publication.announced()).containsExactly(FIRST);
    }

    @Test
    void countsWhatWasAnnouncedAndNeverReportedAsUnknown() throws Exception {
        assertThat(run(RecordingPublication.standard(), (changes, p) -> p.attempting(List.of(FIRST))))
                .hasEntrySatisfying(FIRST.key(), r -> assertThat(r).isInstanceOf(ChangeResult.Unknown.class))
                .hasEntrySatisfying(SECOND.key(), r -> assertThat(r).isInstanceOf(ChangeResult.NotAttempted.class));
    }

    @Test
    void countsAnExceptionForAllThatWasNotReported() throws Exception {
        RecordingPublication publication = RecordingPublication.standard();
        Map<RecordKey, ChangeResult> results = run(publication, (changes, p) -> {
            p.attempting(List.of(FIRST));
            throw LOST;
        });
        assertThat(results)
                .containsEntry(FIRST.key(), new ChangeResult.Unknown(LOST.problem()))
                .containsEntry(SECOND.key(), new ChangeResult.Failed(LOST.problem()));
        assertThat(publication.failures()).containsExactly(LOST);
    }

    @Test
    void takesWhatCertainlyDidNotHappenAsFailedAlthoughAnnounced() throws Exception {
        assertThat(run(RecordingPublication.standard(), (changes, p) -> {
                    p.attempting(changes);
                    p.failed(List.of(FIRST), NOT_SENT);
                    p.failed(List.of(SECOND), LOST);
                }))
                .containsEntry(FIRST.key(), new ChangeResult.Failed(NOT_SENT.problem()))
                .containsEntry(SECOND.key(), new ChangeResult.Unknown(LOST.problem()));
    }

    @Test
    void throwsAFailureOfTheWholeAccountOnAndKeepsOneOfARecord() throws Exception {
        RecordingPublication publication = RecordingPublication.standard();
        RejectedException ofRecord = new RejectedException(RejectedException.Reason.INVALID, "no");
        publication.failed(List.of(FIRST), ofRecord);
        AuthenticationException ofAccount = AuthenticationException.ofAccount("bad token");
        assertThatThrownBy(() -> publication.failed(List.of(SECOND), ofAccount)).isSameAs(ofAccount);
        assertThat(publication.results())
                .containsEntry(FIRST.key(), new ChangeResult.Failed(ofRecord.problem()))
                .containsEntry(SECOND.key(), new ChangeResult.Failed(ofAccount.problem()));
    }

    @Test
    void takesTheLastWord() throws Exception {
        ChangeResult right = new ChangeResult.AlreadyRight(Map.of());
        assertThat(run(RecordingPublication.standard(), (changes, p) -> {
                    p.failed(changes, NOT_SENT);
                    changes.forEach(change -> p.report(change, right));
                }))
                .containsEntry(FIRST.key(), right)
                .containsEntry(SECOND.key(), right);
    }

    @Test
    void refusesWritesInADryRunAfterRecordingThem() throws Exception {
        RecordingPublication publication =
                RecordingPublication.builder().dryRun().build();
        Map<RecordKey, ChangeResult> results = run(publication, (changes, p) -> {
            p.attempting(changes);
            p.exchange("PUT", () -> 1);
        });
        assertThat(publication.announced()).containsExactly(FIRST, SECOND);
        assertThat(publication.exchanges()).isEmpty();
        assertThat(results.values()).hasOnlyElementsOfType(ChangeResult.NotAttempted.class);
    }

    @Test
    void letsOnlyTheBudgetPass() throws Exception {
        RecordingPublication publication =
                RecordingPublication.builder().budget(1).build();
        Map<RecordKey, ChangeResult> results = run(publication, (changes, p) -> {
            p.exchange("GET", () -> 1);
            p.attempting(List.of(FIRST));
            p.exchange("PUT", () -> 1);
        });
        assertThat(publication.exchanges()).containsExactly("GET");
        assertThat(results.get(FIRST.key())).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(results.get(SECOND.key())).isInstanceOf(ChangeResult.NotAttempted.class);
    }

    @Test
    void callsHooksAroundExchanges() throws Exception {
        List<String> seen = new ArrayList<>();
        RecordingPublication publication = RecordingPublication.builder()
                .before((number, exchange) -> seen.add("before " + number + " " + exchange.what()))
                .after((number, exchange) -> {
                    seen.add("after " + number);
                    throw LOST;
                })
                .build();
        assertThat(run(publication, (changes, p) -> p.exchange("GET", () -> seen.add("call"))))
                .containsEntry(FIRST.key(), new ChangeResult.Failed(LOST.problem()));
        assertThat(seen).containsExactly("before 0 GET", "call", "after 0");
    }

    @Test
    void letsBugsComeOut() {
        assertThatThrownBy(() -> run(RecordingPublication.standard(), (changes, p) -> {
                    throw new ClassCastException("bug");
                }))
                .isInstanceOf(ClassCastException.class);
    }

    @Test
    void keepsTheDeadlineWhileTheClockMoves() {
        ManualClock clock = new ManualClock();
        RecordingPublication publication = RecordingPublication.builder()
                .clock(clock)
                .time(Duration.ofSeconds(5))
                .build();
        clock.advance(Duration.ofSeconds(2));
        assertThat(Duration.between(publication.now(), publication.deadline())).isEqualTo(Duration.ofSeconds(3));
        assertThat(Duration.between(publication.now(), publication.next().deadline()))
                .isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void cachesInTheAccountUntilForgotten() throws Exception {
        RecordingPublication publication = RecordingPublication.standard();
        assertThat(publication.cached("key", String.class, () -> "made")).isEqualTo("made");
        RecordingPublication next = publication.nextWith().dryRun().build();
        assertThat(next.cached("key", String.class, () -> "made again")).isEqualTo("made");
        next.forget("key");
        assertThat(publication.next().cached("key", String.class, () -> "made again"))
                .isEqualTo("made again");
        assertThat(RecordingPublication.standard().cached("key", String.class, () -> "elsewhere"))
                .isEqualTo("elsewhere");
    }

    @Test
    void hasNoResultForWhatIsOnlySentAlong() throws Exception {
        RecordChange keep = Changes.keep(FIRST.name(), Set.of(FIRST.address())).build();
        assertThat(RecordingPublication.standard().run(provider((changes, p) -> {}), List.of(keep, SECOND)))
                .containsOnlyKeys(SECOND.key());
    }
}
