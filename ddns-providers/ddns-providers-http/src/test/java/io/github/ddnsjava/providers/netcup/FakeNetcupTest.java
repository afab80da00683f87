package io.github.ddnsjava.providers.netcup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
class FakeNetcupTest {
    private static FakeNetcup fake;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private String session = "none";
    private String id = "none";

    @BeforeAll
    static void start() {
        fake = FakeNetcup.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() throws IOException, InterruptedException {
        fake.reset();
        fake.addZone("example.com");
        fake.addZone("example.org");
        id = fake.put("example.com", "A", "taken", "192.0.2.1", 300).get("id").textValue();
        fake.put("example.com", "CNAME", "alias", "example.net", 300);
        session = call("login", "'apipassword':'" + FakeNetcup.PASSWORD + "'")
                .at("/responsedata/apisessionid")
                .textValue();
    }

    private JsonNode call(String action, String more) throws IOException, InterruptedException {
        String body = "{'action':'" + action + "','param':{'customernumber':'" + FakeNetcup.CUSTOMER + "','apikey':'"
                + FakeNetcup.KEY + "'," + more + "}}";
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(fake.url()))
                        .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                        .header("Content-Type", "application/json")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private JsonNode inSession(String action, String more) throws IOException, InterruptedException {
        return call(action, "'apisessionid':'" + session + "'" + more);
    }

    private JsonNode update(String records) throws IOException, InterruptedException {
        return inSession(
                "updateDnsRecords", ",'domainname':'example.com','dnsrecordset':{'dnsrecords':" + records + "}");
    }

    private static void assertRefused(JsonNode answer, int code) {
        assertThat(answer.get("status").textValue()).isEqualTo("error");
        assertThat(answer.get("statuscode").intValue()).isEqualTo(code);
        assertThat(answer.get("responsedata").textValue()).isEmpty();
    }

    @Test
    void sessionsBeginAndEnd() throws IOException, InterruptedException {
        assertRefused(call("login", "'apipassword':'another'"), 4011);
        assertRefused(call("login", "'apipassword':'x','apisessionid':'y'"), 4013);
        assertThat(inSession("logout", "").get("statuscode").intValue()).isEqualTo(2000);
        assertRefused(inSession("infoDnsZone", ",'domainname':'example.com'"), 4001);
        assertRefused(inSession("infoDnsRecord", ""), 4000);
    }

    @Test
    void zonesAreTold() throws IOException, InterruptedException {
        assertThat(inSession("infoDnsZone", ",'domainname':'example.com'")
                        .at("/responsedata/ttl")
                        .textValue())
                .isEqualTo("86400");
        assertRefused(inSession("infoDnsZone", ",'domainname':'example.net'"), 5031);
        assertRefused(inSession("infoDnsRecords", ",'domainname':'example.net'"), 5031);
        assertRefused(inSession("infoDnsRecords", ",'domainname':'example.org'"), 5029);
        assertRefused(inSession("infoDnsRecords", ",'domain':'example.org'"), 4013);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'hostname':'www','type':'A'}",
                "{'hostname':'','type':'A','destination':'192.0.2.1'}",
                "{'hostname':'www.example.com','type':'A','destination':'192.0.2.1'}",
                "{'hostname':'www','type':'A','destination':'2001:db8::1'}",
                "{'hostname':'www','type':'A','destination':'192.0.2.1','ttl':'300'}",
                "{'hostname':'www','type':'A','destination':'192.0.2.1','priority':0}",
                "{'hostname':'www','type':'A','destination':'192.0.2.1','deleterecord':'false'}",
                "{'hostname':'alias','type':'A','destination':'192.0.2.1'}",
                "{'id':'1','hostname':'taken','type':'A','destination':'192.0.2.1'}"
            })
    void aCallWithAWrongRecordIsRefusedWhole(String record) throws IOException, InterruptedException {
        assertRefused(update("[{'hostname':'good','type':'A','destination':'192.0.2.1'}," + record + "]"), 4013);
        assertThat(fake.records("example.com")).hasSize(2);
    }

    @Test
    void whatIsNotNamedStays() throws IOException, InterruptedException {
        JsonNode answer = update("[{'id':'" + id + "','hostname':'taken','type':'A','destination':'192.0.2.2'},"
                + "{'hostname':'www','type':'A','destination':'192.0.2.3'}]");

        assertThat(answer.at("/responsedata/dnsrecords")).hasSize(3);
        assertThat(answer.at("/responsedata/dnsrecords/0/destination").textValue())
                .isEqualTo("192.0.2.2");
        assertThat(update("[{'id':'" + id
                                + "','hostname':'taken','type':'A','destination':'192.0.2.2','deleterecord':true}]")
                        .at("/responsedata/dnsrecords"))
                .hasSize(2);
    }
}
