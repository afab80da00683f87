package io.github.ddnsjava.exception;

import io.github.ddnsjava.ProblemKind;
import org.jspecify.annotations.Nullable;

/**
 * The answer is not one that the protocol knows: HTML where JSON is due, a field that is missing, a redirect, a body
 * over its cap. Often not the provider spoke, but a proxy or a captive portal; so it is tried again, with patience.
 */
public final class ProtocolException extends DdnsException {
    private static final long serialVersionUID = 1L;

    /** Makes one. */
    public ProtocolException(String message) {
        this(message, null);
    }

    /** Makes one with its cause. */
    public ProtocolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public ProblemKind kind() {
        return ProblemKind.PROTOCOL;
    }

    @Override
    public boolean certainlyNotApplied() {
        return false;
    }
}
