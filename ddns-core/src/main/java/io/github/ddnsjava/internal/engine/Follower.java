package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.UpdaterHealth.Condition;
import io.github.ddnsjava.UpdaterHealth.Part;
import io.github.ddnsjava.UpdaterHealth.Vital;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.internal.engine.report.Events;
import io.github.ddnsjava.internal.engine.work.Serial;
import io.github.ddnsjava.internal.engine.work.Workers;
import io.github.ddnsjava.internal.follow.FileContent;
import io.github.ddnsjava.internal.follow.FileEvents;
import io.github.ddnsjava.internal.text.OneLine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the file of a configuration, and the files that its references name. A change is used when they have stayed the
 * same for a moment, because a half-written file can look like a whole one. A file that cannot be used leaves the updater as
 * it is, and is tried again at each poll: what is wrong may lie elsewhere, as a file does that is missing. Thread-safe.
 */
final class Follower {
    /** How long files must stay the same. */
    static final Duration SETTLES = Duration.ofMillis(250);

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private final Workers workers;
    private final InstantSource clock;
    private final Events events;
    private final Consumer<UpdaterBuilder> reconfigure;
    private final BooleanSupplier closed;
    private final Serial serial;
    private final FileEvents fileEvents;
    private final Function<UpdaterConfiguration, UpdaterBuilder> setUp;
    /** By which providers and detectors are found, as they were found for the first configuration. */
    private final @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();

    private final AtomicBoolean looksSoon = new AtomicBoolean();
    private final AtomicBoolean reloadWaits = new AtomicBoolean();
    private volatile Optional<Vital> trouble = Optional.empty();

    // All below belongs to the tasks of "serial", one of which runs at a time.
    private UpdaterConfiguration present;
    /** What the files contained at the last attempt, as {@link UpdaterConfiguration#files} has it. */
    private Map<Path, String> tried;
    /** What the files contained at the last look, if that differs from the last attempt. */
    private Map<Path, String> seen = Map.of();

    private boolean asked;
    private Optional<Problem> reported = Optional.empty();
    private String unkept = "";
    private DelayScheduler.Cancellable poll = () -> {};

    /**
     * What a follower needs of its updater.
     *
     * @param reconfigure replaces the set-up
     * @param closed whether the updater is closed
     * @param fileEvents makes what tells early of changes to files like that one, from what it is to call then
     */
    record Host(
            Workers workers,
            InstantSource clock,
            Events events,
            Consumer<UpdaterBuilder> reconfigure,
            BooleanSupplier closed,
            BiFunction<Path, Runnable, FileEvents> fileEvents) {}

    /**
     * Makes one.
     *
     * @param present the configuration that the updater has
     * @param setUp makes the set-up of a configuration
     */
    Follower(Host host, UpdaterConfiguration present, Function<UpdaterConfiguration, UpdaterBuilder> setUp) {
        this.workers = host.workers();
        this.clock = host.clock();
        this.events = host.events();
        this.reconfigure = host.reconfigure();
        this.closed = host.closed();
        this.present = present;
        this.setUp = setUp;
        this.tried = present.files();
        this.serial = new Serial(workers);
        this.fileEvents = host.fileEvents().apply(file(), this::lookSoon);
    }

    /** Begins to follow. */
    void start() {
        serial.execute(() -> {
            keep();
            poll();
        });
    }

    /** Reads the files now, whether or not they changed. Whoever asks while a reading waits to begin is served by that. */
    void reload() {
        if (!reloadWaits.getAndSet(true)) {
            serial.execute(() -> {
                reloadWaits.set(false);
                asked = true;
                look();
            });
        }
    }

    /** Returns that the files cannot be used as they are now; empty if they can. */
    Optional<Vital> trouble() {
        return trouble;
    }

    /** Ends it. */
    void close() {
        fileEvents.close();
        serial.execute(() -> poll.cancel());
    }

    private void poll() {
        asked |= reported.isPresent();
        if (present.reloadPoll().isPresent()) {
            look();
        }
        schedule();
    }

    private void schedule() {
        poll.cancel();
        poll = present.reloadPoll()
                .filter(every -> !closed.getAsBoolean())
                // A change that is seen then is used within the time.
                .map(every -> workers.after(every.minus(SETTLES), () -> serial.execute(this::poll)))
                .orElse(() -> {});
    }

    /** Something happened to a file. Editors and mounts do several things at once. */
    private void lookSoon() {
        if (!looksSoon.getAndSet(true)) {
            workers.after(SETTLES, () -> {
                looksSoon.set(false);
                serial.execute(this::look);
            });
        }
    }

    private void look() {
        if (closed.getAsBoolean()) {
            return;
        }
        watch(); // before the files are read: what happens later is told
        Map<Path, String> now = FileContent.digests(present.files().keySet());
        boolean changed = !now.equals(tried);
        boolean settled = !changed || now.equals(seen);
        seen = now;
        if (!settled) {
            lookSoon();
        } else if (changed || asked) {
            asked = false;
            tried = now;
            read();
        }
    }

    private void watch() {
        fileEvents.watch(present.reloadPoll().isPresent() ? present.files().keySet() : Set.of());
    }

    private void read() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            UpdaterConfiguration next = present.reread();
            reconfigure.accept(setUp.apply(next));
            use(next);
        } catch (DdnsException e) {
            report(e.problem());
        } catch (RuntimeException | Error e) {
            report(Problem.of(ProblemKind.CONFIGURATION, "it cannot be used: " + e));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private void use(UpdaterConfiguration next) {
        present = next;
        tried = next.files();
        watch();
        schedule();
        keep();
        if (reported.isPresent()) {
            reported = Optional.empty();
            trouble = Optional.empty();
            events.tell(new UpdateEvent.ConfigurationRecovered(clock.instant()));
        }
    }

    /** Tells it once, and again if it is something else. */
    private void report(Problem problem) {
        if (closed.getAsBoolean()
                || reported.filter(known -> isSame(known, problem)).isPresent()) {
            return;
        }
        reported = Optional.of(problem);
        String again = present.reloadPoll().isPresent()
                ? "it is read again when it changes, and at each reload.poll"
                : "it is read again when a reload is asked for";
        Problem told = Problem.of(
                problem.kind(),
                "the configuration " + file()
                        + " was read again, and is not used; the updater goes on with the one before," + " and " + again
                        + ": " + problem.message());
        trouble = Optional.of(new Vital(
                Part.CONFIGURATION,
                "",
                Condition.BAD,
                trouble.flatMap(Vital::since).or(() -> Optional.of(clock.instant())),
                told.message()));
        events.tell(new UpdateEvent.ConfigurationTroubled(clock.instant(), told));
    }

    /** What passes by itself can have another text each time. */
    private static boolean isSame(Problem known, Problem problem) {
        return known.kind() == problem.kind()
                && (problem.kind() != ProblemKind.CONFIGURATION
                        || known.message().equals(problem.message()));
    }

    private void keep() {
        try {
            present.keepLastGood();
            unkept = "";
        } catch (IOException e) {
            if (!e.toString().equals(unkept)) {
                unkept = e.toString();
                LOG.warn(
                        "the configuration {} is used, but no copy of it was kept for a start while it is broken; check the"
                                + " directory of the state: {}",
                        file(),
                        OneLine.whole(unkept));
            }
        }
    }

    private Path file() {
        return present.files().keySet().iterator().next();
    }
}
