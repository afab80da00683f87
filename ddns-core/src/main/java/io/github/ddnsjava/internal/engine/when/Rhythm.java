package io.github.ddnsjava.internal.engine.when;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.UpdaterEnvironment;
import io.github.ddnsjava.UpdaterHealth;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.internal.engine.account.Connectivity;
import io.github.ddnsjava.internal.engine.memory.Memory;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Feed;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.internal.engine.records.Sighting;
import io.github.ddnsjava.internal.engine.report.Events;
import io.github.ddnsjava.internal.engine.rules.Backoff;
import io.github.ddnsjava.internal.engine.rules.ClockRules;
import io.github.ddnsjava.internal.engine.rules.Holds;
import io.github.ddnsjava.internal.engine.work.EngineParts;
import io.github.ddnsjava.internal.engine.work.Workers;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Starts cycles without a call of the application. The reasons are: the period, a recent failure or change, a record
 * that is due, an announcement of a detector, a network that is back, and a clock that jumped. Thread-safe.
 */
public final class Rhythm implements Connectivity {
    /**
     * The records of one feed have nearly the same history. The longest history among this number of records is enough.
     */
    private static final int HISTORIES = 20;

    /** What begins a cycle. */
    public interface Cycles {
        /**
         * Begins one.
         *
         * @param early whether it starts before the period is over, without a sign of a change
         */
        void begin(Collection<Feed> feeds, boolean early);
    }

    private final InstantSource clock;
    private final Supplier<Roster> roster;
    private final Supplier<Memory> memory;
    private final Backoff backoff;
    private final Cycles cycle;
    private final Alarm alarm;
    private final Ticks ticks;
    private final Probes probes;
    private final ChangeSignals signals;
    private final ClockWatch clockWatch;
    private final Heartbeat heartbeat;

    /**
     * Makes one.
     *
     * @param cycle begins cycles, unless the updater is not running
     */
    public Rhythm(
            UpdaterEnvironment environment,
            Workers workers,
            Events events,
            Supplier<Roster> roster,
            Supplier<Memory> memory,
            Backoff backoff,
            Cycles cycle) {
        this.clock = environment.clock();
        this.roster = roster;
        this.memory = memory;
        this.backoff = backoff;
        this.cycle = cycle;
        this.alarm = new Alarm(workers, clock, this::lookAtDue);
        this.ticks =
                new Ticks(this::schedule, environment, workers, this::changes, early -> cycle.begin(feeds(), early));
        this.probes = new Probes(this::schedule, environment.random(), workers, this::lookEarly);
        this.signals = new ChangeSignals(workers, this::watched, this::announced);
        // On a worker: what is remembered changes, and a timer must not wait for the disk.
        this.clockWatch = new ClockWatch(workers, clock, ahead -> workers.run(() -> clockJumped(ahead)));
        this.heartbeat = new Heartbeat(environment, workers, events, roster, this::networkIsBack);
    }

    public void start() {
        clockWatch.start();
        ticks.start();
        signals.start(); // last, for it calls code that may not return at once
    }

    public void close() {
        signals.close();
    }

    /** A cycle begins at that time at the latest. */
    public void lookBy(Instant at) {
        alarm.by(at);
    }

    @Override
    public boolean isOffline() {
        return heartbeat.isOffline();
    }

    @Override
    public Sighting looked(Feed feed, Sighting sighting) {
        if (feed.detector == null) {
            return sighting;
        }
        Sighting counts = heartbeat.looked(feed, sighting);
        probes.looked(feed, counts.value().isPresent(), feed.isNews(counts));
        return counts;
    }

    @Override
    public void tellTrouble(Feed feed) {
        heartbeat.tellTrouble(feed);
    }

    @Override
    public void exchanged(String account, Optional<Problem> problem, boolean reached) {
        heartbeat.exchanged(account, problem, reached);
    }

    /** Somebody wants it to be tried, whether there seems to be a network or not. */
    public void assumeOnline() {
        heartbeat.assumeOnline();
    }

    /** Returns the problem of all records while there is no network. */
    public Optional<Problem> noNetwork() {
        return heartbeat.noNetwork();
    }

    /** Returns why the detector of a feed has no address for its records; empty if it has, or was not asked yet. */
    public Optional<Problem> trouble(Feed feed) {
        return heartbeat.trouble(feed);
    }

    /** Returns since when the address that a record should have has been unknown for one of these two reasons. */
    public Optional<Instant> unknownSince(Entry entry) {
        return heartbeat.unknownSince(entry);
    }

    public UpdaterHealth health() {
        return heartbeat.health();
    }

    /** Returns when the next regular cycle begins. */
    public Optional<Instant> next() {
        return ticks.next();
    }

    /**
     * The set-up was replaced.
     *
     * @param before what it was
     */
    public void reconfigured(EngineParts before) {
        probes.keepOnly(feeds());
        heartbeat.reconfigured();
        if (ticks.next().isPresent() && !before.schedule().equals(schedule())) {
            ticks.startAnew();
        }
        signals.reconfigured();
    }

