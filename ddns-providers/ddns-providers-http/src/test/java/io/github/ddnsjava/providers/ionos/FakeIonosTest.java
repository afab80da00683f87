package io.github.ddnsjava.providers.ionos;

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
class FakeIonosTest {
    private static FakeIonos fake;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() {
        fake = FakeIonos.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone("example.com");
        fake.put("example.com", "A", "www.example.com", "192.0.2.1", 3600);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET; /zones; ; 200; NATIVE",
                "GET; /zones?page=1; ; 404; ZONE_NOT_FOUND",
                "GET; /zones/example.com; ; 404; ZONE_NOT_FOUND",
                "GET; /zones/ID?name=www; ; 400; unknown",
                "GET; /zones/ID?recordName=example.com&recordType=A; ; 200; 192.0.2.1",
                "PUT; /zones/ID; []; 404; ZONE_NOT_FOUND",
                "PATCH; /zones/ID; {}; 400; INVALID_DATA",
                "PATCH; /zones/ID; []; 400; INVALID_DATA",
                "PATCH; /zones/ID; [{'name':'www.example.com','type':'A','content':'192.0.2.2','prio':0,'disabled':false}]; 400; ttl",
                "PATCH; /zones/ID; [{'name':'www.example.com','type':'A','content':'192.0.2.2','prio':0,'disabled':false,'ttl':59}]; 400; ttl",
                "PATCH; /zones/ID; [{'name':'www.example.com','type':'A','content':'192.0.2.2','prio':0,'disabled':false,'ttl':60,'id':'1'}]; 400; unknown",
                "PATCH; /zones/ID; [{'name':'www.example.com','type':'A','content':'192.0.2.2','prio':0,'disabled':false,'ttl':60},{'name':'www.example.com','type':'A','content':'192.0.2.2','prio':0,'disabled':false,'ttl':60}]; 400; DUPLICATE_RECORD",
                "PATCH; /zones/ID; [{'name':'www','type':'A','content':'192.0.2.2','prio':0,'disabled':false,'ttl':60}]; 400; name",
                "PATCH; /zones/ID; [{'name':'www.example.com','type':'A','content':'2001:db8::1','prio':0,'disabled':false,'ttl':60}]; 400; content",
                "PATCH; /zones/ID; [{'name':'www.example.com','type':'A','content':'192.0.2.2','prio':0,'disabled':false,'ttl':60}]; 200; ",
                "DELETE; /zones/ID/records/none; ; 404; RECORD_NOT_FOUND"
            })
    void itAnswersAsTheVendor(String method, String path, String body, int status, String words)
            throws IOException, InterruptedException {
        String content = body == null ? "" : body.replace('\'', '"');
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(fake.endpoint() + path.replace("ID", fake.id("example.com"))))
                        .method(method, HttpRequest.BodyPublishers.ofString(content))
                        .header("Content-Type", "application/json")
                        .header("X-API-Key", FakeIonos.KEY)
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(words == null ? "" : words);
    }
}
