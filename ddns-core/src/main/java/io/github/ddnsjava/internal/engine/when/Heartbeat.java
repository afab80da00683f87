package io.github.ddnsjava.internal.engine.when;

import io.github.ddnsjava.Health;
import io.github.ddnsjava.Health.Condition;
import io.github.ddnsjava.Health.Part;
import io.github.ddnsjava.Health.Vital;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.Scheduler;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.internal.engine.records.Sighting;
import io.github.ddnsjava.internal.engine.records.Source;
import io.github.ddnsjava.internal.engine.report.Events;
import io.github.ddnsjava.internal.engine.work.EngineParts;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Is the network there, the detector, the provider? Known from what they last answered; only when something does not,
 * it is asked whether there is a network at all. If there is none, the updater is offline: nothing is decided or sent,
 * and every few seconds it is seen whether the network is back, which costs nothing. Thread-safe.
 */
public final class Heartbeat {
    /**
     * How a source or an account fared when it was last asked.
     *
     * @param good whether it answered
     * @param reached whether that shows that there is a network: what is merely known does not
     * @param since since when it is so
     * @param at when it was asked
     * @param message what is wrong
     */
    record Beat(boolean good, boolean reached, Instant since, Instant at, String message) {}

    /** Whom the network's coming back concerns. */
    interface Owner {
        /**
         * The network is back.
         *
         * @param unreached the accounts that may have failed for want of it
         * @param seenBy the source that is being looked at, where only that was not reached; null after an offline
         *     state
         */
        void networkIsBack(Set<String> unreached, @Nullable Source seenBy);
    }

    /** What is said of a record while offline. */
    public static final Problem NO_NETWORK =
            Problem.of(ProblemKind.TRANSIENT, "this host has no network; it goes on when that is back");

    private final EngineParts parts;
    private final Workers workers;
    private final Events events;
    private final Supplier<Roster> roster;
    private final Owner owner;
    private final Map<Source, Beat> sources = new HashMap<>();
    private final Map<String, Beat> accounts = new HashMap<>();
    private Optional<Instant> offlineSince = Optional.empty();
    private Optional<Instant> networkSince = Optional.empty();
    private Instant reachedAt = Instant.MIN;
    private Scheduler.Cancellable watch = () -> {};

    Heartbeat(EngineParts parts, Workers workers, Events events, Supplier<Roster> roster, Owner owner) {
        this.parts = parts;
        this.workers = workers;
        this.events = events;
        this.roster = roster;
        this.owner = owner;
    }

    /** Tells whether there is no network: nothing is to be sent then. */
    public synchronized boolean isOffline() {
        return offlineSince.isPresent();
    }

    /**
     * Takes note of what a source said.
     *
     * @return what it counts as: without a network, nobody can tell that there is no address
     */
    Sighting looked(Source source, Sighting sighting) {
        Detection said = sighting.detection().orElse(null);
        boolean reached = said instanceof Detection.Found found && !found.certain();
        String message = sighting.problem().map(Problem::message).orElse("");
        Set<String> unreached = Set.of();
        boolean back;
        Optional<UpdateEvent> news = Optional.empty();
        synchronized (this) {
            Beat before = sources.get(source);
            sources.put(source, next(before, said != null, reached, message));
            back = reached && (isOffline() || before != null && !before.good());
            if (back) {
                unreached = unreached();
            }
            if (reached) {
                reachedAt = now();
                news = online();
            }
        }
        news.ifPresent(events::tell);
        if (back) {
            owner.networkIsBack(unreached, news.isPresent() ? null : source);
        } else if (!(said instanceof Detection.Found)) {
            suspect();
        }
        return said instanceof Detection.Absent absent && isOffline()
                ? Sighting.failed(
                        source,
                        Problem.of(ProblemKind.DETECTION, "this host has no network"),
                        absent.evidence(),
                        sighting.sequence())
                : sighting;
    }

    /**
     * Takes note of an exchange with an account: a refusal is an answer.
     *
     * @param reached whether the other side was reached, though it may have failed to answer
     */
    public void exchanged(String account, Optional<Problem> problem, boolean reached) {
        Optional<Problem> silent = problem.filter(p -> p.kind() == ProblemKind.TRANSIENT);
        Set<String> unreached = Set.of();
        Optional<UpdateEvent> news = Optional.empty();
        synchronized (this) {
            String message = silent.map(Problem::message).orElse("");
            accounts.put(account, next(accounts.get(account), silent.isEmpty(), reached, message));
            if (silent.isEmpty()) {
                unreached = unreached();
                news = online();
            }
        }
        news.ifPresent(events::tell);
        if (silent.isPresent()) {
            suspect();
        } else if (news.isPresent()) {
            owner.networkIsBack(unreached, null);
        }
    }

