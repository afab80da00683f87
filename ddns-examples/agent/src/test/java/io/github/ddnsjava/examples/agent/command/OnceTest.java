package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnsjava.remember.StateStore;
import io.github.ddnsjava.remember.StateStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The verbs that meet a provider: what is sent, what is said, and with which exit status. */
class OnceTest {
    @TempDir
    Path directory;

    private FakeCloudflare cloudflare;

    @BeforeEach
    void start() throws IOException {
        cloudflare = new FakeCloudflare();
        Files.writeString(directory.resolve("token"), FakeCloudflare.TOKEN + "\n");
    }

    @AfterEach
    void stop() {
        cloudflare.close();
    }

    private Path config(String addresses, String records) throws IOException {
        return Files.writeString(
                directory.resolve("ddns.json"), """
                {
                  "detectors": { "wan": { "type": "static", %s "allow": ["203.0.113.0/24", "2001:db8::/32"] } },
                  "providers": { "cf": { "type": "cloudflare", "token": "${file:token}", "endpoint": "%s" } },
                  "records": [ %s ],
                  "retry": { "retryWithin": "0s" },
                  "state": { "file": "ddns-state" },
                }
                """.formatted(addresses, cloudflare.endpoint(), records));
    }

    private Path config(String ipv4) throws IOException {
        return config(
                "\"ipv4\": \"" + ipv4 + "\",",
                "{ \"name\": \"home.example.com\", \"types\": [\"A\"], \"detector\": \"wan\", \"provider\": \"cf\","
                        + " \"ttl\": \"5m\" }");
    }

    private static JsonNode record(Agent agent) {
        assertThat(agent.json().get("records")).hasSize(1);
        return agent.json().get("records").get(0);
    }

    @Test
    void aRecordThatIsNotThereIsCreatedWithOneWrite() throws IOException {
        Agent agent = Agent.run("once", "--config", config("203.0.113.7"), "--json");

        assertThat(agent.out().strip())
                .isEqualTo("{\"records\":[{\"name\":\"home.example.com\",\"type\":\"A\",\"provider\":\"cf\","
                        + "\"outcome\":\"created\",\"addresses\":[\"203.0.113.7\"],\"previous\":[]}],"
                        + "\"detections\":[{\"detector\":\"wan\",\"family\":\"ipv4\",\"verdict\":\"found\","
                        + "\"addresses\":[\"203.0.113.7\"],\"sources\":[{\"source\":\"static\","
                        + "\"operator\":\"configuration\",\"addresses\":[\"203.0.113.7\"],\"message\":\"\","
                        + "\"millis\":0}]}]}");
        assertThat(agent.status()).isZero();
        assertThat(cloudflare.published()).containsExactly("home.example.com A 203.0.113.7 300");
        assertThat(cloudflare.calls()).endsWith("GET /zones/{zone}/dns_records", "POST /zones/{zone}/dns_records");
    }

    @Test
    @Tag("promise-7")
    void aSecondTimeNothingIsAskedBecauseTheStateSaysThatItIsRight() throws IOException {
        Agent.run("once", "--config", config("203.0.113.7"));
        cloudflare.calls();

        Agent again = Agent.run("once", "--config", config("203.0.113.7"), "--json");

        assertThat(cloudflare.calls()).isEmpty();
        assertThat(record(again).get("outcome").asText()).isEqualTo("unchanged");
        assertThat(record(again).get("addresses").get(0).asText()).isEqualTo("203.0.113.7");
        assertThat(again.status()).isZero();
    }

    @Test
    @Tag("promise-12")
    void withoutStateTheProviderIsReadAndARecordThatIsRightIsLeftAlone() throws IOException {
        cloudflare.publish("home.example.com", "A", "203.0.113.7", 300);

        Agent agent = Agent.run("once", "--config", config("203.0.113.7"), "--json");

        assertThat(record(agent).get("outcome").asText()).isEqualTo("unchanged");
        assertThat(agent.status()).isZero();
        assertThat(cloudflare.calls()).isNotEmpty().allMatch(call -> call.startsWith("GET "));
    }

