package io.github.ddnsjava.providers.dnspod;

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
class FakeDnspodTest {
    private static final String LOGIN = "login_token=" + FakeDnspod.ID + "%2C" + FakeDnspod.TOKEN;

    private static FakeDnspod fake;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() {
        fake = FakeDnspod.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone("example.com");
        fake.put("example.com", "A", "www", "192.0.2.1", 600);
    }

    @ParameterizedTest
    @CsvSource({
        "Domain.Info,   LOGIN&format=json&domain=example.com,                              1",
        "Domain.Info,   login_token=1%2C2&format=json&domain=example.com,                  -1",
        "Domain.Info,   format=json&domain=example.com,                                    -1",
        "Domain.Info,   LOGIN&format=json&domain=example.net,                              13",
        "Domain.Info,   LOGIN&format=json&domain=example.com&more=1,                       6",
        "Domain.Info,   LOGIN&format=json,                                                 6",
        "Domain.Info,   LOGIN&domain=example.com,                                          6",
        "Record.List,   LOGIN&format=json&domain=example.com&sub_domain=www,               1",
        "Record.List,   LOGIN&format=json&domain=example.com&sub_domain=none,              10",
        "Record.List,   LOGIN&format=json&domain=example.com&length=3001,                  8",
        "Record.Remove, LOGIN&format=json&domain=example.com&record_id=1,                  8",
        "Record.Create, LOGIN&format=json&domain=example.com&sub_domain=www&record_type=A&value=192.0.2.2, 6",
        "Record.Create, LOGIN&format=json&domain=example.com&sub_domain=www&record_type=A&value=192.0.2.2&record_line=x, 26",
        "Record.Create, LOGIN&format=json&domain=example.com&sub_domain=www&record_type=A&value=192.0.2.1&record_line=LINE, 104",
        "Record.Create, LOGIN&format=json&domain=example.com&sub_domain=www&record_type=CNAME&value=a.&record_line=LINE, 31",
        "Record.Create, LOGIN&format=json&domain=example.com&sub_domain=www&record_type=A&value=2001:db8::1&record_line=LINE, 34",
        "Record.Create, LOGIN&format=json&domain=example.com&sub_domain=-&record_type=A&value=192.0.2.2&record_line=LINE, 22"
    })
    void itAnswersWithTheCodeOfTheVendor(String action, String form, String code)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(fake.endpoint() + "/" + action))
                        .POST(HttpRequest.BodyPublishers.ofString(
                                form.replace("LOGIN", LOGIN).replace("LINE", "%E9%BB%98%E8%AE%A4")))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
        if (code.equals("1")) {
            assertThat(answer.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        }
    }
}
