package io.github.ddnsjava.internal.engine.cycle;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.decide.Decision;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.internal.engine.account.Lanes;
import io.github.ddnsjava.internal.engine.account.Run;
import io.github.ddnsjava.internal.engine.memory.Memory;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Feed;
import io.github.ddnsjava.internal.engine.records.PendingChange;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.internal.engine.records.Sender;
import io.github.ddnsjava.internal.engine.records.Sighting;
import io.github.ddnsjava.internal.engine.report.CycleReport;
import io.github.ddnsjava.internal.engine.report.RecordEvents;
import io.github.ddnsjava.internal.engine.rules.QuietRules;
import io.github.ddnsjava.internal.engine.rules.RecordDecision;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One cycle over some feeds: detect, decide, publish, remember. Each feed goes its way by itself, so none waits for
 * another; only their changes do, for a moment, to travel together ({@link Convoy}). Thread-safe.
 */
public final class Cycle {
    /** Stands where every record has its own, pushed one. */
    private static final Sighting PUSHED = Sighting.none(Problem.of(ProblemKind.DETECTION, "no address was pushed"), 0);

    private final Run run;
    private final long number;
    private final Instant begun;
    private final Memory memory;
    private final RecordEvents recordEvents;
    private final Lanes lanes;
    private final Scope scope;
    private final Patience patience;
    private final Convoy convoy;
    private final OpenSteps steps;
    private final CycleReport report;
    private final Outcomes outcomes;
    private final BiConsumer<Cycle, UpdateReport> whenFinished;

    /**
     * Makes a cycle.
     *
     * @param number its number
     * @param round asks the detectors
     * @param scope which records are looked at besides those concerned
     * @param whenFinished takes the report, once
     */
    public Cycle(
            Run run,
            Lanes lanes,
            long number,
            DetectionRound round,
            Scope scope,
            BiConsumer<Cycle, UpdateReport> whenFinished) {
        this.run = run;
        this.number = number;
        this.begun = run.now();
        this.memory = run.memory();
        this.recordEvents = new RecordEvents(run.clock(), run::tell);
        this.lanes = lanes;
        this.scope = scope;
        this.whenFinished = whenFinished;
        this.report = new CycleReport(memory);
        this.steps = new OpenSteps(this::finish);
        Instant retryUntil = begun.plus(run.parts().retry().retryWithin());
        this.patience = new Patience(run.parts(), run.workers(), round, retryUntil);
        this.convoy = new Convoy(run.workers(), lanes);
        Retries retries = new Retries(run.workers(), run.clock(), this::retry, this::noTimers);
        this.outcomes = new Outcomes(run, number, retryUntil, retries, steps, report);
    }

    /** Begins; the report comes when every record has finished. */
    public void begin(Collection<Feed> feeds) {
        report.include(scope.asked());
        Roster roster = run.roster().get();
        // A feed that was removed a moment ago is left alone, unless somebody waits: its detector may be closed soon.
        Collection<Feed> present = scope.awaited()
                ? feeds
                : feeds.stream().filter(feed -> !roster.served(feed).isEmpty()).toList();
        convoy.await(present, roster);
        for (Feed feed : present) {
            if (run.dry()) {
                steps.opened();
                execute(feed, () -> work(() -> run(feed), () -> convoy.arrived(feed)));
            } else if (feed.queueLook() || scope.awaited()) {
                steps.opened();
                execute(feed, () -> {
                    feed.lookBegins();
                    work(() -> run(feed), () -> convoy.arrived(feed));
                });
            } else {
                convoy.arrived(feed);
            }
        }
        steps.closed();
    }

    /** Begins with addresses that were pushed for these records. */
    public void beginPushed(Collection<Entry> entries) {
        Map<Feed, List<Entry>> byFeed = new LinkedHashMap<>();
        entries.forEach(entry ->
                byFeed.computeIfAbsent(entry.feed, feed -> new ArrayList<>()).add(entry));
        convoy.await(byFeed.keySet(), run.roster().get());
        byFeed.forEach((feed, pushed) -> {
            if (feed.queuePush(pushed)) {
                steps.opened();
                feed.serial.execute(() -> work(
                        () -> publish(decide(feed, present(feed.pushBegins()), PUSHED)), () -> convoy.arrived(feed)));
            } else {
                convoy.arrived(feed);
            }
        });
        steps.closed();
    }

