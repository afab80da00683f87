package io.github.ddnsjava.providers.namecheap;

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
class FakeNamecheapTest {
    private static final String WHO = "ApiUser=" + FakeNamecheap.USER + "&UserName=" + FakeNamecheap.USER + "&ApiKey="
            + FakeNamecheap.KEY + "&ClientIp=" + FakeNamecheap.IP;
    private static final String SET = "&Command=namecheap.domains.dns.setHosts&SLD=example&TLD=com&EmailType=FWD";
    private static final String HOST = "&HostName1=www&RecordType1=A&Address1=192.0.2.1&MXPref1=10&TTL1=1800";

    private static FakeNamecheap fake;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() {
        fake = FakeNamecheap.running();
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

    private String get(String query) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(fake.endpoint() + "/xml.response?" + query)));
    }

    private String post(String form) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(fake.endpoint() + "/xml.response"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    @ParameterizedTest
    @CsvSource({
        "ApiKey=3f8a,            ApiKey=x,           1011102",
        "UserName=ann,           UserName=bob,       1011102",
        "ApiUser=ann&,           '',                 1010101",
        "ClientIp=198.51.100.23, ClientIp=192.0.2.1, 1011150"
    })
    void whoMayNotAskIsRefused(String right, String wrong, String number) throws IOException, InterruptedException {
        assertThat(get(WHO.replace(right, wrong) + "&Command=namecheap.domains.getList"))
                .contains("Number=\"" + number + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "getList&PageSize=101,              2011170",
        "getList&Size=100,                  2011170",
        "dns.getHosts&SLD=example,          2011170",
        "dns.getHosts&SLD=example&TLD=net,  2019166",
        "dns.getHosts&SLD=www.example&TLD=com, 2019166",
        "dns.getEmailForwarding,            1010104"
    })
    void wrongReadsAreRefused(String command, String number) throws IOException, InterruptedException {
        assertThat(get(WHO + "&Command=namecheap.domains." + command)).contains("Number=\"" + number + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "TTL1=1800,         TTL1=59,          2011170",
        "TTL1=1800,         TTL1=60001,       2011170",
        "&TTL1=1800,        '',               2011170",
        "RecordType1=A,     RecordType1=SRV,  2011170",
        "RecordType1=A,     RecordType1=AAAA, 2011170",
        "HostName1=www,     HostName1=parked.example.com, 2011170",
        "EmailType=FWD,     EmailType=,       2011170",
        "EmailType=FWD&,    '',               2011170",
        "TLD=com,           TLD=net,          2019166",
        "HostName1=www,     HostName2=www,    2011170"
    })
    void wrongReplacementsAreRefusedAndChangeNothing(String right, String wrong, String number)
            throws IOException, InterruptedException {
        String form = (WHO + SET + HOST + "&").replace(right, wrong);

        assertThat(post(form.substring(0, form.length() - 1))).contains("Number=\"" + number + "\"");
        assertThat(post(WHO + SET)).contains("Number=\"2011170\"");
        assertThat(fake.hosts("example.com")).hasSize(1);
    }

    @Test
    void aReplacementLosesWhatItDoesNotName() throws IOException, InterruptedException {
        assertThat(post(WHO + SET + HOST)).contains("IsSuccess=\"true\"");

        assertThat(fake.hosts("example.com")).containsExactly("www A 192.0.2.1 10 1800");
        assertThat(get(WHO + "&Command=namecheap.domains.dns.getHosts&SLD=example&TLD=com"))
                .contains("EmailType=\"FWD\"", "Address=\"192.0.2.1\"");
    }

    @Test
    void aLongQueryIsRefused() throws IOException, InterruptedException {
        StringBuilder hosts = new StringBuilder();
        for (int i = 1; i <= 11; i++) {
            hosts.append(HOST.replace("1=", i + "=").replace("www", "h" + i));
        }

        assertThat(get(WHO + SET + hosts)).contains("more than 10 hosts");
        assertThat(post(WHO + SET + hosts)).contains("IsSuccess=\"true\"");
    }
}
