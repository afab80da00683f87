package io.github.ddnsjava.publish;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.exception.DdnsException;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/**
 * The publication for one zone within another publication. Everything is passed on to the other publication, except for
 * {@link #scope}. Thread-safe if the other publication is.
 */
public class ZonePublication implements Publication {
    private final Publication whole;
    private final ProblemScope scope;

    /**
     * Creates the publication for a zone.
     *
     * @param whole the other publication
     * @param scope what a refused request concerns
     */
    public ZonePublication(Publication whole, ProblemScope scope) {
        this.whole = whole;
        this.scope = scope;
    }

    @Override
    public final ProblemScope scope() {
        return scope;
    }

    @Override
    public final Publication whole() {
        return whole.whole();
    }

    @Override
    public <T> T exchange(String what, Call<T> call) throws InterruptedException {
        return whole.exchange(what, call);
    }

    @Override
    public <T> T reading(String what, Call<T> call) throws InterruptedException {
        return whole.reading(what, call);
    }

    @Override
    public void attempting(Collection<RecordChange> changes) {
        whole.attempting(changes);
    }

    @Override
    public void found(RecordChange change, Set<IpAddress> present) {
        whole.found(change, present);
    }

    @Override
    public void report(RecordChange change, ChangeResult result) {
        whole.report(change, result);
    }

    @Override
    public void failed(Collection<RecordChange> changes, DdnsException failure) {
        whole.failed(changes, failure);
    }

    @Override
    public boolean isDryRun() {
        return whole.isDryRun();
    }

    @Override
    public Instant deadline() {
        return whole.deadline();
    }

    @Override
    public Instant now() {
        return whole.now();
    }

    @Override
    public <T> T cached(Object key, Class<T> type, Maker<T> maker) throws InterruptedException {
        return whole.cached(key, type, maker);
    }

    @Override
    public void forget(Object key) {
        whole.forget(key);
    }
}
