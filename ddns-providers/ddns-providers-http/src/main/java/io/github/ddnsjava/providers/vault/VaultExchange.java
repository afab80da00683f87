package io.github.ddnsjava.providers.vault;

import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * One reading of secrets, with the requests that it needs. No gate holds them: they concern no DNS account. It publishes
 * nothing. Used by one thread at a time.
 */
final class VaultExchange implements Publication {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final InstantSource clock;
    private final Instant deadline;
    private final Map<Object, Object> cache;

    /**
     * Begins.
     *
     * @param cache what lives on from one reading to the next: the login
     */
    VaultExchange(InstantSource clock, Map<Object, Object> cache) {
        this.clock = clock;
        this.deadline = clock.instant().plus(LIMIT);
        this.cache = cache;
    }

    /** Returns what one reading leaves to the next; empty at first. */
    static Map<Object, Object> cache() {
        return new HashMap<>();
    }

    @Override
    public <T> T exchange(String what, Call<T> call) throws InterruptedException {
        return call.call();
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
        Object known = cache.get(key);
        if (known == null) {
            known = maker.make();
            cache.put(key, known);
        }
        return type.cast(known);
    }

    @Override
    public void forget(Object key) {
        cache.remove(key);
    }

    @Override
    public void attempting(Collection<RecordChange> changes) {
        throw new IllegalStateException("a source of secrets writes nothing");
    }

    @Override
    public void report(RecordChange change, ChangeResult result) {
        throw new IllegalStateException("a source of secrets writes nothing");
    }

    @Override
    public void failed(Collection<RecordChange> changes, DdnsException failure) {
        throw failure;
    }
}
