package io.github.ddnsjava.publish.sign;

import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.OutgoingRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Request signature of Exoscale (EXO2-HMAC-SHA256). A query parameter that occurs more than once is not signed. Immutable
 * and thread-safe.
 *
 * <p>Source: <a href="https://openapi-v2.exoscale.com/#topic-api-request-signature">API request signature</a>.
 *
 * @param key the API key and its secret
 */
public record Exo2(AccessKey key) implements Authorizer {
    private static final Duration VALID = Duration.ofMinutes(10);

    @Override
    public String principal() {
        return key.id();
    }

    @Override
    public void authorize(OutgoingRequest request) {
        SortedMap<String, String> once = new TreeMap<>(Signing.parameters(request).stream()
                .collect(Collectors.groupingBy(
                        parameter -> decoded(parameter.getKey()),
                        Collectors.mapping(Map.Entry::getValue, Collectors.joining("&")))));
        once.values().removeIf(value -> value.indexOf('&') >= 0);
        once.replaceAll((name, value) -> decoded(value));

        long expires = request.now().plus(VALID).getEpochSecond();
        byte[] toSign = Signing.around(
                request.method() + " " + request.path() + "\n",
                request.body(),
                "\n" + String.join("", once.values()) + "\n\n" + expires); // the empty line: no header is signed
        byte[] signature = Signing.hmacSha256(Signing.utf8(key.reveal(request)), toSign);
        String names = once.isEmpty() ? "" : ",signed-query-args=" + String.join(";", once.keySet());
        request.header(
                "Authorization",
                "EXO2-HMAC-SHA256 credential=" + key.id() + names + ",expires=" + expires + ",signature="
                        + Signing.base64(signature));
    }

    private static String decoded(String encoded) {
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }
}
