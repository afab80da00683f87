package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.decide.Decision;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * One cycle over some sources. Each source goes its way by itself, so none waits for another; only the lanes wait a
 * moment for the other sources that feed them, so that one batch carries both families. Thread-safe.
 */
final class Cycle {
    /** How long a lane waits for the other sources of the cycle. */
    private static final Duration TOGETHER = Duration.ofSeconds(1);

    /** Stands where every record has its own, pushed one. */
    private static final Sighting PUSHED = Sighting.none(Problem.of(ProblemKind.DETECTION, "no address was pushed"), 0);

    private final EngineParts parts;
    private final Workers workers;
    private final Events events;
    private final RecordEvents recordEvents;
    private final Memory memory;
    private final Lanes lanes;
    private final boolean all;
    private final boolean dry;
    private final Instant settleBy;
    private final DetectionRound round;
    private final BiConsumer<Cycle, UpdateReport> whenSettled;
    private final Map<RecordKey, RecordReport> records = new TreeMap<>();
    private final List<DetectionReport> detections = new ArrayList<>();
    /** The sources that may still bring changes, for each account. */
    private final Map<String, Set<Source>> awaited = new HashMap<>();

    /** What is tried again within this cycle. */
    private final Retries retries;

    private int open = 1;

    /**
     * Makes a cycle.
     *
     * @param all whether every record of the sources is looked at, or only those concerned
     * @param dry whether it is a plan
     * @param whenSettled takes the report, once
     */
    Cycle(
            EngineParts parts,
            Workers workers,
            Events events,
            Memory memory,
            Lanes lanes,
            boolean all,
            boolean dry,
            BiConsumer<Cycle, UpdateReport> whenSettled) {
        this.parts = parts;
        this.workers = workers;
        this.events = events;
        this.recordEvents = new RecordEvents(events);
        this.memory = memory;
        this.lanes = lanes;
        this.all = all;
        this.dry = dry;
        this.whenSettled = whenSettled;
        this.settleBy = parts.clock().instant().plus(parts.retry().settleWithin());
        this.round = DetectionRound.first(parts, workers);
        this.retries = new Retries(workers, parts.clock(), this::again);
    }

    /** Begins; the report comes when every record has settled. */
    void begin(Collection<Source> sources) {
        for (Source source : sources) {
            for (String account : source.accounts().keySet()) {
                awaited.computeIfAbsent(account, a -> new HashSet<>()).add(source);
            }
        }
        for (Source source : sources) {
            if (source.queueLook() || all) {
                opened();
                Runnable look = () -> {
                    source.lookBegins();
                    work(() -> run(source), () -> arrived(source));
                };
                if (dry) {
                    workers.run(look);
                } else {
                    source.serial.execute(look);
                }
            } else {
                arrived(source);
            }
        }
        closed();
    }

    /** Begins with addresses that were pushed for these records. */
    void beginPushed(Collection<Entry> entries) {
        Map<Source, List<Entry>> bySource = new HashMap<>();
        entries.forEach(entry ->
                bySource.computeIfAbsent(entry.source, s -> new ArrayList<>()).add(entry));
        bySource.forEach((source, pushed) -> {
            opened();
            source.serial.execute(() -> work(() -> publish(decide(source, pushed, PUSHED)), () -> {}));
        });
        closed();
    }

    /** Ends without what has not settled: the updater is closing. */
    void abandon() {
        synchronized (this) {
            if (open <= 0) {
                return;
            }
            open = 0;
        }
        whenSettled.accept(this, report());
    }

    /** The whole way of one source's records. */
    private void run(Source source) throws InterruptedException {
        Sighting sighting = detect(source);
        List<Change> changes = decide(source, concernedBy(source, sighting), sighting);
        publish(changes); // whose lanes remember what the provider confirms
    }

    private Collection<Entry> concernedBy(Source source, Sighting sighting) {
        if (dry) {
            return source.entries();
        }
        Collection<Entry> concerned = source.concernedBy(sighting, now());
        return all ? source.entries() : concerned;
    }

    private Sighting detect(Source source) throws InterruptedException {
        Sighting sighting = round.look(source, memory.confirmedByAll(source.entries()), memory.nextSequence());
        sighting.report().ifPresent(report -> {
            synchronized (this) {
                detections.add(report);
            }
            tell(new UpdateEvent.Detected(now(), report));
        });
        return sighting;
    }

