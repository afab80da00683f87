package io.github.ddnsjava.examples.agent;

import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterStatus;
import io.github.ddnsjava.config.UpdaterConfiguration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** Runs cycles until the process receives a signal to end. A program may have a shutdown hook; the library has none. */
@Command(
        name = "run",
        description = "Keep every record in sync until SIGTERM or SIGINT; then print the status of each.")
final class RunVerb extends UpdaterVerb {
    /** Longer than closing takes, and shorter than a service manager waits before it kills the process. */
    private static final long STOP_SECONDS = 20;

    @Override
    int run(Updater updater, UpdaterConfiguration configuration) {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = new Thread(() -> stop(stop, stopped), "ddns-agent-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            updater.start();
            awaitStop(stop);
            UpdaterStatus status = updater.status();
            updater.close();
            return output().status(status);
        } finally {
            stopped.countDown();
            remove(hook);
        }
    }

    private static void awaitStop(CountDownLatch stop) {
        try {
            stop.await();
        } catch (InterruptedException e) {
            // An interrupt is a wish to end, too; what follows is bounded in time.
            LoggerFactory.getLogger(RunVerb.class).debug("interrupted");
        }
    }

    private static void stop(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                LoggerFactory.getLogger(RunVerb.class)
                        .warn(
                                "ddns-agent did not stop within {} s after it was told to; the process ends now, and the"
                                        + " next start looks up what was published last",
                                STOP_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            LoggerFactory.getLogger(RunVerb.class).debug("ended by the hook");
        }
    }
}
