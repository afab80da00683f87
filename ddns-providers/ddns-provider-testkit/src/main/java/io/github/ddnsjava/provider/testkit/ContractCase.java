package io.github.ddnsjava.provider.testkit;

import org.opentest4j.TestAbortedException;

/**
 * One requirement of a contract. Immutable; thread-safety depends on the check.
 *
 * @param name the requirement as a sentence, the same in each run
 * @param check uses a fresh provider and server, and throws if the requirement is not met. Whatever it throws becomes an
 *     {@link AssertionError} whose message begins with the name and whose cause is what it threw; a
 *     {@link TestAbortedException}, which skips the case, stays what it is
 */
public record ContractCase(String name, Check check) {
    /** Names the requirement where it is not met, because build tools show tests of a factory by numbers. */
    public ContractCase {
        Check given = check;
        check = () -> {
            try {
                given.run();
            } catch (TestAbortedException | OutOfMemoryError e) {
                throw e; // the first skips the test; after the second JUnit ends the run
            } catch (AssertionError e) {
                throw new AssertionError(name + ": " + e.getMessage(), e);
            } catch (Throwable e) {
                throw new AssertionError(name + ": " + e, e);
            }
        };
    }

    /** Checks the requirement. */
    @FunctionalInterface
    public interface Check {
        /** Throws if the requirement is not met. */
        void run() throws Exception;
    }

    @Override
    public String toString() {
        return name;
    }
}
