package io.github.ddnsjava.internal.engine.records;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.decide.UpdatePolicy;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.engine.work.EngineParts;
import io.github.ddnsjava.internal.engine.work.Workers;
import io.github.ddnsjava.publish.DnsProvider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The set-up at one time, with its records by key and by feed. It is replaced as a whole. The next one has the same
 * {@link Entry} for each record of which nothing changed, and the same {@link Feed} for each detector that stays: what is
 * known of them in this process thus stays, too. Immutable, and thread-safe.
 */
public final class Roster {
    private record FeedKey(String detector, IpFamily family) {}

    private final EngineParts parts;
    private final Share share;
    private final Workers workers;
    private final Consumer<Instant> alarm;
    /** In the order of the keys. */
    private final Map<RecordKey, Entry> entries;
    /** By the number of the group. */
    private final Map<Integer, List<Entry>> byGroup;

    private final Map<FeedKey, Feed> feeds;
    /** The feeds that are polled, with the records that they serve: only those that are kept. */
    private final Map<Feed, List<Entry>> served = new LinkedHashMap<>();
    /** Which part of each account's records is kept; null until somebody asks. */
    private volatile @Nullable Map<String, Double> keptParts;

    private Roster(EngineParts parts, Share share, @Nullable Roster before, Workers workers, Consumer<Instant> alarm) {
        this.parts = parts;
        this.share = share;
        this.workers = workers;
        this.alarm = alarm;
        this.feeds = new LinkedHashMap<>();
        Map<RecordKey, Entry> ordered = new TreeMap<>();
        for (ManagedRecord record : parts.records()) {
            ordered.put(record.key(), entry(record, before));
        }
        this.entries = new LinkedHashMap<>(ordered); // which finds a record among many sooner
        this.byGroup = entries.values().stream().collect(Collectors.groupingBy(entry -> entry.group));
        serve();
    }

    /** Of the same records, of which this node keeps others. A node that takes many groups makes it for each. */
    private Roster(Roster before, Share share) {
        this.parts = before.parts;
        this.share = share;
        this.workers = before.workers;
        this.alarm = before.alarm;
        this.entries = before.entries;
        this.byGroup = before.byGroup;
        this.feeds = before.feeds;
        serve();
    }

    private void serve() {
        for (Entry entry : entries.values()) {
            if (keeps(entry)) {
                served.computeIfAbsent(entry.feed, feed -> new ArrayList<>()).add(entry);
            }
        }
    }

    /**
     * Makes the first one.
     *
     * @param alarm receives the times at which records are due
     */
    public static Roster first(EngineParts parts, Workers workers, Consumer<Instant> alarm) {
        return new Roster(parts, Share.first(parts.cluster()), null, workers, alarm);
    }

    /** Makes the one that follows, of a set-up that keeps what is {@linkplain EngineParts#after equal}. */
    public Roster next(EngineParts next) {
        return new Roster(next, share, this, workers, alarm);
    }

    /** Makes the one that follows when this node keeps other records of the same set-up. */
    public Roster next(Share share) {
        return new Roster(this, share);
    }

    /** Returns which records this node keeps. */
    public Share share() {
        return share;
    }

    private Entry entry(ManagedRecord record, @Nullable Roster before) {
        DnsProvider provider = parts.providers().get(record.provider());
        UpdatePolicy policy = parts.policies().get(record.policy().orElse(ManagedRecord.DEFAULT));
        if (provider == null || policy == null) {
            throw new IllegalStateException("checked before: " + record + " has a provider and a policy");
        }
        Feed feed = feed(record, before);
        Entry old = before == null ? null : before.entries.get(record.key());
        if (old != null && old.isOf(record, provider, policy, feed)) {
            return old;
        }
        Entry entry = new Entry(record, provider, policy, feed, share.groupOf(record.name()));
        if (old != null) {
            entry.inherit(old);
        }
        return entry;
    }

    private Feed feed(ManagedRecord record, @Nullable Roster before) {
        FeedKey key = new FeedKey(record.detector(), record.type().family());
        IpDetector detector = parts.detectors().get(record.detector());
        return feeds.computeIfAbsent(key, wanted -> {
            Feed old = before == null ? null : before.feeds.get(wanted);
            return old != null && old.detector == detector
                    ? old
                    : new Feed(wanted.detector(), wanted.family(), detector, workers, alarm);
        });
    }

