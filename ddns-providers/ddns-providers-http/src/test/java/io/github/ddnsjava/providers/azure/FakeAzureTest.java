package io.github.ddnsjava.providers.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
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
class FakeAzureTest {
    private static final String LOGIN = "grant_type=client_credentials&client_id=" + FakeAzure.CLIENT
            + "&client_secret=" + FakeAzure.SECRET + "&resource=https://management.azure.com";
    private static final String SETS = "/subscriptions/" + FakeAzure.SUBSCRIPTION + "/resourceGroups/" + FakeAzure.GROUP
            + "/providers/Microsoft.Network/dnsZones/";

    private static FakeAzure fake;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private String token = "none";

    @BeforeAll
    static void start() {
        fake = FakeAzure.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() throws IOException, InterruptedException {
        fake.reset();
        fake.addZone("example.com");
        fake.put("example.com", "A", "taken", "192.0.2.1", 300);
        fake.put("example.com", "CNAME", "alias", "example.net.", 300);
        token = new ObjectMapper()
                .readTree(login(FakeAzure.TENANT, LOGIN).body())
                .get("access_token")
                .textValue();
    }

    private HttpResponse<String> login(String tenant, String form) throws IOException, InterruptedException {
        return send("POST", "/" + tenant + "/oauth2/token", form, "application/x-www-form-urlencoded");
    }

    private HttpResponse<String> send(String method, String path, String body, String type, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(fake.endpoint() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", type);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> call(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Authorization";
        all[headers.length + 1] = "Bearer " + token;
        return send(method, path, body, "application/json", all);
    }

    @ParameterizedTest
    @CsvSource({
        "client_credentials, password,       AADSTS900144",
        "client_secret=,     client_secret=x, AADSTS7000215",
        "client_id=,         client_id=x,     AADSTS700016",
        "azure.com,          azure.org,       AADSTS500011",
        "resource=,          scope=,          AADSTS900144"
    })
    void badLoginsAreRefused(String right, String wrong, String code) throws IOException, InterruptedException {
        assertThat(login(FakeAzure.TENANT, LOGIN.replace(right, wrong)).body()).contains(code);
    }

    @Test
    void badTokensAndVersionsAreRefused() throws IOException, InterruptedException {
        String set = SETS + "example.com/A/taken";
        assertThat(call("GET", set, "").statusCode()).isEqualTo(400);
        assertThat(call("GET", set + "?api-version=2015-05-04", "").statusCode())
                .isEqualTo(400);
        assertThat(call("GET", set + "?api-version=2018-05-01", "").statusCode())
                .isEqualTo(200);
        fake.endSessions();
        assertThat(call("GET", set + "?api-version=2018-05-01", "").statusCode())
                .isEqualTo(401);
        assertThat(login("another", LOGIN).body()).contains("AADSTS90002");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "A/www; {'TTL':0,'ARecords':[{'ipv4Address':'192.0.2.1'}]}",
                "A/www; {'TTL':'300','ARecords':[{'ipv4Address':'192.0.2.1'}]}",
                "A/www; {'ttl':300,'ARecords':[{'ipv4Address':'192.0.2.1'}]}",
                "A/www; {'ARecords':[{'ipv4Address':'192.0.2.1'}]}",
                "A/www; {'TTL':300,'aRecords':[{'ipv4Address':'192.0.2.1'}]}",
                "A/www; {'TTL':300,'ARecords':[{'ipv4Address':'192.0.2.1','x':1}]}",
                "A/www; {'TTL':300,'ARecords':[{'ipv6Address':'2001:db8::1'}]}",
                "A/www; {'TTL':300,'ARecords':['192.0.2.1']}",
                "A/www; {'TTL':300,'ARecords':[]}",
                "A/www; {'TTL':300,'ARecords':[{'ipv4Address':'192.0.2.1'},{'ipv4Address':'192.0.2.1'}]}",
                "AAAA/www; {'TTL':300,'AAAARecords':[{'ipv6Address':'2001:DB8::1'}]}",
                "A/www.example.com; {'TTL':300,'ARecords':[{'ipv4Address':'192.0.2.1'}]}",
                "A/WWW; {'TTL':300,'ARecords':[{'ipv4Address':'192.0.2.1'}]}",
                "A/alias; {'TTL':300,'ARecords':[{'ipv4Address':'192.0.2.1'}]}",
                "A/www; {'TTL':300}"
            })
    void badSetsAreRefused(String set, String properties) throws IOException, InterruptedException {
        HttpResponse<String> answer = call(
                "PUT",
                SETS + "example.com/" + set + "?api-version=2018-05-01",
                "{\"properties\":" + properties.replace('\'', '"') + "}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(fake.records("example.com")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    example.com/A/www,    404, NotFound",
        "PATCH,  example.com/A/www,    404, NotFound",
        "GET,    example.org/A/www,    404, ParentResourceNotFound",
        "PUT,    example.org/A/www,    404, ParentResourceNotFound",
        "POST,   example.com/A/taken,  404, ResourceNotFound",
        "GET,    example.com,          404, ResourceNotFound",
        "DELETE, example.com/A/www,    204, ''",
        "DELETE, example.com/A/taken,  200, ''"
    })
    void whatIsNotThereIsToldInTheVendorsWords(String method, String path, int status, String code)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = call(method, SETS + path + "?api-version=2018-05-01", "");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(code);
    }

    @Test
    void conditionsCountAndAPutForgetsWhatAPatchKeeps() throws IOException, InterruptedException {
        String set = SETS + "example.com/A/taken?api-version=2018-05-01";
        String body = "{\"properties\":{\"TTL\":300,\"ARecords\":[{\"ipv4Address\":\"192.0.2.2\"}],"
                + "\"metadata\":{\"a\":\"b\"}}}";
        assertThat(call("PUT", set, body, "If-None-Match", "*").statusCode()).isEqualTo(412);
        assertThat(call("PUT", set, body, "If-Match", "another").statusCode()).isEqualTo(412);
        assertThat(call("DELETE", set, "", "If-Match", "another").statusCode()).isEqualTo(412);
        String before = etag(call("GET", set, ""));
        assertThat(etag(call("PUT", set, body, "If-Match", before))).isNotEqualTo(before);

        String without = "{\"properties\":{\"TTL\":300,\"ARecords\":[{\"ipv4Address\":\"192.0.2.3\"}]}}";
        assertThat(call("PATCH", set, without).body()).contains("192.0.2.3", "metadata");
        assertThat(call("PUT", set, without).body()).contains("192.0.2.3").doesNotContain("metadata");
    }

    private static String etag(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body()).get("etag").textValue();
    }
}
