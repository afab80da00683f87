package io.github.ddnsjava.internal.engine.cycle;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.decide.Decision;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.internal.engine.account.Lanes;
import io.github.ddnsjava.internal.engine.account.Run;
import io.github.ddnsjava.internal.engine.memory.Memory;
import io.github.ddnsjava.internal.engine.records.Agenda;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Feed;
import io.github.ddnsjava.internal.engine.records.PendingChange;
import io.github.ddnsjava.internal.engine.records.Sender;
import io.github.ddnsjava.internal.engine.records.Sighting;
import io.github.ddnsjava.internal.engine.report.CycleReport;
import io.github.ddnsjava.internal.engine.report.RecordEvents;
import io.github.ddnsjava.internal.engine.report.StatusView;
import io.github.ddnsjava.internal.engine.rules.Holds;
import io.github.ddnsjava.internal.engine.rules.QuietRules;
import io.github.ddnsjava.internal.engine.rules.RecordDecision;
import io.github.ddnsjava.internal.engine.rules.ResultRules;
import io.github.ddnsjava.internal.engine.when.Heartbeat;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One cycle over some feeds: detect, decide, publish, remember. Each feed goes its way by itself, so none waits for
 * another; only their changes do, for a moment, to travel together ({@link Convoy}). Thread-safe.
 */
public final class Cycle implements Sender {
    /** Stands where every record has its own, pushed one. */
    private static final Sighting PUSHED = Sighting.none(Problem.of(ProblemKind.DETECTION, "no address was pushed"), 0);

    private final Run run;
    private final Memory memory;
    private final RecordEvents recordEvents;
    private final Lanes lanes;
    private final Scope scope;
    private final Instant settleBy;
    private final Patience patience;
    private final Convoy convoy;
    private final Retries retries;
    private final BiConsumer<Cycle, UpdateReport> whenSettled;
    private final CycleReport report;

    /** How many feeds, changes and retries are still under way, and one for the beginning. */
    private int open = 1;

    private boolean finished;

    /**
     * Makes a cycle.
     *
     * @param round asks the detectors
     * @param scope which records are looked at besides those concerned
     * @param whenSettled takes the report, once
     */
    public Cycle(Run run, Lanes lanes, DetectionRound round, Scope scope, BiConsumer<Cycle, UpdateReport> whenSettled) {
        this.run = run;
        this.memory = run.memory();
        this.recordEvents = new RecordEvents(run.parts().clock(), run::tell);
        this.lanes = lanes;
        this.scope = scope;
        this.whenSettled = whenSettled;
        this.report = new CycleReport(memory);
        this.settleBy = run.now().plus(run.parts().retry().settleWithin());
        this.patience = new Patience(run.parts(), run.workers(), round, settleBy);
        this.convoy = new Convoy(run.workers(), lanes);
        this.retries = new Retries(run.workers(), run.parts().clock(), this::again);
    }

    /** Begins; the report comes when every record has finished. */
    public void begin(Collection<Feed> feeds) {
        report.want(scope.asked());
        convoy.await(feeds);
        for (Feed feed : feeds) {
            if (run.dry()) {
                opened();
                execute(feed, () -> work(() -> run(feed), () -> convoy.arrived(feed)));
            } else if (feed.queueLook() || scope.awaited()) {
                opened();
                execute(feed, () -> {
                    feed.lookBegins();
                    work(() -> run(feed), () -> convoy.arrived(feed));
                });
            } else {
                convoy.arrived(feed);
            }
        }
        closed();
    }

    /** Begins with addresses that were pushed for these records. */
    public void beginPushed(Collection<Entry> entries) {
        Map<Feed, List<Entry>> byFeed = new LinkedHashMap<>();
        entries.forEach(entry ->
                byFeed.computeIfAbsent(entry.feed, s -> new ArrayList<>()).add(entry));
        convoy.await(byFeed.keySet());
        byFeed.forEach((feed, pushed) -> {
            if (feed.queuePush(pushed)) {
                opened();
                feed.serial.execute(() ->
                        work(() -> publish(decide(feed, feed.pushBegins(), PUSHED)), () -> convoy.arrived(feed)));
            } else {
                convoy.arrived(feed);
            }
        });
        closed();
    }

    /** Begins with what is decided already. */
    public void begin(Function<Cycle, List<PendingChange>> changes) {
        publish(changes.apply(this));
        closed();
    }

