package io.github.ddnsjava;

/** Which values of a record set an updater may replace. */
public enum Ownership {
    /**
     * Only the values that it published itself, or a single value that it finds. Other values are left alone. This is
     * the default.
     */
    VALUES,
    /** All values: the whole record set belongs to the updater. */
    SET
}
