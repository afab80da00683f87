package io.github.ddnsjava.providers.huawei;

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
class FakeHuaweiTest {
    private static final String HASH = "b25362e603ee30f4f25e7858e8a7160fd36e803bb2dfe206278659d71a9bcd7a";

    private static FakeHuawei fake;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() {
        fake = FakeHuawei.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone("example.com");
        fake.standsAt(Instant.parse("2026-11-29T12:00:00Z"));
    }

    private String refused(String authorization, String time) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(fake.endpoint() + "/v2/zones?limit=1"))
                        .header("X-Sdk-Date", time)
                        .header("Authorization", authorization)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(401);
        return answer.body();
    }

    private static String authorization(String id) {
        return "SDK-HMAC-SHA256 Access=" + id + ", SignedHeaders=host;x-sdk-date, Signature=" + HASH;
    }

    @Test
    void whatIsNotSignedByThatKeyAtThatTimeIsRefused() throws IOException, InterruptedException {
        assertThat(refused("Bearer x", "20261129T120000Z")).contains("not in its form");
        assertThat(refused(authorization("ANOTHERKEY"), "20261129T120000Z")).contains("no such key");
        assertThat(refused(authorization(FakeHuawei.ID), "20261129T114459Z")).contains("expired");
        assertThat(refused(authorization(FakeHuawei.ID), "2026-11-29")).contains("x-sdk-date is not in its form");
        assertThat(refused(authorization(FakeHuawei.ID), "20261129T120000Z")).contains("signature fail");
    }
}
