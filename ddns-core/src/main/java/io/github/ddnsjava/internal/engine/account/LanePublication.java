package io.github.ddnsjava.internal.engine.account;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.internal.config.SteadyProvider;
import io.github.ddnsjava.internal.engine.memory.Saver;
import io.github.ddnsjava.internal.engine.work.SingleFlight;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.ZonePublication;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The publication of one call to a provider. Reported results are passed on before the next exchange. After a crash,
 * only attempted writes can be in doubt. When the call has ended, or was left because it did not end, nothing is sent or
 * reported any more. Thread-safe.
 */
final class LanePublication implements Publication {
    private final Passage gate;
    private final InstantSource clock;
    private final Instant deadline;
    private final boolean dry;
    private final SingleFlight<Object, Object> cache;
    private final Function<Set<RecordKey>, Optional<Problem>> inDoubt;
    private final Memo remember;
    private final Map<RecordKey, RecordChange> changes = new LinkedHashMap<>();
    /** Whose write was attempted, and nothing has left since. */
    private final Set<RecordKey> attempted = new HashSet<>();
    /** Whose write was attempted, and an exchange has begun since. */
    private final Set<RecordKey> sent = new HashSet<>();

    /** The zone of each record, as far as the provider has reported it. */
    private final Map<RecordKey, DnsName> zones = new HashMap<>();

    private final Map<RecordKey, Set<IpAddress>> found = new HashMap<>();
    private final Map<RecordKey, ChangeResult> unsaved = new LinkedHashMap<>();
    private final Set<RecordKey> reported = new HashSet<>();
    private final Set<RecordKey> planned = new HashSet<>();
    private boolean ended;
    private @Nullable NotNowException refusal;
    /** Why nothing may be written: it could not be remembered. */
    private @Nullable Problem unwritable;

    /** Takes results, with the zones of their records as far as they are known. */
    interface Memo {
        void results(Map<RecordKey, ChangeResult> results, Map<RecordKey, DnsName> zones);
    }

    /**
     * Makes one.
     *
     * @param cache what the account remembers from call to call
     * @param inDoubt makes durable that writes of these records are attempted, or says why they must not be
     * @param remember takes results
     */
    LanePublication(
            Passage gate,
            InstantSource clock,
            Instant deadline,
            boolean dry,
            SingleFlight<Object, Object> cache,
            Function<Set<RecordKey>, Optional<Problem>> inDoubt,
            Memo remember) {
        this.gate = gate;
        this.clock = clock;
        this.deadline = deadline;
        this.dry = dry;
        this.cache = cache;
        this.inDoubt = inDoubt;
        this.remember = remember;
    }

    /** Lets the provider publish, and makes sure that every change has a result in the end. */
    void publish(DnsProvider provider, List<RecordChange> wanted, ProviderCode code) throws InterruptedException {
        wanted.stream().filter(c -> c.intent() != Intent.KEEP).forEach(c -> changes.put(c.key(), c));
        try {
            code.call(provider, () -> {
                gate.begins(); // for itself, because this code can outlast its caller
                try {
                    publishAll(provider, wanted);
                } finally {
                    gate.ended();
                }
                return wanted;
            });
            close(nothingSaid(provider), unknown());
        } catch (NotNowException e) {
            close(nothingSent(e.result()), unknown());
        } catch (DdnsException e) {
            ChangeResult failed = new ChangeResult.Failed(e.problem());
            close(failed, e.certainlyNotApplied() ? failed : new ChangeResult.Unknown(e.problem()));
        } catch (InterruptedException e) {
            close(new ChangeResult.NotAttempted(Optional.empty(), "interrupted"), unknown());
            throw e;
        } catch (Throwable e) {
            Problem defect = defect(provider, "failed: " + e.getClass().getName());
            close(new ChangeResult.Failed(defect), new ChangeResult.Unknown(defect));
        }
    }