    @Test
    @Tag("promise-13")
    void aChangedAddressReplacesOursAndNothingElse() throws IOException {
        cloudflare.publish("home.example.com", "AAAA", "2001:db8::1", 1);
        cloudflare.publish("other.example.com", "A", "203.0.113.7", 60);
        Agent.run("once", "--config", config("203.0.113.7"));
        cloudflare.calls();

        Agent agent = Agent.run("once", "--config", config("203.0.113.8"), "--json");

        assertThat(record(agent).get("outcome").asText()).isEqualTo("updated");
        assertThat(record(agent).get("addresses").get(0).asText()).isEqualTo("203.0.113.8");
        assertThat(record(agent).get("previous").get(0).asText()).isEqualTo("203.0.113.7");
        assertThat(cloudflare.calls().stream().filter(call -> !call.startsWith("GET ")))
                .containsExactly("PATCH /zones/{zone}/dns_records/{record}");
        assertThat(cloudflare.published())
                .containsExactly(
                        "home.example.com A 203.0.113.8 300",
                        "home.example.com AAAA 2001:db8::1 1",
                        "other.example.com A 203.0.113.7 60");
    }

    @Test
    @Tag("promise-4")
    void aFamilyThatTheLineDoesNotHaveIsHeldAndCountsAsRight() throws IOException {
        Path config = config(
                "\"ipv4\": \"203.0.113.7\",", "{ \"name\": \"home.example.com\", \"types\": [\"A\", \"AAAA\"] }");

        Agent agent = Agent.run("once", "--config", config, "--json");

        assertThat(agent.status()).isZero();
        assertThat(agent.json().get("records").findValuesAsText("outcome")).containsExactly("created", "held");
        JsonNode held = agent.json().get("records").get(1);
        assertThat(held.get("error").get("kind").asText()).isEqualTo("no-address");
        assertThat(held.get("addresses")).isEmpty();
        assertThat(agent.json().get("detections").findValuesAsText("verdict"))
                .containsExactlyInAnyOrder("found", "absent");
    }

    @Test
    @Tag("promise-12")
    void bothFamiliesTravelInOneBatch() throws IOException {
        Path config = config(
                "\"ipv4\": \"203.0.113.7\", \"ipv6\": \"2001:db8::7\",",
                "{ \"name\": \"home.example.com\", \"types\": [\"A\", \"AAAA\"] }");

        Agent agent = Agent.run("once", "--config", config, "--json");

        assertThat(agent.status()).isZero();
        assertThat(cloudflare.calls().stream().filter(call -> !call.startsWith("GET ")))
                .containsExactly("POST /zones/{zone}/dns_records/batch");
        assertThat(cloudflare.published()).hasSize(2);
    }

    @Test
    void peopleGetATable() throws IOException {
        Agent agent = Agent.run("once", "--config", config("203.0.113.7"));

        assertThat(agent.out().lines())
                .containsExactly(
                        "NAME              TYPE  PROVIDER  OUTCOME  ADDRESSES",
                        "home.example.com  A     cf        created  203.0.113.7");
    }

