package io.github.ddnsjava;

/**
 * What kind of trouble a record is in. The first eight are the exception families of {@link
 * io.github.ddnsjava.exception}; the others are states that no exception expresses. The words are those of the agent's
 * JSON.
 */
public enum ProblemKind {
    /** It may pass by itself: an unreachable server, a timeout, a 5xx. */
    TRANSIENT("transient"),
    /** Too many requests; not before a given time. */
    RATE_LIMITED("rate-limited"),
    /** Credentials are wrong, expired or lack a permission. */
    AUTHENTICATION("authentication"),
    /** The provider understood and refused: invalid, not found, quota. A person must act. */
    REJECTED("rejected"),
    /** The provider blocks this host, account or client for abuse. */
    BLOCKED("blocked"),
    /** The answer was not one that the provider's protocol knows. */
    PROTOCOL("protocol"),
    /** The address could not be learnt. */
    DETECTION("detection"),
    /** Settings are wrong. */
    CONFIGURATION("configuration"),
    /** This host has no global address of the family. */
    NO_ADDRESS("no-address"),
    /** A changed address was seen, but nothing confirms it yet. */
    UNCONFIRMED("unconfirmed"),
    /** The address changes more often than the policy allows. */
    FLAPPING("flapping"),
    /** Values stand at the name, and it is not known which is ours, or known that none is. */
    AMBIGUOUS("ambiguous"),
    /** What stands at the provider is not what should; only {@link Updater#check} says so. */
    DIFFERS("differs"),
    /** Another process owns the state file. */
    STATE_LOCKED("state-locked"),
    /** The state cannot be saved, and without that nothing may be sent, or the state cannot be opened. */
    STATE_UNWRITABLE("state-unwritable");

    private final String text;

    ProblemKind(String text) {
        this.text = text;
    }

    /** Returns the word of reports, logs and the agent's JSON. */
    @Override
    public String toString() {
        return text;
    }

    /**
     * Returns the kind of that word.
     *
     * @throws IllegalArgumentException if no kind has it
     */
    public static ProblemKind of(String text) {
        for (ProblemKind kind : values()) {
            if (kind.text.equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no problem kind is called \"" + text + "\"");
    }
}
