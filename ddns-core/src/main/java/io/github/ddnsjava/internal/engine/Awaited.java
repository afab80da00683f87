package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.engine.cluster.Membership;
import io.github.ddnsjava.internal.engine.cycle.Scope;
import io.github.ddnsjava.internal.engine.memory.Memory;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Feed;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.internal.engine.report.StatusView;
import io.github.ddnsjava.internal.engine.rules.Holds;
import io.github.ddnsjava.internal.engine.when.Rhythm;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The cycles whose report somebody waits for. An updater in a cluster that was not started takes part in it for that long.
 * What another node keeps stands in the report, too. Thread-safe.
 */
final class Awaited {
    private final StateAccess state;
    private final CyclesUnderWay cycles;
    private final Releases releases;
    private final Rhythm rhythm;
    private final Membership membership;
    private final Supplier<Roster> roster;
    private final BooleanSupplier started;

    Awaited(
            StateAccess state,
            CyclesUnderWay cycles,
            Releases releases,
            Rhythm rhythm,
            Membership membership,
            Supplier<Roster> roster,
            BooleanSupplier started) {
        this.state = state;
        this.cycles = cycles;
        this.releases = releases;
        this.rhythm = rhythm;
        this.membership = membership;
        this.roster = roster;
        this.started = started;
    }

    /** What is done while this node takes part in the cluster. */
    interface Work<T> {
        T run() throws InterruptedException;
    }

    /** See {@link io.github.ddnsjava.Updater#runOnce}. */
    UpdateReport run() throws InterruptedException {
        return takingPart(() -> releases.during(() -> {
            Roster all = roster.get();
            List<Entry> kept = all.kept();
            // What an updater takes over for a moment may have been written by another since it was read.
            Scope scope = membership.isShared() && !started.getAsBoolean() ? Scope.verifying(kept) : Scope.of(kept);
            return withOthers(report(scope, all.feeds()), all, all.enabled());
        }));
    }

    /** Verifies all records. */
    UpdateReport verify() throws InterruptedException {
        return takingPart(() -> releases.during(
                () -> verify(roster.get().enabled(), roster.get().entries().keySet())));
    }

    /** Verifies these records. */
    UpdateReport verify(Collection<RecordKey> keys) throws InterruptedException {
        return takingPart(() -> releases.during(
                () -> verify(keys.stream().map(roster.get()::enabled).toList(), keys)));
    }

    private UpdateReport verify(Collection<Entry> asked, Collection<RecordKey> keys) throws InterruptedException {
        Roster all = roster.get();
        List<Entry> kept = asked.stream().filter(all::keeps).toList();
        UpdateReport report = withOthers(report(Scope.verifying(kept), Roster.feeds(kept)), all, asked);
        Set<RecordKey> wanted = Set.copyOf(keys);
        return new UpdateReport(
                report.records().stream()
                        .filter(record -> wanted.contains(record.key()))
                        .toList(),
                report.detections());
    }

    private UpdateReport report(Scope scope, Collection<Feed> feeds) throws InterruptedException {
        rhythm.assumeOnline();
        CompletableFuture<UpdateReport> result = new CompletableFuture<>();
        cycles.begin(cycle -> cycle.begin(feeds), false, scope, result::complete);
        return CyclesUnderWay.await(result);
    }

    /** Adds the records that this node does not keep. */
    private UpdateReport withOthers(UpdateReport report, Roster all, Collection<Entry> asked) {
        List<RecordReport> records = new ArrayList<>(report.records());
        Memory memory = state.opened().memory();
        for (Entry entry : asked) {
            Optional<Problem> elsewhere = membership.elsewhere(all, entry);
            if (elsewhere.isPresent()) {
                records.add(StatusView.notKept(memory.known(entry.key()), elsewhere.get()));
            }
        }
        records.sort(Comparator.comparing(RecordReport::key));
        return new UpdateReport(records, report.detections());
    }

    /** Goes through a cycle of these records that writes nothing; whoever keeps them. */
    UpdateReport plan(Function<Roster, List<Entry>> asked) throws InterruptedException {
        return releases.during(() -> cycles.plan(state.rehearsal(), asked.apply(roster.get())));
    }

    /** Ends what holds a record. Returns the feeds that are to be looked at. */
    Collection<Feed> released(RecordKey key) {
        try {
            return takingPart(() -> {
                Roster all = roster.get();
                Entry entry = all.managed(key);
                membership.elsewhere(all, entry).ifPresent(why -> {
                    throw new ConfigurationException(
                            "",
                            "the hold of " + key + " cannot be released here: " + why.message(),
                            "the node that leads");
                });
                Holds.release(state.opened().memory(), all, entry);
                String account = entry.provider.account();
                all.kept().stream()
                        .filter(other -> other.provider.account().equals(account))
                        .forEach(other -> other.feed.agenda.putNextCycle(other));
                return all.feeds();
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a hold was being released", e);
        }
    }

    /** Does something when this node knows what it leads. */
    <T> T takingPart(Work<T> work) throws InterruptedException {
        state.openOrWait();
        if (!membership.isShared() || started.getAsBoolean()) {
            return work.run();
        }
        CompletableFuture<Boolean> begun = membership.begin();
        try {
            await(begun);
            return work.run();
        } finally {
            await(membership.end()); // which ends nothing if the updater was started meanwhile
        }
    }

    private static void await(CompletableFuture<Boolean> done) throws InterruptedException {
        try {
            done.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a round of the cluster failed; this is a defect, please report it", e);
        }
    }
}
