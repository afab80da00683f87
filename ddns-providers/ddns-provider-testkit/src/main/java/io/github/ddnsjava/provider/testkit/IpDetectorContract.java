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
 * The requirements for every detector, as tests that a detector's own test class inherits. The class controls what the
 * detector asks (a server on the loopback, a file, other detectors). It gets one test for each requirement. The test
 * class of a detector that reads bytes which others write implements {@link Hostile} instead.
 *
 * <p>The names of the cases are pinned in the test resource {@code /contract/CLASS.txt}, as with {@link
 * DnsProviderContract}. Each case starts with a fresh detector. No case sleeps.
 */
public interface IpDetectorContract {
    /**
     * Returns a fresh detector that asks the arranged sources, and allows no more addresses than by default. It may
     * throw if the arranged address must not be published.
     */
    IpDetector detector() throws Exception;

    /**
     * Arranges that the sources report these addresses, at most one of each family. A family without an address is
     * absent.
     */
    void sourcesSay(Set<IpAddress> addresses) throws Exception;

    /**
     * Arranges that the sources are out of order, as after a crash. It is not called if {@link #sourcesCanFail} is
     * false.
     */
    void sourcesFail() throws Exception;

    /** Tells whether the sources can be out of order. It is false for a detector that asks nobody. */
    default boolean sourcesCanFail() {
        return true;
    }

    /** Returns the cycle in which the detector is asked. */
    default TestDetection context() {
        return new TestDetection();
    }

    /** Returns the families that the detector can find. */
    default Set<IpFamily> families() {
        return Set.of(IpFamily.values());
    }

    /**
     * Returns the address that the detector should find if its sources report that address. By default it is the same.
     */
    default IpAddress expected(IpAddress said) {
        return said;
    }

    /** Returns the cases that apply to this detector, in a fixed order. */
    default List<ContractCase> contractCases() {
        return DetectorCases.of(this);
    }

    /** Returns one test for each case, and a last test for the pinned list. */
    @TestFactory
    default Stream<DynamicTest> contract() {
        return Contract.tests(this, contractCases());
    }

    /** The requirements for a detector that reads what others write. It must tolerate every input. */
    interface Hostile extends IpDetectorContract {
        /** Arranges that the sources answer with these bytes at the place of the answer. */
        void sourcesSay(byte[] bytes) throws Exception;
    }
}