    /** Ends without what has not finished: the updater is closing. */
    public void abandon() {
        if (settles(true)) {
            whenSettled.accept(this, report.get());
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
            Sighting sighting = look(feed);
            if (sighting.mayPass() && again(feed, () -> run(feed))) {
                return;
            }
            detected(feed, sighting);
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
            opened();
            run.workers().after(time, () -> execute(feed, () -> work(step, () -> {})));
        });
        return wait.isPresent();
    }

    private Collection<Entry> concernedBy(Feed feed, Sighting sighting) {
        Set<Entry> concerned = run.dry() ? Set.of() : new LinkedHashSet<>(feed.concernedBy(sighting, run.now()));
        return scope.awaited()
                ? feed.entries().stream()
                        .filter(entry -> scope.asked().contains(entry) || concerned.contains(entry))
                        .toList()
                : concerned;
    }

    private Sighting look(Feed feed) throws InterruptedException {
        DetectionRound round = patience.round(feed);
        return run.looked(feed, round.look(feed, feed.handled(), memory.nextSequence()));
    }

    private void detected(Feed feed, Sighting sighting) {
        sighting.report().ifPresent(seen -> {
            report.add(seen);
            run.tell(new UpdateEvent.Detected(run.now(), seen));
        });
        run.left(feed);
    }

    /** Decides, and remembers what follows from that alone, in one write. */
    private List<PendingChange> decide(Feed feed, Collection<Entry> entries, Sighting sighting)
            throws InterruptedException {
        if (run.isOffline()) {
            entries.forEach(this::putOff);
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
            if (decision instanceof Decision.Publish publish) {
                Intent intent = publish.touch() ? Intent.TOUCH : Intent.ENSURE;
                changes.add(change(decided, intent, publish.addresses(), publish.reason(), row.after()));
            } else if (decision instanceof Decision.Withdraw withdraw) {
                changes.add(change(decided, Intent.WITHDRAW, Set.of(), withdraw.reason(), row.after()));
            } else if (decision instanceof Decision.Hold hold) {
                recordEvents.troubleOrRecovery(decided.entry(), row.before(), row.after(), hold.until());
                hold(decided, hold, row.after());
            } else if (decision instanceof Decision.Keep keep) {
                recordEvents.troubleOrRecovery(decided.entry(), row.before(), row.after(), Optional.empty());
                keep(decided, keep, row.after());
            }
        });
        return changes;
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

    /** Without a network nothing is asked or sent; when it is back, there is a cycle at once. */
    private void putOff(Entry entry) {
        run.agenda(entry).putNextCycle(entry);
        report.addUnknownAddress(memory.record(entry.key()), Heartbeat.NO_NETWORK);
    }

    private PendingChange change(
            RecordDecision decided, Intent intent, Set<IpAddress> addresses, String reason, RecordState state) {
        Entry entry = decided.entry();
        String what = intent.name().toLowerCase(Locale.ROOT) + " " + addresses + " (" + reason + ")";
        run.tell(new UpdateEvent.Decided(run.now(), entry.key(), what));
        RecordChange change = RecordChange.of(entry.record, intent, addresses, state);
        return new PendingChange(entry, change, decided.sighting(), reason, this);
    }

    private void publish(List<PendingChange> changes) {
        changes.forEach(change -> opened());
        convoy.send(changes);
    }

    private void hold(RecordDecision decided, Decision.Hold hold, RecordState state) {
        Entry entry = decided.entry();
        if (decided.held() && isSoon(hold.until(), Optional.of(hold.problem()))) {
            opened();
            retries.put(hold.until().orElseThrow(), new Retries.Retry(entry, decided.sighting()));
            return;
        }
        if (hold.problem().kind() == ProblemKind.NO_ADDRESS) {
            run.agenda(entry).remove(entry); // until the feed says something else
        } else {
            run.agenda(entry).putAgain(entry, hold.until(), Holds.mayEndSooner(Optional.of(hold.problem())));
        }
        Outcome outcome = decided.held() ? StatusView.held(state, hold.problem()) : Outcome.HELD;
        report.add(outcome, state, hold.until(), Optional.of(hold.problem()));
    }

    private void keep(RecordDecision decided, Decision.Keep keep, RecordState state) {
        Entry entry = decided.entry();
        Sighting seen = decided.sighting();
        Agenda agenda = run.agenda(entry);
        agenda.remove(entry);
        keep.lookAgain().ifPresent(at -> agenda.put(entry, at));
        if (seen.detection().isEmpty() && entry.feed.hasHandled()) {
            agenda.putNextCycle(entry); // what was due was not done: nobody knows for which address
        } else if (!decided.situation().evidence().isEmpty()) {
            agenda.putNextCycle(entry); // what was learnt counts only then, and what is due next follows from it
        }
        if (seen.detection().isPresent()) {
            report.add(Outcome.UNCHANGED, state, Optional.empty(), state.problem());
        } else if (entry.feed.detector == null && state.confirmed().isPresent()) {
            report.addRemembered(state, memory.account(entry.provider.account()), run.now());
        } else {
            report.addUnknownAddress(state, seen.problem().orElseThrow());
        }
    }

    /** A lane did not send the change. */
    @Override
    public void settleHeld(PendingChange change, Decision.Hold hold) {
        RecordState state = memory.record(change.key());
        Outcome outcome = StatusView.held(state, hold.problem());
        settle(change, outcome, state, Set.of(), hold.until(), Optional.of(hold.problem()));
    }

    /** A lane remembered the result. */
    @Override
    public void remembered(
            PendingChange change, ChangeResult result, RecordState before, RecordState after, AccountState account) {
        // A wait that is over says how long the next one will be, and no more when to try again.
        Optional<Instant> notBefore = after.notBefore().filter(run.now()::isBefore);
        Optional<Problem> problem = after.problem();
        if (result instanceof ChangeResult.NotAttempted skipped) {
            notBefore = skipped.notBefore();
            ProblemKind kind = notBefore.isPresent() ? ProblemKind.RATE_LIMITED : ProblemKind.TRANSIENT;
            problem = account.problem().or(() -> Optional.of(Problem.of(kind, skipped.reason())));
        } else if (ResultRules.concerns(result, ProblemScope.ACCOUNT)) {
            notBefore = Holds.later(notBefore, account.notBefore());
        }
        settle(change, ResultRules.outcome(result), after, ResultRules.previous(result, before), notBefore, problem);
    }

    /** A plan found out what would be written. */
    @Override
    public void planned(PendingChange change, Optional<Set<IpAddress>> present) {
        if (change.close()) {
            report.addPlanned(change, present);
            closed();
        }
    }

    private void settle(
            PendingChange change,
            Outcome outcome,
            RecordState state,
            Set<IpAddress> previous,
            Optional<Instant> notBefore,
            Optional<Problem> problem) {
        if (!change.close()) {
            return;
        }
        boolean done = outcome == Outcome.UNCHANGED
                || outcome == Outcome.CREATED
                || outcome == Outcome.UPDATED
                || outcome == Outcome.WITHDRAWN;
        if (!done && isSoon(notBefore, problem)) {
            Retries.Retry retry = new Retries.Retry(change.entry(), change.sighting());
            retries.put(notBefore.orElseThrow(), retry); // the cycle stays open until then
            return;
        }
        if (done) {
            // When a record that is right wants to be looked at again is for its policy to say, in the next cycle.
            run.agenda(change.entry()).putNextCycle(change.entry());
        } else {
            run.agenda(change.entry()).putAgain(change.entry(), notBefore, Holds.mayEndSooner(problem));
        }
        report.add(outcome, state, previous, done ? Optional.empty() : notBefore, done ? Optional.empty() : problem);
        closed();
    }

    /** Tells whether a record may be tried again before this cycle has to settle. */
    private boolean isSoon(Optional<Instant> notBefore, Optional<Problem> problem) {
        return !run.dry()
                && notBefore.filter(at -> !at.isAfter(settleBy)).isPresent()
                && problem.filter(p -> Holds.needsPerson(p.kind())).isEmpty();
    }

    /** Decides and publishes once more, by the newest detection. */
    private void again(List<Retries.Retry> again) {
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
        run.workers().run(() -> work(step, () -> again.stream().skip(1).forEach(retry -> closed())));
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
        } finally {
            last.run();
            closed();
        }
    }

    private synchronized void opened() {
        open++;
    }

    private void closed() {
        if (settles(false)) {
            UpdateReport whole = report.get();
            run.tell(new UpdateEvent.CycleEnded(run.now(), whole));
            whenSettled.accept(this, whole);
        }
    }

    /** Tells, once, that all that was under way has ended, or is waited for no longer. */
    private synchronized boolean settles(boolean abandoned) {
        open -= abandoned ? 0 : 1;
        boolean now = !finished && (abandoned || open == 0);
        finished |= now;
        return now;
    }
}
