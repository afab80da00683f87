package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnsjava.config.UpdaterConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the command line and the configuration may be, and how a wrong one is refused. */
class UsageTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "frobnicate", "once", "once --config", "once --config x --frob", "providers a b"})
    void aWrongCommandLineIsRefusedWithStatusTwo(String line) {
        Object[] args = line.isEmpty() ? new Object[0] : line.split(" ");
        Agent agent = Agent.run(args);

        assertThat(agent.status()).isEqualTo(2);
        assertThat(agent.out()).isEmpty();
        assertThat(agent.err()).contains("Usage: java -jar ddns-agent.jar");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"frobnicate --json", "once --json", "once --config x --frob --json", "providers a b --json"})
    void aWrongCommandLineIsRefusedInJsonWhereThatWasAskedFor(String line) {
        Agent agent = Agent.run((Object[]) line.split(" "));

        assertThat(agent.status()).isEqualTo(2);
        assertThat(agent.json().at("/error/kind").asText()).isEqualTo("configuration");
        assertThat(agent.json().at("/error/problems/0/message").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "once", "plan", "check", "detect"})
    @Tag("promise-23")
    void aWrongConfigurationIsRefusedByEveryVerbWithEveryProblem(String verb) throws IOException {
        Path config = Files.writeString(directory.resolve("ddns.json"), """
                {
                  "detectors": { "wan": { "type": "static", "ipv4": "9.9.9.9" } },
                  "providers": { "cf": { "type": "cloudflare", "token": "${env:NO_SUCH_VARIABLE}" } },
                  "records": [ { "name": "home.example.com", "types": ["A"], "provider": "cg" } ],
                  "schedul": {}
                }
                """);

        Agent agent = Agent.run(verb, "--config", config, "--json");

        assertThat(agent.status()).isEqualTo(2);
        JsonNode problems = agent.json().at("/error/problems");
        assertThat(problems.findValuesAsText("path"))
                .containsExactlyInAnyOrder("schedul", "providers.cf.token", "records[0].provider");
        assertThat(problems)
                .allSatisfy(problem ->
                        assertThat(problem.fieldNames()).toIterable().containsExactly("path", "message", "allowed"));

        Agent plain = Agent.run(verb, "--config", config);
        assertThat(plain.status()).isEqualTo(2);
        assertThat(plain.out()).isEmpty();
        assertThat(plain.err().lines())
                .contains("records[0].provider: no provider is called \"cg\"; did you mean \"cf\"? (allowed: cf)");
    }

    @Test
    void aConfigurationThatIsNotThereIsRefused() {
        Agent agent = Agent.run("once", "--config", directory.resolve("missing.json"), "--json");

        assertThat(agent.status()).isEqualTo(2);
        assertThat(agent.json().at("/error/problems/0/message").asText()).startsWith("there is no configuration ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.yaml", "b.json"})
    void whatIsWrongWithTheWholeFileNamesTheFile(String name) throws IOException {
        Path config = Files.writeString(directory.resolve(name), "a: &b 1\n");

        assertThat(Agent.run("check", "--config", config).err()).startsWith("the configuration " + config + " ");
    }

    @Test
    void providersAreListedOneALine() {
        Agent agent = Agent.run("providers");

        assertThat(agent.status()).isZero();
        assertThat(agent.out().lines())
                .anyMatch(line -> line.startsWith("cloudflare "))
                .anyMatch(line -> line.startsWith("rfc2136 "))
                .isSorted();
        assertThat(Agent.run("providers", "--json").json().get("providers").findValuesAsText("id"))
                .contains("cloudflare", "dyndns2", "rfc2136");
    }

    @Test
    void notificationsAreListedAndDescribedBesideTheProviders() {
        assertThat(Agent.run("providers").out().lines())
                .anyMatch(line -> line.matches("ntfy +ntfy +notification"))
                .anyMatch(line -> line.matches("mail +Mail by SMTP +notification"));
        JsonNode all = Agent.run("providers", "--json").json();
        assertThat(all.get("notifications").findValuesAsText("id")).contains("mail", "ntfy");
        assertThat(all.get("providers").findValuesAsText("id")).doesNotContain("ntfy");

        assertThat(Agent.run("providers", "mail").out())
                .startsWith("mail: Mail by SMTP ")
                .contains("SETTING");
        assertThat(Agent.run("providers", "ntfy", "--json").json().get("id").asText())
                .isEqualTo("ntfy");
    }

    @Test
    void aProviderIsDescribedWithItsSettings() {
        Agent plain = Agent.run("providers", "cloudflare");
        JsonNode described = Agent.run("providers", "cloudflare", "--json").json();

        assertThat(plain.out()).startsWith("cloudflare: Cloudflare").contains("token  ", "Limits: ");
        assertThat(described.get("id").asText()).isEqualTo("cloudflare");
        assertThat(described.get("settings")).anySatisfy(setting -> {
            assertThat(setting.get("name").asText()).isEqualTo("token");
            assertThat(setting.get("secret").asBoolean()).isTrue();
            assertThat(setting.get("help").asText()).isNotEmpty();
        });
    }

    @Test
    void anUnknownProviderIsRefusedWithTheKnownOnes() {
        Agent agent = Agent.run("providers", "cloudflar", "--json");

        assertThat(agent.status()).isEqualTo(2);
        assertThat(agent.json().at("/error/problems/0/allowed").asText()).contains("cloudflare, ");
        assertThat(Agent.run("providers", "cloudflar").err()).startsWith("ID: no provider is called \"cloudflar\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "once --help", "--version"})
    void helpIsNoError(String line) {
        Agent agent = Agent.run((Object[]) line.split(" "));

        assertThat(agent.status()).isZero();
        assertThat(agent.out()).contains("ddns-agent");
        assertThat(agent.err()).isEmpty();
    }

    /** A line that begins with a verb makes that one alone, which is found by the name of its class. */
    @Test
    void aVerbHasTheNameOfItsClassAndIsFoundAlsoAfterOptions() {
        assertThat(DdnsAgent.VERBS)
                .allSatisfy(verb -> assertThat(verb.getSimpleName())
                        .isEqualToIgnoringCase(
                                verb.getAnnotation(CommandLine.Command.class).name() + "verb"));

        assertThat(Agent.run("--log-level", "error", "once", "--help").out())
                .contains("java -jar ddns-agent.jar once")
                .isEqualTo(Agent.run("once", "--help").out());
    }

    @Test
    void noHelpHasAPlaceholderThatWasNotReplacedOrReplacedByNothing() {
        List<String> verbs = Agent.run("--help")
                .out()
                .lines()
                .dropWhile(line -> !line.equals("Verbs:"))
                .skip(1)
                .takeWhile(line -> !line.isBlank())
                .filter(line -> line.matches("  [a-z]+ .*"))
                .map(line -> line.strip().split(" ", 2)[0])
                .toList();
        assertThat(verbs).contains("run", "encrypt", "init").hasSizeGreaterThan(10);
        for (String verb : verbs) {
            String help = Agent.run(verb, "--help").out();
            assertThat(help).as(verb).doesNotContain("null", "$${", "%n").contains("Exit status:");
            boolean tellsRecords = List.of("run", "once", "status").contains(verb);
            assertThat(help.contains("every record is in sync"))
                    .as("%s has an exit status of its own", verb)
                    .isEqualTo(tellsRecords || verb.equals("plan"));
        }
        assertThat(Agent.run("encrypt", "--help").out()).contains("${encrypted:…}");
        assertThat(Agent.run("--help").out()).contains("${encrypted:…}").doesNotContain("null");
    }

    @Test
    void theSchemaIsPrintedForEditors() {
        Agent people = Agent.run("schema");
        Agent json = Agent.run("schema", "--json");

        assertThat(people.status()).isZero();
        assertThat(people.out()).isEqualTo(UpdaterConfiguration.schema(AgentSections.all()));
        assertThat(json.json()
                        .at("/$defs/providers.cloudflare/properties/token/description")
                        .asText())
                .isNotEmpty();
    }

    @Test
    void aYamlFileIsReadAsAJsonFileIs() throws IOException {
        Path config = Files.writeString(directory.resolve("ddns.yml"), """
                # yaml-language-server: $schema=ddns.schema.json
                detectors: { wan: { type: static, ipv4: 9.9.9.9 } }
                providers: { cf: { type: cloudflare, token: 0123 } }
                records: [{ name: home.example.com, types: [A], provider: cg }]
                schedul: {}
                """);

        Agent agent = Agent.run("check", "--config", config, "--json");

        assertThat(agent.status()).isEqualTo(2);
        assertThat(agent.json().at("/error/problems").findValuesAsText("path"))
                .containsExactlyInAnyOrder("schedul", "providers.cf.token", "records[0].provider");
    }

    /** Of the package and of the image that is ddns, also where a service starts the jar. */
    @Test
    void whatAPersonIsToldToTypeIsHowThisProgramIsStarted() throws IOException {
        Path jar =
                Files.createFile(Files.createDirectory(directory.resolve("app")).resolve("ddns-agent.jar"));
        assertThat(OwnProgram.command(Optional.empty())).isEqualTo("java -jar ddns-agent.jar");
        assertThat(OwnProgram.command(Optional.of(jar))).isEqualTo("java -jar ddns-agent.jar");

        Files.createFile(Files.createDirectory(directory.resolve("bin")).resolve("ddns"));
        assertThat(OwnProgram.command(Optional.of(jar))).isEqualTo("ddns");

        assertThat(Agent.run("init", "cloudflare", "home.example.com").out())
                .contains("java -jar ddns-agent.jar check --offline");
    }
}
