package io.github.ddnsjava.providers.desec;

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

/** The fake refuses what the vendor refuses: else the other tests would say nothing. */
class FakeDesecTest {
    private static FakeDesec fake;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        fake = FakeDesec.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone("example.com");
        fake.put("example.com", "A", "taken", "192.0.2.1", 3600);
        fake.put("example.com", "CNAME", "alias", "example.net.", 3600);
    }

    private HttpResponse<String> call(String method, String path, String body, String token, String type)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(fake.endpoint() + path))
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .header("Authorization", token)
                        .header("Content-Type", type)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> call(String method, String path, String body)
            throws IOException, InterruptedException {
        return call(method, path, body, "Token " + FakeDesec.TOKEN, "application/json");
    }

    private HttpResponse<String> patch(String items) throws IOException, InterruptedException {
        return call("PATCH", "/domains/example.com/rrsets/", items.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({"Token wrong", "Bearer " + FakeDesec.TOKEN, "Basic eDp5"})
    void badCredentialsAreRefused(String authorization) throws IOException, InterruptedException {
        HttpResponse<String> answer = call("GET", "/domains/", "", authorization, "application/json");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("{\"detail\":\"Invalid token.\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'subname':'www','type':'A','records':['192.0.2.1'],'ttl':3599}; ttl",
                "{'subname':'www','type':'A','records':['192.0.2.1'],'ttl':86401}; ttl",
                "{'subname':'www','type':'A','records':['192.0.2.1'],'ttl':'3600'}; ttl",
                "{'subname':'www','type':'A','records':['192.0.2.1']}; ttl",
                "{'subname':'www','type':'A','ttl':3600}; records",
                "{'subname':'www','type':'A','records':'192.0.2.1','ttl':3600}; records",
                "{'subname':'www','type':'A','records':['192.0.2.1','192.0.2.1'],'ttl':3600}; records",
                "{'subname':'www','type':'A','records':['192.0.2'],'ttl':3600}; records",
                "{'subname':'www','type':'A','records':['2001:db8::1'],'ttl':3600}; records",
                "{'subname':'www','type':'a','records':['192.0.2.1'],'ttl':3600}; type",
                "{'subname':'www','records':['192.0.2.1'],'ttl':3600}; type",
                "{'subname':'@','type':'A','records':['192.0.2.1'],'ttl':3600}; subname",
                "{'subname':'www.example.com','type':'A','records':['192.0.2.1'],'ttl':3600}; subname",
                "{'subname':'WWW','type':'A','records':['192.0.2.1'],'ttl':3600}; subname",
                "{'subname':'a.*','type':'A','records':['192.0.2.1'],'ttl':3600}; subname",
                "{'subname':'alias','type':'A','records':['192.0.2.1'],'ttl':3600}; non_field_errors",
                "{'subname':'taken','type':'CNAME','records':['example.net.'],'ttl':3600}; non_field_errors",
                "{'subname':'www','type':'A','records':['192.0.2.1'],'ttl':3600,'name':'www'}; name"
            })
    void badItemsAreRefusedAndTheGoodOneBesideIsNotWritten(String item, String field)
            throws IOException, InterruptedException {
        HttpResponse<String> answer =
                patch("[{'subname':'good','type':'A','records':['192.0.2.1'],'ttl':3600}," + item + "]");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("[{},{\"" + field + "\":[\"").endsWith("\"]}]");
        assertThat(fake.sets("example.com")).hasSize(2);
    }

    @Test
    void theSameSetTwiceIsRefusedAndSoIsWhatIsNoList() throws IOException, InterruptedException {
        assertThat(patch("[{'subname':'taken','type':'A','ttl':3600},{'subname':'taken','type':'A','ttl':3600}]")
                        .body())
                .contains("non_field_errors");
        for (String body : new String[] {"{}", "[]", "[1]", "nonsense"}) {
            assertThat(patch(body).statusCode()).isEqualTo(400);
        }
        assertThat(call(
                                "PATCH",
                                "/domains/example.com/rrsets/",
                                "[{\"subname\":\"taken\",\"type\":\"A\",\"ttl\":3600}]",
                                "Token " + FakeDesec.TOKEN,
                                "text/plain")
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,   /domains/example.org/rrsets/,          No Domain matches",
        "PATCH, /domains/example.org/rrsets/,          No Domain matches",
        "GET,   /domains/example.com/rrsets,           Not found.",
        "GET,   /domains/example.com/,                 Not found.",
        "PUT,   /domains/example.com/rrsets/,          Not found.",
        "GET,   /domains/example.com/rrsets/?name=www, unknown parameter",
        "GET,   /domains/?cursor=x,                    cursor"
    })
    void badPathsAndParametersAreRefused(String method, String path, String words)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = call(method, path, method.startsWith("P") ? "[{\"type\":\"A\"}]" : "");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains(words);
    }

    @Test
    void moreThanAPageIsRefusedWithoutACursorAndEachPageLinksToTheNext() throws IOException, InterruptedException {
        for (int i = 0; i < FakeDesec.PAGE; i++) {
            fake.put("example.com", "A", "h" + i, "192.0.2.1", 3600);
        }

        assertThat(call("GET", "/domains/example.com/rrsets/", "").body()).contains("Pagination required");
        HttpResponse<String> first = call("GET", "/domains/example.com/rrsets/?cursor=", "");
        assertThat(first.headers().firstValue("link"))
                .hasValueSatisfying(link -> assertThat(link).contains("cursor=500>; rel=\"next\""));
        HttpResponse<String> last = call("GET", "/domains/example.com/rrsets/?cursor=500", "");
        assertThat(last.headers().firstValue("link"))
                .hasValueSatisfying(link -> assertThat(link).doesNotContain("next"));
        assertThat(call("GET", "/domains/example.com/rrsets/?subname=taken&type=A", "")
                        .body())
                .contains("taken")
                .doesNotContain("h1");
    }

    @Test
    void aPatchKeepsWhatItDoesNotNameDeletesWhatIsEmptyAndWritesAddressesAnew()
            throws IOException, InterruptedException {
        HttpResponse<String> answer = patch("[{'subname':'taken','type':'A','records':['192.0.2.2']},"
                + "{'subname':'taken','type':'AAAA','records':['2001:0DB8::0:1'],'ttl':7200},"
                + "{'subname':'alias','type':'CNAME','records':[]},{'subname':'none','type':'A','records':[]}]");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"ttl\":3600,\"records\":[\"192.0.2.2\"]")
                .contains("\"ttl\":7200,\"records\":[\"2001:db8::1\"]")
                .doesNotContain("alias")
                .doesNotContain("none");
        assertThat(fake.sets("example.com")).hasSize(2);
    }
}
