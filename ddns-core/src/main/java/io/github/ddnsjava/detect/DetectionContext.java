package io.github.ddnsjava.detect;

import io.github.ddnsjava.IpFamily;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** What a detector may use, and must heed, in one cycle. Thread-safe; not to be kept beyond the call. */
public interface DetectionContext {
    /**
     * Asks another detector. Its answer is checked against the addresses that it may publish, and remembered for the
     * cycle: a hundred records on one source cost one request.
     *
     * @throws io.github.ddnsjava.exception.DetectionException if it fails, or says an address that is not to be published
     */
    Detection ask(IpDetector detector, IpFamily family) throws InterruptedException;

    /** Tells whether this is a second reading: a connection that was used before must not be used again. */
    boolean secondReading();

    /** Returns operators that a second reading should avoid, where there are others. */
    Set<String> avoid();

    /** Returns how long one source may take. */
    Duration timeout();

    /** Returns the time. */
    Instant now();

    /** Returns the transport for echo services. */
    EchoTransport echo();
}
