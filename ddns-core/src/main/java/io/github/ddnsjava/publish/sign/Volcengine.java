package io.github.ddnsjava.publish.sign;

import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.OutgoingRequest;

/**
 * Signature of Volcengine (HMAC-SHA256). Immutable and thread-safe.
 *
 * <p>Source: <a href="https://www.volcengine.com/docs/6369/67270">Signature of requests, with an example</a>.
 *
 * @param key the access key; its secret is used as it is shown, although it looks like Base64
 * @param service the service, as in {@code dns}
 * @param region the region, as in {@code cn-beijing}
 */
public record Volcengine(AccessKey key, String service, String region) implements Authorizer {
    @Override
    public String principal() {
        return key.id();
    }

    @Override
    public void authorize(OutgoingRequest request) {
        String time = Times.basic(request.now());
        request.header("X-Date", time);
        key.sendToken(request, "X-Security-Token");

        CanonicalRequest canonical = CanonicalRequest.of(request, request.path());
        Scope scope = Scope.of(time.substring(0, 8), region, service, "request");
        String toSign = Signing.lines("HMAC-SHA256", time, scope, canonical.hash());
        String signature = scope.signature(key.reveal(request), toSign);
        request.header(
                "Authorization",
                "HMAC-SHA256 Credential=" + key.id() + "/" + scope + ", SignedHeaders=" + canonical.signedNames()
                        + ", Signature=" + signature);
    }
}
