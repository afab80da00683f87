package io.github.ddnsjava.internal.engine.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DelayScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ErrandTest {
    private final List<Runnable> timers = new ArrayList<>();
    private final DelayScheduler byHand = new DelayScheduler() {
        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            timers.add(task);
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
        Workers workers = new Workers(byHand, Runnable::run);
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
        List.copyOf(timers).forEach(Runnable::run);
        assertThat(workers.isStuck("the detector")).isTrue();
        errand.run();
        assertThat(workers.isStuck("the detector")).isTrue();

        released.countDown();
        first.join();
        assertThat(workers.isStuck("the detector")).isFalse();
        workers.close();
    }
}
