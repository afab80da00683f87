package io.github.ddnsjava.providers.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fake refuses what is not signed by the right key at the right time: a test that passes against it means something. */
class FakeTencentTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final String HASH = "35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064";

    private static FakeTencent fake;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() {
        fake = FakeTencent.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone("example.com");
        fake.standsAt(NOW);
    }

    private String answer(String authorization, Instant time) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(fake.endpoint() + "/"))
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .header("Content-Type", "application/json")
                        .header("X-TC-Action", "DescribeDomainList")
                        .header("X-TC-Version", "2021-03-23")
                        .header("X-TC-Timestamp", "" + time.getEpochSecond())
                        .header("Authorization", authorization)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static String authorization(String id, String date) {
        return "TC3-HMAC-SHA256 Credential=" + id + "/" + date
                + "/dnspod/tc3_request, SignedHeaders=content-type;host;x-tc-action, Signature=" + HASH;
    }

    @Test
    void whatIsNotSignedByThatKeyAtThatTimeIsRefused() throws IOException, InterruptedException {
        String right = authorization(FakeTencent.ID, "2026-11-29");

        assertThat(answer("Bearer x", NOW)).contains("AuthFailure.InvalidAuthorization");
        assertThat(answer(authorization("AKIDanother", "2026-11-29"), NOW)).contains("AuthFailure.SecretIdNotFound");
        assertThat(answer(right, NOW.minusSeconds(301))).contains("AuthFailure.SignatureExpire");
        assertThat(answer(authorization(FakeTencent.ID, "2026-11-28"), NOW)).contains("AuthFailure.SignatureFailure");
        assertThat(answer(right, NOW)).contains("AuthFailure.SignatureFailure");
        assertThat(fake.refusals()).hasSize(5);
    }
}
