package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.RecordView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The algorithm for providers with zones and lists of records. Those that speak HTTP extend {@link SingleRecordsProvider},
 * {@link RecordSetsProvider} or {@link WholeZoneProvider}, which stand on it; others extend it directly, and implement the
 * wire calls {@link #zones}, {@link #list} and {@link #write}. The algorithm:
 *
 * <ol>
 *   <li>The zone of a name is the longest suffix that the account owns. Zones are cached, and removed from the cache if
 *       they are not found any more.
 *   <li>Each zone is listed once, whatever the number of its records.
 *   <li>The {@linkplain OwnershipRules ownership rules} determine which values are ours and what must be written.
 *   <li>The writes are made in the fewest calls. A record that is in sync is not written. An atomic batch that is
 *       refused is bisected until the wrong record is alone. Where a quota is spent, only what adds values and does not fit fails.
 *       Where something is there already that was not listed, the zone is listed once more.
 *   <li>Where writes go live only by a {@linkplain #commit commit}, one follows the writes of a zone, and their results are
 *       withheld until then.
 * </ol>
 *
 * <p>A problem of one zone does not stop another. Thread-safe if the subclass has no mutable state.
 */
public abstract class ZoneDnsProvider implements DnsProvider {
    private final String account;
    private final Settings settings;
    private final Abilities abilities;

    /**
     * Creates the base of a provider.
     *
     * @param account the account's key, as {@link io.github.ddnsjava.publish.Accounts#key} creates it
     * @param settings the provider's settings, for the fingerprint
     * @param abilities what the provider can do, which must include {@code read}
     * @throws IllegalArgumentException if the abilities do not include {@code read}
     * @throws IllegalStateException if the subclass overrides {@code commits} without {@code commit}, or the reverse
     */
    protected ZoneDnsProvider(String account, Settings settings, Abilities abilities) {
        if (!abilities.read()) {
            throw new IllegalArgumentException("a provider with lists of records can read them");
        }
        this.account = account;
        this.settings = settings;
        this.abilities = abilities;
        Overrides overrides = new Overrides(ZoneDnsProvider.class, getClass());
        boolean commits = overrides.has("commits");
        overrides.demand(
                commits == overridesCommit(),
                commits ? "commits, and not commit" : "commit, and not commits",
                "override both if writes go live by one more call; otherwise leave both out");
    }

    /** Tells whether the subclass has a commit. */
    boolean overridesCommit() {
        return new Overrides(ZoneDnsProvider.class, getClass()).has("commit", Zone.class, Publication.class);
    }

    @Override
    public final Abilities abilities() {
        return abilities;
    }

    @Override
    public final String account() {
        return account;
    }

    @Override
    public final String fingerprint() {
        return settings.fingerprint();
    }

    @Override
    public final void credentialsRefused() {
        settings.forgetSecrets();
    }

    /**
     * Returns the account's zones: all of them, or at least those that these names are in.
     *
     * @param names for each name, the names that could be its zone, the longest first
     * @throws DdnsException if they cannot be found out
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    protected abstract List<Zone> zones(Collection<List<DnsName>> names, Publication publication)
            throws InterruptedException;

    /**
     * Does the same, and tells which names the account may not ask for.
     *
     * @param refused takes these names, each with the refusal
     */
    List<Zone> zones(Collection<List<DnsName>> names, Publication publication, Map<DnsName, DdnsException> refused)
            throws InterruptedException {
        return zones(names, publication);
    }

    /**
     * Returns what stands in a zone: all of it, or at least these record sets.
     *
     * @param keys which record sets are asked for
     * @param publication the publication for this zone: a request that is refused there (403) holds the zone
     * @throws RejectedException with {@code NOT_FOUND} if the zone does not exist or does not exist any more
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    protected abstract Listing list(Zone zone, Set<RecordKey> keys, Publication publication)
            throws InterruptedException;

    /**
     * Writes record sets of one zone: one at a time, or as many as {@link Abilities#batch()} allows. {@link
     * Publication#attempting} was called before.
     *
     * @param listing what stood in the zone, with its handle
     * @param publication the publication for these records: a request that is refused there (403) holds them, and not
     *     the zone
     * @return the results that differ from plain success, or that contain the effective attributes. A change without a
     *     result is treated as applied
     * @throws DdnsException if nothing was written; an exception with the scope of the zone ends the work on it
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    protected abstract Map<RecordKey, ChangeResult> write(
            Zone zone, List<SetWrite> writes, Listing listing, Publication publication) throws InterruptedException;

    /**
     * Tells whether what was written to a zone goes live only by {@link #commit}, although lists show it before. By default
     * writes go live by themselves.
     */
    protected boolean commits() {
        return false;
    }

    /**
     * Makes what was written to a zone go live. It is called only if {@link #commits} is true: once, after all writes of a
     * zone in a publication, if a write was carried out; and also if a record is listed as it is wanted, because an earlier
     * commit may have been lost. So it must do no harm if there is nothing new. Before it has succeeded, no write of the
     * zone counts as done, and no record as right.
     *
     * @param publication the publication for this zone: a request that is refused there (403) holds the zone
     * @throws DdnsException if it was not committed, or nobody knows. The records stay in doubt, and the next publication
     *     commits again
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    protected void commit(Zone zone, Publication publication) throws InterruptedException {
        throw new IllegalStateException(getClass().getName() + " has no commit");
    }

    /**
     * Returns how much of a batch's room a write takes. By default each value that is created, updated or deleted counts
     * as one write, and each value that the set has afterwards as one value; bytes are not counted.
     */
    protected Weight weigh(SetWrite write) {
        return new Weight(write.size(), write.values().size(), 0);
    }

    /**
     * The room that a write takes in a batch.
     *
     * @param writes the number of writes
     * @param values the number of values
     * @param bytes the size in bytes
     */
    public record Weight(int writes, int values, int bytes) {
        /**
         * Returns the weight of a write in a call that names the whole set as it is and as it is to be: one write, all values
         * of both, and their characters. See {@link SetWrite#before}.
         */
        public static Weight ofBeforeAndAfter(SetWrite write) {
            List<String> texts = Stream.of(write.before(), write.after(Duration.ZERO))
                    .flatMap(Optional::stream)
                    .flatMap(set -> set.texts().stream())
                    .toList();
            return new Weight(
                    1, texts.size(), texts.stream().mapToInt(String::length).sum());
        }
    }

    @Override
    public final void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
        ZoneFinder finder = new ZoneFinder(this::zones, publication);
        List<RecordChange> toDo =
                changes.stream().filter(c -> c.intent() != Intent.KEEP).collect(Collectors.toList());
        Map<Zone, List<RecordChange>> byZone;
        try {
            byZone = finder.byZone(toDo, publication::failed);
        } catch (DdnsException e) {
            publication.failed(toDo, e);
            return;
        }
        for (Map.Entry<Zone, List<RecordChange>> entry : byZone.entrySet()) {
            try {
                publishZone(entry.getKey(), entry.getValue(), finder, publication);
            } catch (DdnsException e) {
                publication.failed(entry.getValue(), e);
            } catch (Publication.NotNowException e) {
                // What was not reported counts as not attempted, and the gate says the same of the next zone.
            }
        }
    }

    /** Publishes the changes in one zone. */
    void publishZone(Zone known, List<RecordChange> changes, ZoneFinder finder, Publication publication)
            throws InterruptedException {
        Listed listed = list(known, changes, finder, publication);
        if (commits() && !publication.isDryRun()) {
            Publication inZone = publication.inZone(listed.zone().name(), changes, ProblemScope.ZONE);
            Uncommitted results = new Uncommitted(publication);
            results.run(() -> publishListed(listed, changes, finder, results), () -> commit(listed.zone(), inZone));
        } else {
            publishListed(listed, changes, finder, publication);
        }
    }

    private void publishListed(Listed listed, List<RecordChange> changes, ZoneFinder finder, Publication publication)
            throws InterruptedException {
        Map<RecordChange, TransientException> conflicts = new LinkedHashMap<>();
        new ZoneWrites(this, listed, publication, conflicts).publish(changes);
        if (!conflicts.isEmpty()) {
            // Somebody was quicker, or the list was old. One new look tells.
            List<RecordChange> again = List.copyOf(conflicts.keySet());
            Listed anew = list(listed.zone(), again, finder, publication);
            new ZoneWrites(this, anew, publication, null).publish(again);
        }
    }

    /** The same as {@link SetWrite#applied(Map)}. */
    protected static ChangeResult applied(SetWrite write, Map<String, Object> effective) {
        return write.applied(effective);
    }

    /** The same as {@link SetWrite#effective}. */
    protected static Map<String, Object> effective(SetWrite write, List<ZoneRecord> values) {
        return write.effective(values);
    }

    @Override
    public final List<RecordView> read(List<RecordChange> questions, Publication publication)
            throws InterruptedException {
        ZoneFinder finder = new ZoneFinder(this::zones, publication);
        Map<RecordKey, List<ZoneRecord>> all = new LinkedHashMap<>();
        Map<Zone, List<RecordChange>> byZone = finder.byZone(questions, (changes, e) -> {
            throw e;
        });
        for (Map.Entry<Zone, List<RecordChange>> entry : byZone.entrySet()) {
            Listed listed = list(entry.getKey(), entry.getValue(), finder, publication);
            entry.getValue().forEach(question -> all.put(question.key(), listed.values(question)));
        }
        List<RecordView> views = new ArrayList<>();
        for (RecordChange question : questions) {
            List<ZoneRecord> values = all.getOrDefault(question.key(), List.of());
            views.add(new RecordView(
                    question.key(), SetWrite.addresses(values), OwnershipRules.effective(question, values)));
        }
        return views;
    }

    /**
     * Lists a zone. If a zone from the cache does not exist or is not ours any more, it is searched once more. If the
     * credentials are wrong and not the zone, that search reports it.
     */
    private Listed list(Zone zone, List<RecordChange> changes, ZoneFinder finder, Publication publication)
            throws InterruptedException {
        Set<RecordKey> keys =
                changes.stream().map(RecordChange::key).collect(Collectors.toCollection(LinkedHashSet::new));
        try {
            return new Listed(zone, list(zone, keys, publication.inZone(zone.name(), changes, ProblemScope.ZONE)));
        } catch (RejectedException | AuthenticationException e) {
            if (!concernsZone(e) || !finder.forget(zone)) {
                throw e;
            }
            Zone fresh = finder.zoneOf(changes.get(0));
            return new Listed(fresh, list(fresh, keys, publication.inZone(fresh.name(), changes, ProblemScope.ZONE)));
        }
    }

    static boolean concernsZone(DdnsException e) {
        return e instanceof RejectedException rejected
                ? rejected.reason() == RejectedException.Reason.NOT_FOUND
                : e.scope() != ProblemScope.ACCOUNT;
    }
}
