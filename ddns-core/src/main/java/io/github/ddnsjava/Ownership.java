package io.github.ddnsjava;

/** Which values of a record set an updater may replace. */
public enum Ownership {
    /** Those that it published itself, or a single one that it finds; others are left alone. The default. */
    VALUES,
    /** All of them: the record set is ours as a whole. */
    SET
}
