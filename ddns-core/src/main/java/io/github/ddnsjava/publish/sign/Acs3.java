package io.github.ddnsjava.publish.sign;

import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.OutgoingRequest;

/**
 * Signature method V3 of Alibaba Cloud (ACS3-HMAC-SHA256). The request has the headers {@code x-acs-action} and
 * {@code x-acs-version}. Immutable and thread-safe.
 *
 * <p>Source: <a href="https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature">Request
 * syntax and signature method V3</a>.
 *
 * @param key the access key
 */
public record Acs3(AccessKey key) implements Authorizer {
    @Override
    public String principal() {
        return key.id();
    }

    @Override
    public void authorize(OutgoingRequest request) {
        byte[] nonce = new byte[16];
        request.random().nextBytes(nonce);
        request.header("x-acs-date", Times.extended(request.now()));
        request.header("x-acs-signature-nonce", Signing.hex(nonce));
        request.header("x-acs-content-sha256", Signing.sha256Hex(request.body()));
        key.sendToken(request, "x-acs-security-token");

        CanonicalRequest canonical = CanonicalRequest.of(request, request.path());
        String toSign = Signing.lines("ACS3-HMAC-SHA256", canonical.hash());
        String signature = Scope.of().signature(key.reveal(request), toSign);
        request.header(
                "Authorization",
                "ACS3-HMAC-SHA256 Credential=" + key.id() + ",SignedHeaders=" + canonical.signedNames() + ",Signature="
                        + signature);
    }
}
