package io.github.ddnsjava.provider.testkit;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.detect.IpDetector;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every detector must do, as tests that a detector's own test class inherits. The class tells how to make what the
 * detector asks (a server on the loopback, a file, other detectors) say something, and gets a test for each demand. One
 * that reads bytes which others write implements {@link Hostile} instead.
 *
 * <p>The names of the cases are pinned in the test resource {@code /contract/CLASS.txt}, as with
 * {@link DnsProviderContract}. Each case begins with a fresh detector. Nothing sleeps.
 */
public interface IpDetectorContract {
    /**
     * Returns a fresh detector that asks what the other methods arrange, and allows no more than the defaults. It may
     * refuse to be made where they arranged something that must not be published.
     */
    IpDetector detector() throws Exception;

    /**
     * Lets whatever it asks say these addresses, at most one of each family; none of a family if there is none.
     */
    void sourcesSay(Set<IpAddress> addresses) throws Exception;

    /** Lets whatever it asks be out of order, as after a crash. Not called where {@link #sourcesCanFail} says no. */
    void sourcesFail() throws Exception;

    /** Tells whether what it asks can be out of order; not so of a detector that asks nobody. */
    default boolean sourcesCanFail() {
        return true;
    }

    /** Returns the cycle in which it is asked. */
    default TestDetection context() {
        return new TestDetection();
    }

    /** Returns the families that it can find. */
    default Set<IpFamily> families() {
        return Set.of(IpFamily.values());
    }

    /**
     * Returns the address that it should find where its sources say that one: the same, unless it makes another of it.
     */
    default IpAddress expected(IpAddress said) {
        return said;
    }

    /** Returns the cases that this detector gets, in a fixed order. */
    default List<ContractCase> contractCases() {
        return DetectorCases.of(this);
    }

    /** One test for each case, and a last one for the pinned list. */
    @TestFactory
    default Stream<DynamicTest> contract() {
        return Contract.tests(this, contractCases());
    }

    /** A detector that reads what others write: it must endure anything. */
    interface Hostile extends IpDetectorContract {
        /** Lets whatever it asks answer with these bytes, in the place where the answer stands. */
        void sourcesSay(byte[] bytes) throws Exception;
    }
}
