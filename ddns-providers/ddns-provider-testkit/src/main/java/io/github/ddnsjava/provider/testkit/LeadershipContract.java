package io.github.ddnsjava.provider.testkit;

import io.github.ddnsjava.cluster.Leadership;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The requirements for every {@link Leadership}, as tests that its own test class inherits. They attack what two machines
 * that both believe to lead would do. The class controls the engine: a fake, or a real one that it started. The test class
 * of a leadership that reads answers over a network implements {@link Hostile} instead.
 *
 * <p>The names of the cases are pinned in the test resource {@code /contract/CLASS.txt}, as with {@link
 * DnsProviderContract}. Each case uses names of leases that no other case has used. No case sleeps: the class lets time
 * pass at the engine.
 */
public interface LeadershipContract {
    /**
     * Returns a new leadership of that node at the one engine, as a new process of that node would make it. The class closes
     * all of them after the test, if that is needed.
     */
    Leadership leadership(String node) throws Exception;

    /**
     * Returns a leadership as {@link #leadership} does, of a node whose own clock is wrong by that much. The default is for
     * leaderships that read no clock.
     */
    default Leadership skewed(String node, Duration by) throws Exception {
        return leadership(node);
    }

    /**
     * Lets a lease end at the engine: its time passes, and nobody has renewed it. What the engine still knows of it stays,
     * as it would. If nodes judge for themselves whether a lease has ended, it passes for all of them. Each node that is
     * asked afterwards has seen the lease before.
     *
     * @param lease the name of the lease
     * @param time how long it was to last
     */
    void passes(String lease, Duration time) throws Exception;

    /** Makes the engine unreachable, or lets it hang, until the case ends. The class brings it back before the next case. */
    void goesAway() throws Exception;

    /** Makes the engine reachable again after {@link #goesAway}. It is called before each case. */
    void comesBack() throws Exception;

    /** Returns a lease time that the engine can give. */
    default Duration time() {
        return Duration.ofSeconds(30);
    }

    /** Tells whether the engine can tell who holds which lease. */
    default boolean tells() {
        return true;
    }

    /** Tells whether the leases have tokens that rise. If not, the page of the leadership must say so. */
    default boolean hasTokens() {
        return true;
    }

    /** Tells whether a lease that has ended and that nobody else has taken is lost for its former holder. */
    default boolean endsUntaken() {
        return true;
    }

    /** Returns the cases that apply to this leadership, in a fixed order. */
    default List<ContractCase> contractCases() {
        return LeadershipCases.of(this);
    }

    /** Returns one test for each case, and a last test for the pinned list. */
    @TestFactory
    default Stream<DynamicTest> contract() {
        return Contract.tests(this, contractCases());
    }

    /** The requirements for a leadership that reads what a network delivers. */
    interface Hostile extends LeadershipContract {
        /** Arranges that the engine answers all requests with this status and body, until {@link #comesBack}. */
        void answersAll(int status, String body) throws Exception;
    }
}
