package io.github.ddnsjava.exception;

import io.github.ddnsjava.ProblemKind;

/** Credentials are wrong, expired, or lack a permission. Nothing more is sent until they are mended. */
public final class AuthenticationException extends DdnsException {
    private static final long serialVersionUID = 1L;

    private final boolean wholeAccount;

    private AuthenticationException(String message, boolean wholeAccount) {
        super(message, null);
        this.wholeAccount = wholeAccount;
    }

    /** The credentials are refused altogether. */
    public static AuthenticationException ofAccount(String message) {
        return new AuthenticationException(message, true);
    }

    /** The credentials are good, but not for this zone or record. */
    public static AuthenticationException ofRecord(String message) {
        return new AuthenticationException(message, false);
    }

    @Override
    public ProblemKind kind() {
        return ProblemKind.AUTHENTICATION;
    }

    @Override
    public boolean wholeAccount() {
        return wholeAccount;
    }
}
