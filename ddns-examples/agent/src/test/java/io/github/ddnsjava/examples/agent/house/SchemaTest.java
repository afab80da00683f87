package io.github.ddnsjava.examples.agent.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.ddnsjava.config.SecretSource;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.examples.agent.command.AgentSections;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.discovery.Discovery;
import io.github.ddnsjava.publish.DnsProviders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The JSON Schema accepts good files, and refuses what is wrong with a single value. What follows from several values, such as
 * a quorum of too few operators, only the library knows.
 */
class SchemaTest {
    private static final String FILE = "docs/ddns.schema.json";
    private static final boolean WRITING = "write".equals(System.getProperty("ddns.docs"));
    private static final JsonMapper LENIENT = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();
    private static final Schema SCHEMA = schema(UpdaterConfiguration.schema(AgentSections.all()));

    private static final String GOOD = """
            {
              "$schema": "ddns.schema.json",
              "detectors": {
                "wan": { "type": "http", "urls": ["https://a.example", "https://c.example", { "url": "https://b.example", "family": "ipv6" }],
                         "quorum": 2, "hedge": "500ms", "allow": ["10.0.0.0/8"] },
                "any": { "type": "first-of", "detectors": ["wan", { "type": "static", "ipv4": "8.8.8.8" }] }
              },
              "providers": {
                "cf": { "type": "cloudflare", "token": "0123456789abcdef0123456789abcdef01234567" },
                "own": { "type": "rfc2136", "server": "ns.example.org", "port": 53, "timeout": "5s" }
              },
              "records": [
                { "name": "home.example.com", "types": ["A", "AAAA"], "detector": "wan", "provider": "cf", "ttl": "5m",
                  "proxied": true, "policy": { "confirm": { "readings": 3, "window": "10m" }, "lostFamily": "keep" } },
                { "name": "nas.example.org", "type": "A", "detector": "any", "provider": "own", "ttl": { "initial": "1h" } }
              ],
              "schedule": { "every": "PT5M", "jitter": 0.1, "adaptive": true },
              "policy": { "flapGuard": { "changes": 5, "within": "1h" } },
              "lookup": { "servers": ["192.0.2.53"] },
              "secrets": { "vault": { "address": "https://v.example", "auth": { "roleId": "r", "secretId": "s" }, "cacheFor": "1m" },
                           "store": { "type": "keystore", "file": "a.p12", "password": "p" }, "file": {} },
              "withdrawOnClose": "5s"
            }
            """;

    @TempDir
    Path directory;

