package io.github.ddnsjava.provider.testkit;

import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.RecordChange;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Publishes by a provider in one account, and tells what the results say. Mutable, for one test at a time. */
public final class Publishing {
    private final DnsProvider provider;
    private RecordingPublication publication = RecordingPublication.standard();

    /** Publishes by that provider. */
    public Publishing(DnsProvider provider) {
        this.provider = provider;
    }

    /** Returns the publication of the last call. */
    public RecordingPublication publication() {
        return publication;
    }

    /** Publishes in the same account as before. */
    public List<ChangeResult> publish(List<RecordChange> changes) throws InterruptedException {
        publication = publication.next();
        Map<RecordKey, ChangeResult> results = publication.run(provider, changes);
        return changes.stream().map(change -> results.get(change.key())).toList();
    }

    /** Publishes one change. */
    public ChangeResult publish(Changes.Builder change) throws InterruptedException {
        return publish(List.of(change.build())).get(0);
    }

    /**
     * Wants 192.0.2.LAST and 2001:db8::LAST for as many names, h0.example.com and so on, of which 192.0.2.PREVIOUS and
     * 2001:db8::PREVIOUS are ours.
     */
    public static List<RecordChange> hosts(int count, int previous, int last) {
        return IntStream.range(0, count)
                .boxed()
                .flatMap(i -> Stream.of("192.0.2.", "2001:db8::")
                        .map(prefix -> Changes.ensure("h" + i + ".example.com", prefix + last)
                                .confirmed(prefix + previous)
                                .build()))
                .toList();
    }

    /** Returns what a change did; fails if it did nothing. */
    public static Outcome outcome(ChangeResult result) {
        if (result instanceof ChangeResult.Applied applied) {
            return applied.outcome();
        }
        throw new AssertionError("not applied: " + result);
    }

    /** Returns the problem of a change that failed or is in doubt. */
    public static Problem problem(ChangeResult result) {
        if (result instanceof ChangeResult.Failed failed) {
            return failed.problem();
        }
        if (result instanceof ChangeResult.Unknown unknown) {
            return unknown.problem();
        }
        throw new AssertionError("no problem: " + result);
    }
}
