package io.github.ddnsjava.provider.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.ManualClock;
import io.github.ddnsjava.provider.testkit.RecordingPublication;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** Servers that refuse, lie, or say nothing. */
@Timeout(120)
class ServerTroubleTest {
    private static final RecordChange HOME =
            Changes.ensure("home.example.com", "192.0.2.1").build();

    private FakePrimary primary;

    @BeforeEach
    void start() throws Exception {
        primary = new FakePrimary();
    }

    @AfterEach
    void stop() throws Exception {
        primary.close();
    }

    private DnsProvider provider() {
        return new Rfc2136Factory().create("rfc2136", primary.settings(), ProviderContext.standard());
    }

    private ChangeResult publish(RecordingPublication publication) throws InterruptedException {
        return publication.run(provider(), List.of(HOME)).get(HOME.key());
    }

    private ChangeResult publish(UnaryOperator<FakePrimary.Reply> onUpdate) throws InterruptedException {
        primary.onUpdate(onUpdate);
        return publish(RecordingPublication.standard());
    }

    private static Problem failure(ChangeResult result) {
        assertThat(result).isInstanceOf(ChangeResult.Failed.class);
        return ((ChangeResult.Failed) result).problem();
    }

    private static Problem doubt(ChangeResult result) {
        assertThat(result).isInstanceOf(ChangeResult.Unknown.class);
        return ((ChangeResult.Unknown) result).problem();
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSED, authentication, its policy does not grant it to key",
        "NOTAUTH, authentication, not the zone's primary server",
        "NOTZONE, rejected, the name is not in the zone",
        "FORMERR, rejected, does not understand",
        "NOTIMP, rejected, it does not support updates",
        "NXRRSET, transient, they are read again",
        "NXDOMAIN, transient, they are read again"
    })
    void anErrorCodeSaysThatNothingHappened(String rcode, String kind, String message) throws Exception {
        Problem problem = failure(publish(reply -> reply.rcode(Rcode.value(rcode))));
        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        assertThat(problem.scope()).isNotEqualTo(ProblemScope.ACCOUNT);
        assertThat(problem.message()).contains(message);
    }

    @Test
    void aServerFailureLeavesADoubt() throws Exception {
        assertThat(doubt(publish(reply -> reply.rcode(Rcode.SERVFAIL))).kind()).isEqualTo(ProblemKind.TRANSIENT);
        assertThat(doubt(publish(reply -> reply.rcode(14))).kind()).isEqualTo(ProblemKind.PROTOCOL);
    }

    @Test
    void aQueryThatIsNotAuthenticConcernsTheAccount() throws Exception {
        primary.onQuery(reply -> reply.rcode(Rcode.NOTAUTH).unsigned());
        Problem problem = failure(publish(RecordingPublication.standard()));
        assertThat(problem.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(problem.scope()).isEqualTo(ProblemScope.ACCOUNT);
        assertThat(problem.message()).contains("does not accept key \"zone-key\"");
    }

    @Test
    void aQueryThatIsRefusedMeansThatTheZoneIsElsewhere() throws Exception {
        primary.onQuery(reply -> reply.rcode(Rcode.REFUSED).unsigned());
        Problem problem = failure(publish(RecordingPublication.standard()));
        assertThat(problem.kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem.message()).contains("no zone of this account contains home.example.com");
    }

    @Test
    void anUnsignedRefusalMayMeanTheKey() throws Exception {
        Problem problem = failure(publish(reply -> reply.rcode(Rcode.REFUSED).unsigned()));
        assertThat(problem.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(problem.message()).contains("or the key is wrong (PowerDNS does not tell which), or the clock");
    }

    @Test
    @Tag("promise-6")
    void anUpdateThatIsIgnoredWithoutAnErrorIsNoSuccess() throws Exception {
        Problem problem = failure(publish(reply -> reply));
        assertThat(problem.kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem.message()).contains("without an error, but did not apply it");
    }

    @Test
    @Tag("promise-6")
    void anUnsignedSuccessIsNotBelieved() throws Exception {
        Problem problem = doubt(publish(FakePrimary.Reply::unsigned));
        assertThat(problem.kind()).isEqualTo(ProblemKind.PROTOCOL);
        assertThat(problem.message()).contains("without a good signature").doesNotContain(Bind.SECRET);
    }

    @Test
    void anAnswerToAnotherQuestionIsNotBelieved() throws Exception {
        for (UnaryOperator<FakePrimary.Reply> lie : List.<UnaryOperator<FakePrimary.Reply>>of(
                reply -> reply.raw((byte) 0, (byte) 4, (byte) 1, (byte) 2, (byte) 3, (byte) 4),
                reply -> reply.raw((byte) 0, (byte) 0),
                reply -> {
                    reply.message()
                            .getHeader()
                            .setID(reply.message().getHeader().getID() ^ 1);
                    return reply;
                },
                reply -> {
                    Message message = reply.message();
                    message.removeAllRecords(Section.QUESTION);
                    message.addRecord(
                            RecordSet.query(org.xbill.DNS.Name.root, 6).getQuestion(), Section.QUESTION);
                    return reply;
                })) {
            assertThat(doubt(publish(lie)).kind()).isEqualTo(ProblemKind.PROTOCOL);
        }
    }

    @Test
    @Tag("promise-15")
    void aConnectionThatEndsBeforeTheAnswerLeavesADoubt() throws Exception {
        assertThat(doubt(publish(FakePrimary.Reply::raw)).kind()).isEqualTo(ProblemKind.TRANSIENT);
        assertThat(doubt(publish(reply -> reply.raw((byte) 0, (byte) 100, (byte) 1)))
                        .message())
                .contains("the connection was closed");
    }

    @Test
    void aServerThatIsNotThereGotNothing() throws Exception {
        primary.close();
        Problem problem = failure(publish(RecordingPublication.standard()));
        assertThat(problem.kind()).isEqualTo(ProblemKind.TRANSIENT);
        assertThat(problem.message()).contains("cannot connect to 127.0.0.1");
    }

    @Test
    void aServerWhoseNameIsUnknownGotNothing() throws Exception {
        DnsProvider provider = new Rfc2136Factory()
                .create("rfc2136", primary.settings().with("server", "nowhere.invalid"), ProviderContext.standard());
        ChangeResult result =
                RecordingPublication.standard().run(provider, List.of(HOME)).get(HOME.key());
        assertThat(failure(result).message()).contains("\"nowhere.invalid\" cannot be resolved");
    }

    @Test
    @Tag("promise-14")
    @Tag("promise-15")
    void aSilentServerLeavesADoubtWhenTheTimeIsUp() throws Exception {
        primary.onUpdate(FakePrimary.Reply::silence);
        ManualClock clock = new ManualClock();
        ChangeResult result = publish(RecordingPublication.builder()
                .clock(clock)
                .before((number, exchange) -> {
                    if (exchange.writing()) {
                        clock.advance(Duration.ofSeconds(29)); // what is left is enough to send it
                    }
                })
                .time(Duration.ofSeconds(30))
                .build());
        assertThat(doubt(result).message()).contains("nothing came within");
    }

    @Test
    @Tag("promise-19")
    void anInterruptEndsTheWaitAtOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        primary.onUpdate(reply -> {
            asked.countDown();
            return reply.silence();
        });
        FutureTask<ChangeResult> publishing = new FutureTask<>(() -> publish(RecordingPublication.standard()));
        Thread thread = new Thread(publishing);
        thread.start();
        asked.await();
        thread.interrupt();
        assertThatThrownBy(publishing::get).hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    @Tag("regression")
    void aThreadThatIsInterruptedAlreadySendsNothing() throws Exception {
        AtomicInteger updates = new AtomicInteger();
        UnaryOperator<FakePrimary.Reply> counting = reply -> {
            updates.incrementAndGet();
            return reply;
        };
        RecordingPublication interrupting = RecordingPublication.builder()
                .before((number, exchange) -> {
                    if (exchange.writing()) {
                        Thread.currentThread().interrupt();
                    }
                })
                .build();
        for (int i = 0; i < 20; i++) {
            primary.onUpdate(counting);
            assertThatThrownBy(() -> publish(interrupting)).isInstanceOf(InterruptedException.class);
        }
        publish(counting);

        assertThat(updates).hasValue(1);
    }
}
