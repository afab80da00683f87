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
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.internal.engine.report.Events;
import io.github.ddnsjava.internal.engine.work.Serial;
import io.github.ddnsjava.internal.engine.work.Workers;
import io.github.ddnsjava.internal.follow.FileContent;
import io.github.ddnsjava.internal.follow.FileEvents;
import io.github.ddnsjava.internal.text.Defect;
import io.github.ddnsjava.internal.text.OneLine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
 * it is. It is tried again when it changes, or a file that it names. At each poll it is tried only if a source of secrets
 * failed, because nothing tells when that is mended. Thread-safe.
 */
final class Follower {
    /** How long files must stay the same. */
    static final Duration SETTLES = Duration.ofMillis(250);

    private static final Duration REPLACING = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private final Workers workers;
    private final InstantSource clock;
    private final Events events;
    private final Consumer<UpdaterBuilder> reconfigure;
    private final Consumer<UpdaterBuilder> discard;
    private final BooleanSupplier closed;
    private final Serial serial;
    private final FileEvents fileEvents;
    private final Function<UpdaterConfiguration, UpdaterBuilder> setUp;
    private final Consumer<UpdaterConfiguration> used;
    /** By which providers and detectors are found, as they were found for the first configuration. */
    private final @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();

    private final AtomicBoolean looksSoon = new AtomicBoolean();
    private final AtomicBoolean reloadWaits = new AtomicBoolean();
    private final ReloadRequests requests = new ReloadRequests();
    /** Another follower may have taken its place: then it changes nothing any more. */
    private volatile boolean ended;

    private volatile Optional<Vital> trouble = Optional.empty();

    /** The replacement of the set-up that is under way, or was the last one. */
    private volatile Use use = new Use(null, CompletableFuture.completedFuture(null));

    /**
     * A replacement of the set-up.
     *
     * @param by the thread that does it
     * @param done is completed when it is over
     */
    private record Use(@Nullable Thread by, CompletableFuture<@Nullable Void> done) {}

    // All below belongs to the tasks of "serial", one of which runs at a time.
    private UpdaterConfiguration present;
    /**
     * What the files contained at the last attempt, as {@link UpdaterConfiguration#files} has it. If that was refused, its
     * files are there, too.
     */
    private Map<Path, String> tried;
    /** What the files contained at the last look, if that differs from the last attempt. */
    private Map<Path, String> seen = Map.of();

    private boolean asked;
    /** Whether the last attempt may succeed later although no file changes. */
    private boolean mayPass;

    private Optional<Problem> reported = Optional.empty();
    private String unkept = "";
    private DelayScheduler.Cancellable poll = () -> {};

    /**
     * What a follower needs of its updater.
     *
     * @param reconfigure replaces the set-up
     * @param discard closes the parts of a set-up that is not used
     * @param closed whether the updater is closed
     * @param fileEvents makes what tells early of changes to files like that one, from what it is to call then
     */
    record Host(
            Workers workers,
            InstantSource clock,
            Events events,
            Consumer<UpdaterBuilder> reconfigure,
            Consumer<UpdaterBuilder> discard,
            BooleanSupplier closed,
            BiFunction<Path, Runnable, FileEvents> fileEvents) {}

