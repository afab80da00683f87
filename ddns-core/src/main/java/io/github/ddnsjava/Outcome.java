package io.github.ddnsjava;

/** How a record fared in one cycle. The lower-case words stand in reports, logs and the agent's JSON. */
public enum Outcome {
    /** It was right and was left alone. */
    UNCHANGED("unchanged"),
    /** A record set was made. */
    CREATED("created"),
    /** An existing record set was changed. */
    UPDATED("updated"),
    /** Our values were removed. */
    WITHDRAWN("withdrawn"),
    /** A write was accepted or attempted, but is not yet confirmed. */
    PENDING("pending"),
    /** Nothing was sent, on purpose; the problem or the hold says why. */
    HELD("held"),
    /** It could not be made right in this cycle. */
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
