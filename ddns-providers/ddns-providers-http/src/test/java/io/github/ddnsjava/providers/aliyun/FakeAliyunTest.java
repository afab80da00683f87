package io.github.ddnsjava.providers.aliyun;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fake refuses what the vendor refuses, before the signature counts: a test that passes against it means something. */
class FakeAliyunTest {
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String SIGNED =
            "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version";

    private static FakeAliyun fake;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() {
        fake = FakeAliyun.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone("example.com");
    }

    private String refused(String authorization, Instant date, String version)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(fake.endpoint() + "/?PageNumber=1&PageSize=100"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .header("x-acs-action", "DescribeDomains")
                        .header("x-acs-version", version)
                        .header(
                                "x-acs-date",
                                date.truncatedTo(ChronoUnit.SECONDS).toString())
                        .header("x-acs-signature-nonce", "a nonce")
                        .header("x-acs-content-sha256", EMPTY)
                        .header("Authorization", authorization)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
        return answer.body();
    }

    private static String authorization(String id, String signed) {
        return "ACS3-HMAC-SHA256 Credential=" + id + ",SignedHeaders=" + signed + ",Signature=" + EMPTY;
    }

    @Test
    void whatIsNotSignedByThatKeyIsRefused() throws IOException, InterruptedException {
        Instant now = Instant.parse("2026-11-29T12:00:00Z");
        fake.standsAt(now);
        String right = authorization(FakeAliyun.ID, SIGNED);

        assertThat(refused("Bearer x", now, "2015-01-09")).contains("MissingAuthorization");
        assertThat(refused(authorization("LTAI5tAnother", SIGNED), now, "2015-01-09"))
                .contains("InvalidAccessKeyId.NotFound");
        assertThat(refused(authorization(FakeAliyun.ID, "host;x-acs-date"), now, "2015-01-09"))
                .contains("IncompleteSignature");
        assertThat(refused(right, now.minus(Duration.ofMinutes(16)), "2015-01-09"))
                .contains("InvalidTimeStamp.Expired");
        assertThat(refused(right, now, "2014-05-26")).contains("InvalidVersion");
        assertThat(refused(right, now, "2015-01-09")).contains("SignatureDoesNotMatch");
        assertThat(fake.refusals()).hasSize(6);
    }
}