    private List<Entry> present(List<Entry> entries) {
        return entries.stream()
                .filter(run.roster().get()::has)
                .filter(run.roster().get()::keeps)
                .toList();
    }

    /** Begins with what is decided already. */
    public void begin(Function<Sender, List<PendingChange>> changes) {
        publish(changes.apply(outcomes));
        steps.closed();
    }

    /** Ends without what has not finished: the updater is closing. */
    public void abandon() {
        if (steps.abandon()) {
            whenFinished.accept(this, report.get());
        }
    }

    /** Ends, because nothing that waits for a timer would be done. */
    private void noTimers() {
        report.cutShort("the scheduler that was given to the updater takes no timer");
        abandon();
    }

    private void finish() {
        UpdateReport whole = report.get();
        try {
            Instant now = run.now();
            run.tell(new UpdateEvent.CycleEnded(now, whole, Duration.between(begun, now), number));
        } finally {
            whenFinished.accept(this, whole);
        }
    }

    /** One cycle after the other looks at a feed; a plan disturbs none. */
    private void execute(Feed feed, Runnable task) {
        if (run.dry()) {
            run.workers().run(task);
        } else {
            feed.serial.execute(task);
        }
    }

    /** The whole way of one feed's records. */
    private void run(Feed feed) throws InterruptedException {
        memory.repair();
        try {
            Instant asked = run.now();
            Sighting sighting = look(feed);
            if (sighting.mayPass() && again(feed, () -> run(feed))) {
                return;
            }
            detected(feed, sighting, asked);
            List<PendingChange> changes = decide(feed, concernedBy(feed, sighting), sighting);
            publish(changes); // whose lanes remember what the provider confirms
        } catch (RuntimeException | Error e) {
            feed.startAfresh();
            throw e;
        }
    }

    /** Takes a step once more in a while, if somebody waits for the report and time is left. */
    private boolean again(Feed feed, Step step) {
        Optional<Duration> wait = scope.awaited() ? patience.again(feed) : Optional.empty();
        wait.ifPresent(time -> {
            steps.opened();
            run.workers().after(time, () -> execute(feed, () -> work(step, () -> {})), this::noTimers);
        });
        return wait.isPresent();
    }

    private Collection<Entry> concernedBy(Feed feed, Sighting sighting) {
        Supplier<List<Entry>> served = () -> run.roster().get().served(feed);
        Set<Entry> concerned =
                run.dry() ? Set.of() : new LinkedHashSet<>(feed.concernedBy(sighting, run.now(), served));
        if (!scope.awaited()) {
            return concerned;
        }
        Map<RecordKey, Entry> all = new LinkedHashMap<>();
        served.get().stream()
                .filter(entry -> scope.asked().contains(entry) || concerned.contains(entry))
                .forEach(entry -> all.put(entry.key(), entry));
        // What was changed or removed since the cycle began stays in its report; its lane sends nothing for it. A plan
        // looks also at what another node keeps.
        scope.asked().stream()
                .filter(entry ->
                        entry.feed == feed && (run.dry() || !run.roster().get().has(entry)))
                .sorted(Comparator.comparing(Entry::key))
                .forEach(entry -> all.putIfAbsent(entry.key(), entry));
        return all.values();
    }

    private Sighting look(Feed feed) throws InterruptedException {
        DetectionRound round = patience.round(feed);
        Sighting seen = round.look(feed, feed.handled(), memory.nextSequence());
        return run.connectivity().looked(feed, seen.madeAt(run.now()));
    }

    private void detected(Feed feed, Sighting sighting, Instant asked) {
        sighting.report().ifPresent(seen -> {
            report.add(seen);
            feed.says(seen);
            Instant now = run.now();
            run.tell(new UpdateEvent.Detected(now, seen, Duration.between(asked, now), number));
        });
        run.connectivity().tellTrouble(feed);
    }

