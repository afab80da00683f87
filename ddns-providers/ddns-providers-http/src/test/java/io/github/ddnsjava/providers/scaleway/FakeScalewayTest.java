package io.github.ddnsjava.providers.scaleway;

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
class FakeScalewayTest {
    private static FakeScaleway fake;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() {
        fake = FakeScaleway.running();
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
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET; /dns-zones; ; 200; total_count",
                "GET; /dns-zones?page_size=101; ; 400; page_size",
                "GET; /dns-zones?x=1; ; 400; unknown",
                "GET; /dns-zones/example.org/records; ; 403; domain not found",
                "GET; /dns-zones/example.com/records?name=none; ; 200; \"records\":[]",
                "PUT; /dns-zones/example.com/records; {}; 404; not_found",
                "PATCH; /dns-zones/example.com/records; {'changes':[]}; 400; changes",
                "PATCH; /dns-zones/example.com/records; {'records':[]}; 400; unknown",
                "PATCH; /dns-zones/example.com/records; {'changes':[{'set':{'id_fields':{'name':'www','type':'A'},'records':[{'name':'www','type':'A','data':'192.0.2.2'}]}}]}; 400; ttl",
                "PATCH; /dns-zones/example.com/records; {'changes':[{'set':{'id_fields':{'name':'www','type':'A'},'records':[{'name':'www','type':'A','data':'192.0.2.2','ttl':59}]}}]}; 400; ttl",
                "PATCH; /dns-zones/example.com/records; {'changes':[{'set':{'id_fields':{'name':'www','type':'A'},'records':[{'name':'www','type':'A','data':'192.0.2.2','ttl':'60'}]}}]}; 400; ttl",
                "PATCH; /dns-zones/example.com/records; {'changes':[{'set':{'id_fields':{'name':'www','type':'A'},'records':[{'name':'www','type':'A','data':'192.0.2.2','ttl':60,'id':'1'}]}}]}; 400; unknown",
                "PATCH; /dns-zones/example.com/records; {'changes':[{'set':{'id_fields':{'name':'www','type':'A'},'records':[{'name':'w','type':'A','data':'192.0.2.2','ttl':60}]}}]}; 400; records",
                "PATCH; /dns-zones/example.com/records; {'changes':[{'set':{'id_fields':{'name':'www','type':'A'},'records':[]}}]}; 400; records",
                "PATCH; /dns-zones/example.com/records; {'changes':[{'set':{'id_fields':{'name':'www','type':'A'},'records':[{'name':'www','type':'A','data':'192.0.2.2','ttl':60}]}}]}; 200; 192.0.2.2",
                "PATCH; /dns-zones/example.com/records; {'changes':[{'delete':{'id_fields':{'name':'none','type':'A'}}}]}; 404; not_found"
            })
    void itAnswersAsTheVendor(String method, String path, String body, int status, String words)
            throws IOException, InterruptedException {
        String content = body == null ? "" : body.replace('\'', '"');
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(fake.endpoint() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(content))
                        .header("Content-Type", "application/json")
                        .header("X-Auth-Token", FakeScaleway.SECRET_KEY)
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(words == null ? "" : words);
    }
}
