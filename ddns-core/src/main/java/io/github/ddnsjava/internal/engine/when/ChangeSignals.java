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
 * Signs of a change that detectors notice by themselves: a look at once, and one more shortly after, because the first
 * often sees the old address still. Routers announce a change in several parts within moments (the new address comes,
 * the old one goes), so what is announced in the first quarter of a second is looked at after that. What is announced
 * later is seen by the second look, and makes one more after it; so a detector that never stops announcing is asked at
 * a bounded rate. Thread-safe.
 */
final class ChangeSignals {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeSignals.class);
    private static final Duration PARTS = Duration.ofMillis(250);
    private static final Duration SECOND_LOOK = Duration.ofSeconds(2);

    private final Workers workers;
    private final Consumer<String> look;
    private final List<IpDetector.Subscription> subscriptions = new ArrayList<>();
    /** The detectors whose second look is to come; true where they announced something since the last. */
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
                keep(detector.watch(() -> announced(key)));
            } catch (RuntimeException e) {
                LOG.warn("the detector {} cannot announce changes; it is asked by the schedule only", key, e);
            }
        });
    }

    private void keep(IpDetector.Subscription subscription) {
        if (!isKept(subscription)) {
            end(subscription);
        }
    }

    private synchronized boolean isKept(IpDetector.Subscription subscription) {
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

    private synchronized List<IpDetector.Subscription> takeAll() {
        closed = true;
        return List.copyOf(subscriptions);
    }

    private static void end(IpDetector.Subscription subscription) {
        try {
            subscription.close();
        } catch (RuntimeException e) {
            LOG.warn("a detector's announcements could not be ended", e);
        }
    }
}
