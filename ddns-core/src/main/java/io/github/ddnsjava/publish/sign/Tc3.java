package io.github.ddnsjava.publish.sign;

import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.OutgoingRequest;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;

/**
 * Signature v3 of Tencent Cloud (TC3-HMAC-SHA256). The request has the headers {@code X-TC-Action} and
 * {@code X-TC-Version}. Immutable and thread-safe.
 *
 * <p>Source: <a href="https://www.tencentcloud.com/document/product/1150/49447">Signature v3</a>.
 *
 * @param key the access key: SecretId and SecretKey
 * @param service the service, as in {@code dnspod}
 */
public record Tc3(AccessKey key, String service) implements Authorizer {
    @Override
    public String principal() {
        return key.id();
    }

    @Override
    public void authorize(OutgoingRequest request) {
        String time = String.valueOf(request.now().getEpochSecond());
        request.header("X-TC-Timestamp", time);
        key.sendToken(request, "X-TC-Token");
        if (!request.headers().containsKey("Content-Type")) {
            request.header("Content-Type", "application/x-www-form-urlencoded"); // it must be signed
        }

        SortedMap<String, String> signed = CanonicalRequest.signed(request, "x-tc-action");
        signed.replaceAll((name, value) -> value.toLowerCase(Locale.ROOT));
        String query = Objects.requireNonNullElse(request.url().getRawQuery(), ""); // as it is sent, not sorted
        CanonicalRequest canonical = new CanonicalRequest(request, request.path(), query, signed);
        Scope scope = Scope.of(Times.extended(request.now()).substring(0, 10), service, "tc3_request");
        String toSign = Signing.lines("TC3-HMAC-SHA256", time, scope, canonical.hash());
        String signature = scope.signature("TC3" + key.reveal(request), toSign);
        request.header(
                "Authorization",
                "TC3-HMAC-SHA256 Credential=" + key.id() + "/" + scope + ", SignedHeaders=" + canonical.signedNames()
                        + ", Signature=" + signature);
    }
}
