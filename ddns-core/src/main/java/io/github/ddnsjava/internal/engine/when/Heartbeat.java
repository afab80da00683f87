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
import io.github.ddnsjava.publish.DnsProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
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
    private final AtomicReference<Scheduler.Cancellable> watch = new AtomicReference<>(() -> {});

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
        Answer answer = answered(source, said != null, reached, message, now(), accountIds());
        answer.news().ifPresent(events::tell);
        if (answer.back()) {
            owner.networkIsBack(answer.unreached(), answer.news().isPresent() ? null : source);
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

    /** Takes note of an exchange with an account: a refusal is an answer. */
    public void exchanged(String account, Optional<Problem> problem) {
        Optional<Problem> silent = problem.filter(p -> p.kind() == ProblemKind.TRANSIENT);
        Answer answer =
                answered(account, silent.isEmpty(), silent.map(Problem::message).orElse(""), now(), accountIds());
        answer.news().ifPresent(events::tell);
        if (silent.isPresent()) {
            suspect();
        } else if (answer.back()) {
            owner.networkIsBack(answer.unreached(), null);
        }
    }

    /**
     * What an answer, or its absence, means.
     *
     * @param back whether somebody answers who did not before
     * @param unreached the accounts that may have failed for want of the network
     * @param news that the network is back, if so
     */
    private record Answer(boolean back, Set<String> unreached, Optional<UpdateEvent> news) {}

    private synchronized Answer answered(
            Source source, boolean good, boolean reached, String message, Instant now, Set<String> all) {
        Beat before = sources.get(source);
        sources.put(source, next(before, good, reached, message, now));
        boolean back = reached && (isOffline() || before != null && !before.good());
        Set<String> unreached = back ? unreached(all) : Set.of();
        if (!reached) {
            return new Answer(back, unreached, Optional.empty());
        }
        reachedAt = now;
        return new Answer(back, unreached, online(now));
    }

    private synchronized Answer answered(String account, boolean good, String message, Instant now, Set<String> all) {
        accounts.put(account, next(accounts.get(account), good, good, message, now));
        return good ? back(now, all) : new Answer(false, Set.of(), Optional.empty());
    }

    /** The network is there for certain. */
    private synchronized Answer back(Instant now, Set<String> all) {
        Set<String> unreached = unreached(all);
        Optional<UpdateEvent> news = online(now);
        return new Answer(news.isPresent(), unreached, news);
    }

    private static Beat next(@Nullable Beat before, boolean good, boolean reached, String message, Instant now) {
        Instant since = before != null && before.good() == good ? before.since() : now;
        return new Beat(good, reached, since, now, message);
    }

    /** Others are managed now; what others were like is of no interest. */
    void rosterReplaced() {
        keepOnly(roster.get().sources());
    }

    private synchronized void keepOnly(Collection<Source> managed) {
        sources.keySet().retainAll(managed);
    }

    /** Somebody wants it to be tried all the same. */
    public void assumeOnline() {
        if (isOffline()) {
            back(now(), Set.of()).news().ifPresent(events::tell);
        }
    }

    /** Something does not answer. As long as some source is reached, there is a network of some kind. */
    private void suspect() {
        rosterReplaced(); // perhaps while something was being asked
        if (!isDoubtful()) {
            return;
        }
        boolean there = isNetworkThere();
        Instant now = now();
        if (there) {
            seen(now);
        } else if (gone(now)) {
            events.tell(new UpdateEvent.Offline(now));
            lookAgain();
        }
    }

    private synchronized boolean isDoubtful() {
        return !isOffline() && sources.values().stream().noneMatch(Beat::reached);
    }

    private synchronized void seen(Instant now) {
        networkSince = networkSince.isPresent() ? networkSince : Optional.of(now);
    }

    /** Tells whether that is news. */
    private synchronized boolean gone(Instant now) {
        boolean news = !isOffline();
        if (news) {
            offlineSince = Optional.of(now);
            networkSince = Optional.empty();
        }
        return news;
    }

    private void lookAgain() {
        Scheduler.Cancellable ahead = workers.after(parts.schedule().probe(), () -> workers.run(this::lookForNetwork));
        watch.getAndSet(ahead).cancel();
    }

    private void lookForNetwork() {
        if (!isOffline()) {
            return;
        }
        if (!isNetworkThere()) {
            lookAgain();
            return;
        }
        Answer answer = back(now(), accountIds());
        answer.news().ifPresent(events::tell);
        owner.networkIsBack(answer.unreached(), null);
    }

    private boolean isNetworkThere() {
        try {
            return parts.network().isThere();
        } catch (RuntimeException e) {
            return true; // nobody knows
        }
    }

    private synchronized Optional<UpdateEvent> online(Instant now) {
        Optional<UpdateEvent> news =
                offlineSince.map(since -> new UpdateEvent.Online(now, Duration.between(since, now)));
        offlineSince = Optional.empty();
        seen(now);
        return news;
    }

    /** Returns the accounts that were not reached, or not tried, since there was a network for certain. */
    private synchronized Set<String> unreached(Set<String> all) {
        Set<String> unreached = new TreeSet<>(all);
        unreached.removeIf(account -> {
            Beat beat = accounts.get(account);
            return beat != null && (beat.good() || beat.at().isBefore(reachedAt));
        });
        return unreached;
    }

    private Set<String> accountIds() {
        return parts.providers().values().stream().map(DnsProvider::account).collect(Collectors.toSet());
    }

    private Instant now() {
        return parts.clock().instant();
    }

    Health health() {
        List<Vital> vitals = new ArrayList<>();
        vitals.add(network());
        roster.get().sources().stream()
                .filter(source -> source.detector != null)
                .forEach(source -> vitals.add(vital(Part.DETECTOR, source.key + " " + source.family, beat(source))));
        roster.get().entries().values().stream()
                .collect(Collectors.toMap(
                        entry -> entry.record.provider(), entry -> entry.provider, (one, same) -> one, TreeMap::new))
                .forEach((key, provider) -> vitals.add(vital(Part.PROVIDER, key, beat(provider.account()))));
        return new Health(vitals);
    }

    private synchronized Vital network() {
        if (isOffline()) {
            return new Vital(Part.NETWORK, "", Condition.BAD, offlineSince, "no way leads out of this host");
        }
        Condition condition = networkSince.isPresent() ? Condition.GOOD : Condition.UNKNOWN;
        return new Vital(Part.NETWORK, "", condition, networkSince, "");
    }

    private synchronized @Nullable Beat beat(Source source) {
        return sources.get(source);
    }

    private synchronized @Nullable Beat beat(String account) {
        return accounts.get(account);
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
