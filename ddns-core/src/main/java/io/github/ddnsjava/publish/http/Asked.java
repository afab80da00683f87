package io.github.ddnsjava.publish.http;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.exception.DdnsException;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What was asked. An answer is judged by it. Immutable and thread-safe. */
public final class Asked {
    private final String what;
    private final ProblemScope scope;
    private final ProblemScope limited;
    private final @Nullable Quoter quoter;

    Asked(String what, ProblemScope scope, ProblemScope limited, @Nullable Quoter quoter) {
        this.what = what;
        this.scope = scope;
        this.limited = limited;
        this.quoter = quoter;
    }

    /** Describes a request of which only that is known, and where limits concern the account. */
    public static Asked of(String what, ProblemScope scope) {
        return of(what, scope, ProblemScope.ACCOUNT);
    }

    /** Describes a request of which only that is known. Nothing is quoted, for it may hold a secret of the request. */
    public static Asked of(String what, ProblemScope scope, ProblemScope limited) {
        return new Asked(what, scope, limited, null);
    }

    /**
     * Describes what was asked of something else than an HTTP service, such as a program.
     *
     * @param secrets what was told it, and must not be quoted
     */
    public static Asked of(String what, ProblemScope scope, Collection<String> secrets) {
        return new Asked(what, scope, ProblemScope.ACCOUNT, new Quoter(secrets));
    }

    /** Returns the method and the path template, or the name of the call, for people; without secrets. */
    public String what() {
        return what;
    }

    /** Returns what the request names: a record, a zone, or neither; then it is the account. */
    public ProblemScope scope() {
        return scope;
    }

    /** Returns what a limit of requests concerns, as the provider declares it; never narrower than {@link #scope}. */
    public ProblemScope limited() {
        return limited;
    }

    /**
     * Quotes what the server says, for a message: one line, at most 200 characters, without control characters and
     * without the secrets that the request revealed; empty if these are not known.
     */
    public String quote(String text) {
        return quoter == null ? "" : quoter.quote(text);
    }

    /** Judges an answer. The exception that the check throws gets the status of the answer. */
    void judge(ProviderEndpoint.AnswerCheck check, HttpTransport.Answer answer, Instant now)
            throws InterruptedException {
        try {
            check.check(this, answer, now);
        } catch (DdnsException e) {
            e.initStatus(answer.status());
            throw e;
        }
    }

    @Override
    public String toString() {
        return what;
    }
}
