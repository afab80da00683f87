package io.github.ddnsjava.publish;

import io.github.ddnsjava.internal.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Creates account keys. Stateless and thread-safe. */
public final class Accounts {
    private Accounts() {}

    /**
     * Returns an opaque key for an endpoint and a principal (a user name, an access key id, or a token). The key is a
     * shortened SHA-256 hash, so it does not reveal either of them.
     */
    public static String key(String endpoint, String principal) {
        byte[] text = (endpoint + '\n' + principal).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(Sha256.of(text), 0, 8);
    }
}
