package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.exception.ConfigurationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** A check explains what the configuration means, and offline it asks nobody. */
class CheckTest {
    @TempDir
    Path directory;

    private Path config(Object endpoint, String token) throws IOException {
        return Files.writeString(directory.resolve("ddns.json"), """
                {
                  "detectors": { "wan": { "type": "static", "ipv4": "203.0.113.7", "allow": ["203.0.113.0/24"] } },
                  "providers": { "cf": { "type": "cloudflare", "token": "%s", "endpoint": "%s" } },
                  "records": [ { "name": "home.example.com", "types": ["A"], "zone": "example.com" } ],
                  "retry": { "retryWithin": "0s" },
                  "policy": { "confirm": "none" },
                  "state": { "file": "ddns-state" },
                }
                """.formatted(token, endpoint));
    }

    private static List<String> promises(JsonNode record) {
        return record.get("weakened").findValuesAsText("promise");
    }

    @Test
    void eachRecordIsExplainedWithWhatWouldBeDoneNext() throws IOException {
        try (FakeCloudflare cloudflare = new FakeCloudflare()) {
            Path config = config(cloudflare.endpoint(), FakeCloudflare.TOKEN);

            JsonNode record =
                    Agent.run("check", "--config", config, "--json").json().at("/records/0");
            Agent plain = Agent.run("check", "--config", config);

            assertThat(record.get("name").asText()).isEqualTo("home.example.com");
            assertThat(record.get("type").asText()).isEqualTo("A");
            assertThat(record.at("/from/detector").asText()).isEqualTo("wan");
            assertThat(record.at("/from/type").asText()).isEqualTo("static");
            assertThat(record.at("/to/provider").asText()).isEqualTo("cf");
            assertThat(record.at("/to/service").asText()).isEqualTo("Cloudflare DNS");
            assertThat(record.at("/to/zone").asText()).isEqualTo("example.com");
            assertThat(record.at("/rights/owns").asText()).isEqualTo("values");
            assertThat(record.at("/rights/mode").asText()).isEqualTo("upsert");
            assertThat(record.at("/rights/abilities/0").asText()).isEqualTo("reads records");
            assertThat(promises(record)).containsExactly("3", "1", "22");
            assertThat(record.at("/next/outcome").asText()).isEqualTo("created");
            assertThat(record.at("/next/addresses/0").asText()).isEqualTo("203.0.113.7");
            assertThat(plain.out().lines())
                    .startsWith("No problem was found.")
                    .contains(
                            "home.example.com A at cf",
                            "  from: detector wan (static), with addresses from configuration",
                            "  to: provider cf (cloudflare), Cloudflare DNS, zone example.com",
                            "  weakened: promise 3 by policy.confirm: A changed address is published after a single"
                                    + " reading.",
                            "  next: created 203.0.113.7");
            assertThat(cloudflare.calls()).isNotEmpty().allMatch(call -> call.startsWith("GET "));
            assertThat(cloudflare.published()).isEmpty();
        }
    }

    @Test
    void whereSomethingIsWrongNothingIsAskedASecondTime() throws IOException {
        try (FakeCloudflare cloudflare = new FakeCloudflare()) {
            Path config = config(cloudflare.endpoint(), "wrong-wrong-wrong");

            Agent agent = Agent.run("check", "--config", config, "--json");

            assertThat(agent.status()).isEqualTo(1);
            assertThat(agent.json().at("/records/0/to/type").asText()).isEqualTo("cloudflare");
            assertThat(agent.json().at("/records/0").has("next")).isFalse();
            assertThat(cloudflare.calls()).hasSize(1);
        }
    }

