package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.ZonePublication;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The writes of one zone after one look at it, in the fewest calls. For one thread. */
final class ZoneWrites {
    private final ZoneDnsProvider provider;
    private final Listed listed;
    private final Publication publication;
    private final @Nullable Map<RecordChange, TransientException> conflicts;
    /** Whether nothing can be added any more. */
    private boolean full;

    /**
     * Creates them.
     *
     * @param conflicts takes changes for which something was there already that was not listed; null at the second look
     */
    ZoneWrites(
            ZoneDnsProvider provider,
            Listed listed,
            Publication publication,
            @Nullable Map<RecordChange, TransientException> conflicts) {
        this.provider = provider;
        this.listed = listed;
        this.publication = publication;
        this.conflicts = conflicts;
    }

    /** Publishes what is not right by the list. */
    void publish(List<RecordChange> changes) throws InterruptedException {
        List<SetWrite> writes = new ArrayList<>();
        for (RecordChange change : changes) {
            List<ZoneRecord> values = listed.values(change);
            publication.found(change, SetWrite.addresses(values));
            try {
                listed.check(change);
                SetWrite write = OwnershipRules.write(change, values);
                if (write.size() == 0) {
                    publication.report(change, new ChangeResult.AlreadyRight(OwnershipRules.shown(change, values)));
                } else {
                    writes.add(write);
                }
            } catch (DdnsException e) {
                publication.failed(List.of(change), e);
            }
        }
        for (List<SetWrite> batch : batches(writes)) {
            writeBatch(batch);
        }
    }

    private void writeBatch(List<SetWrite> batch) throws InterruptedException {
        List<RecordChange> changes = batch.stream().map(SetWrite::change).collect(Collectors.toList());
        Set<RecordKey> told = new HashSet<>();
        Map<RecordKey, ChangeResult> results;
        try {
            publication.attempting(changes);
            Publication inZone = publication.inZone(listed.zone().name(), changes, ProblemScope.RECORD);
            results = provider.write(
                    listed.zone(), batch, listed.listing(), new ZonePublication(inZone, ProblemScope.RECORD) {
                        @Override
                        public void report(RecordChange change, ChangeResult result) {
                            told.add(change.key());
                            super.report(change, result);
                        }
                    });
        } catch (FailedSets e) {
            for (Map.Entry<SetWrite, DdnsException> one : e.failures().entrySet()) {
                failed(List.of(one.getKey()), one.getValue(), true);
            }
            return;
        } catch (DdnsException e) {
            boolean alone = batch.size() == 1 || !isAtomic() || e.scope() != ProblemScope.RECORD;
            List<SetWrite> rest = batch.stream()
                    .filter(write -> !told.contains(write.change().key()))
                    .collect(Collectors.toList());
            failed(rest, e, alone);
            return;
        } catch (Publication.NotNowException e) {
            return; // in a dry run the next batch is to be recorded too
        }
        for (SetWrite write : batch) {
            ChangeResult result = results.get(write.change().key());
            publication.report(write.change(), result != null ? result : write.applied());
        }
    }

    private void failed(List<SetWrite> writes, DdnsException e, boolean alone) throws InterruptedException {
        if (alone && e instanceof RejectedException && ZoneDnsProvider.concernsZone(e)) {
            // What was listed a moment ago is gone: the next attempt lists again.
            failed(writes, TransientException.notSent(e.problem().message(), e));
        } else {
            failedTogether(writes, e);
        }
    }

    /**
     * Halves an atomic batch that was refused because of some of its records, so that the others are written. After a
     * conflict a new look at the zone comes first: it costs less.
     */
    private void failedTogether(List<SetWrite> batch, DdnsException e) throws InterruptedException {
        boolean conflict = e instanceof TransientException failure && failure.isConflict();
        boolean refused = e.scope() == ProblemScope.RECORD
                && (e instanceof RejectedException || e instanceof AuthenticationException);
        if (batch.size() > 1 && isAtomic() && isQuota(e)) {
            overQuota(batch, e);
        } else if (batch.size() > 1 && (isAtomic() && refused || conflict && conflicts == null)) {
            int half = batch.size() / 2;
            writeBatch(batch.subList(0, half));
            writeBatch(batch.subList(half, batch.size()));
        } else if (conflict) {
            boolean only = batch.size() == 1; // else which of them was refused is not known
            batch.forEach(write -> conflict(write, only, (TransientException) e));
        } else {
            full |= isQuota(e);
            failed(batch, e);
            if (e.scope() == ProblemScope.ZONE) {
                throw e; // the rest of the zone would hear the same
            }
        }
    }

    private static boolean isQuota(DdnsException e) {
        return e.scope() == ProblemScope.RECORD
                && e instanceof RejectedException rejected
                && rejected.reason() == RejectedException.Reason.QUOTA;
    }

    /**
     * A quota is not that of one record. Writes that add no value may pass without the others; of those that add some, as
     * many as fit. When one alone is refused, nothing more fits.
     */
    private void overQuota(List<SetWrite> batch, DdnsException e) throws InterruptedException {
        Map<Boolean, List<SetWrite>> byGrowth = batch.stream()
                .collect(Collectors.partitioningBy(
                        write -> write.creates().size() > write.deletes().size()));
        List<SetWrite> growing = byGrowth.getOrDefault(true, List.of());
        List<SetWrite> others = byGrowth.getOrDefault(false, List.of());
        if (growing.isEmpty()) {
            failed(others, e);
            return;
        }
        if (!others.isEmpty()) {
            writeBatch(others);
        }
        int half = growing.size() / 2;
        for (List<SetWrite> part : List.of(growing.subList(0, half), growing.subList(half, growing.size()))) {
            if (full) {
                failed(part, e);
            } else if (!part.isEmpty()) {
                writeBatch(part);
            }
        }
    }

    private void failed(List<SetWrite> writes, DdnsException e) {
        publication.failed(writes.stream().map(SetWrite::change).collect(Collectors.toList()), e);
    }

    /** A touch that would change nothing has had its effect. */
    private void conflict(SetWrite write, boolean alone, TransientException e) {
        RecordChange change = write.change();
        if (alone
                && change.intent() == Intent.TOUCH
                && SetWrite.addresses(write.present()).containsAll(change.addresses())) {
            publication.report(change, new ChangeResult.AlreadyRight(OwnershipRules.shown(change, write.present())));
        } else if (conflicts != null) {
            conflicts.put(change, e);
        } else {
            publication.failed(List.of(change), e);
        }
    }

    private boolean isAtomic() {
        return provider.abilities().batch().filter(Abilities.Batch::atomic).isPresent();
    }

    private List<List<SetWrite>> batches(List<SetWrite> writes) {
        Abilities.Batch room = provider.abilities().batch().orElse(null);
        List<List<SetWrite>> batches = new ArrayList<>();
        ZoneDnsProvider.Weight load = new ZoneDnsProvider.Weight(0, 0, 0);
        for (SetWrite write : writes) {
            ZoneDnsProvider.Weight weight = provider.weigh(write);
            boolean fits = room != null
                    && weight.writes() <= room.maxWrites() - load.writes()
                    && weight.values() <= room.maxValues() - load.values()
                    && weight.bytes() <= room.maxBytes() - load.bytes();
            if (batches.isEmpty() || !fits) {
                batches.add(new ArrayList<>());
                load = new ZoneDnsProvider.Weight(0, 0, 0);
            }
            batches.get(batches.size() - 1).add(write);
            load = new ZoneDnsProvider.Weight(
                    load.writes() + weight.writes(), load.values() + weight.values(), load.bytes() + weight.bytes());
        }
        return batches;
    }
}
