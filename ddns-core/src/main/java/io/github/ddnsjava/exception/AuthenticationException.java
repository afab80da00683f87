package io.github.ddnsjava.exception;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;

/**
 * The credentials are wrong, expired, or lack a permission. Nothing more is sent in the scope of this exception until
 * they are corrected, a person resumes, or the hold ends that {@link io.github.ddnsjava.publish.HoldRule} defines.
 */
public final class AuthenticationException extends DdnsException {
    private static final long serialVersionUID = 1L;

    /** What is known of the credentials beside that they were refused. */
    private enum Known {
        NOTHING,
        RIGHT_BUT_WITHOUT_PERMISSION,
        RIGHT_OR_NAME_WRONG
    }

    private final Known known;

    /** Creates an exception with that scope. */
    public AuthenticationException(ProblemScope scope, String message) {
        this(scope, message, Known.NOTHING);
    }

    private AuthenticationException(ProblemScope scope, String message, Known known) {
        super(scope, message, null);
        this.known = known;
    }

    /** Creates an exception for credentials that are known, and lack a permission. A new login would not help. */
    public static AuthenticationException withoutPermission(ProblemScope scope, String message) {
        return new AuthenticationException(scope, message, Known.RIGHT_BUT_WITHOUT_PERMISSION);
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
        return known == Known.RIGHT_BUT_WITHOUT_PERMISSION;
    }

    /**
     * Creates an exception for a service that has one word for all refusals: the credentials may be wrong, or only the name
     * of this record. It concerns the account if the next name of the same call hears the same.
     */
    public static AuthenticationException ofRecordOrAccount(String message) {
        return new AuthenticationException(ProblemScope.RECORD, message, Known.RIGHT_OR_NAME_WRONG);
    }

    /** Tells whether it is not known if the account or only the record is refused. */
    public boolean isAmbiguous() {
        return known == Known.RIGHT_OR_NAME_WRONG;
    }

    @Override
    public ProblemKind kind() {
        return ProblemKind.AUTHENTICATION;
    }
}
