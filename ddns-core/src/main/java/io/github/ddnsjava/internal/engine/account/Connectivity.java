package io.github.ddnsjava.internal.engine.account;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.internal.engine.records.Feed;
import io.github.ddnsjava.internal.engine.records.Sighting;
import java.util.Optional;

/**
 * What cycles and accounts report of detectors and providers, and whether there is a network by all of that.
 * Implementations are thread-safe.
 */
public interface Connectivity {
    /** What is said of every record while offline. */
    Problem NO_NETWORK =
            Problem.of(ProblemKind.TRANSIENT, "this host has no network; updates resume when the network is back");

    /** For a plan or a check: it tries whatever the network is like, and nothing that it meets is noted. */
    Connectivity UNNOTED = new Connectivity() {
        @Override
        public boolean isOffline() {
            return false;
        }

        @Override
        public Sighting looked(Feed feed, Sighting sighting) {
            return sighting;
        }

        @Override
        public void tellTrouble(Feed feed) {}

        @Override
        public void exchanged(String account, Optional<Problem> problem, boolean reached) {}
    };

    /** Tells whether there is no network: nothing is to be sent then. */
    boolean isOffline();

    /**
     * Takes note of what a feed said.
     *
     * @return what it counts as: without a network, nobody can tell that there is no address
     */
    Sighting looked(Feed feed, Sighting sighting);

    /** Tells listeners if a feed got into trouble, or out of it, by what it said last in its cycle. */
    void tellTrouble(Feed feed);

    /**
     * Takes note of an exchange with an account: a refusal is an answer.
     *
     * @param problem what was wrong; empty after a success
     * @param reached whether the other side was reached, though it may have failed to answer
     */
    void exchanged(String account, Optional<Problem> problem, boolean reached);
}
