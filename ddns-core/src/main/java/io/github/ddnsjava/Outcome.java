package io.github.ddnsjava;

/** The result of one cycle for one record. Reports, logs and the agent's JSON contain the lower-case words. */
public enum Outcome {
    /** The record was in sync and was left alone. */
    UNCHANGED("unchanged"),
    /** A record set was created. */
    CREATED("created"),
    /** An existing record set was changed. */
    UPDATED("updated"),
    /** Our values were removed. */
    WITHDRAWN("withdrawn"),
    /** A write was accepted or attempted, but is not yet confirmed. */
    PENDING("pending"),
    /** Nothing was sent, on purpose. The problem or the hold says why. */
    HELD("held"),
    /** The record could not be brought in sync in this cycle. */
    FAILED("failed");

    private final String text;

    Outcome(String text) {
        this.text = text;
    }

    /** Returns the lower-case word. */
    @Override
    public String toString() {
        return text;
    }
}
