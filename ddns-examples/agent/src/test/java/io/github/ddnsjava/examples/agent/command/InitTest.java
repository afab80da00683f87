package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.publish.DnsProviders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file that a person begins with. */
class InitTest {
    private static final JsonMapper LENIENT = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    @TempDir
    Path directory;

    @Test
    @Tag("thorough")
    void theFileOfEveryProviderPassesACheckOffline() throws IOException {
        Map<String, String> refused = new TreeMap<>();
        List<TypeDescriptor> all = DnsProviders.load().descriptors();
        for (TypeDescriptor type : all) {
            List<String> names = new ArrayList<>(List.of("home.example.com", "nas.example.com"));
            Agent init = Agent.run("init", type.id(), names.get(0), names.get(1));
            if (init.status() != 0) {
                // A provider that can publish only some names says which.
                names = init.err().contains("one label below duckdns.org")
                        ? List.of("home.duckdns.org")
                        : List.of("home.example.com");
                assertThat(init.err()).as(type.id()).startsWith("NAME: " + type.id() + " cannot publish ");
                init = Agent.run("init", type.id(), names.get(0));
            }
            assertThat(init.status()).as(type.id()).isZero();
            Path file = Files.writeString(directory.resolve(type.id() + ".json"), init.out());

            Agent check = Agent.run("check", "--offline", "--config", file, "--json");
            if (check.status() != 0) {
                refused.put(type.id(), check.out());
                continue;
            }
            JsonNode made = LENIENT.readTree(init.out());
            assertThat(made.has("state"))
                    .as("a service has a place of its own for its state")
                    .isFalse();
            JsonNode provider = made.at("/providers/" + type.id());
            for (SettingSpec setting : type.settings()) {
                if (setting.required() && !provider.has(setting.name())) {
                    refused.put(type.id(), "has no " + setting.name());
                } else if (!init.out().contains("\"" + setting.name() + "\"")) {
                    refused.put(type.id(), "does not mention " + setting.name());
                }
            }
            assertThat(check.json().get("records").findValuesAsText("name"))
                    .as(type.id())
                    .containsAll(names);
        }
        assertThat(refused).isEmpty();
        assertThat(all).hasSizeGreaterThan(90);
    }

    /** Whatever names are given, the file passes, or there is none. */
    @Test
    @Tag("thorough")
    void namesThatAProviderWouldRefuseAreRefusedAndNamesThatAreGivenTwiceAreThereOnce() throws IOException {
        Map<String, String> refused = new TreeMap<>();
        int wildcards = 0;
        for (TypeDescriptor type : DnsProviders.load().descriptors()) {
            Agent init = Agent.run("init", type.id(), "home.example.com", "*.example.com", "HOME.example.com.");
            if (init.status() != 0) {
                assertThat(init.err())
                        .as(type.id())
                        .containsAnyOf("does not support wildcards: *.example.com", "cannot publish");
                init = Agent.run("init", type.id(), "home.example.com", "HOME.example.com.");
                if (init.status() != 0) {
                    assertThat(init.err()).contains("cannot publish home.example.com");
                    continue;
                }
            } else {
                wildcards++;
            }
            Path file = Files.writeString(directory.resolve(type.id() + ".json"), init.out());
            Agent check = Agent.run("check", "--offline", "--config", file, "--json");
            if (check.status() != 0) {
                refused.put(type.id(), check.out());
            }
        }
        assertThat(refused).isEmpty();
        assertThat(wildcards).isBetween(10, 90);
    }

    /** Those that are left out need another setting, or exclude one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "method",
                "headers",
                "form",
                "json",
                "body",
                "refusals",
                "read",
                "withdraw",
                "zone",
                "wildcard",
                "refreshEvery"
            })
    void anOptionalSettingOfCustomCanBeUncommentedAsItIsPrinted(String setting) throws IOException {
        String printed = Agent.run("init", "custom", "home.example.com").out();
        String commented = "// \"" + setting + "\": ";
        assertThat(printed).contains(commented);
        Path file =
                Files.writeString(directory.resolve("custom.json"), printed.replace(commented, commented.substring(3)));

        Agent check = Agent.run("check", "--offline", "--config", file);
        assertThat(check.status()).as(check.err()).isZero();
    }

    @Test
    void namesThatTheProviderCannotPublishAreRefused() {
        Agent below = Agent.run("init", "duckdns", "home.example.com", "--json");
        Agent own = Agent.run("init", "duckdns", "home.duckdns.org");

        assertThat(below.status()).isEqualTo(2);
        assertThat(below.json().at("/error/problems/0/message").asText())
                .isEqualTo("duckdns cannot publish home.example.com");
        assertThat(below.json().at("/error/problems/0/allowed").asText())
                .isEqualTo("names with one label below duckdns.org");
        assertThat(own.status()).isZero();
    }

    @Test
    void secretsAreReferencesAndTheRestIsExplained() {
        String out = Agent.run("init", "cloudflare", "home.example.com").out();

        assertThat(out.lines().map(String::strip))
                .contains(
                        "\"token\": \"${env:CLOUDFLARE_TOKEN}\",",
                        "// \"globalApiKey\": \"${env:CLOUDFLARE_GLOBAL_API_KEY}\",",
                        "{ \"name\": \"home.example.com\", \"types\": [\"A\", \"AAAA\"] },");
        for (String note : notes("cloudflare")) {
            assertThat(out.replaceAll("\\s+// ", " ")).contains(note);
        }
        assertThat(out.lines()).allMatch(line -> line.length() <= 130);
    }

    private static List<String> notes(String id) {
        return new ArrayList<>(ProvidersVerb.find(DnsProviders.load().descriptors(), id)
                .orElseThrow()
                .notes());
    }

    @Test
    void asJsonTheFileIsAText() {
        JsonNode node = Agent.run("init", "desec", "home.example.com", "--json").json();

        assertThat(node.get("configuration").asText())
                .isEqualTo(Agent.run("init", "desec", "home.example.com").out());
    }

    @Test
    void whatIsNoProviderOrNoNameIsRefused() {
        Agent id = Agent.run("init", "cloudflar", "home.example.com", "--json");
        Agent name = Agent.run("init", "cloudflare", "not a name", "--json");

        assertThat(id.status()).isEqualTo(2);
        assertThat(id.json().at("/error/problems/0/message").asText())
                .contains("\"cloudflar\"")
                .endsWith("; did you mean \"cloudflare\"?");
        assertThat(id.json().at("/error/problems/0/allowed").asText())
                .as("the nearest, not all")
                .startsWith("cloudflare, ")
                .matches(".*, … \\([0-9]+ in all\\)");
        assertThat(name.status()).isEqualTo(2);
        assertThat(name.json().at("/error/problems/0/path").asText()).isEqualTo("NAME");
        assertThat(Agent.run("init", "cloudflare").status()).isEqualTo(2);
    }
}
