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

/** The environment of a detector in one cycle. A detector must not keep it beyond the call. Thread-safe. */
public interface DetectionContext {
    /**
     * Asks another detector. Its answer is checked against the addresses that it may publish. The answer is kept for
     * the cycle, so that a hundred records with the same source cause one request.
     *
     * @throws io.github.ddnsjava.exception.DetectionException if the detector fails, or reports an address that must
     *     not be published
     * @throws InterruptedException if the calling thread is interrupted
     */
    Detection ask(IpDetector detector, IpFamily family) throws InterruptedException;

    /**
     * Asks several questions in parallel on worker threads of the updater. Each answer is passed to {@code enough} on
     * the calling thread, in the order of arrival. The method returns when {@code enough} returns true, or when all
     * questions are answered. Questions that still run are interrupted, and their answers are lost.
     *
     * <p>Each question starts {@code headStart} after the one before it, or earlier if no question is running. Zero
     * starts all questions at once. A longer time starts the next question only if an answer is late. The default
     * implementation asks one question after the other on the calling thread. It gives correct results, but takes
     * longer.
     *
     * @param questions the questions, the best one first; a question that throws ends the race with its exception
     * @param headStart how long an answer may take before the next question is started too
     * @param enough receives each answer, and returns whether the answers suffice
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

    /** A question for {@link #race}. It may block, and ends soon when it is interrupted. */
    @FunctionalInterface
    interface Question<T> {
        /**
         * Returns the answer. A failed request is an answer too.
         *
         * @throws InterruptedException if the calling thread is interrupted
         */
        T ask() throws InterruptedException;
    }

    /**
     * Returns the addresses that the detector reported last, if the sources agreed on them and the records were
     * processed. Empty before that, and in a second reading. A detector that needs several sources to agree may accept
     * one source that reports exactly these addresses, because nothing new is published then.
     */
    default Set<IpAddress> previous() {
        return Set.of();
    }

    /** Tells whether this is a second reading. A connection that was used before must not be used then. */
    boolean secondReading();

    /**
     * Tells whether this poll follows the one before it sooner than the schedule's period. A source that asked not to
     * be asked for a while is then left alone, even if it is the only one.
     */
    default boolean early() {
        return false;
    }

    /** Returns the operators that a second reading should avoid if there are others. */
    Set<String> avoid();

    /** Returns how long one source may take. */
    Duration timeout();

    /** Returns the current time by the updater's clock. */
    Instant now();

    /**
     * Returns a remark of this host's network on an address that is seen from outside; see {@link NetworkCheck#advice}.
     * Empty if there is none.
     */
    default Optional<String> advice(IpFamily family) {
        return Optional.empty();
    }

    /** Returns the transport for echo services. */
    EchoTransport echo();
}
