package io.github.ddnsjava.exception;

import io.github.ddnsjava.ProblemKind;

/** The provider blocks this host, account or client, mostly for too many or needless updates. */
public final class BlockedException extends DdnsException {
    private static final long serialVersionUID = 1L;

    private final boolean wholeAccount;

    private BlockedException(String message, boolean wholeAccount) {
        super(message, null);
        this.wholeAccount = wholeAccount;
    }

    /** The account or this client is blocked. */
    public static BlockedException ofAccount(String message) {
        return new BlockedException(message, true);
    }

    /** One name is blocked. */
    public static BlockedException ofRecord(String message) {
        return new BlockedException(message, false);
    }

    @Override
    public ProblemKind kind() {
        return ProblemKind.BLOCKED;
    }

    @Override
    public boolean wholeAccount() {
        return wholeAccount;
    }
}
