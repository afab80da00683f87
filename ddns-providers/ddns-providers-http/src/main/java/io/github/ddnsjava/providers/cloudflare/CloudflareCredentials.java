package io.github.ddnsjava.providers.cloudflare;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.OutgoingRequest;
import java.util.Optional;

/**
 * Who asks: an API token, or the e-mail address and Global API Key of a user, Cloudflare's older scheme. Stateless and
 * thread-safe; the secret is read anew for each request.
 */
final class CloudflareCredentials {
    static final SettingSpec EMAIL = SettingSpec.optional("email", "the user's e-mail address; used with globalApiKey")
            .inForm("[\\x21-\\x7e]+@[\\x21-\\x7e]+", "the e-mail address of the Cloudflare user");

    private static final String SCHEMES = "token alone, or email together with globalApiKey";

    private CloudflareCredentials() {}

    /**
     * Reads the settings of one of the two schemes.
     *
     * @throws ConfigurationException if neither is whole, or both are there
     */
    static Authorizer of(Settings settings) {
        Optional<Secret> token = settings.optionalSecret("token");
        Optional<String> email = settings.optionalText(EMAIL);
        Optional<Secret> key = settings.optionalSecret("globalApiKey");
        if (token.isPresent() && (email.isPresent() || key.isPresent())) {
            throw new ConfigurationException(
                    settings.path(email.isPresent() ? "email" : "globalApiKey"),
                    "is set together with token; remove one of the two, preferably this one",
                    SCHEMES);
        }
        if (token.isPresent()) {
            return Authorizer.of(
                    token.get()::reveal,
                    request -> request.header("Authorization", "Bearer " + reveal(request, "token", token.get())));
        }
        if (email.isEmpty() || key.isEmpty()) {
            String missing = email.isPresent() ? "globalApiKey" : key.isPresent() ? "email" : "token";
            throw new ConfigurationException(settings.path(missing), "is missing", SCHEMES);
        }
        return Authorizer.of(
                email::get,
                request -> request.header("X-Auth-Email", email.get())
                        .header("X-Auth-Key", reveal(request, "globalApiKey", key.get())));
    }

    /** Refuses what is certainly wrong, for example because it contains a line end. */
    private static String reveal(OutgoingRequest request, String name, Secret secret) {
        String value = request.reveal(secret);
        if (!value.matches("[\\x21-\\x7e]+")) {
            throw AuthenticationException.ofAccount("the " + name
                    + " is empty, or contains spaces or characters that Cloudflare does not use; copy it again");
        }
        return value;
    }
}
