package io.github.ddnsjava.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import java.io.IOException;
import java.time.Duration;

/**
 * One source outside of this host that sees from which address it is asked, and says so: an echo page, a STUN server.
 * {@link IpDetectors#ofSources} makes a detector of several, which knows about order, quorums, late answers and sources
 * that are unwell; {@link LocalBinding} says from where. Its text is its name in reports. Implementations are immutable
 * and thread-safe.
 */
public interface AddressSource {
    /** Returns who runs it; two sources of one operator are not independent. */
    String operator();

    /** Tells whether it can be asked for that family at all; by default for any. */
    default boolean serves(IpFamily family) {
        return true;
    }

    /**
     * Asks it once, within {@link DetectionContext#timeout}.
     *
     * @return the address that it says, of whichever family, not checked yet
     * @throws EchoTransport.FamilyUnavailableException if it cannot be asked by that family, whoever listens there
     * @throws RefusedException if it does not want to be asked
     * @throws IOException if there is no answer
     * @throws io.github.ddnsjava.exception.DetectionException if the answer is not to be believed; its text quotes
     *     nothing of it but addresses
     * @throws InterruptedException if the calling thread is interrupted
     */
    IpAddress ask(IpFamily family, DetectionContext context) throws IOException, InterruptedException;

    /**
     * Tells whether an address of the other family means that this host has none of the asked one, rather than that the
     * source is wrong; by default not. It does where the source could not be made to be asked by that family.
     */
    default boolean mayAnswerOtherFamily() {
        return false;
    }

    /** The source refused, and does not want to be asked again soon. */
    final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final Duration pause;

        /** Makes one that says how, and how long not to ask. */
        public RefusedException(String message, Duration pause) {
            super(message);
            this.pause = pause;
        }

        /** Returns how long not to ask, where others can be asked. */
        public Duration pause() {
            return pause;
        }
    }
}
