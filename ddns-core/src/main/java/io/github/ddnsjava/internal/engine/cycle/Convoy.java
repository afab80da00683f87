package io.github.ddnsjava.internal.engine.cycle;

import io.github.ddnsjava.internal.engine.account.Lane;
import io.github.ddnsjava.internal.engine.account.Lanes;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Feed;
import io.github.ddnsjava.internal.engine.records.PendingChange;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.internal.engine.work.Workers;
import io.github.ddnsjava.publish.DnsProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sends the changes of one cycle together. The changes of an account wait a moment for the other feeds whose records
 * belong to the same account. One batch then contains both families. Thread-safe.
 */
final class Convoy {
    /** How long changes wait for the other feeds of the cycle. */
    private static final Duration TOGETHER = Duration.ofSeconds(1);

    private final Workers workers;
    private final Lanes lanes;
    /** The feeds that may still bring changes, for each account. */
    private final Map<String, Set<Feed>> awaited = new HashMap<>();
    /** The accounts at which each feed may bring changes, as they were when the cycle began. */
    private final Map<Feed, Map<String, DnsProvider>> accounts = new HashMap<>();
    /** The changes that wait for those. */
    private final Map<Lane, List<PendingChange>> gathered = new HashMap<>();

    Convoy(Workers workers, Lanes lanes) {
        this.workers = workers;
        this.lanes = lanes;
    }

    /** These feeds are going to be looked at. */
    void await(Collection<Feed> feeds, Roster roster) {
        feeds.forEach(feed -> await(feed, roster.accounts(feed)));
    }

    private synchronized void await(Feed feed, Map<String, DnsProvider> its) {
        accounts.put(feed, its);
        its.keySet()
                .forEach(account ->
                        awaited.computeIfAbsent(account, a -> new HashSet<>()).add(feed));
    }

    private synchronized Map<String, DnsProvider> accounts(Feed feed) {
        return accounts.getOrDefault(feed, Map.of());
    }

    /**
     * Sends the changes of one feed: at once if no other feed is expected, otherwise together with the changes of the
     * other feeds.
     */
    void send(List<PendingChange> changes) {
        // Ordered, here as wherever an order leads to the outside: a day that is lived again in virtual time goes the
        // same way.
        Map<Lane, Entry> touched = new LinkedHashMap<>();
        for (PendingChange change : changes) {
            Lane lane = lanes.of(change.entry().provider);
            gather(lane, change);
            touched.putIfAbsent(lane, change.entry());
        }
        touched.forEach((lane, entry) -> {
            if (othersCome(entry.provider.account(), entry.feed)) {
                workers.after(TOGETHER, () -> depart(lane));
            } else {
                depart(lane);
            }
        });
    }

    private synchronized void gather(Lane lane, PendingChange change) {
        gathered.computeIfAbsent(lane, l -> new ArrayList<>()).add(change);
    }

    private synchronized boolean othersCome(String account, Feed but) {
        return awaited.getOrDefault(account, Set.of()).stream().anyMatch(feed -> feed != but);
    }

    /** The feed has delivered all of its changes. Changes that wait for no other feed are sent at once. */
    void arrived(Feed feed) {
        accounts(feed).forEach((account, provider) -> {
            if (wasLast(account, feed)) {
                depart(lanes.of(provider));
            }
        });
    }

    private synchronized boolean wasLast(String account, Feed feed) {
        Set<Feed> feeds = awaited.getOrDefault(account, new HashSet<>());
        return feeds.remove(feed) && feeds.isEmpty();
    }

    private void depart(Lane lane) {
        List<PendingChange> together = take(lane);
        if (!together.isEmpty()) {
            lane.send(together);
        }
    }

    private synchronized List<PendingChange> take(Lane lane) {
        List<PendingChange> together = gathered.remove(lane);
        return together == null ? List.of() : together;
    }
}
