package io.github.ddnsjava.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The requests that a provider refused since its caller last got anything done: in any window there are no more of them
 * than doubling waits make, whatever waits the provider named.
 */
final class Refusals {
    private static final Duration CAP = Duration.ofHours(1);
    private static final int ALLOWANCE = 3;

    private final List<Duration> times = new ArrayList<>();
    private int forgiven;

    /** One more is refused. Returns the window that saw too many, if one did, as a text. */
    String add(Duration now) {
        times.add(now);
        for (int i = 0; i < times.size(); i++) {
            Duration window = now.minus(times.get(i));
            int count = times.size() - i;
            double seconds = window.toMillis() / 1000.0;
            double most = Math.log(1 + seconds) / Math.log(2) + seconds / CAP.toSeconds() + ALLOWANCE + forgiven;
            if (count > most) {
                return count + " refused requests within " + window;
            }
        }
        return "";
    }

    /** The caller may not know of one of them: it crashed before it could remember it. */
    void forgiveOne() {
        forgiven++;
    }

    /** The caller got something done, or a person told it to try, or it cannot know. */
    void clear() {
        times.clear();
        forgiven = 0;
    }
}
