package io.github.ddnsjava.internal.engine.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DelayScheduler;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ErrandTest {
    private static final DelayScheduler NEVER = new DelayScheduler() {
        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            return () -> {};
        }

        @Override
        public void pause(Duration duration) {
            throw new AssertionError("nothing pauses here");
        }
    };

    @Test
    @Tag("promise-11")
    void aThreadThatComesTooLateDoesNotTellThatTheOneThatAsksHasReturned() throws Exception {
        Workers workers = new Workers(NEVER, Runnable::run);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        Errand<String> errand = new Errand<>(workers, "the detector", () -> {
            begun.countDown();
            while (released.getCount() > 0) {
                Thread.onSpinWait(); // heeds no interrupt
            }
            return "too late";
        });
        Thread first = new Thread(errand);
        first.start();
        begun.await();

        errand.run(); // a second thread, which a busy machine let begin only now
        errand.leave();
        assertThat(workers.isLeft("the detector")).isTrue();
        errand.run();
        assertThat(workers.isLeft("the detector")).isTrue();

        released.countDown();
        first.join();
        assertThat(workers.isLeft("the detector")).isFalse();
        workers.close();
    }
}