    private static Schema schema(String text) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text);
    }

    /** Returns where a file breaks the schema, and by which keyword: messages follow the language of the system. */
    private static List<String> errors(String json) {
        return SCHEMA.validate(json, InputFormat.JSON).stream()
                .map(error -> error.getInstanceLocation() + " " + error.getKeyword())
                .toList();
    }

    @Test
    void theSchemaOfTheManualIsTheOneThatIsMade() throws IOException {
        Path file = House.root().resolve(FILE);
        if (WRITING) {
            Files.writeString(file, UpdaterConfiguration.schema(AgentSections.all()));
        }
        assertThat(Files.readString(file))
                .as("%s is stale: run the tests of the agent once with -Dddns.docs=write", FILE)
                .isEqualTo(UpdaterConfiguration.schema(AgentSections.all()));
    }

    @Test
    void theJarOfTheAgentHasTheSchemaOfTheManual() throws IOException {
        assumeThat(WRITING).as("the build copies it before it is written").isFalse();
        try (var in = getClass().getResourceAsStream("/ddns.schema.json")) {
            assertThat(in)
                    .isNotNull()
                    .hasBinaryContent(Files.readAllBytes(House.root().resolve(FILE)));
        }
    }

    @Test
    void itIsASchemaByItsOwnMetaSchema() {
        Schema meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(meta.validate(UpdaterConfiguration.schema(AgentSections.all()), InputFormat.JSON))
                .isEmpty();
    }

    @Test
    void everySettingIsDescribedAndEveryObjectIsClosed() throws IOException {
        List<String> open = new ArrayList<>();
        collect(LENIENT.readTree(UpdaterConfiguration.schema(AgentSections.all())), "", open);

        assertThat(open).isEmpty();
    }

    private static void collect(JsonNode node, String path, List<String> open) {
        if (node.has("properties") && node.at("/properties/type/enum").size() < 2 && !path.endsWith("/if")) {
            boolean othersAreTyped = node.at("/additionalProperties/$ref").isTextual();
            if (!node.path("additionalProperties").isBoolean() && !othersAreTyped) {
                open.add(path + " is open");
            }
            node.get("properties").properties().forEach(property -> {
                if (property.getValue().path("description").asText().isEmpty()) {
                    open.add(path + " " + property.getKey() + " has no description");
                }
            });
        }
        node.properties().forEach(inner -> collect(inner.getValue(), path + "/" + inner.getKey(), open));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(node.get(i), path + "/" + i, open);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'\"zone\": \"example.com\"', '\"zoen\": \"example.com\"', /records/0",
        "'\"proxied\": true', '\"proxied\": {}', /records/0/proxied",
        "'\"readings\": 3', '\"readings\": 3, \"windwo\": \"1m\"', /records/0/policy/confirm",
        "'\"url\": \"https://b.example\"', '\"url\": \"https://b.example\", \"famly\": 1', /detectors/wan/urls/2",
        "'\"ipv4\": \"8.8.8.8\"', '\"ipv44\": \"8.8.8.8\"', /detectors/any/detectors/1",
        "'\"servers\": [', '\"serves\": [', /lookup"
    })
    void aMistakeIsToldAtItsPlace(String good, String bad, String place) {
        String file = GOOD.replace("\"proxied\": true", "\"proxied\": true, \"zone\": \"example.com\"");
        assertThat(file).contains(good);

        assertThat(SCHEMA.validate(file.replace(good, bad), InputFormat.JSON))
                .isNotEmpty()
                .allSatisfy(error ->
                        assertThat(error.getInstanceLocation().toString()).startsWith(place));
    }

    @Test
    void aGoodFileIsGoodForBoth() {
        assertThat(errors(GOOD)).isEmpty();
        assertThat(SCHEMA.validate(GOOD.replace('"', '\''), InputFormat.YAML)).isEmpty();
        assertThat(UpdaterConfiguration.parse(GOOD, directory).records()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"quorum\"|\"quorums\"|/detectors/wan",
                "\"quorum\": 2|\"quorum\": 0|/detectors/wan/quorum",
                "\"quorum\": 2|\"quorum\": 1.5|/detectors/wan/quorum",
                "\"500ms\"|\"500 ms\"|/detectors/wan/hedge",
                "\"500ms\"|5|/detectors/wan/hedge",
                "\"ipv6\"|\"ipv5\"|/detectors/wan/urls",
                "\"type\": \"static\"|\"type\": \"statik\"|/detectors/any/detectors",
                "\"type\": \"cloudflare\",||/providers/cf",
                "\"type\": \"cloudflare\"|\"type\": \"cloudflair\"|/providers/cf",
                "\"token\": \"0123456789abcdef0123456789abcdef01234567\"|\"token\": 5|/providers/cf/token",
                "\"server\": \"ns.example.org\",||/providers/own",
                "\"port\": 53|\"port\": 99999|/providers/own/port",
                "\"name\": \"home.example.com\",||/records/0",
                "\"AAAA\"|\"MX\"|/records/0/types",
                "\"proxied\": true|\"proxied\": \"maybe\"|/records/0/proxied",
                "\"readings\": 3,||/records/0/policy/confirm",
                "\"initial\"|\"first\"|/records/1/ttl",
                "\"jitter\": 0.1|\"jitter\": 2|/schedule/jitter",
                "\"adaptive\": true|\"adaptive\": \"yes\"|/schedule/adaptive",
                "\"schedule\"|\"shedule\"|",
                "\"changes\": 5|\"changes\": 500|/policy/flapGuard",
                "\"withdrawOnClose\": \"5s\"|\"withdrawOnClose\": true|/withdrawOnClose",
                "[\"192.0.2.53\"]|[5]|/lookup",
                "\"cacheFor\": \"1m\"|\"cacheFor\": \"1 m\"|/secrets/vault/cacheFor",
                "\"cacheFor\"|\"cachefor\"|/secrets/vault",
                "\"roleId\"|\"roleid\"|/secrets/vault/auth",
                "\"type\": \"keystore\",||/secrets/store",
                "\"a.p12\"|5|/secrets/store/file",
                "\"file\": {}|\"file\": {\"enabled\": false}|/secrets/file",
            })
    void aBadFileIsBadForBoth(String good, String bad, String where) {
        assertThat(GOOD).contains(good);
        String file = GOOD.replaceFirst(Pattern.quote(good), bad == null ? "" : bad);

        assertThat(errors(file)).as("the schema").anyMatch(error -> error.startsWith(where == null ? "" : where));
        assertThat(catchThrowable(() -> UpdaterConfiguration.parse(file, directory)))
                .as("the library")
                .isInstanceOf(ConfigurationException.class);
    }

    /** With each type's required settings, and with a reference for all that may be one. */
    @Test
    void everyTypeIsAcceptedWithWhatItDeclares() throws IOException {
        Map<String, List<String>> wrong = new TreeMap<>();
        check("detectors", IpDetectors.descriptors(), wrong);
        check("providers", DnsProviders.load().descriptors(), wrong);
        check(
                "secrets",
                Discovery.of(SecretSource.class, SecretSource::describe).descriptors(),
                wrong);

        assertThat(wrong).isEmpty();
    }

    private static void check(String section, List<TypeDescriptor> types, Map<String, List<String>> wrong)
            throws IOException {
        for (TypeDescriptor type : types) {
            ObjectNode root = (ObjectNode) LENIENT.readTree(GOOD);
            ObjectNode own = ((ObjectNode) root.get(section)).putObject("x").put("type", type.id());
            for (SettingSpec setting : type.settings()) {
                own.set(setting.name(), LENIENT.valueToTree(sample(setting.type())));
            }
            note(type.id(), errors(root.toString()), wrong);
            own.put("noSuchSetting", true);
            if (errors(root.toString()).isEmpty()) {
                wrong.put(type.id(), List.of("an unknown setting is accepted"));
            }
        }
    }

    private static void note(String id, List<String> errors, Map<String, List<String>> wrong) {
        if (!errors.isEmpty()) {
            wrong.put(id, errors);
        }
    }

    private static Object sample(SettingType type) {
        if (type instanceof SettingType.Items items) {
            return List.of(sample(items.item()));
        }
        if (type instanceof SettingType.Fields fields) {
            Map<String, Object> values = new TreeMap<>();
            fields.settings().forEach(setting -> values.put(setting.name(), sample(setting.type())));
            return values;
        }
        if (type instanceof SettingType.Entries entries) {
            return Map.of("k", sample(entries.value()));
        }
        if (type instanceof SettingType.OneOf oneOf) {
            return sample(oneOf.forms().get(oneOf.forms().size() - 1));
        }
        return "${env:VALUE}";
    }

    /** Examples of the manual: whole files, and sections that are put into one. */
    @Test
    void everyExampleOfTheManualIsGood() throws IOException {
        Map<String, List<String>> wrong = new TreeMap<>();
        int examples = 0;
        try (Stream<Path> pages = Files.walk(House.root().resolve("docs"))) {
            for (Path page : pages.filter(p -> p.toString().endsWith(".md")).toList()) {
                List<MatchResult> blocks = Pattern.compile("(?ms)^ *```json\\n(.*?)^ *```$")
                        .matcher(Files.readString(page))
                        .results()
                        .toList();
                for (MatchResult block : blocks) {
                    String text = block.group(1).replace("…", "");
                    if (!Pattern.compile("\"(detectors|providers|policy|schedule|retry)\": *\\{")
                            .matcher(text)
                            .find()) {
                        continue; // what the agent prints, or a piece of a record
                    }
                    boolean whole = text.startsWith("{");
                    ObjectNode root = (ObjectNode) LENIENT.readTree(GOOD);
                    root.setAll((ObjectNode) LENIENT.readTree(whole ? text : "{" + text + "}"));
                    examples++;
                    note(page.getFileName() + " " + text, errors(root.toString()), wrong);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(examples).isGreaterThan(50);
    }
}
