package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Detection by echo services, from the configuration to what is said about each source. */
class DetectTest {
    @TempDir
    Path directory;

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private HttpServer echo;
    private FakeCloudflare cloudflare;

    @BeforeEach
    void start() throws IOException {
        cloudflare = new FakeCloudflare();
        echo = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        echo.createContext("/", exchange -> {
            byte[] body = answers.get(exchange.getRequestURI().getPath()).getBytes(StandardCharsets.US_ASCII);
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        echo.start();
    }

    @AfterEach
    void stop() {
        echo.stop(0);
        cloudflare.close();
    }

    private Path config(int quorum) throws IOException {
        String url = "http://127.0.0.1:" + echo.getAddress().getPort();
        return Files.writeString(directory.resolve("ddns.json"), """
                {
                  "detectors": { "wan": { "type": "http", "quorum": %d, "allow": ["203.0.113.0/24"], "urls": [
                      { "url": "%s/one", "operator": "one" }, { "url": "%s/two", "operator": "two" } ] } },
                  "providers": { "cf": { "type": "cloudflare", "token": "%s", "endpoint": "%s" } },
                  "records": [ { "name": "home.example.com", "type": "A" } ],
                  "retry": { "settleWithin": "1s" },
                  "state": { "file": "ddns-state" }
                }
                """.formatted(
                        quorum, url, url, FakeCloudflare.TOKEN, cloudflare.endpoint()));
    }

    @Test
    @Tag("promise-2")
    void operatorsThatDisagreeAreAllNamedAndNothingIsPublished() throws IOException {
        answers.put("/one", "203.0.113.1");
        answers.put("/two", "203.0.113.2");

        Agent detect = Agent.run("detect", "--config", config(2), "--json");
        assertThat(detect.status()).isEqualTo(1);
        JsonNode detection = detect.json().get("detections").get(0);
        assertThat(detection.get("verdict").asText()).isEqualTo("failed");
        assertThat(detection.get("addresses")).isEmpty();
        assertThat(detection.get("sources").findValuesAsText("operator")).containsExactlyInAnyOrder("one", "two");
        assertThat(detection.get("sources").toString()).contains("203.0.113.1", "203.0.113.2");

        Agent once = Agent.run("once", "--config", config(2), "--json");
        assertThat(once.status()).isEqualTo(1);
        assertThat(once.json().at("/records/0/outcome").asText()).isIn("failed", "held");
        assertThat(once.json().at("/records/0/error/kind").asText()).isIn("detection", "unconfirmed");
        assertThat(cloudflare.calls()).isEmpty();
    }

    @Test
    void eachSourcesAnswerAndTimeAndTheVerdictAreShown() throws IOException {
        answers.put("/one", "203.0.113.1");
        answers.put("/two", "10.0.0.1");

        Agent detect = Agent.run("detect", "--config", config(2));

        assertThat(detect.status()).isEqualTo(1);
        assertThat(detect.out())
                .containsPattern("wan +ipv4 +failed")
                .containsPattern("/one .*[0-9]+ ms +203[.]0[.]113[.]1")
                .containsPattern("/two .*[0-9]+ ms .*10[.]0[.]0[.]1 is a private address");
        assertThat(cloudflare.calls()).isEmpty();
    }

    @Test
    @Tag("promise-3")
    void aSecondReadingThatSaysOtherwiseHoldsTheChange() throws IOException {
        answers.put("/one", "203.0.113.1");
        answers.put("/two", "203.0.113.2");

        Agent once = Agent.run("once", "--config", config(1), "--json");

        assertThat(once.status()).isEqualTo(1);
        assertThat(once.json().at("/records/0/outcome").asText()).isEqualTo("held");
        assertThat(once.json().at("/records/0/error/kind").asText()).isEqualTo("unconfirmed");
        assertThat(cloudflare.calls()).isEmpty();
    }

    @Test
    void anAddressThatIsNotForTheWorldIsRefused() throws IOException {
        answers.put("/one", "192.168.1.1");
        answers.put("/two", "192.168.1.1");

        Agent once = Agent.run("once", "--config", config(2), "--json");

        assertThat(once.status()).isEqualTo(1);
        assertThat(once.json().at("/detections/0/verdict").asText()).isEqualTo("failed");
        assertThat(cloudflare.calls()).isEmpty();
    }

    @Test
    void operatorsThatAgreeArePublished() throws IOException {
        answers.put("/one", "203.0.113.1");
        answers.put("/two", "203.0.113.1\n");

        Agent once = Agent.run("once", "--config", config(2), "--json");

        assertThat(once.status()).isZero();
        assertThat(cloudflare.published()).containsExactly("home.example.com A 203.0.113.1 1");
    }
}
