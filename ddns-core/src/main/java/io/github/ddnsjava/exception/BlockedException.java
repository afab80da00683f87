package io.github.ddnsjava.exception;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;

/** The provider blocks this host, account or client, usually because of too many or needless updates. */
public final class BlockedException extends DdnsException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with that scope. */
    public BlockedException(ProblemScope scope, String message) {
        super(scope, message, null);
    }

    /** Creates an exception for an account or client that is blocked. */
    public static BlockedException ofAccount(String message) {
        return new BlockedException(ProblemScope.ACCOUNT, message);
    }

    /** Creates an exception for a zone that is blocked. */
    public static BlockedException ofZone(String message) {
        return new BlockedException(ProblemScope.ZONE, message);
    }

    /** Creates an exception for a name that is blocked. */
    public static BlockedException ofRecord(String message) {
        return new BlockedException(ProblemScope.RECORD, message);
    }

    @Override
    public ProblemKind kind() {
        return ProblemKind.BLOCKED;
    }
}
