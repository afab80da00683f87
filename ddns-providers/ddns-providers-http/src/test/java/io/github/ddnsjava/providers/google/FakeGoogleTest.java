package io.github.ddnsjava.providers.google;

import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fake refuses what the vendor refuses: a test that passes against it means something. */
class FakeGoogleTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static FakeGoogle fake;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() {
        fake = FakeGoogle.running();
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

    private static ChangeResult publishWith(ObjectNode keyFile) throws InterruptedException {
        Settings settings = Settings.of("serviceAccount", keyFile.toString(), "endpoint", fake.url());
        return new Publishing(new GoogleProvider(settings, ProviderContext.standard()))
                .publish(Changes.ensure("www.example.com", "192.0.2.1"));
    }

    @ParameterizedTest
    @CsvSource({
        "client_email,   somebody@else.iam.gserviceaccount.com",
        "private_key_id, 0000",
        "token_uri,      https://login.example/token",
        "private_key,    another"
    })
    void aLoginThatIsNotThatOfTheServiceAccountIsRefused(String member, String value) throws InterruptedException {
        ObjectNode keyFile =
                LoginToken.keyFile().put(member, value.equals("another") ? LoginToken.otherPrivateKey() : value);

        assertThat(problem(publishWith(keyFile)).kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(fake.refusals()).singleElement().asString().contains("Invalid JWT Signature.");
    }

    private HttpResponse<String> change(String token, String deletions, String additions)
            throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode();
        addSets(body.putArray("deletions"), deletions);
        addSets(body.putArray("additions"), additions);
        String url = fake.url() + "/projects/" + FakeGoogle.PROJECT + "/managedZones/" + fake.zoneId("example.com");
        return client.send(
                HttpRequest.newBuilder(URI.create(url + "/changes"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Reads sets such as {@code www.example.com. A 300 192.0.2.1}, with a plus between two. */
    private static void addSets(ArrayNode array, String sets) {
        for (String set : sets.equals("-") ? new String[0] : sets.split(" \\+ ")) {
            String[] parts = set.split(" ");
            ObjectNode node = array.addObject().put("name", parts[0]).put("type", parts[1]);
            ArrayNode values = node.put("ttl", Integer.parseInt(parts[2])).putArray("rrdatas");
            for (int i = 3; i < parts.length; i++) {
                values.add(parts[i]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "- | - | 400 | invalid",
                "- | www.example.com. A 300 192.0.2.1 | 409 | alreadyExists",
                "- | new.example.com. A 300 192.0.2.1 + www.example.com. A 300 192.0.2.2 | 409 | alreadyExists",
                "- | www.example.com. CNAME 300 example.net. | 400 | invalid",
                "- | new.example.com A 300 192.0.2.1 | 400 | invalid",
                "- | new.example.com. A 300 | 400 | invalid",
                "- | new.example.com. A 300 192.0.2.1 192.0.2.1 | 400 | invalid",
                "- | new.example.com. A 300 2001:db8::1 | 400 | invalid",
                "www.example.com. A 60 192.0.2.1 | - | 412 | conditionNotMet",
                "www.example.com. A 300 192.0.2.2 | - | 412 | conditionNotMet",
                "www.example.com. A 300 192.0.2.1 192.0.2.2 | - | 412 | conditionNotMet",
                "www.example.com. A 300 192.0.2.1 + new.example.com. A 300 192.0.2.1 | - | 404 | notFound"
            })
    void aChangeThatDoesNotFitIsRefusedAsAWhole(String deletions, String additions, int status, String reason)
            throws IOException, InterruptedException {
        assertThat(publishWith(LoginToken.keyFile())).isInstanceOf(ChangeResult.Accepted.class);

        HttpResponse<String> answer = change(fake.sessions().iterator().next(), deletions, additions);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("\"reason\":\"" + reason + "\"");
        assertThat(fake.sets("example.com")).isEqualTo(Map.of("www.example.com./A", Set.of("192.0.2.1")));
    }

    @Test
    void aCallWithoutASessionIsRefused() throws IOException, InterruptedException {
        assertThat(change("ya29.somebody", "-", "new.example.com. A 300 192.0.2.1")
                        .statusCode())
                .isEqualTo(401);
        assertThat(fake.sets("example.com")).isEmpty();
    }
}
