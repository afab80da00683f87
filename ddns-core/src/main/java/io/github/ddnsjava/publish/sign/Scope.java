package io.github.ddnsjava.publish.sign;

import java.util.List;

/**
 * What a derived key is good for, such as a day, a region and a service. Whoever sees one signature learns nothing about
 * another scope.
 *
 * @param parts the parts, from the widest to the narrowest
 */
record Scope(List<String> parts) {
    static Scope of(String... parts) {
        return new Scope(List.of(parts));
    }

    /** Signs with the key that is derived from that secret, part by part. */
    String signature(String secret, String toSign) {
        byte[] key = Signing.utf8(secret);
        for (String part : parts) {
            key = Signing.hmacSha256(key, part);
        }
        return Signing.hex(Signing.hmacSha256(key, toSign));
    }

    /** Returns the form that is signed and sent. */
    @Override
    public String toString() {
        return String.join("/", parts);
    }
}
