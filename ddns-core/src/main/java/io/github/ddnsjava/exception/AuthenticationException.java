package io.github.ddnsjava.exception;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;

/** Credentials are wrong, expired, or lack a permission. Nothing more is sent until they are mended. */
public final class AuthenticationException extends DdnsException {
    private static final long serialVersionUID = 1L;

    /** Makes one. */
    public AuthenticationException(ProblemScope scope, String message) {
        super(scope, message, null);
    }

    /** The credentials are refused altogether. */
    public static AuthenticationException ofAccount(String message) {
        return new AuthenticationException(ProblemScope.ACCOUNT, message);
    }

    /** The credentials are good, but not for this zone. */
    public static AuthenticationException ofZone(String message) {
        return new AuthenticationException(ProblemScope.ZONE, message);
    }

    /** The credentials are good, but not for this record. */
    public static AuthenticationException ofRecord(String message) {
        return new AuthenticationException(ProblemScope.RECORD, message);
    }

    @Override
    public ProblemKind kind() {
        return ProblemKind.AUTHENTICATION;
    }
}
