package io.github.ddnsjava.internal.engine.when;

import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.internal.engine.work.Errand;
import io.github.ddnsjava.internal.engine.work.Serial;
import io.github.ddnsjava.internal.engine.work.Workers;
import io.github.ddnsjava.internal.log.KeyValues;
import io.github.ddnsjava.internal.text.OneLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detectors can announce a change by themselves. An announcement starts a poll at once, and a second poll two seconds
 * later, because the first poll often returns the old address. Routers announce a change in several parts within
 * moments: the new address is added, and the old one is removed. Further announcements in the first quarter of a second
 * therefore start one poll at the end of that time. A later announcement is covered by the second poll, and causes one
 * more poll after it. A detector that never stops announcing is thus polled at a bounded rate. Thread-safe.
 */
final class ChangeSignals {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeSignals.class);
    private static final Duration PARTS = Duration.ofMillis(250);
    private static final Duration SECOND_LOOK = Duration.ofSeconds(2);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(10);

    /** A detector that announces changes, or was asked to. Compared by identity. */
    private static final class Watch {
        private final String name;
        private IpDetector.@Nullable Subscription subscription;

        Watch(String name) {
            this.name = name;
        }
    }

    private final Workers workers;
    private final Supplier<IdentityHashMap<IpDetector, Set<String>>> wanted;
    private final Consumer<String> look;
    private final Serial serial;
    private final IdentityHashMap<IpDetector, Watch> watches = new IdentityHashMap<>();
    /**
     * The detectors whose second poll is still to come. The value is true if they announced something since the last
     * poll.
     */
    private final Map<String, Boolean> lately = new HashMap<>();

    private boolean started;
    private boolean closed;

    /**
     * Makes one.
     *
     * @param wanted returns the detectors that serve records at present, with their keys; compared by identity
     * @param look looks at the detector of a key
     */
    ChangeSignals(Workers workers, Supplier<IdentityHashMap<IpDetector, Set<String>>> wanted, Consumer<String> look) {
        this.workers = workers;
        this.wanted = wanted;
        this.look = look;
        this.serial = new Serial(workers);
    }

    /** Asks each detector once, whatever its keys. A detector that does not return is left. */
    void start() {
        begin();
        boolean interrupted = Thread.interrupted(); // that the host wants its thread back is no reason to watch nothing
        interrupted |= follow();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void begin() {
        started = true;
    }

    /** Others serve records now. What begins or ends is asked on another thread, because it may not return at once. */
    void reconfigured() {
        if (isStarted()) {
            serial.execute(this::follow);
        }
    }

    private synchronized boolean isStarted() {
        return started && !closed;
    }

    /** Watches what is wanted and nothing else. Returns whether the thread was interrupted meanwhile. */
    private boolean follow() {
        IdentityHashMap<IpDetector, Set<String>> present = wanted.get();
        takeAllBut(present.keySet()).forEach(ChangeSignals::end);
        boolean interrupted = false;
        for (Map.Entry<IpDetector, Set<String>> each : present.entrySet()) {
            String name = each.getValue().stream()
                    .filter(key -> each.getValue().size() == 1 || !key.equals(ManagedRecord.DEFAULT))
                    .sorted()
                    .collect(Collectors.joining(", "));
            Watch watch = new Watch(name);
            if (claims(each.getKey(), watch)) {
                interrupted |= watch(each.getKey(), watch);
            }
        }
        return interrupted;
    }

    /** Returns whether the detector has not been asked before. */
    private synchronized boolean claims(IpDetector detector, Watch watch) {
        return !closed && watches.putIfAbsent(detector, watch) == null;
    }

    /** Returns whether the thread was interrupted meanwhile. */
    private boolean watch(IpDetector detector, Watch watch) {
        String name = watch.name;
        try {
            workers.askApart(
                    new Errand<>(workers, "the detector " + name + " (asked to announce changes)", () -> {
                        keep(detector, watch, detector.watch(() -> announced(detector)));
                        return name;
                    }),
                    ANSWERS_WITHIN);
            return false;
        } catch (InterruptedException e) {
            if (workers.isClosed()) {
                return false;
            }
            cannot(name, "the thread that starts the updater was interrupted", e);
            return true;
        } catch (TimeoutException e) {
            cannot(name, "it had not answered after " + Durations.format(ANSWERS_WITHIN), e);
        } catch (ExecutionException e) {
            cannot(name, String.valueOf(e.getCause()), e);
        }
        return false;
    }

    private static void cannot(String name, String why, Exception e) {
        KeyValues.step("detect")
                .with("detector", name)
                .on(LOG.atWarn())
                .setCause(e)
                .log(
                        "the detector {} cannot announce changes, and is polled on schedule only: {}",
                        name,
                        OneLine.whole(why));
    }

    private void keep(IpDetector detector, Watch watch, IpDetector.Subscription subscription) {
        if (!isKept(detector, watch, subscription)) {
            end(watch.name, subscription); // it is not wanted any more
        }
    }

    private synchronized boolean isKept(IpDetector detector, Watch watch, IpDetector.Subscription subscription) {
        boolean kept = watches.get(detector) == watch;
        watch.subscription = kept ? subscription : null;
        return kept;
    }

    private void announced(IpDetector detector) {
        wanted.get().getOrDefault(detector, Set.of()).forEach(this::announced);
    }

    private void announced(String detector) {
        if (!isFirst(detector)) {
            return;
        }
        look.accept(detector);
        workers.after(PARTS, () -> lookAtTheRest(detector));
        workers.after(SECOND_LOOK, () -> lookOnceMore(detector));
    }

    private synchronized boolean isFirst(String detector) {
        return lately.replace(detector, true) == null && lately.put(detector, false) == null;
    }

    private void lookAtTheRest(String detector) {
        if (takeRest(detector)) {
            look.accept(detector);
        }
    }

    private synchronized boolean takeRest(String detector) {
        return lately.replace(detector, true, false);
    }

    private void lookOnceMore(String detector) {
        boolean again = isAgain(detector);
        look.accept(detector);
        if (again) {
            workers.after(SECOND_LOOK, () -> lookOnceMore(detector));
        }
    }

    private synchronized boolean isAgain(String detector) {
        boolean again = Boolean.TRUE.equals(lately.remove(detector));
        if (again) {
            lately.put(detector, false);
        }
        return again;
    }

    void close() {
        takeAll().forEach(ChangeSignals::end);
    }

    private synchronized List<Watch> takeAll() {
        closed = true;
        return takeAllBut(Set.of());
    }

    private synchronized List<Watch> takeAllBut(Set<IpDetector> kept) {
        List<Watch> taken = new ArrayList<>();
        for (IpDetector detector : List.copyOf(watches.keySet())) {
            if (!kept.contains(detector)) {
                taken.add(watches.remove(detector));
            }
        }
        return taken;
    }

    private static void end(Watch watch) {
        if (watch.subscription != null) {
            end(watch.name, watch.subscription);
        }
    }

    private static void end(String detector, IpDetector.Subscription subscription) {
        try {
            subscription.close();
        } catch (RuntimeException | Error e) {
            KeyValues.step("detect")
                    .with("detector", detector)
                    .on(LOG.atWarn())
                    .setCause(e)
                    .log(
                            "the detector {} failed when it was told to stop announcing changes; its thread may go on:"
                                    + " {}",
                            detector,
                            OneLine.whole(e.toString()));
        }
    }
}
