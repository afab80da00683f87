package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.cluster.Lease;
import io.github.ddnsjava.internal.discovery.ContextLoader;
import io.github.ddnsjava.remember.StateStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine of a configuration's cluster. It is made when it is first used, for a lease or for the state, so that a
 * configuration that is read again and not used opens nothing. Two are equal if they have the same {@link Identity}.
 * Thread-safe.
 */
final class LazyLeadership implements Leadership {
    private final Identity identity;
    private final Supplier<Leadership> how;
    private final String name;
    /** The name of the state that it keeps; empty if it keeps none. */
    private final Optional<String> state;

    private @Nullable Leadership made;

    LazyLeadership(Identity identity, Supplier<Leadership> how) {
        this.identity = identity;
        this.how = ContextLoader.kept(how); // another thread may use it first, which does not find the plug-ins
        try (Leadership once = how.get()) {
            this.name = once.toString();
            this.state = once.state().map(StateStore::toString);
        }
    }

    private synchronized Leadership made() {
        Leadership known = made;
        if (known == null) {
            known = how.get();
            made = known;
        }
        return known;
    }

    @Override
    public Optional<Lease> tryAcquire(String lease, String note, Duration time) {
        return made().tryAcquire(lease, note, time);
    }

    @Override
    public Optional<Map<String, Holder>> leases(String prefix) {
        return made().leases(prefix);
    }

    @Override
    public Optional<StateStore> state() {
        return state.map(named -> new LazyState(named, () -> made().state().orElseThrow()));
    }

    /** Closes what was made. An updater that is built from the same configuration later makes it again. */
    @Override
    public void close() {
        Leadership known;
        synchronized (this) { // and not while it closes: it may wait for its engine
            known = made;
            made = null;
        }
        if (known != null) {
            known.close();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LazyLeadership lazy && identity.equals(lazy.identity);
    }

    @Override
    public int hashCode() {
        return identity.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
