package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.ZonePublication;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Withholds the results of a zone until its writes are committed. If the process ends before that, or the commit is lost, the
 * writes are in doubt, and the next look commits them. For one thread.
 */
final class Uncommitted extends ZonePublication {
    /** The writes of a zone, or their commit. */
    interface Work {
        void run() throws InterruptedException;
    }

    private final Publication publication;
    private final Map<RecordChange, ChangeResult> results = new LinkedHashMap<>();
    /** What would hold the zone, and so the commit. */
    private final Map<RecordChange, DdnsException> failures = new LinkedHashMap<>();

    private boolean announced;
    private boolean carriedOut;

    Uncommitted(Publication publication) {
        super(publication, publication.scope());
        this.publication = publication;
    }

    /**
     * Writes, commits if there is something to commit, and reports.
     *
     * @throws DdnsException if the writes end with it, or if the commit does and it concerns the whole account
     */
    void run(Work writes, Work commit) throws InterruptedException {
        DdnsException failure = null;
        try {
            writes.run();
        } catch (DdnsException e) {
            failure = e;
        } catch (NotNowException e) {
            // What was not reported counts as not attempted. What was written before may still go live.
        }
        boolean due = carriedOut || results.values().stream().anyMatch(ChangeResult.AlreadyRight.class::isInstance);
        UnaryOperator<ChangeResult> ended = result -> result;
        if (due) {
            try {
                if (failure != null && failure.scope() == ProblemScope.ACCOUNT) {
                    throw failure;
                }
                commit.run();
            } catch (DdnsException e) {
                ended = result -> lost(result, e.problem(), new ChangeResult.Failed(e.problem()));
                failure = failure == null && e.scope() == ProblemScope.ACCOUNT ? e : failure;
            } catch (NotNowException e) {
                Problem problem = Problem.of(
                        ProblemKind.TRANSIENT,
                        "it is written, and not live yet: " + e.result().reason());
                ended = result -> lost(result, problem, e.result());
            }
        }
        end(ended, failure);
    }

    private void end(UnaryOperator<ChangeResult> ended, @Nullable DdnsException failure) {
        results.forEach((change, result) -> publication.report(change, ended.apply(result)));
        failures.forEach((change, e) -> publication.failed(List.of(change), e));
        if (failure != null) {
            throw failure;
        }
    }

    /** What was written is in doubt. What was found as it is wanted is not confirmed; it may have been in doubt before. */
    private static ChangeResult lost(ChangeResult result, Problem problem, ChangeResult ofTheRight) {
        if (result instanceof ChangeResult.AlreadyRight) {
            return ofTheRight;
        }
        return result instanceof ChangeResult.Applied || result instanceof ChangeResult.Accepted
                ? new ChangeResult.Unknown(problem)
                : result;
    }

    @Override
    public Publication inZone(DnsName zone, Collection<RecordChange> changes, ProblemScope scope) {
        Publication gate = publication.inZone(zone, changes, scope);
        return new ZonePublication(this, scope) {
            @Override
            public <T> T exchange(String what, Call<T> call) throws InterruptedException {
                T answer = gate.exchange(what, call);
                carriedOut |= announced;
                return answer;
            }

            @Override
            public <T> T reading(String what, Call<T> call) throws InterruptedException {
                return gate.reading(what, call);
            }
        };
    }

    @Override
    public void attempting(Collection<RecordChange> changes) {
        publication.attempting(changes);
        announced = true;
    }

    @Override
    public void report(RecordChange change, ChangeResult result) {
        failures.remove(change);
        results.put(change, result);
    }

    /** A failure of a record alone holds nothing else. One of the account ends all, and its caller reports it. */
    @Override
    public void failed(Collection<RecordChange> changes, DdnsException failure) {
        if (failure.scope() == ProblemScope.ACCOUNT) {
            throw failure;
        }
        List<RecordChange> open = changes.stream()
                .filter(change -> !results.containsKey(change) && !failures.containsKey(change))
                .toList();
        if (failure.scope() == ProblemScope.ZONE) {
            open.forEach(change -> failures.put(change, failure));
        } else {
            publication.failed(open, failure);
        }
    }
}
