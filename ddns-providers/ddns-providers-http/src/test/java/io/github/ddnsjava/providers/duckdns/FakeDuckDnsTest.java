package io.github.ddnsjava.providers.duckdns;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
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

/** The fake does what the specification says: else the other tests would say nothing. */
class FakeDuckDnsTest {
    private static final String TOKEN = "token=" + FakeDuckDns.TOKEN;

    private static FakeDuckDns fake;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        fake = FakeDuckDns.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.put("home", "192.0.2.1", "2001:db8::1");
    }

    private String get(String query) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create(fake.endpoint() + "/update?" + query))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @ParameterizedTest
    @CsvSource({
        "domains=home&ip=192.0.2.2",
        "domains=home&ip=192.0.2.2&token=wrong",
        "domains=other&ip=192.0.2.2&" + TOKEN,
        "'domains=home,other&ip=192.0.2.2&" + TOKEN + "'",
        "domains=home.duckdns.org&ip=192.0.2.2&" + TOKEN,
        "ip=192.0.2.2&" + TOKEN,
        "domains=home&ip=192.0.2&" + TOKEN,
        "domains=home&ipv6=192.0.2.2&" + TOKEN,
        "domains=home&ip=2001:db8::2&ipv6=2001:db8::2&" + TOKEN,
        "domains=home&ip=192.0.2.2&verbose=1&" + TOKEN,
        "domains=home&ip=192.0.2.2&clear=yes&" + TOKEN,
        "domains=home&myip=192.0.2.2&" + TOKEN
    })
    void everythingThatIsWrongIsKoAndChangesNothing(String query) throws IOException, InterruptedException {
        assertThat(get(query)).isEqualTo("KO");
        assertThat(fake.address("home", IpFamily.IPV4)).contains(IpAddress.parse("192.0.2.1"));
    }

    @Test
    void itSaysWhatIsThereAndWhetherItChanged() throws IOException, InterruptedException {
        assertThat(get("domains=home&ip=192.0.2.2&" + TOKEN)).isEqualTo("OK");
        assertThat(get("domains=home&ip=192.0.2.2&verbose=true&" + TOKEN))
                .isEqualTo("OK\n192.0.2.2\n2001:db8::1\nNOCHANGE");
        assertThat(get("domains=home&ip=2001:db8::2&verbose=true&" + TOKEN))
                .isEqualTo("OK\n192.0.2.2\n2001:db8::2\nUPDATED");
        assertThat(get("domains=home&clear=true&verbose=true&" + TOKEN)).isEqualTo("OK\n\n\nUPDATED");
    }

    @Test
    void aTextIsSetAndClearedWithoutTheAddresses() throws IOException, InterruptedException {
        assertThat(get("domains=home&txt=v1&" + TOKEN)).isEqualTo("OK");
        assertThat(fake.text("home")).contains("v1");
        get("domains=home&clear=true&" + TOKEN);
        assertThat(fake.text("home")).contains("v1");
        get("domains=home&txt=v1&clear=true&" + TOKEN);
        assertThat(fake.text("home")).contains("");
    }

    @Test
    void withoutAnAddressItTakesThatOfTheConnection() throws IOException, InterruptedException {
        get("domains=home&" + TOKEN);
        assertThat(fake.address("home", IpFamily.IPV4)).contains(IpAddress.parse("127.0.0.1"));
    }
}
