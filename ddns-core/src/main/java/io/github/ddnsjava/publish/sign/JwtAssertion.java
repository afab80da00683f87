package io.github.ddnsjava.publish.sign;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.publish.http.JsonBody;
import io.github.ddnsjava.publish.http.OutgoingRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes signed JSON Web Tokens (RFC 7519) with which an OAuth login proves who asks (RFC 7523), as Google's and Yandex
 * Cloud's do. Immutable and thread-safe. An authorizer of the login's endpoint makes one for each login:
 *
 * <pre>{@code
 * Authorizer.of(() -> email, request -> request.form("assertion", jwt.make(request, claims -> claims
 *         .put("iss", email)
 *         .put("aud", tokenUrl)
 *         .put("iat", request.now().getEpochSecond())
 *         .put("exp", request.now().plus(Duration.ofHours(1)).getEpochSecond()))));
 * }</pre>
 *
 * @param algorithm how it is signed
 * @param privateKey the key, in PEM
 * @param keyId the value of {@code kid}, which tells the server which key it is; empty for none
 */
public record JwtAssertion(SignatureAlgorithm algorithm, Secret privateKey, Optional<String> keyId) {
    /**
     * Makes a token. Until it ends, it is as good as a password, so messages about the request never show it.
     *
     * @param request the request that will carry it
     * @param claims fills the object of claims
     * @throws io.github.ddnsjava.exception.ConfigurationException as {@link SignatureAlgorithm#sign}
     */
    public String make(OutgoingRequest request, Consumer<JsonBody> claims) {
        JsonBody header = request.jsonObject().put("alg", algorithm.jwsName()).put("typ", "JWT");
        keyId.ifPresent(id -> header.put("kid", id));
        JsonBody payload = request.jsonObject();
        claims.accept(payload);
        return compact(request, header.toString(), payload.toString());
    }

    /** Returns the compact serialisation of a JSON Web Signature (RFC 7515, section 7.1). */
    String compact(OutgoingRequest request, String header, String payload) {
        String toSign = base64Url(Signing.utf8(header)) + "." + base64Url(Signing.utf8(payload));
        byte[] signature = algorithm.sign(request, privateKey, toSign.getBytes(StandardCharsets.US_ASCII));
        return request.secret(toSign + "." + base64Url(signature));
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
