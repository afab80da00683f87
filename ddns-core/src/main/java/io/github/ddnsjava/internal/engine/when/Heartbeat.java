package io.github.ddnsjava.internal.engine.when;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.UpdaterEnvironment;
import io.github.ddnsjava.UpdaterHealth;
import io.github.ddnsjava.UpdaterHealth.Condition;
import io.github.ddnsjava.UpdaterHealth.Part;
import io.github.ddnsjava.UpdaterHealth.Vital;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.internal.engine.account.Connectivity;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Feed;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.internal.engine.records.Sighting;
import io.github.ddnsjava.internal.engine.report.Events;
import io.github.ddnsjava.internal.engine.work.Workers;
import io.github.ddnsjava.publish.DnsProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The health of the network, of each detector and of each provider. It is known from their last answers. Only if one of
 * them does not answer, this host is asked whether it has a network at all. If it has none, the updater is offline:
 * nothing is decided or sent. Every few seconds, the updater checks whether the network is back. This check sends
 * nothing. Thread-safe.
 */
final class Heartbeat {
    /**
     * The result of the last request to a feed or an account.
     *
     * @param good whether it answered
     * @param reached whether this shows that there is a network; an address that is known without a request does not
     * @param since since when this is the case
     * @param at when it was asked
     * @param message what is wrong
     */
    record Beat(boolean good, boolean reached, Instant since, Instant at, String message) {}

    /** Whom the network's coming back concerns. */
    interface Owner {
        /**
         * The network is back.
         *
         * @param unreached the accounts whose failure the missing network may have caused
         * @param seenBy the feed that is being processed, if only that feed was not reached; null after an offline
         *     state
         */
        void networkIsBack(Set<String> unreached, @Nullable Feed seenBy);
    }

    private final UpdaterEnvironment environment;
    private final Workers workers;
    private final Events events;
    private final Supplier<Roster> roster;
    private final Owner owner;
    /** By {@link Feed#name}: the health of a detector is kept when the records are replaced. */
    private final Map<String, Beat> feeds = new HashMap<>();
    /** The detectors and families whose trouble was told, likewise. */
    private final Set<String> troubled = new HashSet<>();

    private final Map<String, Beat> accounts = new HashMap<>();
    private Optional<Instant> offlineSince = Optional.empty();
    private Optional<Instant> networkSince = Optional.empty();
    private Instant reachedAt = Instant.MIN;
    private final AtomicReference<DelayScheduler.Cancellable> watch = new AtomicReference<>(() -> {});

    Heartbeat(UpdaterEnvironment environment, Workers workers, Events events, Supplier<Roster> roster, Owner owner) {
        this.environment = environment;
        this.workers = workers;
        this.events = events;
        this.roster = roster;
        this.owner = owner;
    }

    /** See {@link Connectivity#isOffline}. */
    synchronized boolean isOffline() {
        return offlineSince.isPresent();
    }

    /** See {@link Connectivity#looked}. */
    Sighting looked(Feed feed, Sighting sighting) {
        Detection said = sighting.detection().orElse(null);
        boolean reached = said instanceof Detection.Found found && !found.certain();
        String message = sighting.problem().map(Problem::message).orElse("");
        Answer answer = answered(feed, said != null, reached, message, now(), accountIds());
        answer.news().ifPresent(events::tell);
        if (answer.back()) {
            owner.networkIsBack(answer.unreached(), answer.news().isPresent() ? null : feed);
            return sighting;
        }
        boolean noNetwork = !(said instanceof Detection.Found) && suspect();
        return said instanceof Detection.Absent absent && (noNetwork || isOffline())
                ? Sighting.failed(
                        feed,
                        Problem.of(ProblemKind.DETECTION, "this host has no network"),
                        absent.evidence(),
                        sighting.sequence(),
                        true)
                : sighting;
    }

    /** See {@link Connectivity#exchanged}. */
    void exchanged(String account, Optional<Problem> problem, boolean reached) {
        Optional<Problem> silent = problem.filter(p -> p.kind() == ProblemKind.TRANSIENT);
        String message = silent.map(Problem::message).orElse("");
        Answer answer = answered(account, silent.isEmpty(), reached, message, now(), accountIds());
        answer.news().ifPresent(events::tell);
        if (silent.isPresent()) {
            suspect();
        } else if (answer.back()) {
            owner.networkIsBack(answer.unreached(), null);
        }
    }

    /**
     * What an answer, or a missing answer, means.
     *
     * @param back whether a feed or an account answers that did not answer before
     * @param unreached the accounts whose failure the missing network may have caused
     * @param news that the network is back, if so
     */
    private record Answer(boolean back, Set<String> unreached, Optional<UpdateEvent> news) {}

    private synchronized Answer answered(
            Feed feed, boolean good, boolean reached, String message, Instant now, Set<String> all) {
        Beat before = feeds.get(feed.name());
        feeds.put(feed.name(), next(before, good, reached, message, now));
        boolean back = reached && (isOffline() || before != null && !before.good());
        Set<String> unreached = back ? unreached(all) : Set.of();
        if (!reached) {
            return new Answer(back, unreached, Optional.empty());
        }
        reachedAt = now;
        return new Answer(back, unreached, online(now));
    }

