package io.github.ddnsjava.providers.google;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.provider.testkit.fake.StrictFake.Refusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The key file of a service account, and the check of what is signed with it, by code of its own. Thread-safe. */
final class LoginToken {
    static final String EMAIL = "ddns@home-dns-4711.iam.gserviceaccount.com";
    static final String KEY_ID = "6b5b1cd0a9d84e0fa6d0a5c4b3f2e1d0c9b8a796";
    static final String TOKEN_URI = "https://oauth2.googleapis.com/token";

    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String SCOPE = "https://www.googleapis.com/auth/ndev.clouddns.readwrite";
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final JsonMapper JSON = new JsonMapper();
    private static final KeyPair KEYS = pair();
    private static final KeyPair OTHER_KEYS = pair();

    private LoginToken() {}

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(1024); // the vendor's have 2048 bits, which take ten times as long
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the private key in one line of Base64. */
    static String privateKey() {
        return Base64.getEncoder().encodeToString(KEYS.getPrivate().getEncoded());
    }

    /** Returns a key that the server does not know, as key files have it. */
    static String otherPrivateKey() {
        return pem(Base64.getEncoder().encodeToString(OTHER_KEYS.getPrivate().getEncoded()));
    }

    private static String pem(String key) {
        return "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n";
    }

    /** Returns a key file, as the console makes it. */
    static ObjectNode keyFile() {
        return JSON.createObjectNode()
                .put("type", "service_account")
                .put("project_id", FakeGoogle.PROJECT)
                .put("private_key_id", KEY_ID)
                .put("private_key", pem(privateKey()))
                .put("client_email", EMAIL)
                .put("client_id", "113328437284928374")
                .put("auth_uri", "https://accounts.google.com/o/oauth2/auth")
                .put("token_uri", TOKEN_URI);
    }

    /**
     * Refuses a login whose assertion is not signed by that key, or claims something else, or another time.
     *
     * @param now the time; null if it does not matter
     */
    static void check(Request request, @Nullable Instant now) {
        Map<String, String> form = new TreeMap<>();
        for (String pair : request.getBodyAsString().split("&")) {
            String[] parts = pair.split("=", 2);
            form.put(parts[0], URLDecoder.decode(parts[parts.length - 1], StandardCharsets.UTF_8));
        }
        if (!GRANT.equals(form.get("grant_type")) || form.size() != 2 || request.getHeader("Authorization") != null) {
            throw refusedLogin(400, "unsupported_grant_type", "Invalid grant_type: " + form.get("grant_type"));
        }
        String[] parts = form.getOrDefault("assertion", "").split("\\.", -1);
        if (parts.length != 3) {
            throw refusedLogin(400, "invalid_request", "Bad Request");
        }
        JsonNode header = json(parts[0]);
        JsonNode claims = json(parts[1]);
        boolean right = header.equals(JSON.createObjectNode()
                        .put("alg", "RS256")
                        .put("typ", "JWT")
                        .put("kid", KEY_ID))
                && claims.path("iss").asText().equals(EMAIL)
                && claims.path("aud").asText().equals(TOKEN_URI)
                && claims.path("scope").asText().equals(SCOPE)
                && claims.path("iat").isIntegralNumber()
                && claims.path("exp").isIntegralNumber()
                && claims.get("exp").asLong() > claims.get("iat").asLong()
                && claims.get("exp").asLong() - claims.get("iat").asLong() <= 3600;
        if (!right || !isSigned(parts)) {
            throw refusedLogin(400, "invalid_grant", "Invalid JWT Signature.");
        }
        Instant issued = Instant.ofEpochSecond(claims.get("iat").asLong());
        if (now != null && Duration.between(issued, now).abs().compareTo(SKEW) > 0) {
            throw refusedLogin(
                    400,
                    "invalid_grant",
                    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your"
                            + " iat and exp values in the JWT claim.");
        }
    }

    static Refusal refusedLogin(int status, String error, String description) {
        ObjectNode body = JSON.createObjectNode().put("error", error).put("error_description", description);
        return new Refusal(status, body.toString());
    }

    private static JsonNode json(String part) {
        try {
            return JSON.readTree(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw refusedLogin(400, "invalid_request", "Bad Request");
        }
    }

    private static boolean isSigned(String[] parts) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(KEYS.getPublic());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
