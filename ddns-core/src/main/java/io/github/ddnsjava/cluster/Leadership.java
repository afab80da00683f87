package io.github.ddnsjava.cluster;

import io.github.ddnsjava.remember.StateStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * An engine that gives leases, each to one machine at a time. It stands for one node: whatever it takes, it takes in the
 * name of that node, and in the name of this process. Two processes never hold one lease together, also if both run on one
 * host, and bear one name by mistake.
 *
 * <p>When a lease ends, the engine decides by its own clock, and never by the clock of a node. Each method makes one exchange
 * with the engine, or two where its page says why, and returns or throws within ten seconds. {@code toString()} names the
 * engine for people, without any secret.
 *
 * <p>Implementations are thread-safe. No method accepts or returns null. If the engine does not answer, methods throw {@link
 * io.github.ddnsjava.exception.TransientException}; if a person must mend something, {@link
 * io.github.ddnsjava.exception.ConfigurationException} or {@link io.github.ddnsjava.exception.AuthenticationException}.
 */
public interface Leadership extends AutoCloseable {
    /**
     * Takes a lease if nobody holds it.
     *
     * @param name the name of the lease: up to 60 letters, digits, dots and hyphens
     * @param note a text of up to 100 printable ASCII characters that others see in {@link #leases}
     * @param time how long the lease lasts from the moment when the engine gives it, unless it is renewed
     * @return empty if somebody holds it; that can be this node, too, before it was restarted
     */
    Optional<Lease> tryAcquire(String name, String note, Duration time);

    /**
     * Returns who holds which lease, by its name: only those whose names begin so, and that have not ended.
     *
     * @return empty if this engine cannot tell
     */
    Optional<Map<String, Holder>> leases(String prefix);

    /**
     * Returns a new store of a state that all nodes share, in the same engine; empty if this engine keeps no state. Nothing is
     * sent or opened, and closing this object leaves the store as it is.
     */
    default Optional<StateStore> state() {
        return Optional.empty();
    }

    /** Closes what it has opened. It gives no lease back: who wants that {@linkplain Lease#release releases} it before. */
    @Override
    void close();

    /**
     * Who holds a lease.
     *
     * @param node the name of the node, as it was configured
     * @param note what the node says of itself
     * @param token the {@linkplain Lease#token token} of the lease
     */
    record Holder(String node, String note, long token) {}
}
