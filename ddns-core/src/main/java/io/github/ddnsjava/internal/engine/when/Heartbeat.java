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
import io.github.ddnsjava.internal.engine.records.Entry;
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
import java.util.HashSet;
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

    /** What is said of every record while offline. */
    public static final Problem NO_NETWORK =
            Problem.of(ProblemKind.TRANSIENT, "this host has no network; updates resume when the network is back");

    private final EngineParts parts;
    private final Workers workers;
    private final Events events;
    private final Supplier<Roster> roster;
    private final Owner owner;
    /** By {@link Source#name}: what is known of a detector outlives a replacement of the records. */
    private final Map<String, Beat> sources = new HashMap<>();
    /** The detectors and families whose trouble was told, likewise. */
    private final Set<String> troubled = new HashSet<>();

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
        boolean noNetwork = false;
        Optional<UpdateEvent> news = Optional.empty();
        synchronized (this) {
            Beat before = sources.get(source.name());
            sources.put(source.name(), next(before, said != null, reached, message));
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
            noNetwork = suspect();
        }
        return said instanceof Detection.Absent absent && (noNetwork || isOffline())
                ? Sighting.failed(
                        source,
                        Problem.of(ProblemKind.DETECTION, "this host has no network"),
                        absent.evidence(),
                        sighting.sequence(),
                        true)
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
        Set<String> names = roster.get().sources().stream().map(Source::name).collect(Collectors.toSet());
        sources.keySet().retainAll(names);
        troubled.retainAll(names);
    }

    /** Somebody wants it to be tried all the same. */
    public void assumeOnline() {
        Optional<UpdateEvent> news;
        synchronized (this) {
            news = isOffline() ? online() : Optional.empty();
        }
        news.ifPresent(events::tell);
    }

    /**
     * Something does not answer. As long as some source is reached, there is a network of some kind; and until each was
     * asked once, one may be, over loopback for example.
     *
     * @return whether there is no network, by all that can be seen now
     */
    private boolean suspect() {
        rosterReplaced(); // perhaps while something was being asked
        boolean eachWasAsked = roster.get().sources().stream()
                .filter(source -> source.detector != null)
                .allMatch(source -> beat(source).isPresent());
        synchronized (this) {
            if (isOffline() || sources.values().stream().anyMatch(Beat::reached)) {
                return isOffline();
            }
        }
        if (isNetworkThere()) {
            synchronized (this) {
                networkSince = networkSince.or(() -> Optional.of(now()));
            }
            return false;
        }
        if (eachWasAsked) {
            synchronized (this) {
                if (isOffline()) {
                    return true;
                }
                offlineSince = Optional.of(now());
                networkSince = Optional.empty();
            }
            events.tell(new UpdateEvent.Offline(now(), NO_NETWORK));
            lookAgain();
        }
        return true;
    }

    private synchronized Optional<Beat> beat(Source source) {
        return Optional.ofNullable(sources.get(source.name()));
    }

    /**
     * Takes note of how a source was left by a cycle, and tells if it got into trouble, or out of it: once each. While
     * there is no network, that is the trouble.
     */
    public void left(Source source) {
        Optional<UpdateEvent> news = Optional.empty();
        synchronized (this) {
            Beat beat = sources.get(source.name());
            if (beat == null) {
                return;
            }
            if (beat.good() && troubled.remove(source.name())) {
                news = Optional.of(new UpdateEvent.DetectorRecovered(now(), source.key, source.family));
            } else if (!beat.good() && !isOffline() && troubled.add(source.name())) {
                Problem problem = Problem.of(ProblemKind.DETECTION, beat.message());
                news = Optional.of(new UpdateEvent.DetectorTroubled(now(), source.key, source.family, problem));
            }
        }
        news.ifPresent(events::tell);
    }

    /** Returns why nobody knows which address a record should have, if that is so. */
    public Optional<Problem> trouble(Entry entry, boolean confirmed) {
        if (isOffline()) {
            return Optional.of(NO_NETWORK);
        } else if (entry.isPushed()) {
            return Optional.empty();
        } else if (entry.source.detector == null) {
            return confirmed ? Optional.empty() : Optional.of(Sighting.NOTHING_PUSHED);
        }
        return beat(entry.source)
                .filter(beat -> !beat.good())
                .map(beat -> Problem.of(ProblemKind.DETECTION, beat.message()));
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
                .forEach(source -> vitals.add(vital(Part.DETECTOR, source.name(), sources.get(source.name()))));
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
