package io.github.ddnsjava.providers.google;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.http.OutgoingRequest;
import io.github.ddnsjava.publish.sign.JwtAssertion;
import io.github.ddnsjava.publish.sign.SignatureAlgorithm;
import java.time.Duration;
import java.util.Optional;

/**
 * The key file of a service account. Its text form shows no key. Immutable and thread-safe.
 *
 * <p>Source: <a href="https://developers.google.com/identity/protocols/oauth2/service-account">Using OAuth 2.0 for server to
 * server applications</a>.
 *
 * @param email who logs in
 * @param audience the URL of the login as the key file has it, wherever the login is sent
 * @param project the id of the project of the service account
 * @param assertion makes the proof
 */
record ServiceAccount(String email, String audience, Optional<String> project, JwtAssertion assertion) {
    private static final String SCOPE = "https://www.googleapis.com/auth/ndev.clouddns.readwrite";
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final String ALLOWED = "the text of the JSON key file that the console makes for a service account"
            + " (IAM & Admin, Service Accounts, Keys), mostly as ${file:…}, and not its path";

    /**
     * Reads the setting {@code serviceAccount}.
     *
     * @throws ConfigurationException if it is no such file; nothing of it is quoted
     */
    static ServiceAccount read(Settings settings) {
        String text = settings.secret("serviceAccount").reveal();
        JsonReader file;
        try {
            file = JsonReader.parse("the file", text);
        } catch (ProtocolException e) {
            throw wrong(settings, "is not JSON");
        }
        try {
            if (!file.get("type").asText().equals("service_account")) {
                throw wrong(settings, "is a file of credentials, but not the key file of a service account");
            }
            String privateKey = file.get("private_key").asText();
            return new ServiceAccount(
                    file.get("client_email").asText(),
                    file.get("token_uri").asText(),
                    file.get("project_id")
                            .optional()
                            .map(JsonReader::asText)
                            .filter(id -> id.matches(GoogleProvider.PROJECT_FORM)),
                    new JwtAssertion(
                            SignatureAlgorithm.RS256,
                            Secret.from("the key file", () -> privateKey),
                            Optional.of(file.get("private_key_id").asText())));
        } catch (ProtocolException e) {
            throw wrong(
                    settings,
                    "is not the key file of a service account: " + e.problem().message());
        }
    }

    private static ConfigurationException wrong(Settings settings, String why) {
        return new ConfigurationException(settings.path("serviceAccount"), why, ALLOWED);
    }

    /** Adds the proof of who logs in. */
    void sign(OutgoingRequest request) {
        request.form(
                "assertion",
                assertion.make(
                        request,
                        claims -> claims.put("iss", email)
                                .put("scope", SCOPE)
                                .put("aud", audience)
                                .put("iat", request.now().getEpochSecond())
                                .put("exp", request.now().plus(LONGEST).getEpochSecond())));
    }
}
