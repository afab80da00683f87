package io.github.ddnsjava.publish.sign;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.OutgoingRequest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Request signature of Oracle Cloud Infrastructure: HTTP signature with RSA-SHA256, version 1. It signs {@code x-date},
 * because HTTP clients set {@code Date} by themselves or not at all; a {@code Date} that the request has is signed
 * instead. Immutable and thread-safe.
 *
 * <p>Source: <a href="https://docs.oracle.com/en-us/iaas/Content/API/Concepts/signingrequests.htm">Request
 * signatures</a>.
 *
 * @param tenancy the OCID of the tenancy
 * @param user the OCID of the user
 * @param fingerprint the fingerprint of the API key, with colons
 * @param privateKey the API key: an RSA private key in PEM
 */
public record Oci(String tenancy, String user, String fingerprint, Secret privateKey) implements Authorizer {
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    @Override
    public String principal() {
        return tenancy + "/" + user + "/" + fingerprint;
    }

    @Override
    public void authorize(OutgoingRequest request) {
        boolean dated = request.headers().containsKey("Date");
        if (!dated) {
            request.header("x-date", Times.http(request.now()));
        }
        Map<String, String> signed = new LinkedHashMap<>();
        signed.put(dated ? "date" : "x-date", header(request, dated ? "Date" : "x-date"));
        signed.put("(request-target)", request.method().toLowerCase(Locale.ROOT) + " " + target(request));
        signed.put("host", request.host());
        if (WITH_BODY.contains(request.method())) {
            byte[] body = request.body();
            request.headers().putIfAbsent("Content-Type", "application/json");
            request.header("x-content-sha256", Signing.base64(Signing.digest("SHA-256", body)));
            signed.put("content-length", String.valueOf(body.length));
            signed.put("content-type", header(request, "Content-Type"));
            signed.put("x-content-sha256", header(request, "x-content-sha256"));
        }
        String toSign = signed.entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue())
                .collect(Collectors.joining("\n"));
        byte[] signature = SignatureAlgorithm.RS256.sign(request, privateKey, Signing.utf8(toSign));
        request.header(
                "Authorization",
                "Signature version=\"1\",headers=\"" + String.join(" ", signed.keySet()) + "\",keyId=\"" + principal()
                        + "\",algorithm=\"rsa-sha256\",signature=\"" + Signing.base64(signature) + "\"");
    }

    private static String header(OutgoingRequest request, String name) {
        return request.headers().getOrDefault(name, "");
    }

    private static String target(OutgoingRequest request) {
        String query = request.url().getRawQuery();
        return query == null ? request.path() : request.path() + "?" + query;
    }
}
