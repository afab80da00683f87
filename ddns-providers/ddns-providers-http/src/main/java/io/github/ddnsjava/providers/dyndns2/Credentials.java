package io.github.ddnsjava.providers.dyndns2;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.OutgoingRequest.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Proof of who asks, by the settings of one provider.
 *
 * @param authorizer puts it into requests
 * @param values the user name, the password, the token: what a server may repeat and we must not show
 * @param basic whether they go as a pair with a colon between them, in Base64
 */
record Credentials(Authorizer authorizer, List<Object> values, boolean basic) {
    /** HTTP Basic with a user name and a password. */
    static Credentials basic(String user, Secret password) {
        return new Credentials(Authorizer.basic(user, password), List.of(user, password), true);
    }

    /**
     * HTTP Basic with the name that is updated as the user name.
     *
     * @param host the parameter in which that name is
     */
    static Credentials basicByHost(String host, Secret password) {
        Authorizer authorizer = Authorizer.of(password::reveal, request -> {
            String name = request.query().stream()
                    .filter(parameter -> parameter.name().equals(host))
                    .map(Parameter::value)
                    .findFirst()
                    .orElse("");
            Authorizer.basic(name, password).authorize(request);
        });
        return new Credentials(authorizer, List.of(password), false);
    }

    /**
     * Parameters of the query.
     *
     * @param parameters the setting of each parameter
     * @param secret which settings are secrets
     */
    static Credentials query(Settings settings, Map<String, String> parameters, Set<String> secret) {
        List<Object> values = new ArrayList<>();
        parameters
                .values()
                .forEach(name -> values.add(secret.contains(name) ? settings.secret(name) : text(settings, name)));
        List<String> names = List.copyOf(parameters.keySet());
        Authorizer authorizer = Authorizer.of(() -> plain(values.get(0)), request -> {
            for (int i = 0; i < names.size(); i++) {
                request.query(names.get(i), values.get(i));
            }
        });
        return new Credentials(authorizer, values, false);
    }

    /** A header. */
    static Credentials header(String name, String prefix, Secret token) {
        return new Credentials(Authorizer.header(name, prefix, token), List.of(token), false);
    }

    private static String plain(Object value) {
        return value instanceof Secret secret ? secret.reveal() : value.toString();
    }

    /** Reads a name or another text that is no secret. */
    static String text(Settings settings, String name) {
        String text = settings.text(name);
        if (text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
            throw new ConfigurationException(
                    settings.path(name), "is blank or has control characters", "the name of the account");
        }
        return text;
    }

    /** Returns the texts that must not be shown: all values, plain and as they were sent. */
    List<String> secrets() {
        List<String> texts = new ArrayList<>();
        for (Object value : values) {
            texts.add(plain(value));
        }
        Optional<String> pair = basic ? Optional.of(String.join(":", texts)) : Optional.empty();
        pair.ifPresent(text -> texts.add(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
        return texts;
    }
}
