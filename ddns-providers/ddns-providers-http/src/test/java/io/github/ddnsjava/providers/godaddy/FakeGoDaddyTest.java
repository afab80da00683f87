package io.github.ddnsjava.providers.godaddy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fake refuses what the vendor refuses: a test that passes against it means something. */
class FakeGoDaddyTest {
    private static FakeGoDaddy fake;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() {
        fake = FakeGoDaddy.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone("example.com");
        fake.put("example.com", "A", "www", "192.0.2.1", 3600);
        fake.put("example.com", "CNAME", "alias", "example.net", 3600);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET; /v1/domains/example.com; ; 403; ACCESS_DENIED",
                "GET; /v1/domains/example.com/records/NS/@; ; 200; domaincontrol",
                "GET; /v1/domains/example.org/records/NS/@; ; 404; NOT_FOUND",
                "GET; /v1/domains/example.com/records/A/none; ; 200; []",
                "GET; /v1/domains/example.org/records/A/www; ; 404; NOT_FOUND",
                "GET; /v1/domains/example.com/records/A/www?limit=1; ; 404; NOT_FOUND",
                "PUT; /v1/domains/example.com/records/A; [{'data':'192.0.2.2'}]; 404; NOT_FOUND",
                "PUT; /v1/domains/example.com/records/A/www; {'data':'192.0.2.2'}; 422; INVALID_BODY",
                "PUT; /v1/domains/example.com/records/A/www; []; 422; INVALID_BODY",
                "PUT; /v1/domains/example.com/records/A/www; [{'data':'192.0.2.2','ttl':599}]; 422; ttl",
                "PUT; /v1/domains/example.com/records/A/www; [{'data':'192.0.2.2','ttl':604801}]; 422; ttl",
                "PUT; /v1/domains/example.com/records/A/www; [{'data':'192.0.2.2','ttl':'3600'}]; 422; ttl",
                "PUT; /v1/domains/example.com/records/A/www; [{'data':'192.0.2.2','comment':'x'}]; 422; unknown",
                "PUT; /v1/domains/example.com/records/A/www; [{'data':'2001:db8::1'}]; 422; data",
                "PUT; /v1/domains/example.com/records/A/www.example.com; [{'data':'192.0.2.2'}]; 422; name",
                "PUT; /v1/domains/example.com/records/A/alias; [{'data':'192.0.2.2'}]; 422; CNAME",
                "PUT; /v1/domains/example.com/records/A/www; [{'data':'192.0.2.2','name':'www','type':'A'}]; 200; ",
                "DELETE; /v1/domains/example.com/records/A/none; ; 404; NOT_FOUND",
                "DELETE; /v1/domains/example.com/records/A/www; ; 204; "
            })
    void itAnswersAsTheVendor(String method, String path, String body, int status, String words)
            throws IOException, InterruptedException {
        String content = body == null ? "" : body.replace('\'', '"');
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(fake.endpoint() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(content))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "sso-key " + FakeGoDaddy.KEY + ":" + FakeGoDaddy.SECRET)
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(words == null ? "" : words);
    }
}
