package io.github.ddnsjava.provider.testkit;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A {@link Publication} for tests of a single provider. By default it lets everything pass. It records the steps of the
 * provider in order. {@link #run} publishes as the engine does. Thread-safe.
 *
 * <pre>{@code
 * RecordingPublication publication = RecordingPublication.standard();
 * Map<RecordKey, ChangeResult> results = publication.run(provider, List.of(change));
 * assertThat(publication.exchanges()).containsExactly("GET localhost/zones", "PUT localhost/zones/{zone}");
 * }</pre>
 *
 * By default the clock stands still and the deadline is 30 seconds away. Cached values belong to this publication and
 * to those that {@link #next} and {@link #nextWith} create.
 */
public final class RecordingPublication implements Publication {
    private final Builder options;
    private final Instant deadline;
    private final List<Step> steps = new ArrayList<>();
    private final Map<RecordKey, RecordChange> asked = new LinkedHashMap<>();
    private final Map<RecordKey, ChangeResult> reported = new LinkedHashMap<>();
    private final Set<RecordKey> inDoubt = new TreeSet<>();
    private final List<DdnsException> failures = new ArrayList<>();
    private int exchanges;

    private RecordingPublication(Builder options) {
        this.options = new Builder(options);
        this.deadline = options.clock.instant().plus(options.time);
    }

    /** One step of a provider. */
    public sealed interface Step {}

    /**
     * The provider requested an exchange, and the gate let it pass.
     *
     * @param what the description of the exchange
     * @param writing whether changes were announced and not yet reported, so that this may be a write; false for an
     *     exchange of which the provider said that it reads
     */
    public record Exchanged(String what, boolean writing) implements Step {}

    /**
     * The provider announced a write.
     *
     * @param change the change that it writes
     */
    public record Announced(RecordChange change) implements Step {}

    /**
     * The provider reported a result.
     *
     * @param change the change that it concerns
     * @param result the result
     */
    public record Reported(RecordChange change, ChangeResult result) implements Step {}

    /** Observes an exchange. It may throw an exception instead of the exchange. */
    @FunctionalInterface
    public interface Hook {
        /**
         * Observes an exchange.
         *
         * @param number the number of exchanges before this one
         * @param exchange the exchange
         */
        void at(int number, Exchanged exchange) throws InterruptedException;
    }

    /** Returns a publication that lets everything pass. */
    public static RecordingPublication standard() {
        return builder().build();
    }

    /** Starts building a publication with options. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a fresh publication with the same options for the same account. Cached values stay. */
    public RecordingPublication next() {
        return new RecordingPublication(options);
    }

    /** Starts building a publication with other options for the same account. Cached values stay. */
    public Builder nextWith() {
        return new Builder(options.cache);
    }

    /**
     * Publishes as the engine does. An exception applies to all changes that were not reported. Exceptions that a
     * provider must not throw (a null pointer, a class cast) are passed on, because they are defects.
     *
     * @return {@link #results()}
     * @throws InterruptedException if the calling thread is interrupted
     */
    public Map<RecordKey, ChangeResult> run(DnsProvider provider, List<RecordChange> changes)
            throws InterruptedException {
        synchronized (this) {
            changes.stream().filter(c -> c.intent() != Intent.KEEP).forEach(c -> asked.put(c.key(), c));
        }
        try {
            provider.publish(List.copyOf(changes), this);
        } catch (NotNowException e) {
            unreported().stream()
                    .filter(change -> !isInDoubt(change.key()))
                    .forEach(change -> record(change, e.result()));
        } catch (DdnsException e) {
            remember(e);
            unreported().forEach(change -> record(change, meaning(change, e)));
        }
        return results();
    }

    @Override
    public <T> T exchange(String what, Call<T> call) throws InterruptedException {
        return pass(what, true, call);
    }

    @Override
    public <T> T reading(String what, Call<T> call) throws InterruptedException {
        return pass(what, false, call);
    }

    private <T> T pass(String what, boolean mayWrite, Call<T> call) throws InterruptedException {
        Exchanged exchange;
        int number;
        synchronized (this) {
            if (exchanges >= options.budget) {
                throw new NotNowException(
                        new ChangeResult.NotAttempted(Optional.empty(), "the budget of exchanges is spent"));
            }
            exchange = new Exchanged(what, mayWrite && !inDoubt.isEmpty());
            number = exchanges++;
            steps.add(exchange);
        }
        options.before.at(number, exchange);
        T answer = call.call();
        options.after.at(number, exchange);
        return answer;
    }

    @Override
    public synchronized void attempting(Collection<RecordChange> changes) {
        changes.forEach(change -> steps.add(new Announced(change)));
        if (options.dryRun) {
            throw new NotNowException(new ChangeResult.NotAttempted(Optional.empty(), "this is a dry run"));
        }
        changes.forEach(change -> {
            inDoubt.add(change.key());
            reported.remove(change.key());
        });
    }

    @Override
    public void report(RecordChange change, ChangeResult result) {
        record(change, result);
    }

    @Override
    public void failed(Collection<RecordChange> changes, DdnsException failure) {
        remember(failure);
        changes.stream()
                .filter(change -> !isReported(change))
                .forEach(change -> record(change, meaning(change, failure)));
        if (failure.scope() == ProblemScope.ACCOUNT) {
            throw failure;
        }
    }

    private synchronized boolean isReported(RecordChange change) {
        return reported.containsKey(change.key());
    }

    private synchronized void remember(DdnsException failure) {
        if (!failures.contains(failure)) {
            failures.add(failure);
        }
    }

    private synchronized ChangeResult meaning(RecordChange change, DdnsException failure) {
        return inDoubt.contains(change.key()) && !failure.certainlyNotApplied()
                ? new ChangeResult.Unknown(failure.problem())
                : new ChangeResult.Failed(failure.problem());
    }

    private synchronized void record(RecordChange change, ChangeResult result) {
        steps.add(new Reported(change, result));
        reported.put(change.key(), result);
        inDoubt.remove(change.key());
    }

    private synchronized boolean isInDoubt(RecordKey key) {
        return inDoubt.contains(key);
    }

    private synchronized List<RecordChange> unreported() {
        return asked.values().stream()
                .filter(change -> !reported.containsKey(change.key()))
                .toList();
    }

    @Override
    public boolean isDryRun() {
        return options.dryRun;
    }

    @Override
    public Instant deadline() {
        return deadline;
    }

    @Override
    public Instant now() {
        return options.clock.instant();
    }

    @Override
    public <T> T cached(Object key, Class<T> type, Maker<T> maker) throws InterruptedException {
        return options.cache.get(key, type, maker);
    }

    @Override
    public void forget(Object key) {
        options.cache.forget(key);
    }

    /** Returns all steps of the provider, in order. */
    public synchronized List<Step> steps() {
        return List.copyOf(steps);
    }

    /** Returns the descriptions of all exchanges, in order. */
    public synchronized List<String> exchanges() {
        return exchanges(true).stream().map(Exchanged::what).toList();
    }

    /** Returns the descriptions of all exchanges that were made while a write was announced, in order. */
    public synchronized List<String> writingExchanges() {
        return exchanges(false).stream().map(Exchanged::what).toList();
    }

    private List<Exchanged> exchanges(boolean all) {
        return steps.stream()
                .filter(Exchanged.class::isInstance)
                .map(Exchanged.class::cast)
                .filter(exchange -> all || exchange.writing())
                .toList();
    }

    /** Returns the announced changes, in order. In a dry run they are the plan. */
    public synchronized List<RecordChange> announced() {
        return steps.stream()
                .filter(Announced.class::isInstance)
                .map(step -> ((Announced) step).change())
                .toList();
    }

    /** Returns the exceptions that the provider threw or reported, in order. */
    public synchronized List<DdnsException> failures() {
        return List.copyOf(failures);
    }

    /**
     * Returns the result of each change that was passed to {@link #run}, except for companions that were only sent
     * along. A change without a report is unknown if its write was announced, else not attempted.
     */
    public synchronized Map<RecordKey, ChangeResult> results() {
        Map<RecordKey, ChangeResult> results = new LinkedHashMap<>();
        asked.keySet().forEach(key -> {
            ChangeResult result = reported.get(key);
            results.put(key, result != null ? result : silence(key));
        });
        results.putAll(reported);
        return results;
    }

    private ChangeResult silence(RecordKey key) {
        return inDoubt.contains(key)
                ? new ChangeResult.Unknown(
                        Problem.of(ProblemKind.TRANSIENT, "a write was announced, and nothing was reported of it"))
                : new ChangeResult.NotAttempted(Optional.empty(), "nothing was reported");
    }

    /** Collects the options of a publication. Not thread-safe. */
    public static final class Builder {
        private final AccountCache cache;
        private InstantSource clock = new ManualClock();
        private Duration time = Duration.ofSeconds(30);
        private int budget = Integer.MAX_VALUE;
        private boolean dryRun;
        private Hook before = (number, exchange) -> {};
        private Hook after = (number, exchange) -> {};

        private Builder() {
            this(new AccountCache());
        }

        private Builder(AccountCache cache) {
            this.cache = cache;
        }

        private Builder(Builder other) {
            cache = other.cache;
            clock = other.clock;
            time = other.time;
            budget = other.budget;
            dryRun = other.dryRun;
            before = other.before;
            after = other.after;
        }

        /** Uses this clock. The default stands still. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** Sets the time until the deadline. The default is 30 seconds. */
        public Builder time(Duration untilDeadline) {
            time = untilDeadline;
            return this;
        }

        /** Lets that number of exchanges pass, and refuses all others. */
        public Builder budget(int exchanges) {
            budget = exchanges;
            return this;
        }

        /** Refuses writes, and records them. */
        public Builder dryRun() {
            dryRun = true;
            return this;
        }

        /**
         * Calls that hook before each exchange that the gate lets pass. If it throws, the exchange is not made and ends
         * with that exception.
         */
        public Builder before(Hook hook) {
            before = hook;
            return this;
        }

        /** Calls that hook after each exchange that succeeded. If it throws, the exchange ends with that exception. */
        public Builder after(Hook hook) {
            after = hook;
            return this;
        }

        /** Builds the publication. */
        public RecordingPublication build() {
            return new RecordingPublication(this);
        }
    }
}
