package io.github.ddnsjava.providers.digitalocean;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fake refuses what the vendor refuses: a test that passes against it means something. */
class FakeDigitalOceanTest {
    private static FakeDigitalOcean fake;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() {
        fake = FakeDigitalOcean.running();
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

    private HttpResponse<String> call(String method, String path, String body, String token, String type)
            throws IOException, InterruptedException {
        HttpRequest.BodyPublisher content =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        return client.send(
                HttpRequest.newBuilder(URI.create(fake.endpoint() + path))
                        .method(method, content)
                        .header("Authorization", token)
                        .header("Content-Type", type)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> call(String method, String path, String body)
            throws IOException, InterruptedException {
        return call(method, path, body, "Bearer " + FakeDigitalOcean.TOKEN, "application/json");
    }

    @ParameterizedTest
    @CsvSource({"Bearer wrong", "Token x", "Basic eDp5"})
    void badCredentialsAreRefused(String authorization) throws IOException, InterruptedException {
        HttpResponse<String> answer = call("GET", "/domains", "", authorization, "application/json");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("\"id\":\"unauthorized\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'type':'A','name':'www','data':'192.0.2.1','ttl':29}",
                "{'type':'A','name':'www','data':'192.0.2.1','ttl':'300'}",
                "{'type':'A','name':'www','data':'192.0.2.1','ttl':null}",
                "{'type':'A','name':'www','data':'192.0.2.1','comment':'x'}",
                "{'type':'A','name':'www.example.com','data':'192.0.2.1'}",
                "{'type':'A','name':'www.','data':'192.0.2.1'}",
                "{'type':'A','name':'','data':'192.0.2.1'}",
                "{'type':'A','name':'WWW','data':'192.0.2.1'}",
                "{'type':'A','name':'bücher','data':'192.0.2.1'}",
                "{'name':'www','data':'192.0.2.1'}",
                "{'type':'A','data':'192.0.2.1'}",
                "{'type':'A','name':'www'}",
                "{'type':'A','name':'www','data':'192.0.2'}",
                "{'type':'A','name':'www','data':'2001:db8::1'}",
                "{'type':'AAAA','name':'www','data':'2001:DB8::1'}",
                "{'type':'A','name':'alias','data':'192.0.2.1'}",
                "{'type':'CNAME','name':'taken','data':'example.net.'}",
                "{'type':'A','type':'A'}",
                "[]",
                "nonsense"
            })
    void badRecordsAreRefused(String body) throws IOException, InterruptedException {
        fake.put("example.com", "A", "taken", "192.0.2.1", 300);
        fake.put("example.com", "CNAME", "alias", "example.net.", 300);

        HttpResponse<String> answer = call("POST", "/domains/example.com/records", body.replace('\'', '"'));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("\"id\":\"unprocessable_entity\"");
        assertThat(fake.records("example.com")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /domains?per_page=201,                     422",
        "GET,    /domains?page=0,                           422",
        "GET,    /domains?limit=5,                          422",
        "GET,    /domains/example.org/records,              404",
        "GET,    /domains/example.com/records?per_page=201, 422",
        "GET,    /domains/example.com/records/,             404",
        "PATCH,  /domains/example.com/records/1,            404",
        "DELETE, /domains/example.com/records/1,            404",
        "DELETE, /domains/example.com/records/x,            404",
        "PUT,    /domains/example.com/records/1,            404",
        "POST,   /domains/example.com/records?type=A,       422"
    })
    void badPathsAndParametersAreRefused(String method, String path, int status)
            throws IOException, InterruptedException {
        assertThat(call(method, path, method.startsWith("P") ? "{\"type\":\"A\"}" : "")
                        .statusCode())
                .isEqualTo(status);
    }

    @Test
    void aPatchNeedsTheType() throws IOException, InterruptedException {
        long id =
                fake.put("example.com", "A", "www", "192.0.2.1", 300).get("id").asLong();

        assertThat(call("PATCH", "/domains/example.com/records/" + id, "{\"data\":\"192.0.2.2\"}")
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void anotherContentTypeIsRefused() throws IOException, InterruptedException {
        assertThat(call(
                                "POST",
                                "/domains/example.com/records",
                                "{\"type\":\"A\",\"name\":\"www\",\"data\":\"192.0.2.1\"}",
                                "Bearer " + FakeDigitalOcean.TOKEN,
                                "text/plain")
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void aFilterTakesWholeNamesAndAPageHasTwentyRecordsAndALinkWithoutTheFilter()
            throws IOException, InterruptedException {
        for (int i = 0; i < 21; i++) {
            fake.put("example.com", "A", "www", "192.0.2." + i, 300);
        }

        assertThat(call("GET", "/domains/example.com/records?name=www", "").body())
                .contains("\"total\":0");
        assertThat(call("GET", "/domains/example.com/records?name=www.example.com", "")
                        .body())
                .contains("\"total\":21")
                .contains("192.0.2.19")
                .doesNotContain("192.0.2.20")
                .contains("records?page=2&per_page=20\"");
    }
}