    private Beat next(@Nullable Beat before, boolean good, boolean reached, String message) {
        Instant now = now();
        Instant since = before != null && before.good() == good ? before.since() : now;
        return new Beat(good, reached, since, now, message);
    }

    /** Others are managed now; what others were like is of no interest. */
    synchronized void rosterReplaced() {
        sources.keySet().retainAll(roster.get().sources());
    }

    /** Somebody wants it to be tried all the same. */
    public void assumeOnline() {
        Optional<UpdateEvent> news;
        synchronized (this) {
            news = isOffline() ? online() : Optional.empty();
        }
        news.ifPresent(events::tell);
    }

    /** Something does not answer. As long as some source is reached, there is a network of some kind. */
    private void suspect() {
        rosterReplaced(); // perhaps while something was being asked
        synchronized (this) {
            if (isOffline() || sources.values().stream().anyMatch(Beat::reached)) {
                return;
            }
        }
        if (!isNetworkThere()) {
            synchronized (this) {
                if (isOffline()) {
                    return;
                }
                offlineSince = Optional.of(now());
                networkSince = Optional.empty();
            }
            events.tell(new UpdateEvent.Offline(now()));
            lookAgain();
        } else {
            synchronized (this) {
                networkSince = networkSince.or(() -> Optional.of(now()));
            }
        }
    }

    private synchronized void lookAgain() {
        watch.cancel();
        watch = workers.after(parts.schedule().probe(), () -> workers.run(this::lookForNetwork));
    }

    private void lookForNetwork() {
        if (!isOffline()) {
            return;
        }
        if (!isNetworkThere()) {
            lookAgain();
            return;
        }
        Set<String> unreached;
        Optional<UpdateEvent> news;
        synchronized (this) {
            unreached = unreached();
            news = online();
        }
        news.ifPresent(events::tell);
        owner.networkIsBack(unreached, null);
    }

    private boolean isNetworkThere() {
        try {
            return parts.network().isThere();
        } catch (RuntimeException e) {
            return true; // nobody knows
        }
    }

    private Optional<UpdateEvent> online() {
        Instant now = now();
        Optional<UpdateEvent> news =
                offlineSince.map(since -> new UpdateEvent.Online(now, Duration.between(since, now)));
        offlineSince = Optional.empty();
        networkSince = networkSince.or(() -> Optional.of(now));
        return news;
    }

    /**
     * Returns the accounts that were not reached since there was a network for certain, nor tried while there was none.
     * One that was reached and refused is not among them: no network ends its wait.
     */
    private Set<String> unreached() {
        Set<String> unreached = new TreeSet<>();
        parts.providers().values().forEach(provider -> {
            Beat beat = accounts.get(provider.account());
            boolean untried = beat == null && isOffline();
            if (untried || beat != null && !beat.reached() && !beat.at().isBefore(reachedAt)) {
                unreached.add(provider.account());
            }
        });
        return unreached;
    }

    private Instant now() {
        return parts.clock().instant();
    }

    synchronized Health health() {
        List<Vital> vitals = new ArrayList<>();
        vitals.add(
                isOffline()
                        ? new Vital(Part.NETWORK, "", Condition.BAD, offlineSince, "no way leads out of this host")
                        : new Vital(
                                Part.NETWORK,
                                "",
                                networkSince.isPresent() ? Condition.GOOD : Condition.UNKNOWN,
                                networkSince,
                                ""));
        roster.get().sources().stream()
                .filter(source -> source.detector != null)
                .forEach(source ->
                        vitals.add(vital(Part.DETECTOR, source.key + " " + source.family, sources.get(source))));
        roster.get().entries().values().stream()
                .collect(Collectors.toMap(
                        entry -> entry.record.provider(), entry -> entry.provider, (one, same) -> one, TreeMap::new))
                .forEach((key, provider) -> vitals.add(vital(Part.PROVIDER, key, accounts.get(provider.account()))));
        return new Health(vitals);
    }

    private static Vital vital(Part part, String key, @Nullable Beat beat) {
        return beat == null
                ? new Vital(part, key, Condition.UNKNOWN, Optional.empty(), "")
                : new Vital(
                        part,
                        key,
                        beat.good() ? Condition.GOOD : Condition.BAD,
                        Optional.of(beat.since()),
                        beat.message());
    }
}
