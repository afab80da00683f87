package io.github.ddnsjava.providers.dyndns2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fake is as strict as the services: otherwise what the provider's tests prove is little. */
class FakeDyndns2Test {
    private final FakeDyndns2 fake = new FakeDyndns2().host("a.example.com").host("b.example.com");

    @AfterEach
    void stop() {
        fake.close();
    }

    private String ask(String method, String query, String agent, String password)
            throws IOException, InterruptedException {
        byte[] pair = (FakeDyndns2.USER + ":" + password).getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(fake.url() + query))
                .version(HttpClient.Version.HTTP_1_1)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        if (!agent.isEmpty()) {
            request.header("User-Agent", agent);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body()
                .strip();
    }

    private String ask(String query) throws IOException, InterruptedException {
        return ask("GET", query, "Acme/1.1", FakeDyndns2.PASSWORD);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  ?hostname=a.example.com&myip=192.0.2.1, Acme/1.1,    wrong, badauth",
        "POST, ?hostname=a.example.com&myip=192.0.2.1, Acme/1.1,    right, badagent",
        "GET,  ?hostname=a.example.com&myip=192.0.2.1, '',          right, badagent",
        "GET,  ?hostname=a.example.com&myip=192.0.2.1, Mozilla/5.0, right, badagent",
        "GET,  ?myip=192.0.2.1,                        Acme/1.1,    right, notfqdn",
        "GET,  ?hostname=label&myip=192.0.2.1,         Acme/1.1,    right, notfqdn",
        "GET,  ?hostname=c.example.com&myip=192.0.2.1, Acme/1.1,    right, nohost",
        "GET,  ?hostname=a.example.com&myip=192.0.2.1, Acme/1.1,    right, good 192.0.2.1"
    })
    void itRefusesWhatTheServicesRefuse(String method, String query, String agent, String password, String answer)
            throws Exception {
        assertThat(ask(method, query, agent, password.equals("right") ? FakeDyndns2.PASSWORD : password))
                .isEqualTo(answer);
    }

    @Test
    void itDoesNotDecodeCommasAndTakesNoMoreThanTwentyNames() throws Exception {
        assertThat(ask("?hostname=a.example.com,b.example.com&myip=192.0.2.1"))
                .isEqualTo("good 192.0.2.1\ngood 192.0.2.1");
        assertThat(ask("?hostname=a.example.com%2Cb.example.com&myip=192.0.2.2"))
                .isEqualTo("notfqdn");
        assertThat(ask("?hostname=" + "a.example.com,".repeat(20) + "a.example.com&myip=192.0.2.2"))
                .isEqualTo("numhost");
    }

    @Test
    void itGuessesWhereAnAddressIsMissingOrMalformedAndRemembersTheDamage() throws Exception {
        for (String query : List.of("", "&myip=", "&myip=192.0.2.300", "&myip=192.0.2.1,2001:db8::1")) {
            ask("?hostname=a.example.com" + query);
            assertThat(fake.address("a.example.com", IpFamily.IPV4)).contains(IpAddress.parse("203.0.113.99"));
        }
        assertThat(fake.damage())
                .filteredOn(damage -> damage.startsWith("made me guess"))
                .hasSize(4);
    }

    @Test
    void itBlocksANameAfterNeedlessUpdates() throws Exception {
        for (String answer : List.of("good 192.0.2.1", "nochg 192.0.2.1", "nochg 192.0.2.1", "abuse")) {
            assertThat(ask("?hostname=a.example.com&myip=192.0.2.1")).isEqualTo(answer);
        }
        assertThat(fake.damage()).containsExactly("blocked a.example.com");
    }

    @Test
    void itRemembersParametersThatDeleteRecords() throws Exception {
        ask("?hostname=a.example.com&myip=192.0.2.1&wildcard=OFF&mx=mail.example.com");
        assertThat(fake.damage()).containsExactly("sent wildcard", "sent mx");
    }
}
