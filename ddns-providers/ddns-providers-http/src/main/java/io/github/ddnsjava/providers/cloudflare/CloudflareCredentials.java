package io.github.ddnsjava.providers.cloudflare;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.OutgoingRequest;
import java.util.Optional;

/**
 * Who asks: an API token, or the e-mail address and Global API Key of a user, Cloudflare's older scheme. Immutable and
 * thread-safe; the secret is read anew for each request.
 */
final class CloudflareCredentials implements Authorizer {
    private static final String SCHEMES = "token alone, or email together with globalApiKey";

    private final Optional<String> email;
    private final Secret secret;

    private CloudflareCredentials(Optional<String> email, Secret secret) {
        this.email = email;
        this.secret = secret;
    }

    /**
     * Reads the settings of one of the two schemes.
     *
     * @throws ConfigurationException if neither is whole, or both are there
     */
    static CloudflareCredentials of(Settings settings) {
        Optional<Secret> token = settings.optionalSecret("token");
        Optional<String> email = settings.optionalText("email");
        Optional<Secret> key = settings.optionalSecret("globalApiKey");
        if (token.isPresent() && (email.isPresent() || key.isPresent())) {
            String other = email.isPresent() ? "email" : "globalApiKey";
            throw new ConfigurationException(
                    settings.path(other),
                    "is set together with token; remove one of the two, preferably this one",
                    SCHEMES);
        }
        if (token.isPresent()) {
            return new CloudflareCredentials(Optional.empty(), token.get());
        }
        if (email.isEmpty() || key.isEmpty()) {
            String missing = email.isPresent() ? "globalApiKey" : key.isPresent() ? "email" : "token";
            throw new ConfigurationException(settings.path(missing), "is missing", SCHEMES);
        }
        if (!email.get().matches("[\\x21-\\x7e]+@[\\x21-\\x7e]+")) {
            throw settings.wrong("email", email.get(), "the e-mail address of the Cloudflare user");
        }
        return new CloudflareCredentials(email, key.get());
    }

    /** Returns what tells one user from another; it may be the secret, so it is only to be hashed. */
    @Override
    public String principal() {
        return email.orElseGet(secret::reveal);
    }

    /**
     * Puts the credentials into a request.
     *
     * @throws AuthenticationException if the secret is certainly wrong, for example because it contains a line end
     */
    @Override
    public void authorize(OutgoingRequest request) {
        String value = request.reveal(secret);
        if (!value.matches("[\\x21-\\x7e]+")) {
            throw AuthenticationException.ofAccount("the " + (email.isPresent() ? "globalApiKey" : "token")
                    + " is empty, or contains spaces or characters that Cloudflare does not use; copy it again");
        }
        if (email.isPresent()) {
            request.header("X-Auth-Email", email.get()).header("X-Auth-Key", value);
        } else {
            request.header("Authorization", "Bearer " + value);
        }
    }
}