    private synchronized Answer answered(
            String account, boolean good, boolean reached, String message, Instant now, Set<String> all) {
        accounts.put(account, next(accounts.get(account), good, reached, message, now));
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

    /** The health of feeds that no longer exist is forgotten. */
    void reconfigured() {
        keepOnly(roster.get().feeds().stream().map(Feed::name).collect(Collectors.toSet()));
    }

    private synchronized void keepOnly(Set<String> names) {
        feeds.keySet().retainAll(names);
        troubled.retainAll(names);
    }

    /** Somebody wants it to be tried all the same. */
    void assumeOnline() {
        if (isOffline()) {
            back(now(), Set.of()).news().ifPresent(events::tell);
        }
    }

    /**
     * A feed or an account does not answer. As long as one feed is reached, there is a network of some kind. Until each
     * feed was asked once, one of them may still be reachable, for example over loopback.
     *
     * @return whether there is no network, as far as can be seen now
     */
    private boolean suspect() {
        reconfigured(); // perhaps while something was being asked
        if (!isDoubtful()) {
            return isOffline();
        }
        boolean there = isNetworkThere();
        Instant now = now();
        if (there) {
            seen(now);
        } else if (eachWasAsked() && gone(now)) {
            events.tell(new UpdateEvent.Offline(now, Connectivity.NO_NETWORK));
            lookAgain();
        }
        return !there;
    }

    private boolean eachWasAsked() {
        return roster.get().feeds().stream()
                .filter(feed -> feed.detector != null)
                .allMatch(feed -> beat(feed) != null);
    }

    /** See {@link Connectivity#tellTrouble}: once each. While there is no network, that is the trouble. */
    void tellTrouble(Feed feed) {
        Instant now = now();
        Beat beat = beat(feed);
        if (beat == null) {
            return;
        }
        if (beat.good() && isOver(feed)) {
            events.tell(new UpdateEvent.DetectorRecovered(now, feed.key, feed.family));
        } else if (!beat.good() && isNewTrouble(feed)) {
            Problem problem = Problem.of(ProblemKind.DETECTION, beat.message());
            events.tell(new UpdateEvent.DetectorTroubled(now, feed.key, feed.family, problem));
        }
    }

    private synchronized boolean isOver(Feed feed) {
        return troubled.remove(feed.name());
    }

    private synchronized boolean isNewTrouble(Feed feed) {
        return !isOffline() && troubled.add(feed.name());
    }

    /** See {@link Rhythm#noNetwork}. */
    Optional<Problem> noNetwork() {
        return isOffline() ? Optional.of(Connectivity.NO_NETWORK) : Optional.empty();
    }

    /** See {@link Rhythm#trouble}. */
    Optional<Problem> trouble(Feed feed) {
        return Optional.ofNullable(feed.detector == null ? null : beat(feed))
                .filter(beat -> !beat.good())
                .map(beat -> Problem.of(ProblemKind.DETECTION, beat.message()));
    }

    /**
     * Returns since when the address of a record has been unknown, because of the network or the detector; empty if it is
     * known.
     */
    synchronized Optional<Instant> unknownSince(Entry entry) {
        if (isOffline()) {
            return offlineSince;
        }
        return Optional.ofNullable(beat(entry.feed))
                .filter(beat -> !beat.good() && !entry.isPushed())
                .map(Beat::since);
    }

    private synchronized boolean isDoubtful() {
        return !isOffline() && feeds.values().stream().noneMatch(Beat::reached);
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
        DelayScheduler.Cancellable ahead =
                workers.after(roster.get().parts().schedule().probe(), () -> workers.run(this::lookForNetwork));
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
            return environment.network().isThere();
        } catch (RuntimeException | Error e) {
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

    /**
     * Returns the accounts that were not reached since the network was last known to work, and those that could not be
     * tried while there was none. An account that was reached and refused the request is not included: a network that
     * is back does not end its wait.
     */
    private synchronized Set<String> unreached(Set<String> all) {
        Set<String> unreached = new TreeSet<>();
        for (String account : all) {
            Beat beat = accounts.get(account);
            boolean untried = beat == null && isOffline();
            if (untried || beat != null && !beat.reached() && !beat.at().isBefore(reachedAt)) {
                unreached.add(account);
            }
        }
        return unreached;
    }

    private Set<String> accountIds() {
        return roster.get().parts().providers().values().stream()
                .map(DnsProvider::account)
                .collect(Collectors.toSet());
    }

    private Instant now() {
        return environment.clock().instant();
    }

    UpdaterHealth health() {
        List<Vital> vitals = new ArrayList<>();
        vitals.add(network());
        roster.get().feeds().stream()
                .filter(feed -> feed.detector != null)
                .forEach(feed -> vitals.add(vital(Part.DETECTOR, feed.name(), beat(feed))));
        roster.get().used().forEach((key, provider) -> vitals.add(vital(Part.PROVIDER, key, beat(provider.account()))));
        return new UpdaterHealth(vitals);
    }

    private synchronized Vital network() {
        if (isOffline()) {
            return new Vital(
                    Part.NETWORK,
                    "",
                    Condition.BAD,
                    offlineSince,
                    "this host has no default route, and no address beyond its own link");
        }
        Condition condition = networkSince.isPresent() ? Condition.GOOD : Condition.UNKNOWN;
        return new Vital(Part.NETWORK, "", condition, networkSince, "");
    }

    private synchronized @Nullable Beat beat(Feed feed) {
        return feeds.get(feed.name());
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
