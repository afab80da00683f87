package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.decide.UpdatePolicy;
import io.github.ddnsjava.publish.DnsProvider;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The managed records at one time, by key and by source. Replaced as a whole. Thread-safe. */
final class Roster {
    private record SourceKey(String detector, IpFamily family) {}

    private final Map<RecordKey, Entry> entries = new TreeMap<>();
    private final Map<SourceKey, Source> sources = new LinkedHashMap<>();

    Roster(EngineParts parts, Collection<ManagedRecord> records, Workers workers) {
        for (ManagedRecord record : records) {
            SourceKey key = new SourceKey(record.detector(), record.type().family());
            Source source = sources.computeIfAbsent(
                    key,
                    k -> new Source(k.detector(), k.family(), parts.detectors().get(k.detector()), workers));
            DnsProvider provider = parts.providers().get(record.provider());
            if (provider == null) {
                throw new IllegalStateException("checked before: " + record + " has a provider");
            }
            UpdatePolicy policy = record.policy().orElse(parts.policy());
            Entry entry = new Entry(record, provider, policy, source);
            source.add(entry);
            entries.put(record.key(), entry);
        }
    }

    Map<RecordKey, Entry> entries() {
        return entries;
    }

    List<Source> sources() {
        return List.copyOf(sources.values());
    }

    Set<Source> sourcesOf(Collection<RecordKey> keys) {
        return keys.stream().map(key -> entry(key).source).collect(Collectors.toSet());
    }

    Entry entry(RecordKey key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            throw new IllegalArgumentException(key + " is not managed");
        }
        return entry;
    }

    /** Returns the records that each account publishes. */
    Map<String, List<Entry>> byAccount() {
        Map<String, List<Entry>> byAccount = new HashMap<>();
        entries.values()
                .forEach(entry -> byAccount
                        .computeIfAbsent(entry.provider.account(), a -> new java.util.ArrayList<>())
                        .add(entry));
        return byAccount;
    }
}
