package io.github.ddnsjava.publish.sign;

import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.Encoding;
import io.github.ddnsjava.publish.http.OutgoingRequest;

/**
 * AWS Signature Version 4, for all services but S3. Immutable and thread-safe.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create a
 * signed AWS API request</a>.
 *
 * @param key the access key
 * @param service the service, as in {@code route53}
 * @param region the region, as in {@code us-east-1}
 */
public record AwsV4(AccessKey key, String service, String region) implements Authorizer {
    @Override
    public String principal() {
        return key.id();
    }

    @Override
    public void authorize(OutgoingRequest request) {
        String time = Times.basic(request.now());
        request.header("X-Amz-Date", time);
        key.sendToken(request, "X-Amz-Security-Token");

        CanonicalRequest canonical = CanonicalRequest.of(request, encodedTwice(request.path()));
        Scope scope = Scope.of(time.substring(0, 8), region, service, "aws4_request");
        String toSign = Signing.lines("AWS4-HMAC-SHA256", time, scope, canonical.hash());
        String signature = scope.signature("AWS4" + key.reveal(request), toSign);
        request.header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=" + key.id() + "/" + scope + ", SignedHeaders=" + canonical.signedNames()
                        + ", Signature=" + signature);
    }

    /** AWS signs the path as it is sent, encoded once more. */
    static String encodedTwice(String path) {
        return Encoding.percent(path).replace("%2F", "/");
    }
}
