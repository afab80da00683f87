package io.github.ddnsjava.publish;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.internal.engine.work.SingleFlight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A publication that lets everything pass, and notes what is told to people and what is reported. It judges failures as
 * the engine's does: what was not sent has failed, what was sent and may have happened is unknown.
 */
public final class OpenGate implements Publication {
    public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** Every exchange, reads included. */
    public final List<String> told;
    /** The exchanges that said that they read. */
    public final List<String> reads;

    public final Map<RecordKey, ChangeResult> results = new LinkedHashMap<>();
    public final Map<RecordKey, Set<IpAddress>> found = new LinkedHashMap<>();
    public Instant now = NOW;
    public Instant deadline = NOW.plusSeconds(100);
    private final Set<RecordKey> attempted = new HashSet<>();
    private final Set<RecordKey> sent = new HashSet<>();
    private final SingleFlight<Object, Object> cache;

    public OpenGate() {
        told = Collections.synchronizedList(new ArrayList<>());
        reads = Collections.synchronizedList(new ArrayList<>());
        cache = new SingleFlight<>(failure -> false);
    }

    private OpenGate(OpenGate before) {
        told = before.told;
        reads = before.reads;
        cache = before.cache;
        now = before.now;
        deadline = before.deadline;
    }

    /** Returns the gate of the next publication of the same account, which notes what it is told in the same lists. */
    public OpenGate next() {
        return new OpenGate(this);
    }

    @Override
    public <T> T exchange(String what, Call<T> call) throws InterruptedException {
        told.add(what);
        sent.addAll(attempted);
        attempted.clear();
        return call.call();
    }

    @Override
    public <T> T reading(String what, Call<T> call) throws InterruptedException {
        told.add(what);
        reads.add(what);
        return call.call();
    }

    @Override
    public void attempting(Collection<RecordChange> changes) {
        changes.forEach(change -> attempted.add(change.key()));
    }

    @Override
    public void found(RecordChange change, Set<IpAddress> present) {
        found.put(change.key(), present);
    }

    @Override
    public void report(RecordChange change, ChangeResult result) {
        results.put(change.key(), result);
    }

    @Override
    public void failed(Collection<RecordChange> changes, DdnsException failure) {
        for (RecordChange change : changes) {
            boolean unknown = sent.contains(change.key()) && !failure.certainlyNotApplied();
            results.putIfAbsent(
                    change.key(),
                    unknown ? new ChangeResult.Unknown(failure.problem()) : new ChangeResult.Failed(failure.problem()));
        }
        if (failure.scope() == ProblemScope.ACCOUNT) {
            throw failure;
        }
    }

    /** Lets that much time pass. */
    public void after(Duration time) {
        now = now.plus(time);
        deadline = deadline.plus(time);
    }

    @Override
    public Instant deadline() {
        return deadline;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public <T> T cached(Object key, Class<T> type, Maker<T> maker) throws InterruptedException {
        return type.cast(cache.get(key, maker::make));
    }

    @Override
    public void forget(Object key) {
        cache.forget(key);
    }
}
