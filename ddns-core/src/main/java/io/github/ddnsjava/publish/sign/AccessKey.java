package io.github.ddnsjava.publish.sign;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.http.OutgoingRequest;
import java.util.Optional;

/**
 * An access key: an id that is sent, and a secret that signs and is never sent. Temporary keys have a token in addition,
 * which is sent. Its text form shows no secret. Immutable and thread-safe.
 *
 * @param id the id; it tells this account from others
 * @param secret the secret
 * @param sessionToken the token of a temporary key; empty for a lasting one
 */
public record AccessKey(String id, Secret secret, Optional<Secret> sessionToken) {
    /** Returns a lasting key. */
    public static AccessKey of(String id, Secret secret) {
        return new AccessKey(id, secret, Optional.empty());
    }

    /**
     * Reads a key from the settings, for a vendor that also has temporary keys, whose ids look like those of
     * lasting keys.
     *
     * @param token the setting of the token of a temporary key
     * @throws ConfigurationException if one of them has a wrong form; no value is shown
     */
    public static AccessKey of(Settings settings, SettingSpec id, SettingSpec secret, SettingSpec token) {
        return new AccessKey(settings.text(id), settings.secret(secret), settings.optionalSecret(token));
    }

    /**
     * Reads a key from the settings, for a vendor that also has temporary keys, which are known by their ids.
     *
     * @param token the setting of the token of a temporary key
     * @param temporary how the ids of temporary keys begin
     * @throws ConfigurationException if one of them has a wrong form, or the token of a temporary key is missing; no value
     *     is shown
     */
    public static AccessKey of(
            Settings settings, SettingSpec id, SettingSpec secret, SettingSpec token, String temporary) {
        AccessKey key = of(settings, id, secret, token);
        if (key.id().startsWith(temporary) && key.sessionToken().isEmpty()) {
            throw new ConfigurationException(
                    settings.path(id.name()),
                    "is that of a temporary access key, and " + token.name() + " is missing",
                    "the id of a lasting access key, or " + token.name() + " with it");
        }
        return key;
    }

    /** Returns the text of the secret. */
    String reveal(OutgoingRequest request) {
        return Signing.reveal(request, secret, "the secret of the access key");
    }

    /** Sends the token, if there is one. */
    void sendToken(OutgoingRequest request, String header) {
        sessionToken.ifPresent(token -> request.header(header, token));
    }
}
