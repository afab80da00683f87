package io.github.ddnsjava.provider.testkit;

/**
 * One requirement of a contract. Immutable; thread-safety depends on the check.
 *
 * @param name the requirement as a sentence, the same in each run
 * @param check uses a fresh provider and server, and throws if the requirement is not met; the message begins with the name
 */
public record ContractCase(String name, Check check) {
    /** Names the requirement where it is not met, because build tools show tests of a factory by numbers. */
    public ContractCase {
        Check given = check;
        check = () -> {
            try {
                given.run();
            } catch (AssertionError e) {
                throw new AssertionError(name + ": " + e.getMessage(), e);
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
