package io.github.ddnsjava.internal.engine.records;

import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.decide.UpdatePolicy;
import io.github.ddnsjava.publish.DnsProvider;
import org.jspecify.annotations.Nullable;

/** A managed record with those who take care of it. Compared by identity. Thread-safe. */
public final class Entry {
    public final ManagedRecord record;
    public final DnsProvider provider;
    public final UpdatePolicy policy;
    public final Source source;

    private @Nullable Sighting pushed;

    public Entry(ManagedRecord record, DnsProvider provider, UpdatePolicy policy, Source source) {
        this.record = record;
        this.provider = provider;
        this.policy = policy;
        this.source = source;
    }

    public RecordKey key() {
        return record.key();
    }

    /** The application says what the address is; that counts until something else is pushed or detected. */
    public synchronized void push(Sighting sighting) {
        pushed = sighting;
    }

    /** Something else was detected, which counts unless it is older than what was pushed. */
    synchronized void detected(Sighting sighting) {
        if (pushed != null && pushed.sequence() < sighting.sequence()) {
            pushed = null;
        }
    }

    /** Returns what counts: what was pushed, or else that sighting. */
    public synchronized Sighting sighting(Sighting detected) {
        return pushed != null ? pushed : detected;
    }

    /** Tells whether a pushed address counts, whatever its detector says. */
    public synchronized boolean isPushed() {
        return pushed != null;
    }

    /** Takes over what was pushed for the same record before the records were replaced. */
    void inherit(Entry before) {
        Sighting inherited;
        synchronized (before) {
            inherited = before.pushed;
        }
        synchronized (this) {
            pushed = inherited;
        }
    }

    @Override
    public String toString() {
        return record.toString();
    }
}
