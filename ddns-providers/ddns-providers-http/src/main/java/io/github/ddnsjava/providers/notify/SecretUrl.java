package io.github.ddnsjava.providers.notify;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.http.OutgoingRequest;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import java.net.URI;
import java.util.Optional;

/**
 * A URL that is a secret as a whole, because whoever knows it can send. No message shows more of it than its host. Immutable
 * and thread-safe.
 *
 * @param endpoint where requests go
 * @param slash whether its path ends with a slash
 * @param query its query
 * @param secret what no message shows
 */
record SecretUrl(ProviderEndpoint endpoint, boolean slash, Optional<String> query, String secret) {
    /**
     * Reads the setting {@code url}, now.
     *
     * @throws ConfigurationException if it is no URL that can be called; the message does not show it
     */
    static SecretUrl of(Settings settings, Secret secret, ProviderContext context) {
        String text = secret.reveal();
        try {
            int mark = text.indexOf('?');
            String base = mark < 0 ? text : text.substring(0, mark);
            URI whole = URI.create(text);
            ProviderEndpoint endpoint = ProviderEndpoint.at(settings, "url", base, context);
            String path = Optional.ofNullable(whole.getRawPath()).orElse("");
            return new SecretUrl(
                    endpoint,
                    path.endsWith("/") && path.length() > 1,
                    mark < 0 ? Optional.empty() : Optional.of(text.substring(mark + 1)),
                    mark < 0 ? path : path + text.substring(mark));
        } catch (IllegalArgumentException | ConfigurationException e) {
            throw new ConfigurationException(
                    settings.path("url"),
                    "is not a URL that can be called",
                    "an absolute https URL without user or fragment; plain HTTP to another host than loopback needs"
                            + " \"allowInsecure\": true");
        }
    }

    /** Adds the query, as it is, and lets no message show what is secret. */
    void complete(OutgoingRequest request) {
        request.secret(secret);
    }

    @Override
    public String toString() {
        return "SecretUrl";
    }
}
