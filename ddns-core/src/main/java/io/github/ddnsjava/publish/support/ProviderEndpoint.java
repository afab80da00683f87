package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.http.InsecureUrls;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.Publication;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * Where a provider's interface is, and how its answers are judged. Immutable and thread-safe.
 *
 * <p>Every HTTP provider takes the settings {@code endpoint} (another base URL) and {@code allowInsecure} (plain HTTP
 * to anything but loopback).
 */
public final class ProviderEndpoint {
    /** The settings that {@link #of} reads, for descriptions. */
    public static final List<SettingSpec> SETTINGS = List.of(
            SettingSpec.optional("endpoint", "the base URL of the API, if it is not the default"),
            SettingSpec.optional("allowInsecure", "true allows plain HTTP to hosts other than loopback"));

    private final URI base;
    private final HttpTransport transport;
    private final AnswerCheck check;
    private final ProblemScope limited;

    private ProviderEndpoint(URI base, HttpTransport transport, AnswerCheck check, ProblemScope limited) {
        this.base = base;
        this.transport = transport;
        this.check = check;
        this.limited = limited;
    }

    /**
     * What was asked, for the judgement of its answer.
     *
     * @param what the method and the path's template, for people, without secrets
     * @param scope what the request names: a record, a zone, or neither, which is the account
     * @param limited what a limit of requests concerns: what the provider declares, but never less than the request
     *     names
     */
    public record Asked(String what, ProblemScope scope, ProblemScope limited) {
        /** Something that was asked where limits are the account's. */
        public Asked(String what, ProblemScope scope) {
            this(what, scope, ProblemScope.ACCOUNT);
        }
    }

    /** Judges an answer by more than its status. */
    @FunctionalInterface
    public interface AnswerCheck {
        /**
         * Throws what the answer means, if it is an error that this provider knows; otherwise the status decides.
         *
         * @param asked what was asked
         * @param answer the answer, whatever its status
         * @param now the time by the updater's clock, to which dates in the answer are relative
         * @throws io.github.ddnsjava.exception.DdnsException if the answer is an error
         */
        void check(Asked asked, HttpTransport.Answer answer, Instant now);
    }

    /**
     * The endpoint by the settings.
     *
     * @param defaultBase the vendor's base URL
     * @throws ConfigurationException if the setting {@code endpoint} is not an absolute URL, or plain HTTP is not
     *     allowed
     */
    public static ProviderEndpoint of(Settings settings, String defaultBase, ProviderContext context) {
        return new ProviderEndpoint(
                InsecureUrls.checked(settings, "endpoint", defaultBase),
                context.http(),
                (asked, answer, now) -> {},
                ProblemScope.ACCOUNT);
    }

    /** Returns this endpoint with a judgement of its own. */
    public ProviderEndpoint judgedBy(AnswerCheck newCheck) {
        return new ProviderEndpoint(base, transport, newCheck, limited);
    }

    /**
     * Returns this endpoint with another scope of its limits: too many requests (429) then hold the zone or the record
     * that the request named, and not the account.
     */
    public ProviderEndpoint limitedPer(ProblemScope newLimited) {
        return new ProviderEndpoint(base, transport, check, newLimited);
    }

    /** Returns the base URL, without a trailing slash. */
    public URI base() {
        return base;
    }

    /** Returns the way to make requests within that publication, which name what its door is for. */
    public ProviderHttp on(Publication publication) {
        return on(publication, publication.scope());
    }

    /** Returns the way to make requests that name a record, a zone, or neither, which is the account. */
    public ProviderHttp on(Publication publication, ProblemScope scope) {
        return new ProviderHttp(this, scope, publication);
    }

    Asked asked(String what, ProblemScope scope) {
        return new Asked(what, scope, limited.orWider(scope));
    }

    HttpTransport transport() {
        return transport;
    }

    AnswerCheck check() {
        return check;
    }
}
