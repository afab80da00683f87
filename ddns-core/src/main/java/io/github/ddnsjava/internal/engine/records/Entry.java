package io.github.ddnsjava.internal.engine.records;

import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.decide.UpdatePolicy;
import io.github.ddnsjava.publish.DnsProvider;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A managed record with those who take care of it. Compared by identity. Thread-safe. */
public final class Entry {
    public final ManagedRecord record;
    public final DnsProvider provider;
    public final UpdatePolicy policy;
    public final Feed feed;

    private final AtomicReference<@Nullable Sighting> pushed = new AtomicReference<>();

    public Entry(ManagedRecord record, DnsProvider provider, UpdatePolicy policy, Feed feed) {
        this.record = record;
        this.provider = provider;
        this.policy = policy;
        this.feed = feed;
    }

    public RecordKey key() {
        return record.key();
    }

    /** The application says what the address is; that counts until something newer is pushed or detected. */
    public void push(Sighting sighting) {
        pushed.accumulateAndGet(
                sighting, (one, other) -> one != null && one.sequence() > other.sequence() ? one : other);
    }

    /** Something else was detected, which counts unless it is older than what was pushed. */
    void detected(Sighting sighting) {
        Sighting before = pushed.get();
        if (before != null && before.sequence() < sighting.sequence()) {
            pushed.compareAndSet(before, null); // else something newer was pushed just now
        }
    }

    /** Returns what counts: what was pushed, or else that sighting. */
    public Sighting sighting(Sighting detected) {
        Sighting known = pushed.get();
        return known != null ? known : detected;
    }

    /** Tells whether a pushed address counts, whatever its detector says. */
    public boolean isPushed() {
        return pushed.get() != null;
    }

    /** Takes over what was pushed for the same record before the records were replaced. */
    void inherit(Entry before) {
        Sighting inherited = before.pushed.get();
        if (inherited != null) {
            push(inherited);
        }
    }

    @Override
    public String toString() {
        return record.toString();
    }
}
