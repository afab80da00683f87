package io.github.ddnsjava.providers.notify;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.notify.Message;
import io.github.ddnsjava.publish.http.OutgoingRequest;
import io.github.ddnsjava.publish.sign.Signing;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How requests prove who sends them. Each does nothing if its key is not configured. Stateless. */
final class Signers {
    private static final String KEY = "secret";
    private static final String STANDARD_PREFIX = "whsec_";

    /** The form of a key: Base64 (RFC 4648, section 4) after the prefix of the standard, or any text without it. */
    static final String STANDARD_KEY = "(?s)(?!" + STANDARD_PREFIX + ").+|" + STANDARD_PREFIX
            + "(?=.)(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?";

    private Signers() {}

    static void bearer(Settings settings, Message message, OutgoingRequest request) {
        settings.optionalSecret("token")
                .ifPresent(token -> request.header("Authorization", "Bearer " + request.reveal(token)));
    }

    /**
     * Signs by <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
     * Webhooks 1.0</a>: HMAC-SHA256 over id, time and body.
     */
    static void standard(Settings settings, Message message, OutgoingRequest request) {
        settings.optionalSecret(Webhook.SECRET).ifPresent(secret -> {
            String timestamp = String.valueOf(request.now().getEpochSecond());
            ByteArrayOutputStream signed = new ByteArrayOutputStream();
            signed.writeBytes((message.id() + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            signed.writeBytes(request.body());
            byte[] mac = Signing.hmacSha256(key(request.reveal(secret)), signed.toByteArray());
            request.header("webhook-id", message.id());
            request.header("webhook-timestamp", timestamp);
            request.header("webhook-signature", "v1," + Signing.base64(mac));
        });
    }

    /** A key with the prefix of the standard is Base64, which the form of the setting says; any other is used as it is. */
    private static byte[] key(String secret) {
        if (!secret.startsWith(STANDARD_PREFIX)) {
            return secret.getBytes(StandardCharsets.UTF_8);
        }
        return Base64.getDecoder().decode(secret.substring(STANDARD_PREFIX.length()));
    }

    /** DingTalk: the key signs the time and itself; both are parameters. */
    static void dingtalk(Settings settings, Message message, OutgoingRequest request) {
        settings.optionalSecret(KEY).ifPresent(secret -> {
            String timestamp = String.valueOf(request.now().toEpochMilli());
            String key = request.reveal(secret);
            byte[] mac = Signing.hmacSha256(key.getBytes(StandardCharsets.UTF_8), timestamp + "\n" + key);
            request.query("timestamp", timestamp);
            request.query("sign", Signing.base64(mac));
        });
    }

    /** Feishu: time and key are the key, and nothing is signed; both are members of the body. */
    static void feishu(Settings settings, Message message, OutgoingRequest request) {
        settings.optionalSecret(KEY).ifPresent(secret -> {
            String timestamp = String.valueOf(request.now().getEpochSecond());
            String key = timestamp + "\n" + request.reveal(secret);
            byte[] mac = Signing.hmacSha256(key.getBytes(StandardCharsets.UTF_8), new byte[0]);
            request.json("timestamp", timestamp);
            request.json("sign", Signing.base64(mac));
        });
    }
}
