package io.github.ddnsjava.detect;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.IpFamily;
import java.util.Set;

/**
 * Learns which address this host is reached by. Implementations are immutable and thread-safe; they may block, and end
 * soon when interrupted.
 */
public interface IpDetector {
    /**
     * Looks once.
     *
     * @return what was found, or that this host has no global address of the family
     * @throws io.github.ddnsjava.exception.DetectionException if it cannot be learnt
     * @throws InterruptedException if the calling thread is interrupted
     */
    Detection detect(IpFamily family, DetectionContext context) throws InterruptedException;

    /** Returns the blocks whose addresses may be published although they are not globally routable; none by default. */
    default Set<Cidr> allow() {
        return Set.of();
    }

    /**
     * Returns who runs the sources that are asked for a family, for checks of quorums; empty, as by default, where that
     * is not known before they are asked.
     */
    default Set<String> operators(IpFamily family) {
        return Set.of();
    }

    /**
     * Begins to announce possible changes, if this detector can notice them: each announcement starts a cycle at once.
     * It says that it is worth looking, not what the address is.
     *
     * @param changed to be called at each sign of a change, from any thread
     * @return ends the announcements when closed
     */
    default Subscription watch(Runnable changed) {
        return () -> {};
    }

    /** Announcements that go on until closed. */
    @FunctionalInterface
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
