package io.github.ddnsjava.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What happened, in the order in which it happened: the last lines are the readable trace of a failing seed, and all of
 * them make the mark by which two runs of one seed are compared. Also counts.
 */
final class Chronicle {
    private static final int KEPT = Integer.getInteger("ddns.trace", 400);

    private record Happened(Duration when, String who, String what) {
        @Override
        public String toString() {
            return String.format(
                    "day %2d %02d:%02d:%02d.%03d  %s: %s",
                    when.toDays(),
                    when.toHoursPart(),
                    when.toMinutesPart(),
                    when.toSecondsPart(),
                    when.toMillisPart(),
                    who,
                    what);
        }
    }

    private final Time time;
    private final Deque<Happened> lines = new ArrayDeque<>();
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
        Happened happened = new Happened(time.passed(), who, what.get());
        mark = mark * 31 + happened.hashCode();
        lines.add(happened);
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

    /** Equal for equal histories. */
    long mark() {
        return mark;
    }

    String trace() {
        return lines.stream().map(Happened::toString).collect(Collectors.joining("\n"));
    }

    /** An invariant does not hold. */
    static final class BrokenPromise extends Error {
        private static final long serialVersionUID = 1L;

        BrokenPromise(String message) {
            super(message);
        }
    }
}
