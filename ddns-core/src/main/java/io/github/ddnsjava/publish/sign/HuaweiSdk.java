package io.github.ddnsjava.publish.sign;

import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.OutgoingRequest;

/**
 * AK/SK signature of Huawei Cloud (SDK-HMAC-SHA256). Immutable and thread-safe.
 *
 * <p>Source: <a href="https://support.huaweicloud.com/intl/en-us/devg-apisign/apisign-devg-pdf.pdf">API Request Signing
 * Guide</a>.
 *
 * @param key the access key
 */
public record HuaweiSdk(AccessKey key) implements Authorizer {
    @Override
    public String principal() {
        return key.id();
    }

    @Override
    public void authorize(OutgoingRequest request) {
        String time = Times.basic(request.now());
        request.header("X-Sdk-Date", time);
        key.sendToken(request, "X-Security-Token");

        String path = request.path();
        CanonicalRequest canonical = CanonicalRequest.of(request, path.endsWith("/") ? path : path + "/");
        String toSign = Signing.lines("SDK-HMAC-SHA256", time, canonical.hash());
        String signature = Scope.of().signature(key.reveal(request), toSign);
        request.header(
                "Authorization",
                "SDK-HMAC-SHA256 Access=" + key.id() + ", SignedHeaders=" + canonical.signedNames() + ", Signature="
                        + signature);
    }
}
