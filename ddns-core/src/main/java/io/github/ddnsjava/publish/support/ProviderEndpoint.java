package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.http.InsecureUrls;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.Publication;
import java.net.URI;
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
            SettingSpec.optional("endpoint", "another base URL of the interface"),
            SettingSpec.optional("allowInsecure", "true to allow plain HTTP to another host than loopback"));

    private final URI base;
    private final HttpTransport transport;
    private final AnswerCheck check;

    private ProviderEndpoint(URI base, HttpTransport transport, AnswerCheck check) {
        this.base = base;
        this.transport = transport;
        this.check = check;
    }

    /** Judges an answer by more than its status. */
    @FunctionalInterface
    public interface AnswerCheck {
        /**
         * Throws what the answer means, if it is an error that this provider knows; otherwise the status decides.
         *
         * @throws io.github.ddnsjava.exception.DdnsException if the answer is an error
         */
        void check(HttpTransport.Answer answer);
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
                InsecureUrls.checked(settings, "endpoint", defaultBase), context.http(), answer -> {});
    }

    /** Returns this endpoint with a judgement of its own. */
    public ProviderEndpoint judgedBy(AnswerCheck newCheck) {
        return new ProviderEndpoint(base, transport, newCheck);
    }

    /** Returns the base URL, without a trailing slash. */
    public URI base() {
        return base;
    }

    /** Returns the way to make requests within that publication. */
    public ProviderHttp on(Publication publication) {
        return new ProviderHttp(base, transport, check, publication);
    }
}
