package io.github.ddnsjava.publish.sign;

import io.github.ddnsjava.publish.http.OutgoingRequest;
import java.net.URI;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Requests for tests of signers. */
final class Requests {
    static final Instant NOW = Instant.parse("2026-01-03T04:05:06.789Z");

    private Requests() {}

    static OutgoingRequest request(String method, String url) {
        return request(method, url, NOW);
    }

    static OutgoingRequest request(String method, String url, Instant now) {
        return new OutgoingRequest(method, URI.create(url), now, new Random(1));
    }

    /** Returns random numbers that come to these bytes. */
    static RandomGenerator drawing(String hex) {
        return new Random() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(HexFormat.of().parseHex(hex), 0, bytes, 0, bytes.length);
            }
        };
    }

    static String authorization(OutgoingRequest request) {
        return request.headers().getOrDefault("Authorization", "");
    }
}
