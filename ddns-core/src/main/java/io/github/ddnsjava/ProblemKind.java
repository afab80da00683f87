package io.github.ddnsjava;

/**
 * The kind of a record's problem. The first eight kinds are the exception families of {@link
 * io.github.ddnsjava.exception}. The others are states without an exception. The words are those of the agent's JSON.
 */
public enum ProblemKind {
    /** The failure may pass without intervention: an unreachable server, a timeout, a 5xx. */
    TRANSIENT("transient"),
    /** Too many requests were sent. The next may follow only after a given time. */
    RATE_LIMITED("rate-limited"),
    /** Credentials are wrong, expired or lack a permission. */
    AUTHENTICATION("authentication"),
    /** The provider understood the request and refused it: invalid, not found, quota. A person must act. */
    REJECTED("rejected"),
    /** The provider blocks this host, account or client for abuse. */
    BLOCKED("blocked"),
    /** The answer does not conform to the provider's protocol. */
    PROTOCOL("protocol"),
    /** The address could not be determined. */
    DETECTION("detection"),
    /** Settings are wrong. */
    CONFIGURATION("configuration"),
    /** This host has no global address of the family. */
    NO_ADDRESS("no-address"),
    /** A changed address was detected, but nothing has confirmed it yet. */
    UNCONFIRMED("unconfirmed"),
    /** The address changes more often than the policy allows. */
    FLAPPING("flapping"),
    /** The record set has values, and it is unknown which one is ours, or it is known that none is. */
    AMBIGUOUS("ambiguous"),
    /** The record is disabled, and is left as it is. Only {@link Updater#status} reports this kind. */
    DISABLED("disabled"),
    /** Another node of the cluster leads the group of the record, and keeps it in sync. Nothing is left to do here. */
    LED_ELSEWHERE("led-elsewhere"),
    /** The values at the provider differ from the expected ones. Only {@link Updater#check} reports this kind. */
    DIFFERS("differs"),
    /** Another process owns the state file. */
    STATE_LOCKED("state-locked"),
    /** The state cannot be opened, or it cannot be saved and nothing may be sent without that. */
    STATE_UNWRITABLE("state-unwritable"),
    /** A cycle does not end. Only events and {@link UpdaterHealth} report this. */
    STUCK("stuck");

    private final String text;

    ProblemKind(String text) {
        this.text = text;
    }

    /** Returns the word that reports, logs and the agent's JSON use. */
    @Override
    public String toString() {
        return text;
    }

    /**
     * Returns the kind with that word.
     *
     * @throws IllegalArgumentException if no kind has that word
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
