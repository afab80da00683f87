package io.github.ddnsjava.internal.engine.account;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The publication of one call to a provider. What is reported is handed on before the next exchange, so that a crash
 * leaves at most in doubt what was announced. Thread-safe.
 */
final class LanePublication implements Publication {
    private final Gate gate;
    private final InstantSource clock;
    private final Instant deadline;
    private final boolean dry;
    private final Map<Object, Object> cache;
    private final Consumer<Set<RecordKey>> inDoubt;
    private final Memo remember;
    private final Map<RecordKey, RecordChange> changes = new LinkedHashMap<>();
    /** Whose write was announced, and nothing has left since. */
    private final Set<RecordKey> announced = new HashSet<>();
    /** Whose write was announced, and an exchange has begun since. */
    private final Set<RecordKey> sent = new HashSet<>();

    /** In which zone a record is, as far as the provider has said so. */
    private final Map<RecordKey, DnsName> zones = new HashMap<>();

    private final Map<RecordKey, Set<IpAddress>> found = new HashMap<>();
    private final Map<RecordKey, ChangeResult> unsaved = new LinkedHashMap<>();
    private final Set<RecordKey> reported = new HashSet<>();
    private final Set<RecordKey> planned = new HashSet<>();
    private @Nullable NotNowException refusal;

    /** Takes results, with the zones of their records as far as they are known. */
    interface Memo {
        void results(Map<RecordKey, ChangeResult> results, Map<RecordKey, DnsName> zones);
    }

    /**
     * Makes one.
     *
     * @param cache what the account remembers from call to call
     * @param inDoubt makes durable that writes of these records are attempted
     * @param remember takes results
     */
    LanePublication(
            Gate gate,
            InstantSource clock,
            Instant deadline,
            boolean dry,
            Map<Object, Object> cache,
            Consumer<Set<RecordKey>> inDoubt,
            Memo remember) {
        this.gate = gate;
        this.clock = clock;
        this.deadline = deadline;
        this.dry = dry;
        this.cache = cache;
        this.inDoubt = inDoubt;
        this.remember = remember;
    }

    /** Lets the provider publish, and sees to it that every change has a result in the end. */
    void publish(DnsProvider provider, List<RecordChange> wanted) throws InterruptedException {
        wanted.stream().filter(c -> c.intent() != Intent.KEEP).forEach(c -> changes.put(c.key(), c));
        try {
            publishAll(provider, wanted);
            close(nothingSaid(provider), unknown());
        } catch (NotNowException e) {
            close(e.result(), unknown());
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
        return refusal != null
                ? refusal.result()
                : new ChangeResult.Failed(defect(provider, "said nothing of a change"));
    }

    private static Problem defect(DnsProvider provider, String what) {
        return Problem.of(
                ProblemKind.PROTOCOL,
                "the provider " + provider.getClass().getName() + " " + what + "; this is a defect of the provider");
    }

    private static ChangeResult unknown() {
        return new ChangeResult.Unknown(
                Problem.of(ProblemKind.TRANSIENT, "a write was attempted, and nothing says how it ended"));
    }

    private void close(ChangeResult ifUntouched, ChangeResult ifSent) {
        synchronized (this) {
            for (RecordChange change : changes.values()) {
                if (!reported.contains(change.key()) && !planned.contains(change.key())) {
                    report(change, sent.contains(change.key()) ? ifSent : ifUntouched);
                }
            }
        }
        flush();
    }

    @Override
    public <T> T exchange(String what, Call<T> call) throws InterruptedException {
        flush();
        try {
            return gate.pass(what, deadline, () -> {
                synchronized (this) {
                    sent.addAll(announced);
                    announced.clear();
                }
                return call.call();
            });
        } catch (NotNowException e) {
            synchronized (this) {
                refusal = e;
                // What was announced is not sent, whatever else may be sent yet.
                announced.clear();
            }
            throw e;
        }
    }

    @Override
    public Publication inZone(DnsName zone, Collection<RecordChange> within, ProblemScope scope) {
        synchronized (this) {
            within.forEach(change -> zones.put(change.key(), zone));
        }
        return new ZonePublication(this, scope) {
            @Override
            public <T> T exchange(String what, Call<T> call) throws InterruptedException {
                refuseHeld(zone);
                return super.exchange(what, call);
            }
        };
    }

    /** Lets nothing pass into a zone that is held; what was reported of it a moment ago may hold it. */
    private void refuseHeld(DnsName zone) {
        flush();
        Optional<ChangeResult.NotAttempted> held = gate.refusal(zone);
        if (held.isEmpty()) {
            return;
        }
        synchronized (this) {
            for (RecordChange change : changes.values()) {
                RecordKey key = change.key();
                if (Objects.equals(zones.get(key), zone) && !reported.contains(key) && !sent.contains(key)) {
                    announced.remove(key);
                    report(change, held.get());
                }
            }
        }
        throw new NotNowException(held.get());
    }

    @Override
    public void attempting(Collection<RecordChange> attempted) {
        flush();
        Set<RecordKey> keys = new HashSet<>();
        attempted.stream().filter(c -> changes.containsKey(c.key())).forEach(c -> keys.add(c.key()));
        if (dry) {
            synchronized (this) {
                planned.addAll(keys);
            }
            throw new NotNowException(new ChangeResult.NotAttempted(Optional.empty(), "a plan writes nothing"));
        }
        inDoubt.accept(keys);
        synchronized (this) {
            announced.addAll(keys);
            keys.forEach(sent::remove);
        }
    }

    @Override
    public synchronized void found(RecordChange change, Set<IpAddress> present) {
        found.put(change.key(), Set.copyOf(present));
    }

    @Override
    public synchronized void report(RecordChange change, ChangeResult result) {
        if (changes.containsKey(change.key())) {
            reported.add(change.key());
            unsaved.put(change.key(), result);
        }
    }

    @Override
    public void failed(Collection<RecordChange> failed, DdnsException failure) {
        synchronized (this) {
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
        if (failure.scope() == ProblemScope.ACCOUNT) {
            throw failure;
        }
    }

    private void flush() {
        Map<RecordKey, ChangeResult> results;
        Map<RecordKey, DnsName> known;
        synchronized (this) {
            if (unsaved.isEmpty()) {
                return;
            }
            results = new LinkedHashMap<>(unsaved);
            unsaved.clear();
            known = Map.copyOf(zones);
        }
        remember.results(results, known);
    }

    @Override
    public Instant deadline() {
        return deadline;
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public <T> T cached(Object key, Class<T> type, Maker<T> maker) throws InterruptedException {
        // One lock for the account: its lane makes one call at a time, and reads beside it are rare.
        synchronized (cache) {
            Object value = cache.get(key);
            if (value == null) {
                value = maker.make();
                cache.put(key, value);
            }
            return type.cast(value);
        }
    }

    @Override
    public void forget(Object key) {
        synchronized (cache) {
            cache.remove(key);
        }
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
