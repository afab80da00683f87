package io.github.ddnsjava.internal.engine.records;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.decide.UpdatePolicy;
import io.github.ddnsjava.internal.engine.work.EngineParts;
import io.github.ddnsjava.internal.engine.work.Workers;
import io.github.ddnsjava.publish.DnsProvider;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The managed records at one time, by key and by feed. Replaced as a whole. Thread-safe. */
public final class Roster {
    private record FeedKey(String detector, IpFamily family) {}

    private final Map<RecordKey, Entry> entries = new TreeMap<>();
    private final Map<FeedKey, Feed> feeds = new LinkedHashMap<>();
    private final Map<String, UpdatePolicy> policies;

    /**
     * Makes one of checked records.
     *
     * @param policies all that are known, by key
     */
    public Roster(
            EngineParts parts,
            Collection<ManagedRecord> records,
            Map<String, UpdatePolicy> policies,
            Workers workers,
            Consumer<Instant> alarm) {
        this.policies = policies;
        for (ManagedRecord record : records) {
            FeedKey key = new FeedKey(record.detector(), record.type().family());
            Feed feed = feeds.computeIfAbsent(
                    key,
                    k -> new Feed(k.detector(), k.family(), parts.detectors().get(k.detector()), workers, alarm));
            DnsProvider provider = parts.providers().get(record.provider());
            UpdatePolicy policy = policies.get(record.policy().orElse(ManagedRecord.DEFAULT));
            if (provider == null || policy == null) {
                throw new IllegalStateException("checked before: " + record + " has a provider and a policy");
            }
            Entry entry = new Entry(record, provider, policy, feed);
            feed.add(entry);
            entries.put(record.key(), entry);
        }
    }

    /** Returns all records that are managed. */
    public Collection<Entry> all() {
        return entries.values();
    }

    /** Takes over the addresses that the application pushed for records that remain. */
    public void inherit(Roster before) {
        entries.forEach((key, entry) -> {
            Entry old = before.entries.get(key);
            if (old != null) {
                entry.inherit(old);
            }
        });
    }

    /** Returns the policies that records can name. */
    public Map<String, UpdatePolicy> policies() {
        return policies;
    }

    public Map<RecordKey, Entry> entries() {
        return entries;
    }

    public List<Feed> feeds() {
        return List.copyOf(feeds.values());
    }
}