    private void publishAll(DnsProvider provider, List<RecordChange> wanted) throws InterruptedException {
        List<RecordChange> rest = List.copyOf(wanted);
        while (true) {
            int before = planned.size();
            try {
                provider.publish(rest, this);
                return;
            } catch (NotNowException e) {
                if (planned.size() == before) {
                    throw e;
                }
                // It stopped at the first write; a plan is to show the others, too.
                rest = wanted.stream()
                        .filter(c -> !planned.contains(c.key()) && !reported.contains(c.key()))
                        .toList();
            }
        }
    }

    private synchronized ChangeResult nothingSaid(DnsProvider provider) {
        return nothingSent(
                refusal != null
                        ? refusal.result()
                        : new ChangeResult.Failed(defect(provider, "reported no result for a change")));
    }

    private synchronized ChangeResult nothingSent(ChangeResult otherwise) {
        return unwritable != null ? new ChangeResult.Failed(unwritable) : otherwise;
    }

    private static Problem defect(DnsProvider provider, String what) {
        return Problem.of(
                ProblemKind.PROTOCOL,
                SteadyProvider.name(provider) + " " + what + "; this is a defect of the provider");
    }

    private static ChangeResult unknown() {
        return new ChangeResult.Unknown(
                Problem.of(ProblemKind.TRANSIENT, "a write was attempted, and its result is unknown"));
    }

    private void close(ChangeResult ifUntouched, ChangeResult ifSent) {
        reportRest(ifUntouched, ifSent);
        flush();
    }

    private synchronized void reportRest(ChangeResult ifUntouched, ChangeResult ifSent) {
        for (RecordChange change : changes.values()) {
            if (!reported.contains(change.key()) && !planned.contains(change.key())) {
                report(change, sent.contains(change.key()) ? ifSent : ifUntouched);
            }
        }
        ended = true; // what the provider does from here on comes too late
    }

    @Override
    public <T> T exchange(String what, Call<T> call) throws InterruptedException {
        return pass(what, () -> {
            departs();
            return call.call();
        });
    }

    @Override
    public <T> T reading(String what, Call<T> call) throws InterruptedException {
        return pass(what, call);
    }

    private <T> T pass(String what, Call<T> call) throws InterruptedException {
        flush();
        refuseFurther();
        try {
            return gate.pass(what, deadline, call);
        } catch (NotNowException e) {
            refused(e);
            throw e;
        }
    }

    /**
     * Refuses further exchanges after a write must not be attempted, because the next exchange could be that write, and
     * after the call has ended.
     */
    private synchronized void refuseFurther() {
        if (ended) {
            throw notNow("the call to the provider has ended");
        }
        if (unwritable != null) {
            throw notNow(unwritable.message());
        }
    }

    private static NotNowException notNow(String reason) {
        return new NotNowException(new ChangeResult.NotAttempted(Optional.empty(), reason));
    }

    private synchronized void departs() {
        refuseFurther();
        sent.addAll(attempted);
        attempted.clear();
    }

    private synchronized void refused(NotNowException e) {
        refusal = e;
        // What was attempted is not sent, whatever else may be sent yet.
        attempted.clear();
    }

    @Override
    public Publication inZone(DnsName zone, Collection<RecordChange> within, ProblemScope scope) {
        learnZone(zone, within);
        return new ZonePublication(this, scope) {
            @Override
            public <T> T exchange(String what, Call<T> call) throws InterruptedException {
                refuseHeld(zone);
                return super.exchange(what, call);
            }

            @Override
            public <T> T reading(String what, Call<T> call) throws InterruptedException {
                refuseHeld(zone);
                return super.reading(what, call);
            }
        };
    }

    /**
     * Refuses exchanges for a zone that is on hold. A result that was reported a moment ago can have caused the hold.
     */
    private void refuseHeld(DnsName zone) {
        flush();
        Optional<ChangeResult.NotAttempted> held = gate.refusal(zone);
        if (held.isEmpty()) {
            return;
        }
        reportUnsent(zone, held.get());
        throw new NotNowException(held.get());
    }