    private Schedule schedule() {
        return roster.get().parts().schedule();
    }

    /** Returns the detectors that serve records, with all their keys. */
    private IdentityHashMap<IpDetector, Set<String>> watched() {
        Roster present = roster.get();
        IdentityHashMap<IpDetector, Set<String>> watched = new IdentityHashMap<>();
        for (Feed feed : present.feeds()) {
            if (feed.detector != null) {
                watched.put(feed.detector, new TreeSet<>());
            }
        }
        present.parts()
                .detectors()
                .forEach((key, detector) ->
                        watched.getOrDefault(detector, new TreeSet<>()).add(key));
        return watched;
    }

    private List<Feed> feeds() {
        return roster.get().feeds();
    }

    private Collection<Instant> changes() {
        Set<Instant> changes = new TreeSet<>();
        for (Feed feed : feeds()) {
            if (feed.detector != null) {
                roster.get().served(feed).stream()
                        .limit(HISTORIES)
                        .map(entry -> memory.get().record(entry.key()).history())
                        .max((one, other) -> Integer.compare(one.size(), other.size()))
                        .ifPresent(longest -> longest.stream()
                                .map(RecordState.AddressChange::at)
                                .forEach(changes::add));
            }
        }
        return changes;
    }

    /** Processes records that are due, without waiting for the next tick. */
    private void lookAtDue() {
        Instant now = clock.instant();
        List<Feed> due = new ArrayList<>();
        for (Feed feed : feeds()) {
            feed.agenda.next().ifPresent(at -> {
                if (at.isAfter(now)) {
                    alarm.by(at);
                } else {
                    due.add(feed); // whose agenda sets the alarm anew when the look has begun
                }
            });
        }
        cycle.begin(due, false);
    }

    /** Processes a feed, unless the records were replaced in the meantime. */
    private void lookEarly(Feed feed) {
        cycle.begin(feeds().contains(feed) ? List.of(feed) : List.of(), true);
    }

    private void announced(String detector) {
        List<Feed> its =
                feeds().stream().filter(feed -> feed.key.equals(detector)).toList();
        cycle.begin(its, false);
        probes.expect(its);
    }

    /**
     * Attempts that failed without a network are repeated at once. The count of attempts is kept, because the network
     * may not have been the cause.
     */
    private void networkIsBack(Set<String> unreached, @Nullable Feed seenBy) {
        List<RecordKey> waiting = new ArrayList<>();
        Set<Feed> concerned = new LinkedHashSet<>();
        roster.get().kept().forEach(entry -> {
            RecordKey key = entry.key();
            if (unreached.contains(entry.provider.account())) {
                if (!Holds.waitsForDns(entry, memory.get().record(key))) {
                    waiting.add(key);
                }
                entry.feed.agenda.putNextCycle(entry);
                concerned.add(entry.feed);
            }
        });
        memory.get().change(waiting, Holds::withoutBackoff, each(unreached, Holds::withoutBackoff));
        if (seenBy == null) {
            probes.clear();
            probes.expect(feeds()); // the first look may come before all is set up
            cycle.begin(feeds(), false);
        } else {
            concerned.remove(seenBy); // is being looked at
            cycle.begin(concerned, false);
        }
    }

    private static Map<String, UnaryOperator<AccountState>> each(
            Collection<String> accounts, UnaryOperator<AccountState> change) {
        Map<String, UnaryOperator<AccountState>> changes = new TreeMap<>();
        accounts.forEach(account -> changes.put(account, change));
        return changes;
    }

    private void clockJumped(Duration ahead) {
        if (ahead.isNegative()) {
            setBack(ahead.negated());
        }
        endBackoffs();
        alarm.reset();
        feeds().forEach(feed -> feed.agenda.next().ifPresent(alarm::by));
        ticks.startAnew();
        cycle.begin(feeds(), false);
    }

    /**
     * Attempts that failed are repeated at once, because the wrong clock can be the cause: signatures with a time and
     * certificates depend on it.
     */
    private void endBackoffs() {
        List<RecordKey> waiting = new ArrayList<>();
        roster.get().kept().forEach(entry -> {
            RecordKey key = entry.key();
            RecordState state = memory.get().record(key);
            if (Holds.isBackoff(state.problem()) && !Holds.waitsForDns(entry, state)) {
                waiting.add(key);
                entry.feed.agenda.putNextCycle(entry);
                memory.get().changeAccount(entry.provider.account(), Holds::withoutBackoff);
            }
        });
        memory.get().change(waiting, Holds::withoutBackoff);
    }

    /** The clock was set back. Waits end at the same moment as before, and not later. */
    private void setBack(Duration by) {
        Roster all = roster.get();
        new ClockRules(clock.instant(), by, backoff)
                .correctUnsaved(memory.get(), all, all.led())
                .run();
        all.feeds().forEach(feed -> feed.agenda.setBack(by));
    }
}
