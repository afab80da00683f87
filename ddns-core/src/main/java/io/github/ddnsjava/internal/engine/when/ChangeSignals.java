package io.github.ddnsjava.internal.engine.when;

import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
    /** A detector, by its key, that announces changes. */
    private record Watched(String detector, IpDetector.Subscription subscription) {}

    private static final Duration PARTS = Duration.ofMillis(250);
    private static final Duration SECOND_LOOK = Duration.ofSeconds(2);

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

    void watch(Map<String, IpDetector> detectors) {
        detectors.forEach((key, detector) -> {
            try {
                keep(new Watched(key, detector.watch(() -> announced(key))));
            } catch (RuntimeException e) {
                LOG.warn(
                        "the detector {} cannot announce changes, and is polled on schedule only: {}",
                        key,
                        e.toString(),
                        e);
            }
        });
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
        } catch (RuntimeException e) {
            LOG.warn(
                    "the detector {} failed when it was told to stop announcing changes; its thread may go on: {}",
                    watched.detector(),
                    e.toString(),
                    e);
        }
    }
}
