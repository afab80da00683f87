package io.github.ddnsjava.detect;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.IpFamily;
import java.util.Set;

/**
 * Determines the address by which this host is reached. Implementations are immutable and thread-safe. They may block,
 * and end soon when they are interrupted. If a detector is {@link AutoCloseable}, the updater closes it when it no longer
 * uses it.
 */
public interface IpDetector {
    /**
     * Polls once.
     *
     * @return the address, or that this host has no global address of the family
     * @throws io.github.ddnsjava.exception.DetectionException if the address cannot be determined
     * @throws InterruptedException if the calling thread is interrupted
     */
    Detection detect(IpFamily family, DetectionContext context) throws InterruptedException;

    /**
     * Returns the blocks whose addresses may be published although they are not globally routable. The default is none.
     */
    default Set<Cidr> allow() {
        return Set.of();
    }

    /**
     * Returns the operators of the sources that are asked for a family. They are used to check quorums. Empty, as by
     * default, if they are not known before the sources are asked.
     */
    default Set<String> operators(IpFamily family) {
        return Set.of();
    }

    /**
     * Starts to announce possible changes, if this detector can notice them. Each announcement starts a cycle at once.
     * An announcement does not contain the address; it only says that a poll is worthwhile.
     *
     * @param changed is called at each sign of a change, from any thread
     * @return ends the announcements when it is closed
     */
    default Subscription watch(Runnable changed) {
        return () -> {};
    }

    /** Announcements that continue until this is closed. */
    @FunctionalInterface
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