    @Test
    void oneWrongRecordDoesNotHideWhatWouldBeDoneWithTheOthers() throws IOException {
        try (FakeCloudflare cloudflare = new FakeCloudflare();
                FakeCloudflare refuses = new FakeCloudflare()) {
            Path config = config(cloudflare.endpoint(), FakeCloudflare.TOKEN);
            Files.writeString(
                    config,
                    Files.readString(config)
                            .replace("\"providers\": {", """
                                    "providers": { "bad": { "type": "cloudflare", "token": "wrong-wrong-wrong",
                                                            "endpoint": "%s" },""".formatted(refuses.endpoint()))
                            .replace("\"records\": [ { ", """
                                    "records": [ { "name": "nas.example.com", "types": ["A"], "zone": "example.com",
                                                   "provider": "bad" }, { "provider": "cf",\s"""));

            Agent agent = Agent.run("check", "--config", config, "--json");

            assertThat(agent.status()).isEqualTo(1);
            assertThat(agent.json().at("/problems").findValuesAsText("path"))
                    .containsExactly("nas.example.com A at bad");
            assertThat(agent.json().at("/records/0").has("next")).isFalse();
            assertThat(agent.json().at("/records/1/next/outcome").asText()).isEqualTo("created");
            assertThat(refuses.calls()).hasSize(1);
        }
    }

