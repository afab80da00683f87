package io.github.ddnsjava.exception;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;

/** The provider understood the request and refused it. A person must act. */
public final class RejectedException extends DdnsException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Creates an exception that concerns one record. */
    public RejectedException(Reason reason, String message) {
        this(ProblemScope.RECORD, reason, message);
    }

    /** Creates an exception with that scope. */
    public RejectedException(ProblemScope scope, Reason reason, String message) {
        super(scope, message, null);
        this.reason = reason;
    }

    /** Returns an exception of the reason {@link Reason#INVALID} that concerns one record. */
    public static RejectedException invalid(String message) {
        return invalid(ProblemScope.RECORD, message);
    }

    /** Returns an exception of the reason {@link Reason#INVALID} that concerns all of that scope. */
    public static RejectedException invalid(ProblemScope scope, String message) {
        return new RejectedException(scope, Reason.INVALID, message);
    }

    /** The reason of the refusal. */
    public enum Reason {
        /** A value, a name or a setting is not accepted. */
        INVALID,
        /** The zone or the record does not exist, or does not belong to this account. */
        NOT_FOUND,
        /** The plan of the account allows no more. */
        QUOTA,
        /** The record set has values, and it is unknown which one is ours, or it is known that none is. */
        AMBIGUOUS
    }

    /** Returns the reason of the refusal. */
    public Reason reason() {
        return reason;
    }

    @Override
    public ProblemKind kind() {
        return reason == Reason.AMBIGUOUS ? ProblemKind.AMBIGUOUS : ProblemKind.REJECTED;
    }
}
