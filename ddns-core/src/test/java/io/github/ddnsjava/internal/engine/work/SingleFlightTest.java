package io.github.ddnsjava.internal.engine.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SingleFlightTest {
    private final SingleFlight<String, String> flights =
            new SingleFlight<>(failure -> "mine alone".equals(failure.getMessage()));
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger made = new AtomicInteger();

    private String slow() throws InterruptedException {
        made.incrementAndGet();
        begun.countDown();
        goOn.await();
        return "value";
    }

    private static final class Caller extends FutureTask<String> {
        final Thread thread = new Thread(this, "caller");

        Caller(Callable<String> call) {
            super(call);
            thread.setDaemon(true);
            thread.start();
        }

        Caller waiting() {
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            return this;
        }
    }

    private Caller maker(Callable<String> make) throws InterruptedException {
        Caller maker = new Caller(() -> flights.get("key", make));
        begun.await();
        return maker;
    }

    @Test
    void eightThreadsMakeOneValue() throws Exception {
        List<Caller> callers = new ArrayList<>(List.of(maker(this::slow)));
        for (int i = 0; i < 7; i++) {
            callers.add(new Caller(() -> flights.get("key", this::slow)).waiting());
        }
        goOn.countDown();
        for (Caller caller : callers) {
            assertThat(caller.get()).isEqualTo("value");
        }
        assertThat(made).hasValue(1);
        assertThat(flights.get("key", () -> "another")).isEqualTo("value");
        flights.forget("key");
        assertThat(flights.get("key", () -> "another")).isEqualTo("another");
    }

    @Test
    void anotherKeyWaitsForNothing() throws Exception {
        Caller maker = maker(this::slow);
        assertThat(flights.get("other", () -> "at once")).isEqualTo("at once");
        assertThat(maker.isDone()).isFalse();
    }

    @Test
    void whoWaitsCanBeInterrupted() throws Exception {
        Caller maker = maker(this::slow);
        Caller waiting = new Caller(() -> flights.get("key", this::slow)).waiting();
        waiting.thread.interrupt();
        assertThatThrownBy(waiting::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        goOn.countDown();
        assertThat(maker.get()).isEqualTo("value");
    }

    @Test
    void aMakerThatIsInterruptedLeavesItToWhoWaits() throws Exception {
        Caller maker = maker(this::slow);
        Caller waiting = new Caller(() -> flights.get("key", () -> "mine")).waiting();
        maker.thread.interrupt();
        assertThat(waiting.get()).isEqualTo("mine");
    }

    @Test
    void aFailureIsToldToAllWhoWaitedUnlessItIsTheMakersOwn() throws Exception {
        for (String message : List.of("refused", "mine alone")) {
            CountDownLatch failing = new CountDownLatch(1);
            CountDownLatch fails = new CountDownLatch(1);
            Caller maker = new Caller(() -> flights.get(message, () -> {
                failing.countDown();
                fails.await();
                throw new IllegalStateException(message);
            }));
            failing.await();
            Caller waiting = new Caller(() -> flights.get(message, () -> "tried myself")).waiting();
            fails.countDown();
            assertThatThrownBy(maker::get).hasRootCauseMessage(message);
            if (message.equals("refused")) {
                assertThatThrownBy(waiting::get).hasRootCauseMessage(message);
            } else {
                assertThat(waiting.get()).isEqualTo("tried myself");
            }
        }
        assertThat(flights.get("refused", () -> "anew")).isEqualTo("anew");
    }

    @Test
    void aMakerThatNeedsItsOwnKeyDoesNotWaitForItself() throws Exception {
        assertThat(flights.get("key", () -> flights.get("key", () -> "inner") + " and outer"))
                .isEqualTo("inner and outer");
    }
}
