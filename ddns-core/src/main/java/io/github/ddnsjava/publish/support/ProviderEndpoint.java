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
 * The endpoint of a provider's interface, and how its answers are judged. Immutable and thread-safe.
 *
 * <p>Every HTTP provider has the settings {@code endpoint} (another base URL) and {@code allowInsecure} (plain HTTP to
 * hosts other than loopback).
 */
public final class ProviderEndpoint {
    /** The settings that {@link #of} reads, for a {@link io.github.ddnsjava.config.TypeDescriptor}. */
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
     * What was asked. An answer is judged by it. Immutable and thread-safe.
     *
     * @param what the method and the path template, for people, without secrets
     * @param scope what the request names: a record, a zone, or neither; then it is the account
     * @param limited what a limit of requests concerns, as the provider declares it; never narrower than {@code scope}
     */
    public record Asked(String what, ProblemScope scope, ProblemScope limited) {
        /** Describes a request where limits concern the account. */
        public Asked(String what, ProblemScope scope) {
            this(what, scope, ProblemScope.ACCOUNT);
        }
    }

    /** Judges an answer by more than its status. Implementations are thread-safe. */
    @FunctionalInterface
    public interface AnswerCheck {
        /**
         * Throws an exception if the answer is an error that this provider knows. If this method returns, the status
         * decides.
         *
         * @param asked what was asked
         * @param answer the answer, whatever its status
         * @param now the time by the updater's clock, to which dates in the answer are relative
         * @throws io.github.ddnsjava.exception.DdnsException if the answer is an error
         */
        void check(Asked asked, HttpTransport.Answer answer, Instant now);
    }

    /**
     * Returns the endpoint that the settings describe.
     *
     * @param settings the provider's settings
     * @param defaultBase the vendor's base URL
     * @param context supplies the HTTP transport
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

    /** Returns this endpoint with that judgement of answers. Without one only the status decides. */
    public ProviderEndpoint judgedBy(AnswerCheck newCheck) {
        return new ProviderEndpoint(base, transport, newCheck, limited);
    }

    /**
     * Returns this endpoint with another scope of its request limits. Too many requests (429) then hold the zone or the
     * record that the request named, and not the account.
     */
    public ProviderEndpoint limitedPer(ProblemScope newLimited) {
        return new ProviderEndpoint(base, transport, check, newLimited);
    }

    /** Returns the base URL, without a trailing slash. */
    public URI base() {
        return base;
    }

    /** Returns an object that makes requests within that publication. They name what the publication names. */
    public ProviderHttp on(Publication publication) {
        return on(publication, publication.scope());
    }

    /**
     * Returns an object that makes requests within that publication. They name a record, a zone, or neither; then it is
     * the account.
     */
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
