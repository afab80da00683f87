package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A base class for providers with zones and lists of records. An author implements the wire calls {@link #zones},
 * {@link #records} and {@link #write}. This class contains the algorithm:
 *
 * <ol>
 *   <li>The zone of a name is the longest suffix that the account owns. Zones are cached, and removed from the cache if
 *       they are not found any more.
 *   <li>Each zone is listed once, whatever the number of its records.
 *   <li>The {@linkplain OwnershipRules ownership rules} determine which values are ours and what must be written.
 *   <li>The writes are made in the fewest calls. A record that is in sync is not written. An atomic batch that is
 *       refused is bisected until the wrong record is alone.
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
     */
    protected ZoneDnsProvider(String account, Settings settings, Abilities abilities) {
        if (!abilities.read()) {
            throw new IllegalArgumentException("a provider with lists of records can read them");
        }
        this.account = account;
        this.settings = settings;
        this.abilities = abilities;
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

    /**
     * Returns the account's zones: all of them, or at least those among the candidates.
     *
     * @param candidates every name that could be the zone of a name in question
     * @throws DdnsException if they cannot be listed
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    protected abstract List<Zone> zones(Set<DnsName> candidates, Publication publication) throws InterruptedException;

    /**
     * Returns a zone's A and AAAA values: all of them, or at least those of these names.
     *
     * @param publication the publication for this zone: a request that is refused there (403) holds the zone
     * @throws RejectedException with {@code NOT_FOUND} if the zone does not exist or does not exist any more
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    protected abstract List<ZoneRecord> records(Zone zone, Set<DnsName> names, Publication publication)
            throws InterruptedException;

    /**
     * Writes record sets of one zone: one at a time, or as many as {@link Abilities#batch()} allows. {@link
     * Publication#attempting} was called before.
     *
     * @param publication the publication for these records: a request that is refused there (403) holds them, and not
     *     the zone
     * @return the results that differ from plain success, or that contain the effective attributes. A change without a
     *     result is treated as applied
     * @throws DdnsException if nothing was written; an exception with the scope of the zone ends the work on it
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    protected abstract Map<RecordKey, ChangeResult> write(Zone zone, List<SetWrite> writes, Publication publication)
            throws InterruptedException;

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

    private void publishZone(Zone known, List<RecordChange> changes, ZoneFinder finder, Publication publication)
            throws InterruptedException {
        Listing listing = list(known, changes, finder, publication);
        Zone zone = listing.zone;
        Map<RecordKey, List<ZoneRecord>> present = listing.byKey;
        List<SetWrite> writes = new ArrayList<>();
        for (RecordChange change : changes) {
            List<ZoneRecord> values = present.getOrDefault(withoutProvider(change.key()), List.of());
            publication.found(change, addresses(values));
            try {
                SetWrite write = OwnershipRules.write(change, values);
                if (write.size() == 0) {
                    publication.report(change, new ChangeResult.AlreadyRight(OwnershipRules.effective(change, values)));
                } else {
                    writes.add(write);
                }
            } catch (DdnsException e) {
                publication.failed(List.of(change), e);
            }
        }
        for (List<SetWrite> batch : batches(writes)) {
            writeBatch(zone, batch, publication);
        }
    }

    private void writeBatch(Zone zone, List<SetWrite> batch, Publication publication) throws InterruptedException {
        List<RecordChange> changes = batch.stream().map(SetWrite::change).collect(Collectors.toList());
        Map<RecordKey, ChangeResult> results;
        try {
            publication.attempting(changes);
            results = write(zone, batch, publication.inZone(zone.name(), changes, ProblemScope.RECORD));
        } catch (RejectedException e) {
            if (e.reason() == RejectedException.Reason.NOT_FOUND) {
                // What was listed a moment ago is gone: the next attempt lists again.
                publication.failed(
                        changes, TransientException.notSent(e.problem().message(), e));
                return;
            }
            failedTogether(zone, batch, e, publication);
            return;
        } catch (DdnsException e) {
            failedTogether(zone, batch, e, publication);
            return;
        } catch (Publication.NotNowException e) {
            return; // in a dry run the next batch is to be recorded too
        }
        for (SetWrite write : batch) {
            ChangeResult result = results.get(write.change().key());
            publication.report(write.change(), result != null ? result : applied(write, Map.of()));
        }
    }

    /** Halves an atomic batch that was refused because of some of its records, so that the others are written. */
    private void failedTogether(Zone zone, List<SetWrite> batch, DdnsException e, Publication publication)
            throws InterruptedException {
        boolean refused = e.scope() == ProblemScope.RECORD
                && (e instanceof RejectedException || e instanceof AuthenticationException);
        if (batch.size() == 1 || !isAtomic() || !refused) {
            publication.failed(batch.stream().map(SetWrite::change).collect(Collectors.toList()), e);
            if (e.scope() == ProblemScope.ZONE) {
                throw e; // the rest of the zone would hear the same
            }
            return;
        }
        int half = batch.size() / 2;
        writeBatch(zone, batch.subList(0, half), publication);
        writeBatch(zone, batch.subList(half, batch.size()), publication);
    }

    /** Returns the result of a write that the provider carried out, with the attributes after the write. */
    protected static ChangeResult applied(SetWrite write, Map<String, Object> effective) {
        Set<IpAddress> previous = addresses(write.present());
        Outcome outcome = write.change().intent() == Intent.WITHDRAW
                ? Outcome.WITHDRAWN
                : previous.isEmpty() ? Outcome.CREATED : Outcome.UPDATED;
        return new ChangeResult.Applied(outcome, previous, effective);
    }

    private static Set<IpAddress> addresses(List<ZoneRecord> values) {
        return values.stream().map(ZoneRecord::address).collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean isAtomic() {
        return abilities().batch().filter(Abilities.Batch::atomic).isPresent();
    }

    private List<List<SetWrite>> batches(List<SetWrite> writes) {
        int max = abilities().batch().map(Abilities.Batch::maxWrites).orElse(1);
        List<List<SetWrite>> batches = new ArrayList<>();
        int room = 0;
        for (SetWrite write : writes) {
            if (batches.isEmpty() || room < write.size()) {
                batches.add(new ArrayList<>());
                room = max;
            }
            batches.get(batches.size() - 1).add(write);
            room -= write.size();
        }
        return batches;
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
            all.putAll(list(entry.getKey(), entry.getValue(), finder, publication).byKey);
        }
        List<RecordView> views = new ArrayList<>();
        for (RecordChange question : questions) {
            List<ZoneRecord> values = all.getOrDefault(withoutProvider(question.key()), List.of());
            views.add(new RecordView(question.key(), addresses(values), OwnershipRules.effective(question, values)));
        }
        return views;
    }

    /**
     * Lists a zone. If a zone from the cache does not exist or is not ours any more, it is searched once more. If the
     * credentials are wrong and not the zone, that search reports it.
     */
    private Listing list(Zone zone, List<RecordChange> changes, ZoneFinder finder, Publication publication)
            throws InterruptedException {
        Set<DnsName> names = changes.stream().map(RecordChange::name).collect(Collectors.toCollection(TreeSet::new));
        try {
            return new Listing(zone, records(zone, names, publication.inZone(zone.name(), changes, ProblemScope.ZONE)));
        } catch (RejectedException | AuthenticationException e) {
            if (!concernsZone(e) || !finder.forget(zone)) {
                throw e;
            }
            Zone fresh = finder.zoneOf(changes.get(0));
            return new Listing(
                    fresh, records(fresh, names, publication.inZone(fresh.name(), changes, ProblemScope.ZONE)));
        }
    }

    private static boolean concernsZone(DdnsException e) {
        return e instanceof RejectedException rejected
                ? rejected.reason() == RejectedException.Reason.NOT_FOUND
                : e.scope() != ProblemScope.ACCOUNT;
    }

    private static RecordKey withoutProvider(RecordKey key) {
        return new RecordKey("", key.name(), key.type());
    }

    private static final class Listing {
        private final Zone zone;
        private final Map<RecordKey, List<ZoneRecord>> byKey;

        Listing(Zone zone, List<ZoneRecord> records) {
            this.zone = zone;
            this.byKey = records.stream()
                    .collect(Collectors.groupingBy(record -> new RecordKey("", record.name(), record.type())));
        }
    }
}
