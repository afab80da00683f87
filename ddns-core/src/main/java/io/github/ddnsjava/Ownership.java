package io.github.ddnsjava;

import java.util.Optional;

/**
 * Which values of a record set an updater may replace or remove: {@link #values() its own}, those that bear {@link #marked
 * its comment}, or {@link #wholeSet() all}. A value class: immutable and thread-safe.
 */
public final class Ownership {
    private static final int MAX_COMMENT = 100;

    private static final Ownership VALUES = new Ownership(false, Optional.empty());
    private static final Ownership WHOLE_SET = new Ownership(true, Optional.empty());

    private final boolean wholeSet;
    private final Optional<String> marker;

    private Ownership(boolean wholeSet, Optional<String> marker) {
        this.wholeSet = wholeSet;
        this.marker = marker;
    }

    /**
     * Only the values that it published itself, or a single value that it finds. Other values are left alone. This is
     * the default.
     */
    public static Ownership values() {
        return VALUES;
    }

    /**
     * Only the values that bear that comment at the provider. The updater writes it to each value that it creates.
     *
     * @throws IllegalArgumentException if the comment is blank, has control characters, or is longer than 100 characters,
     *     which is the shortest limit of the providers that have comments
     */
    public static Ownership marked(String comment) {
        if (comment.isBlank()) {
            throw new IllegalArgumentException("the comment that marks our values is blank; it needs a text");
        }
        if (comment.length() > MAX_COMMENT || comment.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the comment that marks our values has " + comment.length()
                    + " characters or a control character among them; it may have " + MAX_COMMENT
                    + " characters, in one line");
        }
        return new Ownership(false, Optional.of(comment));
    }

    /** All values: the whole record set belongs to the updater. */
    public static Ownership wholeSet() {
        return WHOLE_SET;
    }

    /** Returns whether all values may be replaced. */
    public boolean isWholeSet() {
        return wholeSet;
    }

    /** Returns the comment that distinguishes our values from other values; empty if there is none. */
    public Optional<String> marker() {
        return marker;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ownership o && wholeSet == o.wholeSet && marker.equals(o.marker);
    }

    @Override
    public int hashCode() {
        return marker.hashCode() * 31 + Boolean.hashCode(wholeSet);
    }

    /** Returns it in words, as in {@code the values that are marked "kept by home"}. */
    @Override
    public String toString() {
        return wholeSet
                ? "the whole set"
                : marker.map(comment -> "the values that are marked \"" + comment + "\"")
                        .orElse("its own values");
    }
}
