package io.github.ddnsjava.provider.testkit;

/**
 * One thing that a contract demands.
 *
 * @param name a sentence that says what, the same in every run
 * @param check makes a fresh provider and server, and throws if the demand is not met
 */
public record ContractCase(String name, Check check) {
    /** Looks whether the demand is met. */
    @FunctionalInterface
    public interface Check {
        /** Throws if it is not. */
        void run() throws Exception;
    }

    @Override
    public String toString() {
        return name;
    }
}
