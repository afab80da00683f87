package io.github.ddnsjava.publish.sign;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.OutgoingRequest;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Signature of OVHcloud ({@code $1$}, SHA-1). Thread-safe if the supplier is.
 *
 * <p>Source: <a href="https://help.ovhcloud.com/csm/en-api-getting-started-ovhcloud-api">First steps with the OVHcloud
 * APIs</a>.
 *
 * @param applicationKey the application key, which is sent
 * @param applicationSecret the application secret, which is never sent
 * @param consumerKey the consumer key, which is sent; it stands for the user and the rights
 * @param ahead how far the server's clock is ahead of ours, as {@code /auth/time} says; negative if it is behind
 */
public record Ovh(String applicationKey, Secret applicationSecret, Secret consumerKey, Supplier<Duration> ahead)
        implements Authorizer {
    @Override
    public String principal() {
        return consumerKey.reveal();
    }

    @Override
    public void authorize(OutgoingRequest request) {
        String time = String.valueOf(request.now().plus(ahead.get()).getEpochSecond());
        String consumer = Signing.reveal(request, consumerKey, "the consumer key");
        String secret = Signing.reveal(request, applicationSecret, "the application secret");
        byte[] toSign = Signing.around(
                String.join(
                        "+", secret, consumer, request.method(), request.url().toString(), ""),
                request.body(),
                "+" + time);
        request.header("X-Ovh-Application", applicationKey);
        request.header("X-Ovh-Consumer", consumer);
        request.header("X-Ovh-Timestamp", time);
        request.header("X-Ovh-Signature", "$1$" + Signing.sha1Hex(toSign));
    }
}
