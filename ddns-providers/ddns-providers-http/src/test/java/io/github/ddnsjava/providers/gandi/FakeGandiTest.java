package io.github.ddnsjava.providers.gandi;

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
class FakeGandiTest {
    private static FakeGandi fake;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() {
        fake = FakeGandi.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone("example.com");
        fake.put("example.com", "A", "taken", "192.0.2.1", 300);
        fake.put("example.com", "CNAME", "alias", "example.net.", 300);
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
        return call(method, path, body, "Bearer " + FakeGandi.TOKEN, "application/json");
    }

    @ParameterizedTest
    @CsvSource({"Bearer wrong", "Apikey x", "Basic eDp5"})
    void badCredentialsAreRefused(String authorization) throws IOException, InterruptedException {
        HttpResponse<String> answer = call("GET", "/domains/example.com", "", authorization, "application/json");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("HTTPUnauthorized");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "www/A; {'rrset_values':['192.0.2.1'],'rrset_ttl':299}",
                "www/A; {'rrset_values':['192.0.2.1'],'rrset_ttl':2592001}",
                "www/A; {'rrset_values':['192.0.2.1'],'rrset_ttl':'300'}",
                "www/A; {'rrset_values':['192.0.2.1'],'rrset_type':'A'}",
                "www/A; {'rrset_values':[]}",
                "www/A; {'rrset_values':'192.0.2.1'}",
                "www/A; {'rrset_values':['192.0.2.1','192.0.2.1']}",
                "www/A; {'rrset_values':['192.0.2']}",
                "www/A; {'rrset_values':['2001:db8::1']}",
                "www/AAAA; {'rrset_values':['2001:DB8::1']}",
                "www/A; {'rrset_ttl':300}",
                "www.example.com/A; {'rrset_values':['192.0.2.1']}",
                "www./A; {'rrset_values':['192.0.2.1']}",
                "WWW/A; {'rrset_values':['192.0.2.1']}",
                "alias/A; {'rrset_values':['192.0.2.1']}",
                "taken/CNAME; {'rrset_values':['example.net.']}",
                "www/A; []",
                "www/A; nonsense"
            })
    void badSetsAreRefused(String set, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = call("PUT", "/domains/example.com/records/" + set, body.replace('\'', '"'));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"location\":\"body\"");
        assertThat(fake.records("example.com")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /domains/example.org,                       HTTPNotFound",
        "GET,    /domains/example.com/records/www/A,         dns-record",
        "GET,    /domains/example.org/records/www/A,         HTTPNotFound",
        "GET,    /domains/example.com/records/taken/A?x=1,   HTTPNotFound",
        "DELETE, /domains/example.com/records/www/A,         dns-record",
        "DELETE, /domains/example.com/records/taken,         HTTPNotFound",
        "PUT,    /domains/example.com/records/taken,         HTTPNotFound",
        "POST,   /domains/example.com/records/taken/A,       HTTPNotFound"
    })
    void badPathsAndParametersAreRefused(String method, String path, String object)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = call(method, path, method.startsWith("P") ? "{}" : "");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains(object);
    }

    @Test
    void anotherContentTypeIsRefused() throws IOException, InterruptedException {
        assertThat(call(
                                "PUT",
                                "/domains/example.com/records/www/A",
                                "{\"rrset_values\":[\"192.0.2.1\"]}",
                                "Bearer " + FakeGandi.TOKEN,
                                "text/plain")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aPutReplacesTheWholeSetAndForgetsItsTtl() throws IOException, InterruptedException {
        assertThat(call("PUT", "/domains/example.com/records/taken/A", "{\"rrset_values\":[\"192.0.2.2\"]}")
                        .statusCode())
                .isEqualTo(201);

        assertThat(call("GET", "/domains/example.com/records/taken/A", "").body())
                .contains("\"rrset_values\":[\"192.0.2.2\"]")
                .contains("\"rrset_ttl\":10800");
    }
}
