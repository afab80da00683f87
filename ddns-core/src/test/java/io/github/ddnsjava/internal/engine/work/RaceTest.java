package io.github.ddnsjava.internal.engine.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.detect.DetectionContext.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RaceTest {
    private static final Duration NEVER = Duration.ofDays(1);

    private final LinkedBlockingQueue<Runnable> timers = new LinkedBlockingQueue<>();
    private final DelayScheduler scheduler = new DelayScheduler() {
        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            timers.add(task);
            return () -> timers.remove(task);
        }

        @Override
        public void pause(Duration duration) throws InterruptedException {
            pauses.incrementAndGet();
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        }
    };
    private final AtomicInteger pauses = new AtomicInteger();
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch hanging = new CountDownLatch(1);
    private Workers workers = new Workers(scheduler, null);

    @AfterEach
    void close() {
        workers.close();
    }

    private List<String> race(Duration headStart, int enough, List<Question<String>> questions)
            throws InterruptedException {
        List<String> answers = new ArrayList<>();
        new Race<String>(workers, "the detector of this test", headStart).run(questions, answer -> {
            answers.add(answer);
            return answers.size() >= enough;
        });
        return answers;
    }

    private String hang() throws InterruptedException {
        hanging.countDown();
        try {
            new CountDownLatch(1).await();
            return "never";
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
        }
    }

    @Test
    void withoutAHeadStartAllAreAskedAtOnce() throws Exception {
        CyclicBarrier all = new CyclicBarrier(5);
        Question<String> together = () -> {
            try {
                all.await();
            } catch (java.util.concurrent.BrokenBarrierException e) {
                throw new AssertionError(e);
            }
            return "here";
        };

        assertThat(race(Duration.ZERO, 5, List.of(together, together, together, together, together)))
                .hasSize(5);
    }

    @Test
    @Tag("promise-2")
    void endsWhenTheAnswersSufficeAndInterruptsTheRest() throws Exception {
        Question<String> late = () -> {
            hanging.await(); // who has not begun is not interrupted, but never begins
            return "b";
        };
        assertThat(race(Duration.ZERO, 2, List.of(this::hang, () -> "a", late))).containsExactlyInAnyOrder("a", "b");
        assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void asksTheNextOneWhereAnAnswerIsLate() throws Exception {
        Thread clock = new Thread(() -> {
            try {
                timers.take().run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        clock.start();

        assertThat(race(NEVER, 1, List.of(this::hang, () -> "second"))).containsExactly("second");
        clock.join();
    }

    @Test
    void asksNoOtherWhileTheFirstIsInTime() throws Exception {
        Question<String> unwanted = () -> {
            throw new AssertionError("asked");
        };
        assertThat(race(NEVER, 1, List.of(() -> "first", unwanted))).containsExactly("first");
        assertThat(timers).isEmpty();
    }

    @Test
    void asksTheNextOneAtOnceWhereAnAnswerDoesNotSuffice() throws Exception {
        assertThat(race(NEVER, 3, List.of(() -> "a", () -> "b", () -> "c"))).containsExactly("a", "b", "c");
    }

    @Test
    void endsWhenAllHaveAnswered() throws Exception {
        assertThat(race(Duration.ZERO, 9, List.of(() -> "a", () -> "b"))).containsExactlyInAnyOrder("a", "b");
        assertThat(race(Duration.ZERO, 9, List.of())).isEmpty();
    }

    @Test
    @Tag("promise-20")
    void anExecutorWithOneThreadDoesNotWaitForItself() throws Exception {
        ExecutorService single = Executors.newSingleThreadExecutor();
        try {
            workers = new Workers(scheduler, single);
            assertThat(single.submit(() -> race(Duration.ZERO, 2, List.of(() -> "a", () -> "b")))
                            .get())
                    .containsExactly("a", "b");
        } finally {
            single.shutdownNow();
        }
    }

    @Test
    @Tag("promise-20")
    void anExecutorThatRunsThingsItselfAsksInTurn() throws Exception {
        Executor direct = Runnable::run;
        workers = new Workers(scheduler, direct);
        List<String> asked = new ArrayList<>();
        Question<String> first = () -> {
            asked.add("a");
            return "a";
        };
        Question<String> second = () -> {
            asked.add("b");
            return "b";
        };

        assertThat(race(Duration.ZERO, 1, List.of(first, second))).containsExactly("a");
        assertThat(asked).containsExactly("a");
    }

    @Test
    void aDefectInAQuestionIsNotSwallowed() {
        assertThatThrownBy(() -> race(Duration.ZERO, 1, List.of(() -> {
                    throw new IllegalStateException("a defect");
                })))
                .hasMessage("a defect");
    }

    @Test
    void endsWhenInterrupted() throws Exception {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> race(Duration.ZERO, 1, List.of(this::hang))).isInstanceOf(InterruptedException.class);
    }
}
