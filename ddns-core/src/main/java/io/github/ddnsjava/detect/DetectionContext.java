package io.github.ddnsjava.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.NetworkCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What a detector may use, and must heed, in one cycle. Thread-safe; not to be kept beyond the call. */
public interface DetectionContext {
    /**
     * Asks another detector. Its answer is checked against the addresses that it may publish, and remembered for the
     * cycle: a hundred records on one source cost one request.
     *
     * @throws io.github.ddnsjava.exception.DetectionException if it fails, or says an address that is not to be
     *     published
     */
    Detection ask(IpDetector detector, IpFamily family) throws InterruptedException;

    /**
     * Asks several questions side by side, on worker threads of the updater, and shows each answer to {@code enough} on
     * the calling thread, in the order in which they come. Ends when that says so, or when all have answered; what is
     * still under way is interrupted, and its answer lost.
     *
     * <p>Each question is asked that long after the one before it, or as soon as none is under way: zero asks all at
     * once, more asks the next only where an answer is late. By default they are asked in turn on the calling thread,
     * which is right too, and slower.
     *
     * @param questions what to ask, best first; one that fails ends the race with its exception
     * @param headStart how long an answer may take before the next question is asked too
     * @param enough takes each answer, and says whether that suffices
     * @throws InterruptedException if the calling thread is interrupted
     */
    default <T> void race(List<Question<T>> questions, Duration headStart, Predicate<? super T> enough)
            throws InterruptedException {
        for (Question<T> question : questions) {
            if (enough.test(question.ask())) {
                return;
            }
        }
    }

    /** Something to be asked, which may block, and ends soon when interrupted. */
    @FunctionalInterface
    interface Question<T> {
        /** Returns the answer; a failure is one too. */
        T ask() throws InterruptedException;
    }

    /**
     * Returns what the detector said last, where that was agreed on and dealt with; empty at first, and in a second
     * reading. A detector that wants several sources to agree may be content with one that says just this, since then
     * nothing new is published.
     */
    default Set<IpAddress> settled() {
        return Set.of();
    }

    /** Tells whether this is a second reading: a connection that was used before must not be used again. */
    boolean secondReading();

    /**
     * Tells whether this look comes sooner after the one before than the schedule's period: a source that asked to be
     * left alone for a while is then left alone, even if it is the only one.
     */
    default boolean early() {
        return false;
    }

    /** Returns operators that a second reading should avoid, where there are others. */
    Set<String> avoid();

    /** Returns how long one source may take. */
    Duration timeout();

    /** Returns the time. */
    Instant now();

    /** Returns what this host's network has to say on an address that is seen from outside; see {@link NetworkCheck}. */
    default Optional<String> advice(IpFamily family) {
        return Optional.empty();
    }

    /** Returns the transport for echo services. */
    EchoTransport echo();
}
