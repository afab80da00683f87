package io.github.ddnsjava.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import java.io.IOException;
import java.time.Duration;

/**
 * One source outside this host that sees the address of a request and returns it: for example, an echo page or a STUN
 * server. {@link IpDetectors#ofSources} combines several sources in a detector. That detector handles their order,
 * quorums, late answers and sources that fail. {@link LocalBinding} selects the local address of a request. The text
 * form of a source is its name in reports. Implementations are immutable and thread-safe.
 */
public interface AddressSource {
    /** Returns the operator. Two sources of one operator are not independent. */
    String operator();

    /** Tells whether the source can be asked for that family at all. By default it can be asked for each family. */
    default boolean serves(IpFamily family) {
        return true;
    }

    /**
     * Asks the source once, within {@link DetectionContext#timeout}.
     *
     * @return the address that the source returns, of either family; it is not checked yet
     * @throws EchoTransport.FamilyUnavailableException if no connection by that family is possible, whichever service
     *     is asked
     * @throws RefusedException if the source does not want to be asked
     * @throws IOException if there is no answer
     * @throws io.github.ddnsjava.exception.DetectionException if the answer is not credible; the message quotes only
     *     addresses of it
     * @throws InterruptedException if the calling thread is interrupted
     */
    IpAddress ask(IpFamily family, DetectionContext context) throws IOException, InterruptedException;

    /**
     * Tells what an address of the other family means: true if this host has no address of the requested family, false
     * if the answer is wrong. The default is false. It is true for a source whose connection cannot be forced to a
     * family.
     */
    default boolean mayAnswerOtherFamily() {
        return false;
    }

    /** The source refused the request and does not want to be asked again soon. */
    final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final Duration pause;

        /**
         * Creates the exception.
         *
         * @param message how the source refused
         * @param pause how long the source should not be asked
         */
        public RefusedException(String message, Duration pause) {
            super(message);
            this.pause = pause;
        }

        /** Returns how long the source should not be asked if other sources can be asked. */
        public Duration pause() {
            return pause;
        }
    }
}
