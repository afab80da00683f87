package io.github.ddnsjava.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What happened, in the order in which it happened: the last lines are the readable trace of a failing seed, and all of
 * them make the mark by which two runs of one seed are compared. Also counts.
 */
final class Chronicle {
    private static final int KEPT = Integer.getInteger("ddns.trace", 400);

    private final Time time;
    private final Deque<String> lines = new ArrayDeque<>();
    private long mark = 7;
    private @Nullable BrokenPromise broken;

    long addressChanges;
    long faults;
    long crashes;
    long providerCalls;
    Duration worstCorrection = Duration.ZERO;

    Chronicle(Time time) {
        this.time = time;
    }

    void tell(String who, Supplier<String> what) {
        if (broken != null) {
            return; // the trace ends with what went wrong
        }
        String line = stamp() + "  " + who + ": " + what.get();
        mark = mark * 31 + line.hashCode();
        lines.add(line);
        if (lines.size() > KEPT) {
            lines.remove();
        }
    }

    /** Ends the simulation: an invariant does not hold. */
    BrokenPromise broken(String promise, String how) {
        tell("BROKEN", () -> promise + ": " + how);
        if (broken == null) {
            broken = new BrokenPromise(promise + ": " + how);
        }
        return broken;
    }

    /** Throws what was broken first: whoever broke it may have caught it. */
    void check() {
        if (broken != null) {
            throw broken;
        }
    }

    private String stamp() {
        Duration passed = time.passed();
        return String.format(
                "day %2d %02d:%02d:%06.3f",
                passed.toDays(),
                passed.toHoursPart(),
                passed.toMinutesPart(),
                passed.toSecondsPart() + passed.toMillisPart() / 1000.0);
    }

    /** Equal for equal histories. */
    long mark() {
        return mark;
    }

    String trace() {
        return String.join("\n", lines);
    }

    /** An invariant does not hold. */
    static final class BrokenPromise extends Error {
        private static final long serialVersionUID = 1L;

        BrokenPromise(String message) {
            super(message);
        }
    }
}
