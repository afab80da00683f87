package io.github.ddnsjava.publish;

/** The purpose of a pending change. */
public enum Intent {
    /** Bring the record set to the wanted addresses. Write nothing if it has them already. */
    ENSURE,
    /** Write the addresses even if the record set has them already. This keeps names alive that would expire. */
    TOUCH,
    /** Remove our values. */
    WITHDRAW,
    /**
     * Send the record unchanged with its companion of the other family, so that a joint provider does not clear it.
     */
    KEEP
}