    /**
     * Makes one.
     *
     * @param present the configuration that the updater has
     * @param setUp makes the set-up of a configuration
     * @param used is told of each configuration that the updater has taken
     */
    Follower(
            Host host,
            UpdaterConfiguration present,
            Function<UpdaterConfiguration, UpdaterBuilder> setUp,
            Consumer<UpdaterConfiguration> used) {
        this.workers = host.workers();
        this.clock = host.clock();
        this.events = host.events();
        this.reconfigure = host.reconfigure();
        this.discard = host.discard();
        this.closed = host.closed();
        this.present = present;
        this.setUp = setUp;
        this.used = used;
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
    CompletableFuture<@Nullable Void> reload() {
        CompletableFuture<@Nullable Void> answer = requests.add();
        if (isOver()) {
            requests.end();
        } else if (!reloadWaits.getAndSet(true)) {
            serial.execute(() -> {
                reloadWaits.set(false);
                asked = true;
                look();
            });
        }
        return answer;
    }

    /** Returns that the files cannot be used as they are now; empty if they can. */
    Optional<Vital> trouble() {
        return trouble;
    }

    /** Ends it. When this returns, it changes nothing any more. */
    void close() {
        end();
        fileEvents.close();
        serial.execute(() -> poll.cancel());
    }

    /** Waits for a set-up that is just being replaced, unless it is what calls. */
    private void end() {
        ended = true;
        requests.end();
        Use current = use;
        if (current.by() == Thread.currentThread()) {
            return;
        }
        try {
            current.done().get(REPLACING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("the set-up of the configuration {} was still being used when its follower ended", file(), e);
        }
    }

    private boolean isOver() {
        return ended || closed.getAsBoolean();
    }

    private void poll() {
        try {
            asked |= mayPass;
            if (present.reloadPoll().isPresent()) {
                look();
            }
        } finally {
            schedule();
        }
    }

    private void schedule() {
        poll.cancel();
        poll = present.reloadPoll()
                .filter(every -> !isOver())
                // A change that is seen then is used within the time.
                .map(every -> workers.after(every.minus(SETTLES), () -> serial.execute(this::poll)))
                .orElse(() -> {});
    }

    /** Something happened to a file. Editors and mounts do several things at once. */
    private void lookSoon() {
        if (!isOver() && !looksSoon.getAndSet(true)) {
            workers.after(SETTLES, () -> {
                looksSoon.set(false);
                serial.execute(this::look);
            });
        }
    }

    private void look() {
        if (isOver()) {
            return;
        }
        watch(); // before the files are read: what happens later is told
        Map<Path, String> now = FileContent.digests(tried.keySet());
        boolean changed = !now.equals(tried);
        boolean settled = !changed || now.equals(seen);
        seen = now;
        if (!settled) {
            lookSoon();
        } else if (changed || asked) {
            asked = false;
            tried = now;
            requests.during(this::read);
        }
    }

    private void watch() {
        fileEvents.watch(present.reloadPoll().isPresent() ? tried.keySet() : Set.of());
    }

    /** Reads them, and returns why they are not used. */
    private Optional<RuntimeException> read() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        Map<Path, String> files = Map.of();
        try {
            UpdaterConfiguration next = present.reread();
            files = next.files();
            if (!replace(next)) {
                return Optional.of(ReloadRequests.over());
            }
            use(next);
            return Optional.empty();
        } catch (ConfigurationException e) {
            ConfigurationException.Reading reading =
                    e.reading().orElse(new ConfigurationException.Reading(files, false));
            refused(e.problem(), reading.files(), reading.mayPass());
            return Optional.of(e);
        } catch (DdnsException e) {
            refused(e.problem(), files, e.kind() == ProblemKind.TRANSIENT);
            return Optional.of(e);
        } catch (RuntimeException | Error e) {
            // What it says may be a secret, as the value of a header that is refused.
            LOG.debug("the configuration {} could not be used", file(), Defect.trace(e));
            String what = "the application's function for this configuration failed with "
                    + e.getClass().getName() + "; at level DEBUG the log shows where";
            refused(Problem.of(ProblemKind.CONFIGURATION, what), files, false);
            return Optional.of(new ConfigurationException("", what, ""));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Returns false if it is over, and nothing was replaced. What is not used is closed. */
    private boolean replace(UpdaterConfiguration next) {
        UpdaterBuilder given = next.toBuilder();
        boolean isUsed = false;
        try {
            given = setUp.apply(next);
            isUsed = reconfigure(given, next);
        } finally {
            if (!isUsed) {
                discard.accept(given);
            }
        }
        return isUsed;
    }

    private boolean reconfigure(UpdaterBuilder given, UpdaterConfiguration next) {
        // First the note, then the question: so either this sees the end, or who ends it sees this.
        Use current = new Use(Thread.currentThread(), new CompletableFuture<>());
        use = current;
        try {
            if (isOver()) {
                return false;
            }
            reconfigure.accept(given);
            used.accept(next);
            return true;
        } finally {
            current.done().complete(null);
        }
    }

    private void use(UpdaterConfiguration next) {
        present = next;
        tried = next.files();
        mayPass = false;
        watch();
        schedule();
        keep();
        if (reported.isPresent()) {
            reported = Optional.empty();
            trouble = Optional.empty();
            events.tell(new UpdateEvent.ConfigurationRecovered(clock.instant()));
        }
    }

    /** The files of what was refused are followed, too: what is wrong may be in one of them. */
    private void refused(Problem problem, Map<Path, String> files, boolean again) {
        Map<Path, String> all = new LinkedHashMap<>(present.files());
        all.replaceAll((file, content) -> tried.getOrDefault(file, content));
        all.putAll(files);
        tried = all;
        mayPass = again;
        watch();
        report(problem);
    }

    /** Tells it once, and again if it is something else. */
    private void report(Problem problem) {
        if (isOver() || reported.filter(known -> isSame(known, problem)).isPresent()) {
            return;
        }
        reported = Optional.of(problem);
        String again = present.reloadPoll().isEmpty()
                ? "when a reload is asked for"
                : mayPass ? "at each reload.poll" : "when it changes";
        Problem told = Problem.of(
                problem.kind(),
                "the configuration " + file()
                        + " cannot be used. The updater keeps the previous configuration. The file is read again "
                        + again
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
            // The end of an updater interrupts a write that is under way.
            if (!isOver() && !e.toString().equals(unkept)) {
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