    /** The log would have it once more. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aWarningIsPrintedOnce() throws IOException {
        Path config = config("http://127.0.0.1:9", "${file:token}");
        Path token = Files.writeString(directory.resolve("token"), FakeCloudflare.TOKEN);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));
        Logger logger = (Logger) LoggerFactory.getLogger(UpdaterConfiguration.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.setLevel(Level.WARN);
        logger.addAppender(log);
        try {
            for (List<String> more : List.of(List.of("--offline"), List.<String>of())) {
                List<Object> line = new ArrayList<>(List.of("check", "--config", config));
                line.addAll(more);
                Agent agent = Agent.run(line.toArray());
                assertThat(agent.out().lines().filter(each -> each.startsWith("Warning: providers.cf.token")))
                        .hasSize(1);
            }
            assertThat(log.list).isEmpty();
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }
    }

    @Test
    void offlineNobodyIsAsked() throws IOException {
        try (FakeCloudflare cloudflare = new FakeCloudflare()) {
            Path config = config(cloudflare.endpoint(), "${env:NO_SUCH_VARIABLE}");

            Agent agent = Agent.run("check", "--offline", "--config", config, "--json");
            Agent plain = Agent.run("check", "--offline", "--config", config);

            assertThat(agent.status()).isZero();
            assertThat(agent.json().get("problems")).isEmpty();
            assertThat(agent.json().at("/notes/0/path").asText()).isEqualTo("providers.cf.token");
            assertThat(agent.json().at("/records/0/to/service").asText()).isEqualTo("Cloudflare DNS");
            assertThat(agent.json().at("/records/0").has("next")).isFalse();
            assertThat(plain.out().lines())
                    .startsWith("No problem was found. Nobody was asked.")
                    .contains("Not checked: providers.cf.token: the environment variable NO_SUCH_VARIABLE is not set;"
                            + " set it, or name another");
            assertThat(cloudflare.calls()).isEmpty();
        }
        assertThat(directory.resolve("ddns-state")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "duckdns, 'token: 01234567-89ab-cdef-0123-456789abcdef', home.example.com, one label below duckdns.org",
        "duckdns, 'token: 01234567-89ab-cdef-0123-456789abcdef', a.home.duckdns.org, one label below duckdns.org",
        "command, 'command: [/no/such/program]', home.example.com, there is no program /no/such/program",
        "command, 'command: [no-such-program]', home.example.com, there is no program no-such-program in the directories of PATH",
        "command, 'command: [/etc/passwd]', home.example.com, may not be run",
        "command, 'command: [/etc]', home.example.com, is no file"
    })
    @EnabledOnOs(OS.LINUX)
    void whatAProviderCannotDoForAReasonKnownWithoutARequestIsToldByCheckAndPlan(
            String type, String setting, String name, String told) throws IOException {
        Path file = Files.writeString(directory.resolve("ddns.yaml"), """
                detectors: { wan: { type: static, ipv4: 9.9.9.9 } }
                providers: { own: { type: %s, %s } }
                records: [ { name: %s, types: [A] } ]
                retry: { retryWithin: 0s }
                """.formatted(type, setting, name));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        for (String verb : List.of("check", "plan", "once")) {
            Agent agent = Agent.run(verb, "--config", file);
            assertThat(agent.status()).as(verb).isNotZero();
            assertThat(agent.out() + agent.err()).as(verb).contains(told);
        }
    }

    @Test
    void offlineAProviderWithoutItsSecretHasTheSameWeaknesses() throws IOException {
        String written = """
                {
                  "detectors": { "wan": { "type": "static", "ipv4": "9.9.9.9" } },
                  "providers": { "duck": { "type": "duckdns", "token": "%s" } },
                  "records": [ { "name": "home.duckdns.org", "types": ["A"] } ],
                  "state": { "file": "ddns-state" }
                }
                """;
        Path unset = Files.writeString(directory.resolve("a.json"), written.formatted("${env:NO_SUCH_VARIABLE}"));
        Files.writeString(directory.resolve("token"), "01234567-89ab-cdef-0123-456789abcdef");
        Path set = Files.writeString(directory.resolve("b.json"), written.formatted("${file:token}"));

        JsonNode known = Agent.run("check", "--offline", "--config", set, "--json")
                .json()
                .at("/records/0");
        JsonNode unknown = Agent.run("check", "--offline", "--config", unset, "--json")
                .json()
                .at("/records/0");

        assertThat(promises(known)).containsExactly("7", "13");
        assertThat(unknown).isEqualTo(known);
    }

    @Test
    void offlineAWrongConfigurationIsRefusedWithEveryProblem() throws IOException {
        Path config = Files.writeString(directory.resolve("ddns.json"), """
                {
                  "detectors": { "wan": { "type": "static", "ipv4": "9.9.9.9" } },
                  "providers": { "cf": { "type": "cloudflare", "token": "${env:NO_SUCH_VARIABLE}" } },
                  "records": [ { "name": "home.example.com", "types": ["A"], "provider": "cg" } ],
                  "schedul": {}
                }
                """);

        Agent agent = Agent.run("check", "--offline", "--config", config, "--json");

        assertThat(agent.status()).isEqualTo(2);
        assertThat(agent.json().at("/error/problems").findValuesAsText("path"))
                .containsExactlyInAnyOrder("schedul", "records[0].provider");
        assertThat(agent.json().at("/error/notes/0/path").asText()).isEqualTo("providers.cf.token");
        assertThat(Agent.run("check", "--offline", "--config", config).err().lines())
                .contains(
                        "Not checked: providers.cf.token: the environment variable NO_SUCH_VARIABLE is not set; set it,"
                                + " or name another");
    }

    private Path withHttp(String http) throws IOException {
        return Files.writeString(directory.resolve("ddns.json"), """
                {
                  "detectors": { "wan": { "type": "static", "ipv4": "9.9.9.9" } },
                  "providers": { "own": { "type": "command", "command": ["/bin/true"] } },
                  "records": [ { "name": "home.example.com", "types": ["A"] } ],
                  "http": %s
                }
                """.formatted(http));
    }

    /** What run would refuse, check refuses in the same words. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"listen\": \"0.0.0.0:8080\"}",
                "{\"tokens\": [{\"name\": \"me\", \"role\": \"auditor\"}]}",
                "{\"tls\": {\"certificate\": \"/no/such/file\", \"key\": \"/no/such/file\"}}",
                "{\"jwt\": {\"issuer\": \"i\", \"audience\": \"a\", \"keys\": \"/no/such/file\"}}"
            })
    @EnabledOnOs(OS.LINUX)
    void aSectionHttpThatRunRefusesIsRefusedByCheck(String http) throws IOException {
        Path config = withHttp(http);

        Agent run = Agent.run("run", "--config", config);
        Agent check = Agent.run("check", "--config", config);
        Agent offline = Agent.run("check", "--offline", "--config", config);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("http.");
        assertThat(check).isEqualTo(run);
        if (!http.contains("/no/such/file")) { // offline no file is read
            assertThat(offline).isEqualTo(run);
        } else {
            assertThat(offline.status()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "sha256"})
    void offlineASecretOfTheSectionHttpThatCannotBeReadIsNoProblem(String setting) throws IOException {
        Path config = withHttp("""
                {"listen": "0.0.0.0:8080",
                 "tokens": [{"name": "me", "role": "auditor", "%s": "${env:NO_SUCH_VARIABLE}"}],
                 "tls": {"certificate": "c.pem", "key": "${env:NO_SUCH_VARIABLE}"}}""".formatted(setting));

        Agent agent = Agent.run("check", "--offline", "--config", config);

        assertThat(agent.err()).isEmpty();
        assertThat(agent.status()).isZero();
    }

    @Test
    void theSectionHttpOfAPrintedDefinitionIsAccepted() throws IOException {
        String printed = Agent.run("service", "print", "kubernetes", "--jar", "/opt/ddns/ddns-agent.jar")
                .out();
        Matcher sample = Pattern.compile("# +\"http\": (\\{.*\\R.*}])}").matcher(printed);
        assertThat(sample.find()).isTrue();
        Path config = withHttp(sample.group(1).replaceAll("\\R *#", "") + "}");

        assertThat(Agent.run("check", "--offline", "--config", config).err()).isEmpty();
        assertThat(Agent.run("check", "--offline", "--config", config).status()).isZero();
    }

    @Test
    void aStateThatCannotBeKeptIsAProblemBesideWhatElseIsFound() throws IOException, InterruptedException {
        try (FakeCloudflare cloudflare = new FakeCloudflare()) {
            Path config = config(cloudflare.endpoint(), FakeCloudflare.TOKEN);
            UpdaterConfiguration read = AgentConfiguration.load(config);
            UpdateReport report;
            try (Updater updater = read.toBuilder().build()) {
                report = updater.check();
            }
            Optional<ConfigurationException.Entry> problem =
                    AgentConfiguration.stateProblem(directory.resolve("ddns-state"), path -> false);
            StringWriter text = new StringWriter();
            StringWriter json = new StringWriter();

            int status = output(text, false).check(report, Map.of(), read, problem, false);
            output(json, true).check(report, Map.of(), read, problem, false);

            assertThat(status).isEqualTo(1);
            assertThat(text.toString())
                    .startsWith("state: the user " + System.getProperty("user.name") + ", who runs this, cannot write "
                            + directory)
                    .contains("from: detector wan");
            JsonNode first = new JsonMapper().readTree(json.toString()).at("/problems/0");
            assertThat(first.get("path").asText()).isEqualTo("state");
            assertThat(first.get("kind").asText()).isEqualTo("configuration");
        }
    }

    @Test
    void theFirstLineSaysWhetherADetectorFailed() throws IOException {
        DetectionReport failed = new DetectionReport(
                "wan", IpFamily.IPV4, DetectionReport.Verdict.FAILED, List.of(), List.of(), "no answer");
        try (FakeCloudflare cloudflare = new FakeCloudflare()) {
            UpdaterConfiguration read = AgentConfiguration.load(config(cloudflare.endpoint(), FakeCloudflare.TOKEN));
            StringWriter text = new StringWriter();

            int status = output(text, false)
                    .check(new UpdateReport(List.of(), List.of(failed)), Map.of(), read, Optional.empty(), false);

            assertThat(status).isZero();
            assertThat(text.toString().lines())
                    .startsWith(
                            "No problem was found but that of a detector.",
                            "The detector wan failed for ipv4: no answer");
        }
    }

    private static CheckOutput output(StringWriter out, boolean json) {
        return new CheckOutput(new Output(new CommandLine(new SchemaVerb()).setOut(new PrintWriter(out, true)), json));
    }

    @Test
    void theStateNeedsADirectoryAndFilesThatThisUserMayWrite() throws IOException {
        Path state = directory.resolve("ddns-state");
        assertThat(AgentConfiguration.stateProblem(state, path -> true)).isEmpty();
        assertThat(AgentConfiguration.stateProblem(state, path -> path.equals(directory)))
                .as("a file that is not there yet")
                .isEmpty();

        Files.createFile(state);
        String owner = Files.getOwner(state).getName();
        assertThat(AgentConfiguration.stateProblem(state, path -> path.equals(directory)))
                .hasValueSatisfying(problem -> assertThat(problem.toString())
                        .contains("cannot write " + state)
                        .contains("as the user to whom it belongs: " + owner));
        assertThat(AgentConfiguration.stateProblem(Path.of("/etc/ddns/ddns-state"), path -> false))
                .as("the service manager makes the state of a service")
                .isEqualTo(AgentConfiguration.stateProblem(Path.of("/etc/ddns/ddns-state"), path -> true));
        assertThat(AgentConfiguration.stateProblem(state.resolve("deeper"), path -> true))
                .hasValueSatisfying(
                        problem -> assertThat(problem.toString()).contains("there is no directory " + state));
    }
}
