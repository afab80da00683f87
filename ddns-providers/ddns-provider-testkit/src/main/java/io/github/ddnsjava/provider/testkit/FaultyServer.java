package io.github.ddnsjava.provider.testkit;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.RecordChange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A server that gives one and the same wrong answer, from some exchange on: a stub before those of the fake, put there
 * as soon as that exchange is about to begin. Not thread-safe; for one publication.
 */
final class FaultyServer implements AutoCloseable {
    /** From which exchange on. */
    enum From {
        /** The first one. */
        FIRST,
        /** The first one after a write was announced. */
        WRITE
    }

    /**
     * What is left of the time when the fault begins, where the answer is to come too late or never. It is enough to send
     * the request on a busy machine.
     */
    private static final Duration LITTLE = Duration.ofSeconds(1);

    private static final int BEFORE_ALL_OTHERS = -1000;

    private final Bench bench;
    private final From from;
    private final Supplier<ResponseDefinitionBuilder> answer;
    private final ManualClock clock = new ManualClock();
    private boolean hurry;
    private int exchangesBefore;
    private int requestsBefore;
    private @Nullable StubMapping stub;

    FaultyServer(Bench bench, From from, ResponseDefinitionBuilder answer) {
        this(bench, from, () -> answer);
    }

    /** Asks for the answer when the fault begins. */
    FaultyServer(Bench bench, From from, Supplier<ResponseDefinitionBuilder> answer) {
        this.bench = bench;
        this.from = from;
        this.answer = answer;
    }

    /** Leaves only little time from the moment that the fault begins. */
    FaultyServer hurry() {
        hurry = true;
        return this;
    }

    /** Publishes, and returns what became of each change. */
    Map<RecordKey, ChangeResult> publish(List<RecordChange> changes) throws InterruptedException {
        bench.use(RecordingPublication.builder()
                .clock(clock)
                .before((number, exchange) -> {
                    if (stub == null && (from == From.FIRST || exchange.writing())) {
                        begin(number);
                    }
                })
                .build());
        return bench.publish(changes);
    }

    private void begin(int number) {
        exchangesBefore = number;
        if (hurry) {
            clock.advance(Duration.between(clock.instant(), bench.publication().deadline())
                    .minus(LITTLE));
        }
        requestsBefore = server().getAllServeEvents().size();
        stub = server().stubFor(WireMock.any(WireMock.anyUrl())
                .atPriority(BEFORE_ALL_OTHERS)
                .willReturn(answer.get()));
    }

    /** Returns how many requests got the wrong answer. */
    int requests() {
        return server().getAllServeEvents().size() - requestsBefore;
    }

    /** Returns how many of these requests were logins. */
    long logins() {
        List<ServeEvent> newestFirst = server().getAllServeEvents();
        return newestFirst.subList(0, newestFirst.size() - requestsBefore).stream()
                .filter(event -> bench.http().isLogin(event.getRequest()))
                .count();
    }

    /** Returns how many exchanges got the wrong answer. */
    int exchanges() {
        return bench.publication().exchanges().size() - exchangesBefore;
    }

    private WireMockServer server() {
        return bench.http().server();
    }

    @Override
    public void close() {
        if (stub != null) {
            server().removeStub(stub);
        }
    }
}
