package io.github.ddnsjava.exception;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;

/** The provider understood the request and refused it; a person must act. */
public final class RejectedException extends DdnsException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Makes one of a record. */
    public RejectedException(Reason reason, String message) {
        this(ProblemScope.RECORD, reason, message);
    }

    /** Makes one. */
    public RejectedException(ProblemScope scope, Reason reason, String message) {
        super(scope, message, null);
        this.reason = reason;
    }

    /** Why it was refused. */
    public enum Reason {
        /** A value, name or setting is not acceptable. */
        INVALID,
        /** The zone or record is not there, or not in this account. */
        NOT_FOUND,
        /** The plan allows no more. */
        QUOTA,
        /** Values stand there, and it is not known which is ours, or known that none is. */
        AMBIGUOUS
    }

    /** Returns why it was refused. */
    public Reason reason() {
        return reason;
    }

    @Override
    public ProblemKind kind() {
        return reason == Reason.AMBIGUOUS ? ProblemKind.AMBIGUOUS : ProblemKind.REJECTED;
    }
}
