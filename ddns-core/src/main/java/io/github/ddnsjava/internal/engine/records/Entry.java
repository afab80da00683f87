package io.github.ddnsjava.internal.engine.records;

import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.decide.UpdatePolicy;
import io.github.ddnsjava.publish.DnsProvider;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A managed record with its feed, provider and policy. Compared by identity. Thread-safe. */
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

    /** Returns whether it is what these would make. */
    boolean isOf(ManagedRecord record, DnsProvider provider, UpdatePolicy policy, Feed feed) {
        return this.record.equals(record) && this.provider == provider && this.policy == policy && this.feed == feed;
    }

    /** Returns whether it is kept in sync. */
    public boolean isEnabled() {
        return record.disabled().isEmpty();
    }

    public RecordKey key() {
        return record.key();
    }

    /** The application has pushed an address. It counts until a newer address is pushed or detected. */
    public void push(Sighting sighting) {
        pushed.accumulateAndGet(
                sighting, (one, other) -> one != null && one.sequence() > other.sequence() ? one : other);
    }

    /** Another address was detected. It counts unless it is older than the pushed address. */
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

    /** Returns whether a pushed address counts, whatever the detector reports. */
    public boolean isPushed() {
        return pushed.get() != null;
    }

    /** Takes over the address that was pushed for the same record before the records were replaced. */
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
