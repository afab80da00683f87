package io.github.ddnsjava.publish;

/** What a change is meant to do. */
public enum Intent {
    /** Make the record set have the addresses; write nothing where it has them. */
    ENSURE,
    /** Write the addresses although they may be there: names that expire when untouched. */
    TOUCH,
    /** Remove our values. */
    WITHDRAW,
    /** Sent along with its companion of the other family, so that a joint provider does not clear it; not to change. */
    KEEP
}
