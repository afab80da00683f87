package io.github.ddnsjava.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.exception.TransientException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Calls of others' code that does not come back. */
class CallBulkheadTest {
    private static final Duration BOUND = Duration.ofMillis(50);

    @Test
    void aCallThatDoesNotEndIsLeftAndInterrupted() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        try (CallBulkhead calls = new CallBulkhead("the engine", 1, BOUND)) {
            assertThatThrownBy(() -> calls.run(() -> {
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            interrupted.countDown();
                        }
                        return 1;
                    }))
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("no answer");
            interrupted.await();
        }
    }

    @Test
    void callsThatNeverEndDoNotCollectThreads() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (CallBulkhead calls = new CallBulkhead("the engine", 1, BOUND)) {
            assertThatThrownBy(() -> calls.run(() -> {
                        awaitWhateverHappens(end);
                        return 1;
                    }))
                    .isInstanceOf(TransientException.class);
            assertThatThrownBy(() -> calls.run(() -> 2))
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("earlier calls have not ended");
            end.countDown();
        }
    }

    /** As code that ignores interrupts. */
    private static void awaitWhateverHappens(CountDownLatch end) {
        while (true) {
            try {
                end.await();
                return;
            } catch (InterruptedException e) {
                // goes on
            }
        }
    }

    @Test
    void anInterruptEndsTheWaitAndStays() {
        try (CallBulkhead calls = new CallBulkhead("the engine", 1, Duration.ofHours(1))) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> calls.run(() -> 1))
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aCallThatMustNotBeLostIsNotEndedByAnInterrupt() {
        try (CallBulkhead calls = new CallBulkhead("the engine", 1, Duration.ofHours(1))) {
            Thread.currentThread().interrupt();
            assertThat(calls.runUninterruptibly(() -> 1)).isEqualTo(1);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void whatACallThrowsIsThrown() {
        try (CallBulkhead calls = new CallBulkhead("the engine", 1, Duration.ofHours(1))) {
            assertThatThrownBy(() -> calls.run(() -> {
                        throw new IllegalStateException("this");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> calls.run(() -> {
                        throw new AssertionError("that");
                    }))
                    .isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void afterItIsClosedNothingIsCalled() {
        CallBulkhead calls = new CallBulkhead("the engine", 1, Duration.ofHours(1));
        calls.close();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> calls.run(() -> 1))
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("closed");
        }
    }
}
