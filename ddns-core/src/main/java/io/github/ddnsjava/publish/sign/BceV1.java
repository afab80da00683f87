package io.github.ddnsjava.publish.sign;

import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.Encoding;
import io.github.ddnsjava.publish.http.OutgoingRequest;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Authentication string V1 of Baidu AI Cloud (bce-auth-v1). It does not cover the body. Immutable and thread-safe.
 *
 * <p>Source: <a href="https://cloud.baidu.com/doc/Reference/s/njwvz1yfu-en">Generate Authentication String</a>.
 *
 * @param key the access key
 */
public record BceV1(AccessKey key) implements Authorizer {
    private static final int VALID_SECONDS = 1800;

    @Override
    public String principal() {
        return key.id();
    }

    @Override
    public void authorize(OutgoingRequest request) {
        String time = Times.extended(request.now());
        request.header("x-bce-date", time);
        key.sendToken(request, "x-bce-security-token");

        SortedMap<String, String> signed = CanonicalRequest.signed(request, "x-bce-");
        signed.putAll(CanonicalRequest.signed(request, "content-"));
        String headers = signed.entrySet().stream()
                .map(header -> Encoding.percent(header.getKey()) + ":" + Encoding.percent(header.getValue()))
                .sorted()
                .collect(Collectors.joining("\n"));
        String toSign = Signing.lines(request.method(), request.path(), Signing.canonicalQuery(request), headers);
        String prefix = "bce-auth-v1/" + key.id() + "/" + time + "/" + VALID_SECONDS;
        // The key is the text of the digits, not the bytes that they stand for.
        String signingKey = Scope.of().signature(key.reveal(request), prefix);
        String signature = Scope.of().signature(signingKey, toSign);
        request.header("Authorization", prefix + "/" + String.join(";", signed.keySet()) + "/" + signature);
    }
}