    private List<Change> decide(Source source, Collection<Entry> entries, Sighting sighting)
            throws InterruptedException {
        List<Change> changes = new ArrayList<>();
        for (Decider.Verdict verdict : new Decider(parts, workers, memory, lanes, source, sighting).decide(entries)) {
            Decision decision = verdict.decision();
            if (decision instanceof Decision.Publish publish) {
                Intent intent = publish.touch() ? Intent.TOUCH : Intent.ENSURE;
                changes.add(change(verdict, intent, publish.addresses(), publish.reason()));
            } else if (decision instanceof Decision.Withdraw withdraw) {
                changes.add(change(verdict, Intent.WITHDRAW, Set.of(), withdraw.reason()));
            } else if (decision instanceof Decision.Hold hold) {
                hold(verdict, hold);
            } else if (decision instanceof Decision.Keep keep) {
                keep(verdict, keep);
            }
        }
        return changes;
    }

    private Change change(Decider.Verdict verdict, Intent intent, Set<IpAddress> addresses, String reason) {
        Entry entry = verdict.entry();
        String what = intent.name().toLowerCase(Locale.ROOT) + " " + addresses + " (" + reason + ")";
        tell(new UpdateEvent.Decided(now(), entry.key(), what));
        RecordState state = memory.change(
                entry.key(),
                s -> s.with(b -> {
                    b.absentSince = verdict.situation().state().absentSince();
                }));
        RecordChange change = RecordChange.of(entry.record, intent, addresses, state);
        return new Change(entry, change, verdict.sighting(), reason, this, true);
    }

    private void publish(List<Change> changes) {
        Set<Lane> touched = new HashSet<>();
        for (Change change : changes) {
            opened();
            Lane lane = lanes.of(change.entry().provider);
            lane.offer(change);
            touched.add(lane);
        }
        for (Change change : changes) {
            Lane lane = lanes.of(change.entry().provider);
            if (touched.remove(lane)) {
                boolean othersCome;
                synchronized (this) {
                    Set<Source> sources =
                            awaited.getOrDefault(change.entry().provider.account(), Set.of());
                    othersCome = sources.stream().anyMatch(source -> source != change.entry().source);
                }
                if (othersCome) {
                    workers.after(TOGETHER, lane::flush);
                } else {
                    lane.flush();
                }
            }
        }
    }

    /** The source has brought what it has: lanes that wait for no other go at once. */
    private void arrived(Source source) {
        source.accounts().forEach((account, provider) -> {
            boolean complete;
            synchronized (this) {
                Set<Source> sources = awaited.getOrDefault(account, new HashSet<>());
                complete = sources.remove(source) && sources.isEmpty();
            }
            if (complete) {
                lanes.of(provider).flush();
            }
        });
    }

    private void hold(Decider.Verdict verdict, Decision.Hold hold) {
        Entry entry = verdict.entry();
        rememberQuietly(verdict, state -> QuietRules.hold(state, verdict, hold), hold.until());
        if (hold.problem().kind() == ProblemKind.NO_ADDRESS) {
            forget(entry); // until the source says something else
        } else {
            lookAgain(entry, hold.until());
        }
        report(QuietRules.report(Outcome.HELD, memory.record(entry.key()), hold.until(), Optional.of(hold.problem())));
    }

    private void keep(Decider.Verdict verdict, Decision.Keep keep) {
        Entry entry = verdict.entry();
        RecordState after = rememberQuietly(verdict, state -> QuietRules.keep(state, verdict), Optional.empty());
        keep.lookAgain().ifPresentOrElse(at -> lookAgain(entry, Optional.of(at)), () -> forget(entry));
        Sighting seen = verdict.sighting();
        report(
                seen.detection().isEmpty()
                        ? QuietRules.report(Outcome.FAILED, after, Optional.empty(), seen.problem())
                        : QuietRules.report(Outcome.UNCHANGED, after, Optional.empty(), after.problem()));
    }

    private RecordState rememberQuietly(
            Decider.Verdict verdict, UnaryOperator<RecordState> rule, Optional<Instant> notBefore) {
        RecordState before = memory.record(verdict.entry().key());
        RecordState after = memory.change(verdict.entry().key(), rule);
        if (!dry) {
            recordEvents.troubleOrRecovery(verdict.entry(), before, after, notBefore, now());
        }
        return after;
    }

