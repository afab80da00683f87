package io.github.ddnsjava.exception;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;

/** The provider blocks this host, account or client, mostly for too many or needless updates. */
public final class BlockedException extends DdnsException {
    private static final long serialVersionUID = 1L;

    /** Makes one. */
    public BlockedException(ProblemScope scope, String message) {
        super(scope, message, null);
    }

    /** The account or this client is blocked. */
    public static BlockedException ofAccount(String message) {
        return new BlockedException(ProblemScope.ACCOUNT, message);
    }

    /** One zone is blocked. */
    public static BlockedException ofZone(String message) {
        return new BlockedException(ProblemScope.ZONE, message);
    }

    /** One name is blocked. */
    public static BlockedException ofRecord(String message) {
        return new BlockedException(ProblemScope.RECORD, message);
    }

    @Override
    public ProblemKind kind() {
        return ProblemKind.BLOCKED;
    }
}
