package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.decide.UpdatePolicy;
import io.github.ddnsjava.publish.DnsProvider;
import org.jspecify.annotations.Nullable;

/** A managed record with those who take care of it. Compared by identity. */
final class Entry {
    final ManagedRecord record;
    final DnsProvider provider;
    final UpdatePolicy policy;
    final Source source;

    /** What the application pushed for this record, while that is newer than what was detected. */
    volatile @Nullable Sighting pushed;

    Entry(ManagedRecord record, DnsProvider provider, UpdatePolicy policy, Source source) {
        this.record = record;
        this.provider = provider;
        this.policy = policy;
        this.source = source;
    }

    RecordKey key() {
        return record.key();
    }

    /** Returns what changes when a setting changes that could end a hold on this record. */
    String holdFingerprint() {
        return record.fingerprint() + "|" + provider.fingerprint();
    }

    @Override
    public String toString() {
        return record.toString();
    }
}
