package io.github.ddnsjava.providers.porkbun;

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
class FakePorkbunTest {
    private static FakePorkbun fake;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() {
        fake = FakePorkbun.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone("example.com");
        fake.put("example.com", "A", "www.example.com", "192.0.2.1", 600).put("id", "7");
        fake.put("example.com", "ALIAS", "example.com", "pixie.porkbun.com", 600);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET; /domain/listAll; {KEYS}; 404; <html>",
                "POST; /domain/listAll; {'apikey':'pk1_1','secretapikey':'sk1_1'}; 403; Invalid API key. (002)",
                "POST; /domain/listAll; ; 400; JSON",
                "POST; /domain/listAll; {KEYS,'start':0}; 400; start",
                "POST; /domain/listAll; {KEYS,'start':'0'}; 200; example.com",
                "POST; /dns/retrieve/www.example.com; {KEYS}; 400; Invalid domain.",
                "POST; /dns/retrieve/example.com; {KEYS,'name':'www'}; 400; unknown",
                "POST; /dns/retrieve/example.com; {KEYS}; 200; \"ttl\":\"600\"",
                "POST; /dns/create/example.com; {KEYS,'name':'a.example.com','type':'A','content':'192.0.2.2'}; 400; Create error",
                "POST; /dns/create/example.com; {KEYS,'name':'','type':'A','content':'192.0.2.2'}; 400; Create error",
                "POST; /dns/create/example.com; {KEYS,'name':'a','type':'A','content':'192.0.2.2','ttl':599}; 400; Create error",
                "POST; /dns/create/example.com; {KEYS,'name':'a','type':'A','content':'2001:db8::1'}; 400; Create error",
                "POST; /dns/create/example.com; {KEYS,'name':'a','type':'A','content':'192.0.2.2','ttl':'600'}; 200; \"id\":",
                "POST; /dns/edit/example.com/8; {KEYS,'name':'www','type':'A','content':'192.0.2.2'}; 400; Invalid record ID.",
                "POST; /dns/delete/example.com/8; {KEYS}; 400; Invalid record ID."
            })
    void itAnswersAsTheVendor(String method, String path, String body, int status, String words)
            throws IOException, InterruptedException {
        String content = body == null
                ? ""
                : body.replace('\'', '"')
                        .replace(
                                "KEYS",
                                "\"apikey\":\"" + FakePorkbun.KEY + "\",\"secretapikey\":\"" + FakePorkbun.SECRET_KEY
                                        + "\"");
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(fake.endpoint() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(content))
                        .header("Content-Type", "application/json")
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(words == null ? "" : words);
    }
}
