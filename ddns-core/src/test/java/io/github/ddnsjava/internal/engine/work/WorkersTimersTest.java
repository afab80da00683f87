package io.github.ddnsjava.internal.engine.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DelayScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class WorkersTimersTest {
    private final ScheduledThreadPoolExecutor host = new ScheduledThreadPoolExecutor(1);
    private final Workers workers = new Workers(DelayScheduler.on(host), Runnable::run);

    @AfterEach
    void end() {
        host.shutdownNow();
    }

    @Test
    @Tag("promise-19")
    void aTimerIsCancelledWhenTheUpdaterCloses() {
        workers.after(Duration.ofDays(1), () -> {});
        assertThat(host.getQueue()).hasSize(1).noneMatch(task -> ((Future<?>) task).isCancelled());

        workers.close();
        assertThat(host.getQueue()).allMatch(task -> ((Future<?>) task).isCancelled());
    }

    @Test
    @Tag("promise-19")
    void aThreadThatEndsLateLeavesNoTimerBehind() {
        workers.close();
        workers.after(Duration.ofDays(1), () -> {});
        assertThat(host.getQueue()).allMatch(task -> ((Future<?>) task).isCancelled());
    }

    @Test
    @Tag("promise-11")
    void aCallIsLeftWhereOneThreadOfTheHostDoesEverything() throws Exception {
        Workers onOne = new Workers(DelayScheduler.on(host), host);
        CountDownLatch never = new CountDownLatch(1);
        Future<Boolean> left = host.submit(() -> {
            try {
                onOne.askApart(
                        new Errand<>(onOne, "a call", () -> {
                            never.await();
                            return "";
                        }),
                        Duration.ofMillis(50));
                return false;
            } catch (TimeoutException e) {
                return true;
            }
        });
        assertThat(left.get()).isTrue();
    }

    @Test
    @Tag("promise-11")
    void aTimerThatTheSchedulerDoesNotTakeIsTold() {
        List<String> told = new ArrayList<>();
        Workers withEndedTimers = new Workers(
                new DelayScheduler() {
                    @Override
                    public Cancellable schedule(Duration delay, Runnable task) {
                        throw new IllegalStateException("Timer already cancelled.");
                    }

                    @Override
                    public void pause(Duration duration) {}
                },
                Runnable::run);
        withEndedTimers.after(Duration.ZERO, () -> told.add("run"), () -> told.add("refused"));
        assertThat(told).containsExactly("refused");

        withEndedTimers.close();
        withEndedTimers.after(Duration.ZERO, () -> told.add("run"), () -> told.add("refused"));
        assertThat(told).as("of a closed updater nobody wants to know").containsExactly("refused");
    }
}