    private synchronized void learnZone(DnsName zone, Collection<RecordChange> within) {
        within.forEach(change -> zones.put(change.key(), zone));
    }

    private synchronized void reportUnsent(DnsName zone, ChangeResult.NotAttempted held) {
        for (RecordChange change : changes.values()) {
            RecordKey key = change.key();
            if (Objects.equals(zones.get(key), zone) && !reported.contains(key) && !sent.contains(key)) {
                attempted.remove(key);
                report(change, held);
            }
        }
    }

    @Override
    public void attempting(Collection<RecordChange> attempted) {
        flush();
        Set<RecordKey> keys = new HashSet<>();
        attempted.stream().filter(c -> changes.containsKey(c.key())).forEach(c -> keys.add(c.key()));
        if (dry) {
            plan(keys);
            throw notNow("a plan writes nothing");
        }
        refuseFurther();
        Optional<Problem> forgotten = inDoubt.apply(keys);
        if (forgotten.isPresent()) {
            throw refused(forgotten.get());
        }
        attempt(keys);
    }

    private synchronized void plan(Set<RecordKey> keys) {
        planned.addAll(keys);
    }

    /** If the updater is closing, an unsaved row is no sign of a fault of the state. */
    private synchronized NotNowException refused(Problem forgotten) {
        unwritable = forgotten.equals(Saver.CLOSING) ? unwritable : forgotten;
        refusal = notNow(forgotten.message());
        return refusal;
    }

    private synchronized void attempt(Set<RecordKey> keys) {
        attempted.addAll(keys);
        keys.forEach(sent::remove);
    }

    @Override
    public synchronized void found(RecordChange change, Set<IpAddress> present) {
        found.put(change.key(), Set.copyOf(present));
    }

    @Override
    public synchronized void report(RecordChange change, ChangeResult result) {
        if (!ended && changes.containsKey(change.key())) {
            reported.add(change.key());
            unsaved.put(change.key(), result);
        }
    }

    @Override
    public void failed(Collection<RecordChange> failed, DdnsException failure) {
        reportFailed(failed, failure);
        if (failure.scope() == ProblemScope.ACCOUNT) {
            throw failure;
        }
    }

    private synchronized void reportFailed(Collection<RecordChange> failed, DdnsException failure) {
        for (RecordChange change : failed) {
            if (!reported.contains(change.key())) {
                boolean unknown = sent.contains(change.key()) && !failure.certainlyNotApplied();
                report(
                        change,
                        unknown
                                ? new ChangeResult.Unknown(failure.problem())
                                : new ChangeResult.Failed(failure.problem()));
            }
        }
    }

    private void flush() {
        Map<RecordKey, ChangeResult> results = takeUnsaved();
        if (!results.isEmpty()) {
            remember.results(results, knownZones());
        }
    }

    private synchronized Map<RecordKey, ChangeResult> takeUnsaved() {
        Map<RecordKey, ChangeResult> results = new LinkedHashMap<>(unsaved);
        unsaved.clear();
        return results;
    }

    private synchronized Map<RecordKey, DnsName> knownZones() {
        return Map.copyOf(zones);
    }

    @Override
    public boolean isDryRun() {
        return dry;
    }

    @Override
    public Instant deadline() {
        return gate.latest(deadline);
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public <T> T cached(Object key, Class<T> type, Maker<T> maker) throws InterruptedException {
        return type.cast(cache.get(key, maker::make));
    }

    @Override
    public void forget(Object key) {
        cache.forget(key);
    }

    /** Returns what the provider saw at a record, if it looked. */
    synchronized Optional<Set<IpAddress>> seen(RecordKey key) {
        return Optional.ofNullable(found.get(key));
    }

    /** Returns what a dry run would have written. */
    synchronized List<RecordChange> planned() {
        List<RecordChange> writes = new ArrayList<>(changes.values());
        writes.removeIf(change -> !planned.contains(change.key()));
        return writes;
    }
}
