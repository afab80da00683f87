package io.github.ddnsjava.exception;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;

/**
 * The credentials are wrong, expired, or lack a permission. Nothing more is sent in the scope of this exception until
 * they are corrected, a person resumes, or the hold ends that {@link io.github.ddnsjava.publish.HoldRule} defines.
 */
public final class AuthenticationException extends DdnsException {
    private static final long serialVersionUID = 1L;

    private final boolean permission;

    /** Creates an exception with that scope. */
    public AuthenticationException(ProblemScope scope, String message) {
        this(scope, message, false);
    }

    private AuthenticationException(ProblemScope scope, String message, boolean permission) {
        super(scope, message, null);
        this.permission = permission;
    }

    /** Creates an exception for credentials that are known, and lack a permission. A new login would not help. */
    public static AuthenticationException withoutPermission(ProblemScope scope, String message) {
        return new AuthenticationException(scope, message, true);
    }

    /** Creates an exception for credentials that are refused altogether. */
    public static AuthenticationException ofAccount(String message) {
        return new AuthenticationException(ProblemScope.ACCOUNT, message);
    }

    /** Creates an exception for credentials that are valid, but not for this zone. */
    public static AuthenticationException ofZone(String message) {
        return new AuthenticationException(ProblemScope.ZONE, message);
    }

    /** Creates an exception for credentials that are valid, but not for this record. */
    public static AuthenticationException ofRecord(String message) {
        return new AuthenticationException(ProblemScope.RECORD, message);
    }

    /** Tells whether the credentials are known to be right, and lack a permission. */
    public boolean isPermissionMissing() {
        return permission;
    }

    @Override
    public ProblemKind kind() {
        return ProblemKind.AUTHENTICATION;
    }
}