    /** Returns the set-up. */
    public EngineParts parts() {
        return parts;
    }

    /** Returns all records, also those that are disabled. */
    public Map<RecordKey, Entry> entries() {
        return entries;
    }

    /**
     * Returns the record with that key.
     *
     * @throws ConfigurationException if there is none
     */
    public Entry managed(RecordKey key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            throw new ConfigurationException("", key + " is not managed", entries.keySet() + "");
        }
        return entry;
    }

    /** Returns the records that are enabled. In a cluster, another node may keep them. */
    public List<Entry> enabled() {
        return entries.values().stream().filter(Entry::isEnabled).toList();
    }

    /** Returns whether this node keeps a record in sync: it is enabled, and this node leads its group. */
    public boolean keeps(Entry entry) {
        return entry.isEnabled() && share.led().contains(entry.group);
    }

    /** Returns the records that this node keeps in sync. */
    public List<Entry> kept() {
        return entries.values().stream().filter(this::keeps).toList();
    }

    /** Returns the records of the groups that this node leads, also those that are disabled. */
    public List<Entry> led() {
        return entries.values().stream()
                .filter(entry -> share.led().contains(entry.group))
                .toList();
    }

    /** Returns the keys of the records that this node keeps in sync. */
    public List<RecordKey> keptKeys() {
        return kept().stream().map(Entry::key).toList();
    }

    /** Returns the records of a group. */
    public List<Entry> inGroup(int group) {
        return byGroup.getOrDefault(group, List.of());
    }

    /** Returns the number of the group of a record, which need not be managed. */
    public int groupOf(RecordKey key) {
        Entry entry = entries.get(key);
        return entry != null ? entry.group : share.groupOf(key.name());
    }

    /**
     * Returns which part of the records of an account this node keeps, of those that any node keeps: from more than 0 to 1.
     * That part of the account's budget it may spend.
     */
    public double part(String account) {
        if (share.led().size() == share.groups()) {
            return 1;
        }
        Map<String, Double> known = keptParts;
        if (known == null) {
            known = enabled().stream()
                    .collect(Collectors.groupingBy(
                            entry -> entry.provider.account(), Collectors.averagingInt(entry -> keeps(entry) ? 1 : 0)));
            keptParts = known;
        }
        double part = known.getOrDefault(account, 1.0);
        return part > 0 ? part : 1.0 / entries.size(); // for a call that was begun before its group was lost
    }

    /** Returns whether the record is managed, and is as it is there. */
    public boolean has(Entry entry) {
        return entries.get(entry.key()) == entry;
    }

    /**
     * Returns the record with that key, which is kept in sync.
     *
     * @throws ConfigurationException if there is none, or it is disabled
     */
    public Entry enabled(RecordKey key) {
        Entry entry = managed(key);
        entry.record.disabled().ifPresent(why -> {
            throw new ConfigurationException(
                    "", key + " cannot be verified or planned: " + why, "a record that is enabled");
        });
        return entry;
    }

    /** Returns the feeds that serve at least one record. */
    public List<Feed> feeds() {
        return List.copyOf(served.keySet());
    }

    /** Returns the feeds of these records. */
    public static Set<Feed> feeds(Collection<Entry> entries) {
        return entries.stream().map(entry -> entry.feed).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Returns the records that a feed serves; none if the feed is no longer there. */
    public List<Entry> served(Feed feed) {
        return served.getOrDefault(feed, List.of());
    }

    /** Returns the accounts at which the records of a feed are published, each with one of its providers. */
    public Map<String, DnsProvider> accounts(Feed feed) {
        Map<String, DnsProvider> accounts = new LinkedHashMap<>();
        served(feed).forEach(entry -> accounts.putIfAbsent(entry.provider.account(), entry.provider));
        return accounts;
    }

    /** Returns the records that are not in the other one, or are not the same there. */
    public List<Entry> without(Roster other) {
        return entries.values().stream().filter(entry -> !other.has(entry)).toList();
    }

    /** Takes over what the application has pushed to the one before in the meantime. */
    public void inherit(Roster before, Collection<Entry> changed) {
        for (Entry entry : changed) {
            Entry old = before.entries.get(entry.key());
            if (old != null) {
                entry.inherit(old);
            }
        }
    }
}
