package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.exception.DdnsException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Some sets of a batch that were written one by one have failed, each by itself. All others were reported. Who knows nothing
 * of it sees the first of the failures.
 */
final class FailedSets extends DdnsException {
    private static final long serialVersionUID = 1L;

    private final transient Map<SetWrite, DdnsException> failures;
    private final DdnsException first;

    FailedSets(Map<SetWrite, DdnsException> failures) {
        this(failures, failures.values().iterator().next());
    }

    private FailedSets(Map<SetWrite, DdnsException> failures, DdnsException first) {
        super(first.scope(), first.problem().message(), first);
        this.failures = failures;
        this.first = first;
    }

    /** Returns the failure of each set. */
    Map<SetWrite, DdnsException> failures() {
        return failures;
    }

    @Override
    public ProblemKind kind() {
        return first.kind();
    }

    @Override
    public Optional<Duration> retryAfter() {
        return first.retryAfter();
    }

    @Override
    public boolean certainlyNotApplied() {
        return first.certainlyNotApplied();
    }

    @Override
    public Problem problem() {
        return first.problem();
    }
}