    /** Decides, and remembers what follows from that alone, in one write. */
    private List<PendingChange> decide(Feed feed, Collection<Entry> entries, Sighting sighting)
            throws InterruptedException {
        if (run.connectivity().isOffline()) {
            entries.forEach(outcomes::putOff);
            return List.of();
        }
        Map<RecordKey, RecordDecision> decisions = new LinkedHashMap<>();
        new Decider(run, lanes, patience.round(feed), scope, feed, sighting)
                .decide(entries)
                .forEach(decided -> decisions.put(decided.entry().key(), decided));
        readAgain(feed, decisions, sighting);
        Map<RecordKey, Memory.RowUpdate> rows = memory.change(
                decisions.keySet(),
                state -> QuietRules.decided(state, Objects.requireNonNull(decisions.get(state.key()))));
        List<PendingChange> changes = new ArrayList<>();
        decisions.forEach((key, decided) -> {
            Memory.RowUpdate row = Objects.requireNonNull(rows.get(key));
            Decision decision = decided.decision();
            note(decided);
            if (decision instanceof Decision.Publish publish) {
                Intent intent = publish.touch() ? Intent.TOUCH : Intent.ENSURE;
                changes.add(change(decided, intent, publish.addresses(), publish.reason(), row.after()));
            } else if (decision instanceof Decision.Withdraw withdraw) {
                changes.add(change(decided, Intent.WITHDRAW, Set.of(), withdraw.reason(), row.after()));
            } else if (decision instanceof Decision.Hold hold) {
                recordEvents.troubleOrRecovery(decided.entry(), row.before(), row.after(), hold.until(), number);
                outcomes.hold(decided, hold, row.after());
            } else if (decision instanceof Decision.Keep keep) {
                recordEvents.troubleOrRecovery(decided.entry(), row.before(), row.after(), Optional.empty(), number);
                outcomes.keep(decided, keep, row.after());
            }
        });
        return changes;
    }

    /** Notes since when a record is to be changed. */
    private void note(RecordDecision decided) {
        if (run.dry()) {
            return;
        } else if (decided.decision() instanceof Decision.Keep) {
            decided.entry().wantsNothing();
        } else {
            decided.entry().wants(decided.wanted(), decided.sighting().at().orElse(run.now()));
        }
    }

    /** Takes those out that lack a second reading only because that failed, if it is tried again. */
    private void readAgain(Feed feed, Map<RecordKey, RecordDecision> decisions, Sighting sighting) {
        List<Entry> unread = decisions.values().stream()
                .filter(RecordDecision::lacksSecondReading)
                .map(RecordDecision::entry)
                .toList();
        if (!unread.isEmpty() && again(feed, () -> publish(decide(feed, unread, feed.newest(sighting))))) {
            unread.forEach(entry -> decisions.remove(entry.key()));
        }
    }

    private PendingChange change(
            RecordDecision decided, Intent intent, Set<IpAddress> addresses, String reason, RecordState state) {
        Entry entry = decided.entry();
        run.tell(new UpdateEvent.Decided(
                run.now(), entry.key(), intent, addresses, reason, state.attempts() + 1, number));
        RecordChange change = RecordChange.of(entry.record, intent, addresses, state);
        return new PendingChange(entry, change, decided.sighting(), reason, outcomes);
    }

    private void publish(List<PendingChange> changes) {
        changes.forEach(change -> steps.opened());
        try {
            convoy.send(changes);
        } catch (RuntimeException | Error e) {
            changes.stream().filter(PendingChange::close).forEach(change -> steps.closed());
            throw e;
        }
    }

    /** Decides and publishes once more, by the newest detection. */
    private void retry(List<Retries.Retry> again) {
        Step step = () -> {
            Map<Feed, List<Retries.Retry>> byFeed = again.stream()
                    .collect(Collectors.groupingBy(
                            retry -> retry.entry().feed, LinkedHashMap::new, Collectors.toList()));
            List<PendingChange> next = new ArrayList<>();
            for (Map.Entry<Feed, List<Retries.Retry>> group : byFeed.entrySet()) {
                List<Entry> entries =
                        group.getValue().stream().map(Retries.Retry::entry).toList();
                Sighting known = group.getValue().get(0).sighting();
                next.addAll(decide(group.getKey(), entries, group.getKey().newest(known)));
            }
            publish(next);
        };
        run.workers().run(() -> work(step, () -> again.stream().skip(1).forEach(retry -> steps.closed())));
    }

    /** A step of the cycle on a worker. */
    private interface Step {
        void run() throws InterruptedException;
    }

    private void work(Step step, Runnable last) {
        try {
            step.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            report.cutShort("ddnsjava has a defect, " + e.getClass().getName()
                    + "; please report it with the stack trace in the log");
            throw e;
        } finally {
            last.run();
            steps.closed();
        }
    }
}
