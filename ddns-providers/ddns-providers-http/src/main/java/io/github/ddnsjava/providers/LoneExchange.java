package io.github.ddnsjava.providers;

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
 * Requests that concern no DNS account, so that no gate holds them: one reading of secrets, or one notification. It
 * publishes nothing. Used by one thread at a time.
 */
public final class LoneExchange implements Publication {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final InstantSource clock;
    private final Instant deadline;
    private final Map<Object, Object> cache;

    /**
     * Begins.
     *
     * @param cache what lives on from one exchange to the next, such as a login
     */
    public LoneExchange(InstantSource clock, Map<Object, Object> cache) {
        this.clock = clock;
        this.deadline = clock.instant().plus(LIMIT);
        this.cache = cache;
    }

    /** Returns what one exchange leaves to the next; empty at first. */
    public static Map<Object, Object> cache() {
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
        throw new IllegalStateException("nothing is published here");
    }

    @Override
    public void report(RecordChange change, ChangeResult result) {
        throw new IllegalStateException("nothing is published here");
    }

    @Override
    public void failed(Collection<RecordChange> changes, DdnsException failure) {
        throw failure;
    }
}