    /** A lane did not send the change. */
    void settleHeld(Change change, Problem problem, Optional<Instant> notBefore) {
        RecordState state = memory.record(change.key());
        boolean failing = !Holds.needsPerson(problem.kind()) && state.problem().isPresent();
        settle(change, failing ? Outcome.FAILED : Outcome.HELD, state, Set.of(), notBefore, Optional.of(problem));
    }

    /** A lane remembered the result. */
    void remembered(Change change, ChangeResult result, RecordState before, RecordState after, AccountState account) {
        Optional<Instant> notBefore = after.notBefore();
        Optional<Problem> problem = after.problem();
        if (result instanceof ChangeResult.NotAttempted skipped) {
            notBefore = skipped.notBefore();
            problem = account.problem().or(() -> Optional.of(Problem.of(ProblemKind.RATE_LIMITED, skipped.reason())));
        } else if (ResultRules.isOfAccount(result)) {
            notBefore = account.notBefore();
        }
        settle(change, ResultRules.outcome(result), after, ResultRules.previous(result, before), notBefore, problem);
    }

    /** A plan found out what would be written. */
    void planned(Change change, Optional<Set<IpAddress>> present) {
        RecordState state = memory.record(change.key());
        Set<IpAddress> before = present.or(state::confirmed).orElse(Set.of());
        Outcome outcome = change.change().intent() == Intent.WITHDRAW
                ? Outcome.WITHDRAWN
                : before.isEmpty() && present.or(state::confirmed).isPresent() ? Outcome.CREATED : Outcome.UPDATED;
        report(new RecordReport(
                change.key(),
                outcome,
                Lane.sorted(change.change().addresses()),
                Lane.sorted(before),
                Optional.empty(),
                Optional.empty()));
        closed();
    }

    private void settle(
            Change change,
            Outcome outcome,
            RecordState state,
            Set<IpAddress> previous,
            Optional<Instant> notBefore,
            Optional<Problem> problem) {
        Entry entry = change.entry();
        boolean done = outcome == Outcome.UNCHANGED
                || outcome == Outcome.CREATED
                || outcome == Outcome.UPDATED
                || outcome == Outcome.WITHDRAWN;
        boolean waits = problem.filter(p -> Holds.needsPerson(p.kind())).isPresent();
        if (!done
                && !dry
                && !waits
                && notBefore.filter(at -> !at.isAfter(settleBy)).isPresent()) {
            retries.put(notBefore.get(), change); // which stays open until then
            return;
        }
        // When a record that is right wants to be looked at again is for its policy to say, in the next cycle.
        lookAgain(entry, done ? Optional.empty() : notBefore);
        report(new RecordReport(
                entry.key(),
                outcome,
                Lane.sorted(state.confirmed().orElse(Set.of())),
                Lane.sorted(previous),
                done ? Optional.empty() : notBefore,
                done ? Optional.empty() : problem));
        closed();
    }

    /** Decides and publishes once more, by what was detected in this cycle. */
    private void again(List<Change> changes) {
        Step step = () -> {
            List<Change> next = new ArrayList<>();
            for (Change change : changes) {
                next.addAll(decide(change.entry().source, List.of(change.entry()), change.sighting()));
            }
            publish(next);
        };
        workers.run(() -> work(step, () -> changes.stream().skip(1).forEach(change -> closed())));
    }

    private void lookAgain(Entry entry, Optional<Instant> at) {
        if (!dry) {
            at.ifPresentOrElse(
                    time -> entry.source.agenda.put(entry, time), () -> entry.source.agenda.putNextCycle(entry));
        }
    }

    private void forget(Entry entry) {
        if (!dry) {
            entry.source.agenda.remove(entry);
        }
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

    private Instant now() {
        return parts.clock().instant();
    }

    private void tell(UpdateEvent event) {
        if (!dry) {
            events.tell(event);
        }
    }

    private synchronized void report(RecordReport report) {
        records.put(report.key(), report);
    }

    private synchronized UpdateReport report() {
        return new UpdateReport(List.copyOf(records.values()), detections);
    }

    private synchronized void opened() {
        open++;
    }

    private void closed() {
        UpdateReport report;
        synchronized (this) {
            open--;
            if (open != 0) {
                return;
            }
            report = report();
        }
        tell(new UpdateEvent.CycleEnded(now(), report));
        whenSettled.accept(this, report);
    }
}
