package io.github.ddnsjava.internal.engine.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DelayScheduler;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
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
}