    @Test
    @Tag("promise-18")
    void aStateFileThatAnotherUpdaterHasIsRefusedAndThePlanNeedsNone() throws IOException {
        Path config = config("203.0.113.7");
        try (StateStore other = StateStores.file(directory.resolve("ddns-state"))) {
            other.open();

            Agent once = Agent.run("once", "--config", config, "--json");
            assertThat(once.status()).isEqualTo(1);
            assertThat(once.json().get("error").get("kind").asText()).isEqualTo("state-locked");
            assertThat(once.json().get("error").get("message").asText()).contains("ddns-state");
            Agent run = Agent.run("run", "--config", config);
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).startsWith("state-locked: ");
            assertThat(cloudflare.calls()).isEmpty();

            Agent plan = Agent.run("plan", "--config", config, "--json");
            assertThat(plan.status()).isZero();
            assertThat(record(plan).get("outcome").asText()).isEqualTo("created");
        }
    }

    @Test
    void aPlanSaysWhatWouldHappenAndSendsNothingButReads() throws IOException {
        cloudflare.publish("home.example.com", "A", "203.0.113.6", 300);

        Agent plan = Agent.run("plan", "--config", config("203.0.113.7"), "--json");

        assertThat(record(plan).get("outcome").asText()).isEqualTo("updated");
        assertThat(record(plan).get("addresses").get(0).asText()).isEqualTo("203.0.113.7");
        assertThat(record(plan).get("previous").get(0).asText()).isEqualTo("203.0.113.6");
        assertThat(plan.status()).isZero();
        assertThat(cloudflare.calls()).isNotEmpty().allMatch(call -> call.startsWith("GET "));
        assertThat(cloudflare.published()).containsExactly("home.example.com A 203.0.113.6 300");
        assertThat(directory.resolve("ddns-state")).doesNotExist();
    }

    @Test
    @Tag("promise-10")
    void aRefusedTokenHoldsUntilAPersonResumes() throws IOException {
        Files.writeString(directory.resolve("token"), "wrong-wrong-wrong");
        Instant before = Instant.now();

        Agent first = Agent.run("once", "--config", config("203.0.113.7"), "--json");
        assertThat(first.status()).isEqualTo(1);
        assertThat(record(first).get("error").get("kind").asText()).isEqualTo("authentication");
        assertThat(Instant.parse(record(first).get("notBefore").asText())).isAfter(before);
        assertThat(cloudflare.calls()).isNotEmpty();

        Agent second = Agent.run("once", "--config", config("203.0.113.7"), "--json");
        assertThat(second.status()).isEqualTo(1);
        assertThat(record(second).get("outcome").asText()).isEqualTo("held");
        assertThat(cloudflare.calls()).isEmpty();

        Agent resumed = Agent.run("once", "--resume", "Home.example.com.", "--config", config("203.0.113.7"), "--json");
        assertThat(resumed.status()).isEqualTo(1);
        assertThat(cloudflare.calls()).isNotEmpty();

        Files.writeString(directory.resolve("token"), FakeCloudflare.TOKEN);
        assertThat(Agent.run("once", "--resume", "all", "--config", config("203.0.113.7"))
                        .status())
                .isZero();
        assertThat(cloudflare.published()).containsExactly("home.example.com A 203.0.113.7 300");
    }

    @Test
    void resumingANameThatIsNotManagedIsAUsageError() throws IOException {
        Agent agent = Agent.run("once", "--resume", "nas.example.com", "--config", config("203.0.113.7"), "--json");

        assertThat(agent.status()).isEqualTo(2);
        assertThat(agent.out().strip())
                .isEqualTo("{\"error\":{\"kind\":\"configuration\",\"problems\":[{\"path\":\"--resume\","
                        + "\"message\":\"no record is called \\\"nas.example.com\\\"\","
                        + "\"allowed\":\"all, home.example.com\"}]}}");
        assertThat(cloudflare.calls()).isEmpty();
    }

    @Test
    void checkFindsNothingWhereAllIsWellAndOnlyReads() throws IOException {
        Agent agent = Agent.run("check", "--config", config("203.0.113.7"), "--json");

        assertThat(agent.out()).startsWith("{\"problems\":[],\"records\":[{");
        assertThat(agent.status()).isZero();
        assertThat(cloudflare.calls()).isNotEmpty().allMatch(call -> call.startsWith("GET "));
        assertThat(Agent.run("check", "--config", config("203.0.113.7")).out().lines())
                .startsWith("No problem was found.", "home.example.com A at cf");
    }

    @Test
    void checkSaysWhatCouldNotBeCompared() throws IOException {
        Path config = Files.writeString(directory.resolve("ddns.json"), """
                {
                  "detectors": { "wan": { "type": "static", "ipv4": "203.0.113.7", "allow": "203.0.113.0/24" } },
                  "providers": { "dyn": { "type": "dyndns2", "endpoint": "https://update.example/nic/update",
                      "username": "u", "password": "p" } },
                  "records": [ { "name": "home.example.com", "types": ["A"] } ],
                  "state": { "file": "ddns-state" }
                }
                """);

        Agent agent = Agent.run("check", "--config", config.toString());

        assertThat(agent.status()).isZero();
        assertThat(agent.out().lines())
                .startsWith(
                        "No problem was found.",
                        "home.example.com A at dyn: not compared, because the provider shows no value of it or no"
                                + " address is known");
    }

    @Test
    void checkSaysWhatStandsThereAndWhatItShouldBe() throws IOException {
        cloudflare.publish("home.example.com", "A", "203.0.113.9", 300);

        Agent agent = Agent.run("check", "--config", config("203.0.113.7"), "--json");

        assertThat(agent.status()).isEqualTo(1);
        JsonNode problem = agent.json().get("problems").get(0);
        assertThat(problem.get("path").asText()).isEqualTo("home.example.com A at cf");
        assertThat(problem.get("kind").asText()).isEqualTo("differs");
        assertThat(problem.get("message").asText()).contains("203.0.113.9", "203.0.113.7");
        assertThat(problem.get("allowed").asText()).isEqualTo("203.0.113.7");
        assertThat(cloudflare.calls()).isNotEmpty().allMatch(call -> call.startsWith("GET "));
    }

    @Test
    void verifyReadsAndRepairsAlthoughNothingIsDue() throws IOException {
        Agent.run("once", "--config", config("203.0.113.7"));
        cloudflare.edit("home.example.com", "A", "203.0.113.9");
        cloudflare.calls();

        assertThat(Agent.run("once", "--config", config("203.0.113.7")).status())
                .isZero();
        assertThat(cloudflare.calls()).isEmpty();

        Agent agent = Agent.run("once", "--verify", "--config", config("203.0.113.7"), "--json");
        assertThat(record(agent).get("outcome").asText()).isEqualTo("updated");
        assertThat(agent.status()).isZero();
        assertThat(cloudflare.published()).containsExactly("home.example.com A 203.0.113.7 300");
    }

    @Test
    void checkFindsARefusedTokenAndAMissingZone() throws IOException {
        Path config = config("\"ipv4\": \"203.0.113.7\",", "{ \"name\": \"home.example.net\", \"type\": \"A\" }");
        Agent zone = Agent.run("check", "--config", config, "--json");
        assertThat(zone.status()).isEqualTo(1);
        assertThat(zone.json().get("problems").get(0).get("kind").asText()).isEqualTo("rejected");
        assertThat(zone.json().get("problems").get(0).get("path").asText()).isEqualTo("home.example.net A at cf");

        Files.writeString(directory.resolve("token"), "wrong-wrong-wrong");
        Agent token = Agent.run("check", "--config", config);
        assertThat(token.status()).isEqualTo(1);
        assertThat(token.out()).startsWith("home.example.net A at cf: authentication: ");
    }

    @Test
    void detectAsksNoProvider() throws IOException {
        Agent agent = Agent.run("detect", "--config", config("203.0.113.7"), "--json");

        assertThat(agent.json().get("detections").get(0).get("addresses").get(0).asText())
                .isEqualTo("203.0.113.7");
        assertThat(agent.json().size()).isEqualTo(1);
        assertThat(agent.status()).isZero();
        assertThat(cloudflare.calls()).isEmpty();
        assertThat(Agent.run("detect", "--config", config("203.0.113.7")).out().lines())
                .element(1)
                .asString()
                .matches("wan +ipv4 +found +203\\.0\\.113\\.7.*");
    }

    @Test
    @Tag("promise-22")
    void theTokenIsInNothingThatIsPrintedLoggedOrRemembered() throws IOException {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> logs = new ListAppender<>();
        logs.start();
        root.addAppender(logs);
        root.setLevel(Level.TRACE);
        ((Logger) LoggerFactory.getLogger("jdk")).setLevel(Level.OFF);
        String wrong = FakeCloudflare.TOKEN.replace('V', 'W');
        StringBuilder seen = new StringBuilder();
        try {
            for (String token : List.of(FakeCloudflare.TOKEN, wrong)) {
                Files.writeString(directory.resolve("token"), token);
                for (String verb : List.of("plan", "check", "detect", "once")) {
                    for (String address : List.of("203.0.113.7", "203.0.113.8")) {
                        Agent agent = Agent.run(verb, "--config", config(address), "--json");
                        seen.append(agent.out()).append(agent.err());
                    }
                }
            }
        } finally {
            root.setLevel(Level.OFF);
            root.detachAppender(logs);
        }
        assertThat(logs.list).isNotEmpty();
        seen.append(logs.list.stream()
                .map(e -> e.getFormattedMessage() + e.getKeyValuePairs() + e.getThrowableProxy())
                .collect(Collectors.joining("\n")));
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("ddns-state"))
                    .toList()) {
                seen.append(Files.readString(file));
            }
        }

        assertThat(seen).contains("203.0.113.8").doesNotContain(FakeCloudflare.TOKEN.substring(1));
    }
}
