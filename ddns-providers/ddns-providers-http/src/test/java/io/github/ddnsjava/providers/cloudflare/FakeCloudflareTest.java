package io.github.ddnsjava.providers.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fake refuses what the vendor refuses: a test that passes against it means something. */
class FakeCloudflareTest extends CloudflareTest {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private HttpResponse<String> call(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(fake.endpoint() + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> call(String method, String path, String body)
            throws IOException, InterruptedException {
        return call(
                method,
                path,
                body,
                "Authorization",
                "Bearer " + FakeCloudflare.TOKEN,
                "Content-Type",
                "application/json");
    }

    private String records() {
        return "/zones/" + zone.id + "/dns_records";
    }

    @ParameterizedTest
    @CsvSource({
        "/zones, 'Authorization|Bearer short',                                                400, 6111",
        "/zones, 'Authorization|Token 1234567890123456789012345678901234567890',              400, 6111",
        "/zones, 'Authorization|Bearer 1234567890123456789012345678901234567890',             403, 9109",
        "'',     'Authorization|Bearer 1234567890123456789012345678901234567890',             401, 10000",
        "/zones, 'Accept|*/*',                                                                400, 9106",
        "/zones, 'X-Auth-Email|owner@example.com|X-Auth-Key|short',                           400, 6103",
        "/zones, 'X-Auth-Email|owner@example.com|X-Auth-Key|0000000000000000000000000000000000000', 403, 9103"
    })
    void badCredentialsAreRefused(String path, String headers, int status, int code)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = call("GET", path.isEmpty() ? records() : path, "", headers.split("\\|"));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("\"code\":" + code).contains("\"success\":false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'type':'A','name':'www.example.com','content':'192.0.2.1','ttl':'300'}; 9020",
                "{'type':'A','name':'www.example.com','content':'192.0.2.1'}; 9020",
                "{'type':'A','name':'www.example.com','content':'192.0.2.1','ttl':300,'proxied':'true'}; 9003",
                "{'type':'A','name':'www.example.com','content':'192.0.2.1','ttl':300,'zone_id':'1'}; 9020",
                "{'type':'A','name':'www.example.com','content':'192.0.2.1','ttl':300,'tags':'x'}; 9020",
                "{'type':'A','name':'www.example.com','content':'192.0.2.1','ttl':300,'comment':null}; 9020",
                "{'type':'A','name':'www','content':'192.0.2.1','ttl':300}; 9000",
                "{'type':'A','name':'www.example.com.','content':'192.0.2.1','ttl':300}; 9000",
                "{'type':'A','name':'WWW.example.com','content':'192.0.2.1','ttl':300}; 9000",
                "{'type':'A','name':'bücher.example.com','content':'192.0.2.1','ttl':300}; 9000",
                "{'type':'A','name':'www.example.org','content':'192.0.2.1','ttl':300}; 9000",
                "{'type':'A','name':'www.example.com','content':'192.0.2','ttl':300}; 9005",
                "{'type':'A','name':'www.example.com','content':'2001:db8::1','ttl':300}; 9005",
                "{'type':'AAAA','name':'www.example.com','content':'2001:DB8::1','ttl':300}; 9005",
                "{'type':'A','name':'www.example.com','content':'192.0.2.1','ttl':59}; 9021",
                "{'type':'A','name':'www.example.com','content':'192.0.2.1','ttl':86401}; 9021",
                "{'type':'A','name':'www.example.com','content':'192.0.2.1','ttl':300,'proxied':true}; 9021",
                "{'type':'A','name':'taken.example.com','content':'192.0.2.1','ttl':300}; 81058",
                "{'type':'A','name':'alias.example.com','content':'192.0.2.1','ttl':300}; 81054",
                "{'type':'CNAME','name':'taken.example.com','content':'example.net','ttl':300}; 81053",
                "{'type':'A','type':'A'}; 9207",
                "nonsense; 9207"
            })
    void badRecordsAreRefused(String body, int code) throws IOException, InterruptedException {
        zone.put("A", "taken.example.com", "192.0.2.1", 300, false);
        zone.put("CNAME", "alias.example.com", "example.net", 300, false);

        HttpResponse<String> answer = call("POST", records(), body.replace('\'', '"'));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":" + code);
        assertThat(zone.records()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /zones?per_page=51,                                       400",
        "GET,    /zones?per_page=4,                                        400",
        "GET,    /zones?page=0,                                            400",
        "GET,    /zones?limit=5,                                           400",
        "GET,    /zones/0/dns_records,                                     404",
        "GET,    /zones/00000000000000000000000000000000/dns_records,      404",
        "GET,    RECORDS?per_page=5001,                                    400",
        "GET,    RECORDS/,                                                 400",
        "DELETE, RECORDS/00000000000000000000000000000000,                 404",
        "PUT,    RECORDS/RECORD,                                           400",
        "POST,   RECORDS/batch,                                            400"
    })
    void badPathsAndParametersAreRefused(String method, String path, int status)
            throws IOException, InterruptedException {
        String id = FakeZone.id(zone.put("A", "www.example.com", "192.0.2.1", 300, false));
        String whole = path.replace("RECORDS", records()).replace("RECORD", id);

        assertThat(call(method, whole, method.startsWith("P") ? "{}" : "").statusCode())
                .isEqualTo(status);
        assertThat(zone.records()).hasSize(1);
    }

    @Test
    void anotherContentTypeIsRefused() throws IOException, InterruptedException {
        HttpResponse<String> answer = call(
                "POST",
                records(),
                "{\"type\":\"A\",\"name\":\"www.example.com\",\"content\":\"192.0.2.1\",\"ttl\":300}",
                "Authorization",
                "Bearer " + FakeCloudflare.TOKEN,
                "Content-Type",
                "text/plain");

        assertThat(answer.body()).contains("6105");
        assertThat(zone.records()).isEmpty();
    }

    @Test
    void aBatchIsAppliedWholeOrNotAtAll() throws IOException, InterruptedException {
        String id = FakeZone.id(zone.put("A", "old.example.com", "192.0.2.1", 300, false));
        String good = "{\"type\":\"A\",\"name\":\"new.example.com\",\"content\":\"192.0.2.1\",\"ttl\":300}";
        String batch = "{\"deletes\":[{\"id\":\"" + id + "\"}],\"posts\":[" + good + ",%s]}";

        assertThat(call("POST", records() + "/batch", String.format(batch, "{}"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(zone.records())
                .extracting(record -> record.get("name").asText())
                .containsExactly("old.example.com");

        assertThat(call("POST", records() + "/batch", String.format(batch, good.replace("new", "other")))
                        .statusCode())
                .isEqualTo(200);
        assertThat(zone.records())
                .extracting(record -> record.get("name").asText())
                .containsExactly("new.example.com", "other.example.com");
    }

    @Test
    void aBatchOfMoreThanTwoHundredIsRefused() throws IOException, InterruptedException {
        String one = "{\"id\":\"" + "0".repeat(32) + "\"}";

        assertThat(call("POST", records() + "/batch", "{\"deletes\":[" + (one + ",").repeat(200) + one + "]}")
                        .body())
                .contains("201 operations");
    }
}
