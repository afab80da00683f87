package io.github.ddnsjava.internal.engine.when;

import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.internal.engine.work.Errand;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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
    /** A detector, by its keys, that announces changes. */
    private record Watched(String detector, IpDetector.Subscription subscription) {}

    private static final Duration PARTS = Duration.ofMillis(250);
    private static final Duration SECOND_LOOK = Duration.ofSeconds(2);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(10);

    private final Workers workers;
    private final Consumer<String> look;
    private final List<Watched> subscriptions = new ArrayList<>();
    /**
     * The detectors whose second poll is still to come. The value is true if they announced something since the last
     * poll.
     */
    private final Map<String, Boolean> lately = new HashMap<>();

    private boolean closed;

    /**
     * Makes one.
     *
     * @param look looks at the detector of a key
     */
    ChangeSignals(Workers workers, Consumer<String> look) {
        this.workers = workers;
        this.look = look;
    }

    /** Asks each detector once, whatever its keys. A detector that does not return is left. */
    void watch(Map<String, IpDetector> detectors) {
        IdentityHashMap<IpDetector, List<String>> keys = new IdentityHashMap<>();
        detectors.forEach((key, detector) ->
                keys.computeIfAbsent(detector, none -> new ArrayList<>()).add(key));
        boolean interrupted = Thread.interrupted(); // that the host wants its thread back is no reason to watch nothing
        for (Map.Entry<IpDetector, List<String>> each : keys.entrySet()) {
            interrupted |=
                    watch(each.getKey(), each.getValue().stream().sorted().toList());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether the thread was interrupted meanwhile. */
    private boolean watch(IpDetector detector, List<String> keys) {
        String name = keys.stream()
                .filter(key -> keys.size() == 1 || !key.equals(ManagedRecord.DEFAULT))
                .collect(Collectors.joining(", "));
        try {
            workers.askApart(
                    new Errand<>(workers, "the detector " + name + " (asked to announce changes)", () -> {
                        keep(new Watched(name, detector.watch(() -> keys.forEach(this::announced))));
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
        LOG.warn("the detector {} cannot announce changes, and is polled on schedule only: {}", name, why, e);
    }

    private void keep(Watched subscription) {
        if (!isKept(subscription)) {
            end(subscription);
        }
    }

    private synchronized boolean isKept(Watched subscription) {
        return !closed && subscriptions.add(subscription);
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

    private synchronized List<Watched> takeAll() {
        closed = true;
        return List.copyOf(subscriptions);
    }

    private static void end(Watched watched) {
        try {
            watched.subscription().close();
        } catch (RuntimeException | Error e) {
            LOG.warn(
                    "the detector {} failed when it was told to stop announcing changes; its thread may go on: {}",
                    watched.detector(),
                    e.toString(),
                    e);
        }
    }
}
